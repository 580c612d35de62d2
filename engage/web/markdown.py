"""Markdown that a lead wrote, as HTML that is safe to show."""

from functools import lru_cache

import nh3
from markdown_it import MarkdownIt
from markupsafe import Markup

_reader = MarkdownIt("commonmark", {"html": False})
TAGS = {"p", "h2", "h3", "h4", "ul", "ol", "li", "em", "strong", "a", "blockquote", "br", "hr"}


@lru_cache(maxsize=256)
def markdown(text: str) -> Markup:
    """The text as HTML; what is not in ``TAGS`` is dropped, links open plainly."""
    html = _reader.render(text).replace("<h1", "<h2").replace("</h1", "</h2")
    return Markup(nh3.clean(html, tags=TAGS, link_rel="noopener"))  # noqa: S704 - nh3 cleaned it
