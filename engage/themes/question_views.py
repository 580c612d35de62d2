"""What the pages of a question's themes share: the blueprint, the questions, the way back."""

from dataclasses import dataclass
from urllib.parse import urlsplit, urlunsplit

from flask import Blueprint, Response, request, url_for

from engage.themes.queries import ThemeSummary, get_theme, list_questions, question_labels
from engage.themes.review.acting import last_act
from engage.web.locale import plain
from engage.web.rendering import flash, see_other

blueprint = Blueprint("themes", __name__, url_prefix="/staff")


@dataclass(frozen=True)
class Question:
    """A question with comments: its code, its words and how many."""

    code: str
    label: str
    count: int


def questions(consultation_id: int) -> tuple[Question, ...]:
    """The questions that have comments, the one with most first."""
    labels = question_labels(consultation_id)
    return tuple(
        Question(
            code,
            plain(labels.get(code, {})) or code,
            count,
        )
        for code, count in list_questions(consultation_id).items()
    )


def chosen_question(asked: tuple[Question, ...]) -> str:
    """The code that the address names, else that of the question with most comments."""
    return request.values.get("question") or (asked[0].code if asked else "")


def done(theme_id: int, text: str) -> Response:
    """Say what was done, offer to undo it, and go to the theme."""
    return done_at(get_theme(theme_id), text, url_for("themes.show", theme_id=theme_id))


def done_at(theme: ThemeSummary, text: str, onward: str) -> Response:
    """Say what was done to a theme, offer to undo it, and go on."""
    return _with_undo(theme.consultation_id, theme.question_code, text, onward)


def back(consultation_id: int, code: str, text: str, home: str = "") -> Response:
    """Say what was done, offer to undo it, and go back to where the form stood."""
    home = home or url_for("themes.index", consultation_id=consultation_id, question=code)
    return _with_undo(consultation_id, code, text, inside(request.form.get("next")) or home)


def _with_undo(consultation_id: int, code: str, text: str, onward: str) -> Response:
    latest = last_act(consultation_id, code)
    flash("good", text, url_for("themes.undo_act", act_id=latest.id) if latest else "")
    return see_other(onward)


def came_from() -> str:
    """The page for staff that the form stood on, as far as the browser tells."""
    came = urlsplit(request.referrer or "")
    return inside(urlunsplit(("", "", *came[2:]))) if came.netloc == request.host else ""


def inside(address: str | None) -> str:
    """The address if it leads to a page for staff, else nothing."""
    is_ours = address and address.startswith("/staff/") and "\\" not in address
    return address if address and is_ours else ""
