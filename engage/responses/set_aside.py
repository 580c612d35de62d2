"""What came again under a receipt with other answers: kept, counted nowhere, shown to staff."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from engage.engines.questionnaire import ReviewLine, Survey, line_of
from engage.kernel.actors import Actor, Permission
from engage.kernel.db import session
from engage.responses.models import LEFT_OUT, Response, SetAside
from engage.surveys import get_version

SHOWN = 50


@dataclass(frozen=True)
class Difference:
    """A question that the two sendings answer differently, as a reader sees the answers."""

    first: ReviewLine
    again: ReviewLine


@dataclass(frozen=True)
class SecondSending:
    """A form that was sent once more: when and how it came each time, and where the two differ."""

    number: int
    first_at: datetime
    first_channel: str
    first_language: str
    arrived_at: datetime
    channel: str
    language: str
    differences: tuple[Difference, ...]


def list_set_aside(
    actor: Actor, consultation_id: int, locale: str, before: int | None = None
) -> tuple[SecondSending, ...]:
    """The newest ``SHOWN`` that were set aside, or those before the one of a number.

    What belongs to responses that were withdrawn or left out is not among them. Raises
    ``PermissionDenied``.
    """
    actor.require(Permission.SEE_THEMES)
    wanted = (
        select(SetAside, Response)
        .join(Response, Response.id == SetAside.response_id)
        .where(Response.consultation_id == consultation_id)
        .where(Response.disposition.not_in(LEFT_OUT))
        .order_by(SetAside.id.desc())
        .limit(SHOWN)
    )
    if before is not None:
        wanted = wanted.where(SetAside.id < before)
    return tuple(_sending(kept, first, locale) for kept, first in session().execute(wanted))


def _sending(kept: SetAside, first: Response, locale: str) -> SecondSending:
    survey = get_version(first.survey_version_id).content
    return SecondSending(
        number=kept.id,
        first_at=first.submitted_at,
        first_channel=first.channel,
        first_language=first.language,
        arrived_at=kept.arrived_at,
        channel=kept.channel,
        language=kept.language,
        differences=_differences(survey, first.answers, kept.answers, locale),
    )


def _differences(
    survey: Survey, first: Mapping[str, Any], again: Mapping[str, Any], locale: str
) -> tuple[Difference, ...]:
    return tuple(
        Difference(
            line_of(survey, question.code, first, locale),
            line_of(survey, question.code, again, locale),
        )
        for question in survey.questions
        if first.get(question.code) != again.get(question.code)
    )
