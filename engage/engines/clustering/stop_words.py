"""Words that tell nothing of what a comment is about.

English has two lists. What is dropped before themes are sought is Snowball's list of function words
(Porter 2001, snowballstem.org/algorithms/english/stop.txt) and what its short forms leave when the
apostrophe parts them. Longer lists drop "bill", "call" and "interest", which tell themes apart. The
longer list only counts when a theme is named: nobody looks for a theme called "tell, know".
"""

from functools import cache

import stopwordsiso

_ENGLISH = """
    i me my myself we our ours ourselves you your yours yourself yourselves he him his himself she
    her hers herself it its itself they them their theirs themselves what which who whom this that
    these those am is are was were be been being have has had having do does did doing would should
    could ought a an the and but if or because as until while of at by for with about against
    between into through during before after above below to from up down in out on off over under
    again further then once here there when where why how all any both each few more most other some
    such no nor not only own same so than too very cannot
    ve ll re don doesn didn isn aren wasn weren hasn haven hadn won wouldn shouldn couldn mustn shan
"""


@cache
def function_words(code: str) -> frozenset[str]:
    """Words to drop from texts in the language; empty where no list is known."""
    return frozenset(_ENGLISH.split()) if code == "en" else _listed(code)


@cache
def slight_words(code: str) -> frozenset[str]:
    """Words that may tell themes apart but seldom name one."""
    return _listed(code) - function_words(code)


def _listed(code: str) -> frozenset[str]:
    if not stopwordsiso.has_lang(code):
        return frozenset()
    return frozenset(word.lower() for word in stopwordsiso.stopwords(code))
