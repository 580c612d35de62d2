"""Pages for operators: choose what to key, then key form after form without the mouse."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from flask import Blueprint, Response, request, session, url_for
from flask_babel import npgettext, pgettext

from engage.channels.entry.keying import (
    ASSISTED_CHANNELS,
    FORGIVEN_ON_PAPER,
    KeyedForm,
    save_form,
    typed_before,
)
from engage.channels.entry.showing import Pace, Shown, entry_page
from engage.channels.online.drafts import mint_receipt
from engage.channels.online.upload_forms import allow_for_files, posted_form
from engage.consultations import ConsultationSummary, get_consultation, list_consultations
from engage.kernel.actors import Permission
from engage.kernel.clock import today
from engage.kernel.errors import Conflict, InvalidInput, Message, NotFound, message
from engage.responses import (
    PassSpent,
    SerialTaken,
    count_entered_in_last_hour,
    count_entered_today,
    find_taken_back,
    hand_on_files,
    take_back,
)
from engage.surveys import PublishedVersion, find_current_version, get_version
from engage.web.access import access, current_actor
from engage.web.locale import translate
from engage.web.rendering import flash, render, see_other

blueprint = Blueprint("entry", __name__, url_prefix="/staff/entry")

CARRIED_OVER = ("language", "place", "received_on", "late_reason", "help_given")
LAST_FORM = "last_form"  # in the cookie of the sitting, so that it ends with it
SITTING = "keying"  # what the last form was: consultation and channel


@dataclass(frozen=True)
class IndexPage:
    """What can be keyed now."""

    consultations: tuple[ConsultationSummary, ...]
    channels: tuple[str, ...]
    today: int


@blueprint.get("")
@access(Permission.ENTER_RESPONSES)
def index() -> Response:
    """Choose consultation and channel."""
    found = tuple(
        c for c in list_consultations() if (c.is_open or c.is_closed) and _has_survey(c.id)
    )
    return render("staff/entry/index.html", IndexPage(found, ASSISTED_CHANNELS, _pace().today))


@blueprint.route("/<int:consultation_id>/<channel>", methods=["GET", "POST"])
@access(Permission.ENTER_RESPONSES)
def form(consultation_id: int, channel: str) -> Response:
    """Key one form; saving leads to the next."""
    consultation = get_consultation(consultation_id)
    version = _version_to_key(consultation_id, channel)
    if request.method == "GET":
        return _entry(consultation, version, channel, _begun(version, channel))
    typed, refused_files = _typed(version)
    try:
        saved = save_form(current_actor(), version, _keyed(typed, channel, refused_files))
    except (InvalidInput, Conflict) as refused:
        shown = Shown(typed, _problems(refused), typed.get("receipt", ""))
        return _entry(consultation, version, channel, shown)
    session[SITTING] = [consultation_id, channel]
    if saved.accepted.is_new:
        session[LAST_FORM] = saved.accepted.response_id
    if saved.accepted.is_conflict:
        flash("bad", _said_of_conflict())
    else:
        flash("good", _said(saved.accepted.receipt, len(saved.marks)))
    carried = {name: typed.get(name, "") for name in CARRIED_OVER if typed.get(name)}
    onward = url_for("entry.form", consultation_id=consultation_id, channel=channel)
    return see_other(onward + _query(carried))


@blueprint.post("/<int:consultation_id>/<channel>/aloud")
@access(Permission.ENTER_RESPONSES)
def aloud(consultation_id: int, channel: str) -> Response:
    """The questions as they are said after what was keyed so far; keeps nothing."""
    version = _version_to_key(consultation_id, channel)
    typed, refused = _typed(version)
    problems = {code: translate(text) for code, text in refused.items()}
    shown = Shown(typed, problems, typed.get("receipt", ""))
    return _entry(get_consultation(consultation_id), version, channel, shown)


@blueprint.post("/take-back")
@access(Permission.ENTER_RESPONSES)
def take_last_back() -> Response:
    """Bring the form saved last in this sitting back onto the screen; it no longer counts."""
    last = session.get(LAST_FORM)
    if last is None:
        raise NotFound(message("entry", "There is no form of this sitting to take back."))
    actor = current_actor()
    take_back(actor, last)
    del session[LAST_FORM]
    found = find_taken_back(actor, last)
    cid = get_version(found.version_id).consultation_id
    return see_other(
        url_for("entry.form", consultation_id=cid, channel=found.channel, back=found.response_id)
    )


def _version_to_key(consultation_id: int, channel: str) -> PublishedVersion:
    version = find_current_version(consultation_id)
    if version is None or channel not in ASSISTED_CHANNELS:
        raise NotFound(message("entry", "There is nothing to key here."))
    return version


def _typed(version: PublishedVersion) -> tuple[dict[str, str], dict[str, Message]]:
    """What was typed, with what answers call the files attached, and what is wrong with these.

    Files of a form that was taken back go along to the form that is keyed in its place.
    """
    allow_for_files(version.content)
    receipt, back = request.form.get("receipt", ""), request.form.get("back", 0, type=int)
    if back and any(question.accepts for question in version.content.questions):
        hand_on_files(current_actor(), back, receipt)
    codes = version.content.question_by_code
    form, refused = posted_form(version.content, codes, version.consultation_id, receipt)
    return {name: words[0] for name, words in form.items()}, refused


def _begun(version: PublishedVersion, channel: str) -> Shown:
    """An empty form with what is carried over, or the form that was taken back."""
    if request.args.get("back"):
        found = find_taken_back(current_actor(), request.args.get("back", 0, type=int))
        if get_version(found.version_id).consultation_id != version.consultation_id:
            raise NotFound(message("entry", "There is no such form of yours."))
        typed = {**typed_before(version.content, found), "back": str(found.response_id)}
        return Shown(typed, {}, mint_receipt(), is_back=True)
    typed = {name: request.args.get(name, "") for name in (*CARRIED_OVER, "serial")}
    if typed["language"] not in version.content.languages:
        typed["language"] = ""
    return Shown(typed, {}, mint_receipt())


def _problems(refused: InvalidInput | Conflict) -> dict[str, str]:
    if isinstance(refused, InvalidInput) and refused.fields:
        return {name: translate(text) for name, text in refused.fields.items()}
    fields: dict[type[Exception], str] = {SerialTaken: "serial", PassSpent: "invitation"}
    return {fields.get(type(refused), ""): translate(refused.message)}


def _query(values: Mapping[str, str]) -> str:
    return f"?{urlencode(values)}" if values else ""


def _said(receipt: str, marked: int) -> str:
    if marked:
        return npgettext(
            "entry",
            "Saved, with %(num)s answer marked. Receipt: %(receipt)s",
            "Saved, with %(num)s answers marked. Receipt: %(receipt)s",
            marked,
            receipt=receipt,
        )
    return pgettext("entry", "Saved. Receipt: %(receipt)s", receipt=receipt)


def _said_of_conflict() -> str:
    return pgettext(
        "entry",
        "This form had been saved before, and stays as it was: what you keyed now does not count. "
        "To correct the form saved last, bring it back with Ctrl+Z.",
    )


def _keyed(typed: Mapping[str, str], channel: str, refused: Mapping[str, Message]) -> KeyedForm:
    return KeyedForm(
        receipt=typed.get("receipt", ""),
        channel=channel,
        language=typed.get("language", "en"),
        keyed=typed,
        serial=typed.get("serial", ""),
        place=typed.get("place", ""),
        help_given=typed.get("help_given", ""),
        received_on=_day(typed.get("received_on", "")),
        late_reason=typed.get("late_reason", ""),
        note=typed.get("note", ""),
        invitation=typed.get("invitation", ""),
        refused=refused,
    )


def _day(words: str) -> date | None:
    if not words.strip():
        return None
    try:
        return date.fromisoformat(words.strip())
    except ValueError:
        text = message("entry", "Enter the date as year-month-day, for example 2027-03-31.")
        raise InvalidInput(text, {"received_on": text}) from None


def _entry(
    consultation: ConsultationSummary, version: PublishedVersion, channel: str, shown: Shown
) -> Response:
    filled = dict(shown.typed)
    is_paper = channel in FORGIVEN_ON_PAPER
    if not filled.get("received_on") and is_paper and not consultation.is_closed:
        filled["received_on"] = today().isoformat()
    shown = Shown(filled, shown.problems, shown.receipt, shown.is_back)
    pace = _pace(goes_on=session.get(SITTING) == [consultation.id, channel])
    page = entry_page(consultation, version.content, channel, shown, pace)
    return render("staff/entry/form.html", page, 422 if shown.problems else 200)


def _has_survey(consultation_id: int) -> bool:
    return find_current_version(consultation_id) is not None


def _pace(*, goes_on: bool = False) -> Pace:
    operator = current_actor().id
    return Pace(
        count_entered_today(operator),
        count_entered_in_last_hour(operator),
        LAST_FORM in session,
        goes_on,
    )
