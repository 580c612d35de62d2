"""The draft of a survey, edit by edit: several people at once, each edit undone and done again."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select

from engage.audit import record
from engage.consultations import get_consultation
from engage.engines.questionnaire import CannotEdit, new_document, with_library_written
from engage.kernel.actors import Actor, Permission
from engage.kernel.clock import now
from engage.kernel.db import session, transaction
from engage.kernel.errors import Conflict, NotFound, message
from engage.kernel.languages import LocaleText
from engage.surveys.edit_steps import Seen, edit_beside, find_edit, is_others_work, number_seen
from engage.surveys.models import Survey, SurveyEdit
from engage.surveys.translation.translated import note_wording

MOST_EDITS = 500
NOBODY = "-"  # the desk of a step that came from none

Document = dict[str, Any]


@dataclass(frozen=True)
class EditedDraft:
    """A draft on somebody's desk. ``number`` is that of the edit that stands; 0 before the first.

    ``based_on`` is what pages say that the next edit is based on: below 0 for a published version.
    ``last_*`` tell of the newest edit: what was done (a word of ``EDITS``), to which page or
    question, by whom, when.
    """

    survey_id: int
    consultation_id: int
    code: str
    document: Document
    number: int
    based_on: int
    can_undo: bool
    can_redo: bool
    version_number: int
    last_what: str = ""
    last_actor_id: int | None = None
    last_at: datetime | None = None


class EditConflict(Conflict):
    """Somebody changed the same part meanwhile; ``theirs`` is the draft as it is now."""

    def __init__(self, theirs: EditedDraft) -> None:
        super().__init__(message("survey editor", "Somebody else has changed this meanwhile."))
        self.theirs = theirs


def begin_survey(
    actor: Actor, consultation_id: int, title: LocaleText, languages: tuple[str, ...]
) -> int:
    """Make an empty survey in a consultation; gives its number."""
    actor.require(Permission.EDIT_SURVEYS)
    with transaction() as current:
        get_consultation(consultation_id)
        taken = set(
            current.scalars(select(Survey.code).where(Survey.consultation_id == consultation_id))
        )
        number = len(taken) + 1
        while f"survey_{number}" in taken:
            number += 1
        survey = Survey(consultation_id=consultation_id, code=f"survey_{number}")
        current.add(survey)
        current.flush()
        _push(survey, actor, new_document(survey.code, title, languages), "begin", "")
        record(actor, "survey.begin", ("survey", survey.id))
        return survey.id


def get_draft(survey_id: int) -> EditedDraft:
    """The draft as it stands: the newest edit, what was uploaded, or the last version again.

    Raises ``NotFound`` for an unknown survey.
    """
    return _draft_of(_get(survey_id))


def edit_draft(
    actor: Actor,
    survey_id: int,
    seen: Seen,
    what: str,
    part: str,
    change: Callable[[Document], Document],
) -> EditedDraft:
    """Apply a change to the draft; ``part`` is the page or question it is about ("" for all).

    Edits of other parts made since it was ``seen`` stay. Raises ``EditConflict`` where somebody
    else has changed the same part since, and ``CannotEdit`` as ``change`` does.
    """
    actor.require(Permission.EDIT_SURVEYS)
    return change_draft(actor, survey_id, seen, what, part, change)


def change_draft(
    actor: Actor,
    survey_id: int,
    seen: Seen,
    what: str,
    part: str,
    change: Callable[[Document], Document],
) -> EditedDraft:
    """What ``edit_draft`` does, for a command that has asked for another permission already.

    Raises what ``edit_draft`` raises.
    """
    with transaction():
        survey = _get(survey_id, lock=True)
        standing = _standing(survey)
        is_taken = is_others_work(survey, part, seen, standing)
        if is_taken and not _stands_already(standing, change):
            raise EditConflict(_draft_of(survey))
        changed = change(standing)
        if changed == standing and survey.draft is not None:
            return _draft_of(survey)
        if survey.edit_number == 0:
            _push(survey, actor, standing, "begin", "", seen.desk)
        _push(survey, actor, changed, what, part, seen.desk)
        record(actor, "survey.edit", ("survey", survey_id), details={"what": what, "part": part})
        return _draft_of(survey)


def step_draft(
    actor: Actor,
    survey_id: int,
    step: int,
    *,
    may: Permission = Permission.EDIT_SURVEYS,
    desk: str = "",
) -> EditedDraft:
    """Undo (-1) or do again (1) one edit; at the end of the road nothing changes.

    ``desk`` is the window that asks for it (``Seen.desk``). Raises ``NotFound``.
    """
    actor.require(may)
    with transaction():
        survey = _get(survey_id, lock=True)
        target = edit_beside(survey, step)
        if survey.edit_number and target is not None:
            survey.edit_number, survey.stepped_by = target.number, desk or NOBODY
            survey.draft, survey.draft_saved_at = target.document, now()
            act = "survey.undo" if step < 0 else "survey.redo"
            record(actor, act, ("survey", survey_id), details={"number": target.number})
        return _draft_of(survey)


def discard_draft(actor: Actor, survey_id: int) -> None:
    """Throw the draft away; the published version stands.

    Raises ``NotFound``, and ``Conflict`` where no version was published.
    """
    actor.require(Permission.EDIT_SURVEYS)
    with transaction():
        survey = _get(survey_id, lock=True)
        if not survey.versions:
            raise Conflict(
                message("survey editor", "This survey was never published: there is only a draft.")
            )
        survey.draft = None
        forget_edits(survey)
        record(actor, "survey.discard", ("survey", survey_id))


def keep_uploaded(survey: Survey, actor: Actor, document: Document) -> None:
    """Take a whole document as one edit, so that what was there before can be had again."""
    if survey.draft is not None and survey.edit_number == 0:
        _push(survey, actor, survey.draft, "begin", "")
    _push(survey, actor, document, "upload", "")


def forget_edits(survey: Survey) -> None:
    """Forget the steps to a draft that has been published or thrown away."""
    session().execute(delete(SurveyEdit).where(SurveyEdit.survey_id == survey.id))
    survey.edit_number = 0
    survey.stepped_by = ""


def _push(
    survey: Survey, actor: Actor, document: Document, what: str, part: str, desk: str = ""
) -> None:
    """Set an edit behind the one that stands; what had been undone is gone, as is the oldest.

    No number is given twice: a page that shows an edit undone since must not take another for it.
    """
    document = with_library_written(document)
    number = survey.last_edit_number + 1
    mine = SurveyEdit.survey_id == survey.id
    session().execute(delete(SurveyEdit).where(mine, SurveyEdit.number > survey.edit_number))
    session().execute(delete(SurveyEdit).where(mine, SurveyEdit.number <= number - MOST_EDITS))
    session().add(
        SurveyEdit(
            survey_id=survey.id,
            number=number,
            document=document,
            what=what,
            part=part,
            actor_id=actor.id,
            desk=desk,
        )
    )
    survey.edit_number = survey.last_edit_number = number
    survey.stepped_by = ""
    before = _standing(survey) if survey.draft is not None or survey.versions else None
    survey.draft, survey.draft_saved_at = document, now()
    session().flush()
    note_wording(survey.id, actor.id, before, document)


def _get(survey_id: int, *, lock: bool = False) -> Survey:
    survey = session().get(Survey, survey_id, with_for_update=lock, populate_existing=True)
    if survey is None:
        raise NotFound(message("surveys", "There is no such survey."))
    return survey


def _standing(survey: Survey) -> Document:
    if survey.draft is not None:
        return survey.draft
    if survey.versions:
        return survey.versions[-1].document
    raise NotFound(message("surveys", "There is no such survey."))


def _stands_already(standing: Document, change: Callable[[Document], Document]) -> bool:
    """Whether what is wanted is there, as when a form is sent twice."""
    try:
        return change(standing) == standing
    except CannotEdit:
        return False


def _draft_of(survey: Survey) -> EditedDraft:
    last = find_edit(survey.id, survey.edit_number)
    return EditedDraft(
        survey_id=survey.id,
        consultation_id=survey.consultation_id,
        code=survey.code,
        document=_standing(survey),
        number=survey.edit_number,
        based_on=number_seen(survey),
        can_undo=edit_beside(survey, -1) is not None,
        can_redo=edit_beside(survey, 1) is not None,
        version_number=survey.versions[-1].number if survey.versions else 0,
        last_what=last.what if last else "",
        last_actor_id=last.actor_id if last else None,
        last_at=last.edited_at if last else survey.draft_saved_at,
    )


__all__ = [
    "CannotEdit",
    "EditConflict",
    "EditedDraft",
    "Seen",
    "begin_survey",
    "change_draft",
    "discard_draft",
    "edit_draft",
    "get_draft",
    "step_draft",
]
