"""Which surveys there are to take questions from."""

from sqlalchemy import select

from engage.kernel.db import session
from engage.surveys.models import Survey, SurveyVersion


def list_survey_ids() -> tuple[int, ...]:
    """Every survey of every consultation that has a document, the newest first."""
    published = select(SurveyVersion.survey_id)
    rows = select(Survey.id).where(Survey.draft.is_not(None) | Survey.id.in_(published))
    return tuple(session().scalars(rows.order_by(Survey.id.desc())))
