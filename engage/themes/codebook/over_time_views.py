"""The page that says which themes came up more or less often than in another consultation."""

from dataclasses import dataclass
from datetime import UTC, datetime

from flask import Response, request
from flask_babel import npgettext

from engage.consultations import ConsultationSummary, get_consultation
from engage.kernel.actors import Permission
from engage.themes.codebook.over_time import Sharing, compare_over_time, list_sharing
from engage.themes.codebook.over_time_showing import (
    Bar,
    Change,
    Row,
    Side,
    bar_of,
    changes_in_words,
    row_of,
    side_of,
    steady_in_words,
    waiting_in_words,
)
from engage.themes.question_views import blueprint, chosen_question, questions
from engage.web.access import access
from engage.web.locale import plain
from engage.web.rendering import render

LONG_AGO = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True)
class OtherTime:
    """Another consultation to compare with, as a choice."""

    value: str
    label: str
    is_chosen: bool


@dataclass(frozen=True)
class OverTimePage:
    """Two consultations by their themes, the earlier one first."""

    consultation: ConsultationSummary
    question_code: str
    choices: tuple[OtherTime, ...]
    then: Side | None
    now: Side | None
    changes: tuple[Change, ...]
    steady: str
    waiting: str
    bars: tuple[Bar, ...]
    rows: tuple[Row, ...]


@blueprint.get("/consultations/<int:consultation_id>/themes/over-time")
@access(Permission.SEE_THEMES)
def over_time(consultation_id: int) -> Response:
    """Compare with another consultation that uses the same codebook."""
    asked = questions(consultation_id)
    here = (consultation_id, chosen_question(asked))
    consultation, known = get_consultation(consultation_id), list_sharing(*here)
    other = _chosen(known)
    choices = tuple(_choice(one, one is other) for one in known)
    if other is None:
        page = OverTimePage(consultation, here[1], choices, None, None, (), "", "", (), ())
        return render("staff/themes/over_time.html", page)
    there = (other.consultation.id, other.question_code)
    ends = sorted(
        ((consultation, here), (other.consultation, there)), key=lambda one: _began(one[0])
    )
    (before, then), (after, now) = ends
    found = compare_over_time(now, then)
    page = OverTimePage(
        consultation,
        here[1],
        choices,
        side_of(before, then, found.then.comments, found.then.unplaced, found.only_then),
        side_of(after, now, found.now.comments, found.now.unplaced, found.only_now),
        changes_in_words(found),
        steady_in_words(found),
        waiting_in_words(found),
        tuple(map(bar_of, found.told)),
        tuple(map(row_of, found.told)),
    )
    return render("staff/themes/over_time.html", page)


def _chosen(known: tuple[Sharing, ...]) -> Sharing | None:
    """The one that was asked for, else the one with most themes in common."""
    wanted = request.args.get("with", "")
    most = max(known, key=lambda one: one.shared, default=None)
    return next((one for one in known if _value(one) == wanted), most)


def _value(one: Sharing) -> str:
    return f"{one.consultation.id}-{one.question_code}"


def _choice(one: Sharing, is_chosen: bool) -> OtherTime:
    label = npgettext(
        "over time",
        "%(title)s · %(question)s (%(num)s theme in common)",
        "%(title)s · %(question)s (%(num)s themes in common)",
        one.shared,
        title=plain(one.consultation.title),
        question=plain(one.question) or one.question_code,
    )
    return OtherTime(_value(one), label, is_chosen)


def _began(consultation: ConsultationSummary) -> tuple[bool, datetime, int]:
    """When it began; what has not begun comes last."""
    opens_at = consultation.opens_at
    return opens_at is None, opens_at or LONG_AGO, consultation.id
