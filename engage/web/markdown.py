"""Markdown that a lead wrote, as HTML that is safe to show."""

import re
from functools import lru_cache

import nh3
from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markupsafe import Markup

# groups of digits as in a telephone number; set bare, text from right to left would reverse them
_GROUPS = re.compile(r"\+?\d+(?:[ \u00a0]\d+)+")


def _keep_groups_in_order(state: StateCore) -> None:
    for token in state.tokens:
        for part in token.children or ():
            if part.type == "text":
                part.content = _GROUPS.sub("\u2066\\g<0>\u2069", part.content)


_reader = MarkdownIt("commonmark", {"html": False})
_reader.core.ruler.push("keep_groups_in_order", _keep_groups_in_order)
TAGS = {"p", "h2", "h3", "h4", "ul", "ol", "li", "em", "strong", "a", "blockquote", "br", "hr"}


@lru_cache(maxsize=256)
def markdown(text: str) -> Markup:
    """The text as HTML; what is not in ``TAGS`` is dropped, links open plainly."""
    html = _reader.render(text).replace("<h1", "<h2").replace("</h1", "</h2")
    return Markup(nh3.clean(html, tags=TAGS, link_rel="noopener"))  # noqa: S704 - nh3 cleaned it
