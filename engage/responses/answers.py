"""What came in so far, question by question, for those who run the consultation."""

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from engage.engines.questionnaire import (
    KINDS,
    Question,
    Survey,
    Tally,
    as_in_document,
    tally,
)
from engage.kernel.actors import Actor, Permission
from engage.responses.queries import StoredAnswers, stream_answers
from engage.surveys import get_version

LATEST = 3


@dataclass(frozen=True)
class Words:
    """What somebody wrote, with its language and channel."""

    text: str
    language: str
    channel: str


@dataclass(frozen=True)
class QuestionAnswers:
    """A question with its answers counted, or the latest of those in people's own words.

    Of a place, a photo and the like only ``written``, how many answered, is told.
    """

    question: Question
    counted: Tally | None
    written: int
    latest: tuple[Words, ...]


def list_answers(actor: Actor, consultation_id: int) -> tuple[QuestionAnswers, ...]:
    """Every question of the newest answered version, exact counts: for staff, never published.

    Answers in all entries of a repeated section are counted together.
    """
    actor.require(Permission.SEE_THEMES)
    values: dict[str, list[Any]] = {}
    latest: dict[str, deque[Words]] = {}
    written: dict[str, int] = {}
    surveys: dict[int, Survey] = {}
    for stored in stream_answers(consultation_id):
        if stored.version_id not in surveys:
            surveys[stored.version_id] = get_version(stored.version_id).content
        for question in surveys[stored.version_id].questions:
            given = stored.answers.get(question.code)
            if given is None:
                continue
            code = question.written_as or question.code
            if question.is_counted:
                values.setdefault(code, []).append(given)
                continue
            written[code] = written.get(code, 0) + 1
            if isinstance(given, str) and takes_words(question):
                kept = latest.setdefault(code, deque(maxlen=LATEST))
                kept.append(_words(stored, given))
    newest = as_in_document(surveys[max(surveys)]).questions if surveys else ()
    shown = (each for each in newest if not each.is_kept_apart)
    return tuple(_question(each, values, written, latest) for each in shown)


def takes_words(question: Question) -> bool:
    """Whether the answers are people's own words."""
    kind = KINDS.get(question.kind)
    return kind is not None and kind.takes_words


def _question(
    question: Question,
    values: Mapping[str, list[Any]],
    written: Mapping[str, int],
    latest: Mapping[str, deque[Words]],
) -> QuestionAnswers:
    code = question.code
    counted = tally(question, values.get(code, ())) if question.is_counted else None
    newest_first = tuple(reversed(latest.get(code, ())))
    return QuestionAnswers(question, counted, written.get(code, 0), newest_first)


def _words(stored: StoredAnswers, text: str) -> Words:
    return Words(text, stored.language, stored.channel)
