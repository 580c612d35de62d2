"""Where the pages of a channel are, and where a walk begins and goes on."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from engage.channels.online.drafts import OpenDraft
from engage.engines.questionnaire import next_page, route, validate


@dataclass(frozen=True)
class Way:
    """Where the pages of a channel are, and what its layout needs."""

    page_href: Callable[[str, int], str]
    check_href: str
    start_href: str
    chrome: Mapping[str, Any] = field(default_factory=dict)
    can_save: bool = False
    keep: str = ""


def first_page_href(way: Way, draft: OpenDraft) -> str:
    """Where the walk begins."""
    first = next_page(draft.version.content, {}, None)
    assert first is not None
    return way.page_href(first.code, 0)


def first_unanswered(way: Way, draft: OpenDraft) -> str:
    """Where to go on: the first page with something missing, else the check."""
    survey = draft.version.content
    problems = validate(survey, draft.answers)
    for candidate in route(survey, draft.answers):
        if any(code in problems for code in candidate.codes):
            return way.page_href(candidate.code, 0)
    return way.check_href
