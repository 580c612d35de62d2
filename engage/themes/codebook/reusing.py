"""Codebooks of other consultations, to start from."""

from dataclasses import dataclass

from sqlalchemy import func, select

from engage.consultations import ConsultationSummary, get_consultation
from engage.kernel.db import session
from engage.kernel.languages import LocaleText
from engage.themes.models import Theme
from engage.themes.queries import question_labels


@dataclass(frozen=True)
class OtherCodebook:
    """A question of another consultation with so many themes."""

    consultation: ConsultationSummary
    question_code: str
    question: LocaleText
    themes: int


def list_other_codebooks(consultation_id: int) -> tuple[OtherCodebook, ...]:
    """The codebooks of all other consultations, the newest first."""
    rows = session().execute(
        select(Theme.consultation_id, Theme.question_code, func.count())
        .where(
            Theme.consultation_id != consultation_id,
            Theme.merged_into_id.is_(None),
            Theme.state != "archived",
        )
        .group_by(Theme.consultation_id, Theme.question_code)
        .order_by(Theme.consultation_id.desc(), Theme.question_code)
    )
    return tuple(
        OtherCodebook(get_consultation(number), code, question_labels(number).get(code, {}), count)
        for number, code, count in rows
    )
