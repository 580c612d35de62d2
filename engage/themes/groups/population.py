"""Known shares of the population, entered by people with their source."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from engage.audit import record
from engage.engines.questionnaire import Question, tally
from engage.kernel.actors import Actor, Permission
from engage.kernel.clock import now
from engage.kernel.db import session, transaction
from engage.kernel.errors import InvalidInput, Message, NotFound, message
from engage.kernel.languages import LocaleText
from engage.themes.export.coded_comments import closed_questions
from engage.themes.groups.population_models import PopulationShare

WHOLE, OFF = 100, 1  # shares are in percent; so much may be lost to rounding


@dataclass(frozen=True)
class Population:
    """How many in 100 of the population would give each answer, as ``source`` has it."""

    question_code: str
    shares: Mapping[str, float]
    source: str
    actor_name: str
    entered_at: datetime


def weighing_questions(consultation_id: int) -> dict[str, Question]:
    """The questions by whose answers people can be weighed, those about the person first.

    Each takes one answer; where several may be ticked, groups overlap and have no share each.
    """
    asked = [
        question
        for question in closed_questions(consultation_id)
        if question.is_closed and question.kind not in ("ranking", "multiple_choice", "matrix")
    ]
    asked.sort(key=lambda question: (not question.about, question.number))
    return {question.code: question for question in asked}


def answers_of(question: Question) -> dict[str, LocaleText]:
    """The answers that a question offers, with their words."""
    return {cell.code: cell.label for cell in tally(question, ()).cells}


def list_populations(consultation_id: int) -> tuple[Population, ...]:
    """What is known of the population of a consultation."""
    rows = session().scalars(
        select(PopulationShare)
        .where(PopulationShare.consultation_id == consultation_id)
        .order_by(PopulationShare.question_code)
    )
    return tuple(_population(row) for row in rows)


def find_population(consultation_id: int, question_code: str) -> Population | None:
    """What is known for one question, if anything is."""
    row = session().get(PopulationShare, (consultation_id, question_code))
    return _population(row) if row is not None else None


def enter_population(
    actor: Actor,
    consultation_id: int,
    question_code: str,
    shares: Mapping[str, float],
    source: str,
) -> None:
    """Say how many in 100 would give each answer, and where that stands; replaces what was said.

    Raises ``NotFound`` for a question that can't weigh, ``InvalidInput`` unless the shares are no
    less than 0 and add up to 100 (to 1 nearly), and a source is named.
    """
    actor.require(Permission.REVIEW_THEMES)
    known = answers_of(_question(consultation_id, question_code))
    fields: dict[str, Message] = {}
    if not source.strip():
        fields["source"] = message("population", "Say where these shares come from.")
    if any(not 0 <= share <= WHOLE for share in shares.values()) or not set(shares) <= set(known):
        fields["shares"] = message("population", "Give each answer a share from 0 to 100.")
    elif abs(sum(shares.values()) - WHOLE) > OFF:
        total = f"{sum(shares.values()):g}"
        fields["shares"] = message(
            "population", "The shares add up to %(total)s, not to 100.", total=total
        )
    if fields:
        raise InvalidInput(next(iter(fields.values())), fields)
    with transaction() as current:
        row = PopulationShare(
            consultation_id=consultation_id,
            question_code=question_code,
            shares=dict(shares),
            source=source.strip(),
            actor_name=actor.name,
            entered_at=now(),
        )
        current.merge(row)
        details = {"question": question_code, "shares": dict(shares), "source": source.strip()}
        record(actor, "population.enter", ("consultation", consultation_id), details=details)


def forget_population(actor: Actor, consultation_id: int, question_code: str) -> None:
    """Take the shares of a question back; nothing is weighed by them any more."""
    actor.require(Permission.REVIEW_THEMES)
    with transaction() as current:
        row = current.get(PopulationShare, (consultation_id, question_code))
        if row is not None:
            current.delete(row)
            details = {"question": question_code}
            record(actor, "population.forget", ("consultation", consultation_id), details=details)


def _question(consultation_id: int, question_code: str) -> Question:
    question = weighing_questions(consultation_id).get(question_code)
    if question is None:
        raise NotFound(message("population", "People can't be weighed by this question."))
    return question


def _population(row: PopulationShare) -> Population:
    return Population(row.question_code, row.shares, row.source, row.actor_name, row.entered_at)
