"""Pages where staff draft consultations and change them."""

from dataclasses import dataclass

from flask import Blueprint, Response, request, url_for
from flask_babel import pgettext

from engage.consultations.drafting import add_consultation, edit_consultation
from engage.consultations.forms import Typed, draft_of, typed_of
from engage.consultations.queries import (
    ConsultationSummary,
    get_consultation,
    get_texts,
    list_consultations,
)
from engage.kernel.actors import Permission
from engage.kernel.errors import InvalidInput
from engage.kernel.languages import DEFAULT_LOCALE, PUBLIC_LOCALES
from engage.web.access import access, current_actor
from engage.web.locale import translate
from engage.web.rendering import flash, render, see_other, settings

staff = Blueprint("consultations", __name__, url_prefix="/staff/consultations")


@dataclass(frozen=True)
class EditPage:
    """A consultation being written."""

    typed: Typed
    problems: tuple[tuple[str, str], ...]
    fields: dict[str, str]
    consultation: ConsultationSummary | None
    languages: tuple[str, ...]
    timezone: str
    example_address: str
    has_opened: bool
    has_closed: bool


@staff.route("/new", methods=["GET", "POST"])
@access(Permission.MANAGE_CONSULTATIONS)
def add() -> Response:
    """Draft a consultation."""
    if request.method == "GET":
        return _edit(Typed([("languages", code) for code in _usual_languages()]), {}, None)
    try:
        draft = draft_of(request.form)
        made = add_consultation(current_actor(), draft)
    except InvalidInput as refused:
        return _edit(request.form, _fields(refused), None)
    flash("good", pgettext("consultations", "The consultation was drafted."))
    return see_other(url_for("surveys.overview", consultation_id=made))


@staff.route("/<int:consultation_id>/edit", methods=["GET", "POST"])
@access(Permission.MANAGE_CONSULTATIONS)
def edit(consultation_id: int) -> Response:
    """Change a consultation."""
    found = get_consultation(consultation_id)
    if request.method == "GET":
        return _edit(typed_of(found, get_texts(consultation_id)), {}, found)
    try:
        draft = draft_of(request.form)
        reason = request.form.get("reason", "")
        edit_consultation(current_actor(), consultation_id, draft, reason)
    except InvalidInput as refused:
        typed = Typed(request.form)
        # what can't change any more is not sent by the form; it is shown again all the same
        stored = typed_of(found, get_texts(consultation_id))
        for name in ("opens_at", "closes_at", "short_name"):
            typed.setdefault(name, stored[name])
        return _edit(typed, _fields(refused), found)
    flash("good", pgettext("consultations", "The consultation was changed."))
    return see_other(url_for("surveys.overview", consultation_id=consultation_id))


def _usual_languages() -> tuple[str, ...]:
    """Those of the newest consultation; the default one before there is any."""
    newest = next(iter(list_consultations()), None)
    return newest.languages if newest else (DEFAULT_LOCALE,)


def _edit(typed: Typed, fields: dict[str, str], found: ConsultationSummary | None) -> Response:
    has_opened = found is not None and (found.is_open or found.is_closed)
    page = EditPage(
        typed,
        tuple((f"f_{name}", text) for name, text in fields.items()),
        fields,
        found,
        PUBLIC_LOCALES,
        settings().timezone,
        f"\u2066{settings().base_url}/c/river-bank\u2069",  # in order also from right to left
        has_opened,
        found is not None and found.is_closed,
    )
    return render("staff/consultations/edit.html", page, 422 if fields else 200)


def _fields(refused: InvalidInput) -> dict[str, str]:
    if not refused.fields:
        return {"title": translate(refused.message)}
    return {name: translate(text) for name, text in refused.fields.items()}
