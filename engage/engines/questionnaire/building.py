"""From a document of sound structure to the pages and questions that it describes."""

from collections.abc import Iterator, Mapping
from typing import Any

from engage.engines.questionnaire.kinds import PARTS
from engage.engines.questionnaire.kinds.kind import condition_of
from engage.engines.questionnaire.library import from_library
from engage.engines.questionnaire.model import Page, Question


def build_questions(document: Mapping[str, Any], numbers: Iterator[int]) -> tuple[Question, ...]:
    """The questions that a part of sound structure stands for; takes numbers for them."""
    written = from_library(document)
    return PARTS[written["kind"]].build(written, numbers)


def build_page(document: Mapping[str, Any], numbers: Iterator[int]) -> Page:
    """The page that a document of sound structure writes down; takes numbers for its questions."""
    return Page(
        code=document["code"],
        title=dict(document.get("title", {})),
        condition=condition_of(document),
        questions=tuple(
            question
            for each in document["questions"]
            for question in build_questions(each, numbers)
        ),
    )
