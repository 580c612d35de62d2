"""The steps of a draft: which edit stands behind which, and whose they are."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from engage.kernel.db import session
from engage.surveys.models import Survey, SurveyEdit

Document = dict[str, Any]


@dataclass(frozen=True)
class Seen:
    """What an editor's page showed when somebody changed it.

    ``number`` is the draft's ``based_on``, 0 for whatever stands. ``desk`` is the window that the
    change came from: its own saves never stand against it. ``shown`` gives what the page shows of
    a document; without it the page shows the whole part.
    """

    number: int = 0
    desk: str = ""
    shown: Callable[[Document], Any] | None = None


def find_edit(survey_id: int, number: int) -> SurveyEdit | None:
    """An edit by its number, ``None`` where it is forgotten."""
    return session().scalar(
        select(SurveyEdit).where(SurveyEdit.survey_id == survey_id, SurveyEdit.number == number)
    )


def edit_beside(survey: Survey, step: int) -> SurveyEdit | None:
    """The edit before (-1) or behind (1) the one that stands."""
    numbers = SurveyEdit.number
    is_beyond = numbers < survey.edit_number if step < 0 else numbers > survey.edit_number
    return session().scalar(
        select(SurveyEdit)
        .where(SurveyEdit.survey_id == survey.id, is_beyond)
        .order_by(numbers.desc() if step < 0 else numbers)
        .limit(1)
    )


def number_seen(survey: Survey) -> int:
    """What a page says that it is based on: the edit, or below 0 the version as published."""
    return survey.edit_number or -(survey.versions[-1].number if survey.versions else 0)


def is_others_work(survey: Survey, part: str, seen: Seen, standing: Document) -> bool:
    """Whether anybody else has changed what a page shows since it was drawn."""
    if seen.number in (0, number_seen(survey)):
        return False
    shown = seen.shown or (lambda document: part_in(document, part))
    before = _document_of(survey, seen.number)
    if before is None:
        return True
    if shown(before) == shown(standing):
        return False
    if not seen.desk or survey.stepped_by not in ("", seen.desk):
        return True
    return _changed_elsewhere(survey, seen, before, shown)


def _changed_elsewhere(
    survey: Survey, seen: Seen, before: Document, shown: Callable[[Document], Any]
) -> bool:
    """Whether any edit since came from another window and changed what the page shows."""
    since = session().scalars(
        select(SurveyEdit)
        .where(
            SurveyEdit.survey_id == survey.id,
            SurveyEdit.number > seen.number,
            SurveyEdit.number <= survey.edit_number,
        )
        .order_by(SurveyEdit.number)
    )
    was = shown(before)
    for edit in since:
        is_ = shown(edit.document)
        if edit.desk != seen.desk and is_ != was:
            return True
        was = is_
    return False


def _document_of(survey: Survey, number: int) -> Document | None:
    if number < 0:
        found = [version.document for version in survey.versions if version.number == -number]
        return found[0] if found else None
    edit = find_edit(survey.id, number)
    return edit.document if edit is not None else None


def part_in(document: Document, code: str) -> Any:
    """A question, a page without its questions, or all there is beside the pages."""
    for page in document["pages"]:
        if page["code"] == code:
            return {key: value for key, value in page.items() if key != "questions"}
        for question in page["questions"]:
            if question["code"] == code:
                return question
    return None if code else {key: value for key, value in document.items() if key != "pages"}
