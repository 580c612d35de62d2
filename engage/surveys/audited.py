"""What the audit record calls surveys, and where it leads."""

from sqlalchemy import select

from engage.audit import SubjectKind
from engage.kernel.languages import LocaleText
from engage.surveys.models import Survey, SurveyVersion

_TITLE = (
    select(SurveyVersion.document["title"])
    .where(SurveyVersion.survey_id == Survey.id)
    .order_by(SurveyVersion.number.desc())
    .limit(1)
    .correlate(Survey)
    .scalar_subquery()
)


def _name(code: str, title: LocaleText | None) -> str | LocaleText:
    return title or code  # by its code until it is published


SUBJECTS: dict[str, SubjectKind] = {
    "survey": SubjectKind(
        Survey.id,
        (Survey.code, _TITLE),
        "surveys.overview",
        {"consultation_id": Survey.consultation_id},
        _name,
    ),
}
