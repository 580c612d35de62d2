"""Reading published versions; their parsed content is kept, by digest, because it never changes."""

from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import Engine, bindparam, select

from engage.consultations import (
    CONSULTATION_ID,
    PUBLIC_BY_SLUG,
    ConsultationSummary,
    public_summary_of,
)
from engage.engines.questionnaire import Survey as SurveyContent
from engage.engines.questionnaire import read_survey
from engage.kernel.db import ask_once, session, table_of
from engage.kernel.errors import NotFound, message
from engage.surveys.models import Survey, SurveyVersion

KEPT = 64

_contents: OrderedDict[str, SurveyContent] = OrderedDict()
_known: WeakKeyDictionary[Engine, dict[int, "PublishedVersion"]] = WeakKeyDictionary()

# Built once, past the object layer: every request of a resident asks for a version.
_SURVEYS, _OF = table_of(Survey), table_of(SurveyVersion)
_COLUMNS = (
    _OF.c.id.label("version_id"),
    _OF.c.survey_id,
    _SURVEYS.c.consultation_id,
    _OF.c.number,
    _OF.c.digest,
    _OF.c.published_at,
)
_VERSIONS = select(*_COLUMNS).join(_SURVEYS, _SURVEYS.c.id == _OF.c.survey_id)
_BY_ID = _VERSIONS.where(_OF.c.id == bindparam("id"))
_CURRENT = (
    _VERSIONS.where(_SURVEYS.c.consultation_id == bindparam("consultation_id"))
    .order_by(_SURVEYS.c.id, _OF.c.number.desc())
    .limit(1)
)
_CURRENT_OF_CODE = _CURRENT.where(_SURVEYS.c.code == bindparam("survey_code"))
_CURRENT_BY_SLUG = (
    PUBLIC_BY_SLUG.add_columns(*_COLUMNS)
    .outerjoin(
        _SURVEYS.join(_OF, _SURVEYS.c.id == _OF.c.survey_id),
        _SURVEYS.c.consultation_id == CONSULTATION_ID,
    )
    .order_by(_SURVEYS.c.id, _OF.c.number.desc())
    .limit(1)
)


@dataclass(frozen=True)
class PublishedVersion:
    """A version with its parsed content."""

    id: int
    survey_id: int
    consultation_id: int
    number: int
    digest: str
    published_at: datetime
    content: SurveyContent


def get_version(version_id: int) -> PublishedVersion:
    """A published version by its number in the database; raises ``NotFound``."""
    known = _known.get(session().get_bind().engine, {}).get(version_id)
    if known is not None:
        return known
    row = session().execute(_BY_ID, {"id": version_id}).one_or_none()
    if row is None:
        raise _no_such()
    return _kept(_version(row))


def find_current_version(
    consultation_id: int, survey_code: str | None = None
) -> PublishedVersion | None:
    """The newest version of the consultation's survey (its first one, or the one with a code)."""
    if survey_code is None:
        row = ask_once(_CURRENT, {"consultation_id": consultation_id})
    else:
        wanted = {"consultation_id": consultation_id, "survey_code": survey_code}
        row = ask_once(_CURRENT_OF_CODE, wanted)
    return None if row is None else _kept(_version(row))


def find_public_survey(slug: str) -> tuple[ConsultationSummary, PublishedVersion | None]:
    """A consultation that the public may see, and its newest version, by one question.

    Raises ``NotFound`` where there is no such consultation, or only a draft of one.
    """
    row = ask_once(_CURRENT_BY_SLUG, {"slug": slug})
    consultation = public_summary_of(row)
    if row is None or row.version_id is None:
        return consultation, None
    return consultation, _kept(_version(row))


def list_versions(consultation_id: int) -> tuple[PublishedVersion, ...]:
    """Every published version of every survey of a consultation, in order."""
    rows = session().execute(
        _VERSIONS.where(_SURVEYS.c.consultation_id == consultation_id).order_by(
            _SURVEYS.c.id, _OF.c.number
        )
    )
    return tuple(_version(row) for row in rows)


@dataclass(frozen=True)
class SurveyDraft:
    """A survey document that is not published yet."""

    survey_id: int
    code: str
    document: dict[str, Any]
    saved_at: datetime | None


def list_drafts(consultation_id: int) -> tuple[SurveyDraft, ...]:
    """The drafts of a consultation's surveys."""
    rows = session().scalars(
        select(Survey).where(Survey.consultation_id == consultation_id).order_by(Survey.id)
    )
    return tuple(
        SurveyDraft(row.id, row.code, row.draft, row.draft_saved_at) for row in rows if row.draft
    )


def find_draft(consultation_id: int, survey_id: int) -> SurveyDraft | None:
    """The draft of one survey; raises ``NotFound`` where the consultation has no such survey."""
    require_survey(consultation_id, survey_id)
    found = (draft for draft in list_drafts(consultation_id) if draft.survey_id == survey_id)
    return next(found, None)


def require_survey(consultation_id: int, survey_id: int) -> None:
    """Raise ``NotFound`` unless the survey belongs to the consultation."""
    row = session().get(Survey, survey_id)
    if row is None or row.consultation_id != consultation_id:
        raise _no_such()


def get_document_of(version_id: int) -> dict[str, Any]:
    """The document of a published version, as it was published; raises ``NotFound``."""
    row = session().get(SurveyVersion, version_id)
    if row is None:
        raise _no_such()
    return row.document


def _no_such() -> NotFound:
    return NotFound(message("surveys", "There is no such survey."))


def _kept(version: PublishedVersion) -> PublishedVersion:
    """Keep a version, unless it is only just being written and may be taken back yet."""
    if not session().info.get("is_writing"):
        known = _known.setdefault(session().get_bind().engine, {})
        if len(known) >= KEPT:
            known.clear()
        known[version.id] = version
    return version


def _version(row: Any) -> PublishedVersion:
    return PublishedVersion(
        id=row.version_id,
        survey_id=row.survey_id,
        consultation_id=row.consultation_id,
        number=row.number,
        digest=row.digest,
        published_at=row.published_at,
        content=_content(row.version_id, row.digest),
    )


def _content(version_id: int, digest: str) -> SurveyContent:
    if digest not in _contents:
        document = (
            session()
            .scalars(select(SurveyVersion.document).where(SurveyVersion.id == version_id))
            .one()
        )
        _contents[digest] = read_survey(document)
        while len(_contents) > KEPT:
            _contents.popitem(last=False)
    return _contents[digest]
