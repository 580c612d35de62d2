"""Pages: what people answered so far, question by question, and what was set aside."""

from dataclasses import dataclass

from flask import Blueprint, Response, request
from flask_babel import format_decimal, pgettext

from engage.consultations import ConsultationSummary, get_consultation
from engage.kernel.actors import Permission
from engage.responses.answers import QuestionAnswers, list_answers, takes_words
from engage.responses.left_out import count_left_out, list_proposals
from engage.responses.queries import Counts, count_responses
from engage.responses.set_aside import SHOWN, SecondSending, list_set_aside
from engage.web.access import access, current_actor
from engage.web.locale import current_locale, percent, plain
from engage.web.rendering import render

blueprint = Blueprint("answers", __name__, url_prefix="/<int:consultation_id>/answers")


@dataclass(frozen=True)
class Bar:
    """One answer as a bar."""

    label: str
    value: int
    text: str


@dataclass(frozen=True)
class ShownAnswers:
    """A question as it is shown: its bars, what they say, and the latest words."""

    found: QuestionAnswers
    bars: tuple[Bar, ...]
    says: str


@dataclass(frozen=True)
class AnswersPage:
    """All questions, and how many answered in which way."""

    consultation: ConsultationSummary
    counts: Counts
    questions: tuple[ShownAnswers, ...]
    left_out: int
    proposals: int


@dataclass(frozen=True)
class SetAsidePage:
    """Forms that came again with other answers, newest first; ``older_than`` where more follow."""

    consultation: ConsultationSummary
    sendings: tuple[SecondSending, ...]
    older_than: int | None


@blueprint.get("")
@access(Permission.SEE_THEMES)
def index(consultation_id: int) -> Response:
    """What came in so far."""
    page = AnswersPage(
        get_consultation(consultation_id),
        count_responses(consultation_id),
        tuple(map(_shown, list_answers(current_actor(), consultation_id))),
        sum(count_left_out(consultation_id).values()),
        len(list_proposals(current_actor(), consultation_id)),
    )
    return render("staff/consultations/answers.html", page)


@blueprint.get("/set-aside")
@access(Permission.SEE_THEMES)
def set_aside(consultation_id: int) -> Response:
    """What was sent once more with other answers and counts nowhere."""
    before = request.args.get("before", type=int)
    found = list_set_aside(current_actor(), consultation_id, current_locale(), before)
    older_than = found[-1].number if len(found) == SHOWN else None
    page = SetAsidePage(get_consultation(consultation_id), found, older_than)
    return render("staff/consultations/set_aside.html", page)


def _shown(found: QuestionAnswers) -> ShownAnswers:
    if found.counted is None:
        says = "" if takes_words(found.question) else _answered_by(found.written)
        return ShownAnswers(found, (), says)
    answered = found.counted.answered
    bars = tuple(
        Bar(
            plain(cell.label) or cell.code,
            cell.count,
            f"{format_decimal(cell.count)} · {percent(cell.count / answered)}" if answered else "0",
        )
        for cell in found.counted.cells
    )
    return ShownAnswers(found, bars, _says(found))


def _answered_by(number: int) -> str:
    return pgettext("answers", "answered by %(num)s", num=format_decimal(number))


def _says(found: QuestionAnswers) -> str:
    counted = found.counted
    assert counted is not None
    told = _answered_by(counted.answered)
    if counted.median is None:
        return told
    middle = pgettext("answers", "middle value %(num)s", num=format_decimal(counted.median))
    return f"{told}; {middle}"
