"""The versions of one survey: when each was published and by whom."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from engage.kernel.db import session
from engage.people import names_of
from engage.surveys.models import SurveyVersion


@dataclass(frozen=True)
class VersionNote:
    """A version as the list of versions tells of it; the publisher is "" where nobody knows."""

    id: int
    number: int
    published_at: datetime
    publisher: str


def list_versions_of(survey_id: int) -> tuple[VersionNote, ...]:
    """The versions of a survey, the newest first."""
    rows = (
        session()
        .execute(
            select(
                SurveyVersion.id,
                SurveyVersion.number,
                SurveyVersion.published_at,
                SurveyVersion.published_by_id,
            )
            .where(SurveyVersion.survey_id == survey_id)
            .order_by(SurveyVersion.number.desc())
        )
        .all()
    )
    names = names_of(row.published_by_id for row in rows)
    return tuple(
        VersionNote(row.id, row.number, row.published_at, names.get(row.published_by_id, ""))
        for row in rows
    )
