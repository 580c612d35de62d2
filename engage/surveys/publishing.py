"""Drafts and versions: a version is published once and never changes."""

from typing import Any

from sqlalchemy import select

from engage.audit import record
from engage.consultations import get_consultation
from engage.engines.questionnaire import SurveyProblems, read_survey, survey_digest
from engage.kernel.actors import Actor, Permission
from engage.kernel.db import session, transaction
from engage.kernel.errors import Conflict, NotFound, message
from engage.surveys.drafting import forget_edits, keep_uploaded
from engage.surveys.models import Survey, SurveyVersion
from engage.surveys.own_pictures import missing_pictures

__all__ = ["SurveyProblems", "publish_version", "save_draft"]


def save_draft(actor: Actor, consultation_id: int, document: dict[str, Any]) -> int:
    """Keep a survey document as the draft of the survey with its code; gives the survey's number.

    Raises ``SurveyProblems`` with every place in the document that has to be corrected.
    """
    actor.require(Permission.EDIT_SURVEYS)
    code = read_survey(document).code
    with transaction() as current:
        get_consultation(consultation_id)
        survey = current.scalar(
            select(Survey).where(Survey.consultation_id == consultation_id, Survey.code == code)
        )
        if survey is None:
            survey = Survey(consultation_id=consultation_id, code=code)
            current.add(survey)
        current.flush()
        keep_uploaded(survey, actor, document)
        record(actor, "survey.draft", ("survey", survey.id))
        return survey.id


def publish_version(actor: Actor, survey_id: int, looked_at: str | None = None) -> int:
    """Publish the draft as the next version; gives the version's number in the database.

    ``looked_at`` is the digest of the draft that somebody has confirmed. Raises ``NotFound`` for an
    unknown survey, ``SurveyProblems`` where the draft is not sound, and ``Conflict`` where there is
    no draft or one of its pictures is missing, where nothing has changed, and where the draft is
    not the one looked at.
    """
    actor.require(Permission.EDIT_SURVEYS)
    with transaction() as current:
        survey = session().get(Survey, survey_id, with_for_update=True)
        if survey is None:
            raise NotFound(message("surveys", "There is no such survey."))
        draft = _complete_draft(survey)
        digest = survey_digest(draft)
        if looked_at is not None and looked_at != digest:
            raise Conflict(
                message("surveys", "The draft has changed since you looked at it. Look again.")
            )
        last = survey.versions[-1] if survey.versions else None
        if last is not None and last.digest == digest:
            raise Conflict(message("surveys", "Nothing has changed since the last version."))
        version = SurveyVersion(
            survey_id=survey_id,
            number=last.number + 1 if last else 1,
            document=draft,
            digest=digest,
            published_by_id=actor.id,
        )
        survey.versions.append(version)
        survey.draft = None
        forget_edits(survey)
        current.flush()
        record(actor, "survey.publish", ("survey", survey_id), details={"number": version.number})
        return version.id


def _complete_draft(survey: Survey) -> dict[str, Any]:
    if survey.draft is None:
        raise Conflict(message("surveys", "There is no draft to publish."))
    read_survey(survey.draft)
    if missing_pictures(survey.draft):
        raise Conflict(
            message(
                "own picture",
                "A picture of this survey is not here. Choose it again in the editor.",
            )
        )
    return survey.draft
