"""Reviews the themes of the sample as a person would who knows what its comments are about."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from engage.kernel.actors import SYSTEM
from engage.themes import (
    CommentFilter,
    PlacedComment,
    ThemeSummary,
    approve_theme,
    get_theme,
    list_comments,
    list_themes,
    move_comments,
    release_quote,
    rename_theme,
)

ENOUGH_WORDS = 2
QUOTES = 2

Words = Mapping[str, frozenset[str]]


def review(
    consultation_id: int, question: str, curated: Sequence[dict[str, Any]]
) -> dict[str, int]:
    """Name the found themes after the curated ones they match best, move what stands in the wrong
    one, approve them and release quotes; which theme each key became.
    """
    known = {theme["key"]: _words(theme["keywords"]) for theme in curated}
    named = _match(list_themes(consultation_id, question), known)
    for theme in curated:
        if theme["key"] in named:
            found = get_theme(named[theme["key"]])
            rename_theme(SYSTEM, found.id, found.version, theme["label"], theme["description"])
    _move(consultation_id, question, known, named)
    for key, theme_id in named.items():
        approve_theme(SYSTEM, theme_id, get_theme(theme_id).version)
        _release(consultation_id, question, theme_id, known[key])
    return named


def _words(keywords: Mapping[str, Sequence[str]]) -> frozenset[str]:
    return frozenset(word.casefold() for words in keywords.values() for word in words)


def _match(themes: Sequence[ThemeSummary], known: Words) -> dict[str, int]:
    scores = [
        (len(words & _parts(" ".join(theme.keywords))), -place, key, theme)
        for key, words in known.items()
        for place, theme in enumerate(themes)
    ]
    named: dict[str, int] = {}
    for score, _place, key, theme in sorted(scores, key=lambda item: item[:2], reverse=True):
        if score >= ENOUGH_WORDS and key not in named and theme.id not in named.values():
            named[key] = theme.id
    return named


def _move(consultation_id: int, question: str, known: Words, named: Mapping[str, int]) -> None:
    """A comment without a word of its theme goes where most of its words belong."""
    keys = {theme_id: key for key, theme_id in named.items()}
    moved: dict[int, list[int]] = defaultdict(list)
    for comment in _comments(consultation_id, question):
        key = keys.get(comment.theme_id or 0)
        said = _parts(comment.text)
        if key is None or said & known[key]:
            continue
        best = max(named, key=lambda other: len(said & known[other]))
        if said & known[best]:
            moved[named[best]].append(comment.id)
    for theme_id, comment_ids in moved.items():
        move_comments(SYSTEM, comment_ids, theme_id, (consultation_id, question))


def _comments(consultation_id: int, question: str) -> Iterator[PlacedComment]:
    number = pages = 1
    while number <= pages:
        page = list_comments(consultation_id, question, CommentFilter(standing="any", page=number))
        yield from page.comments
        number, pages = number + 1, page.pages


def _parts(words: str) -> frozenset[str]:
    return frozenset(re.findall(r"[\w-]+", words.casefold()))


def _release(consultation_id: int, question: str, theme_id: int, known: frozenset[str]) -> None:
    page = list_comments(consultation_id, question, CommentFilter(theme_id=theme_id))
    fitting = [
        comment
        for comment in page.comments
        if len(comment.text.split()) >= 8 and _parts(comment.text) & known
    ]
    for comment in fitting[:QUOTES]:
        release_quote(SYSTEM, comment.id, theme_id, comment.text)
