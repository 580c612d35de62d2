"""From a document of sound structure to the pages and questions that it describes."""

from collections.abc import Iterator, Mapping
from typing import Any

from engage.engines.questionnaire.conditions import build_condition
from engage.engines.questionnaire.kinds import KINDS
from engage.engines.questionnaire.model import Page, Question


def build_question(document: Mapping[str, Any], number: int) -> Question:
    """The question that a document of sound structure writes down."""
    kind = KINDS[document["kind"]]
    return Question(
        code=document["code"],
        number=number,
        kind=kind.name,
        label=dict(document["label"]),
        hint=dict(document.get("hint", {})),
        required=document.get("required", False),
        condition=build_condition(document["show_if"]) if "show_if" in document else None,
        is_closed=kind.is_closed,
        **kind.settings(document),
    )


def build_page(document: Mapping[str, Any], numbers: Iterator[int]) -> Page:
    """The page that a document of sound structure writes down; takes numbers for its questions."""
    return Page(
        code=document["code"],
        title=dict(document.get("title", {})),
        condition=build_condition(document["show_if"]) if "show_if" in document else None,
        questions=tuple(build_question(each, next(numbers)) for each in document["questions"]),
    )
