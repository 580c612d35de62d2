"""Pages for operators: choose what to key, then key form after form without the mouse."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from flask import Blueprint, Response, request, url_for
from flask_babel import format_decimal, pgettext

from engage.channels.entry.keying import (
    ASSISTED_CHANNELS,
    DONT_KNOW_KEY,
    KeyedForm,
    save_form,
    spelled_out,
)
from engage.channels.online.drafts import mint_receipt
from engage.consultations import ConsultationSummary, get_consultation, list_consultations
from engage.engines.questionnaire import Question, as_written
from engage.kernel.actors import Permission
from engage.kernel.clock import today
from engage.kernel.errors import Conflict, InvalidInput, NotFound, message
from engage.kernel.languages import in_language, language
from engage.responses import count_entered_today
from engage.surveys import PublishedVersion, find_current_version
from engage.web.access import access, current_actor
from engage.web.channels import channel_name
from engage.web.locale import translate
from engage.web.rendering import flash, render, see_other, settings

blueprint = Blueprint("entry", __name__, url_prefix="/staff/entry")

CARRIED_OVER = ("language", "place", "received_on", "late_reason", "help_given")


@dataclass(frozen=True)
class Code:
    """An option with the number that keys it."""

    code: str
    label: str


@dataclass(frozen=True)
class Row:
    """One question as the paper has it."""

    number: int
    name: str
    label: str
    value: str
    options: tuple[Code, ...]
    kind: str
    hint: str
    doubt: str


@dataclass(frozen=True)
class IndexPage:
    """What can be keyed now."""

    consultations: tuple[ConsultationSummary, ...]
    channels: tuple[str, ...]
    today: int


@dataclass(frozen=True)
class EntryPage:
    """The form on the screen."""

    consultation: ConsultationSummary
    channel: str
    channel_label: str
    language: str
    languages: tuple[str, ...]
    direction: str
    rows: tuple[Row, ...]
    problems: tuple[tuple[str, str], ...]
    typed: Mapping[str, str]
    receipt: str
    today: int
    is_late: bool


@blueprint.get("")
@access(Permission.ENTER_RESPONSES)
def index() -> Response:
    """Choose consultation and channel."""
    found = tuple(
        c for c in list_consultations() if (c.is_open or c.is_closed) and _has_survey(c.id)
    )
    return render("staff/entry/index.html", IndexPage(found, ASSISTED_CHANNELS, _today()))


@blueprint.route("/<int:consultation_id>/<channel>", methods=["GET", "POST"])
@access(Permission.ENTER_RESPONSES)
def form(consultation_id: int, channel: str) -> Response:
    """Key one form; saving leads to the next."""
    consultation = get_consultation(consultation_id)
    version = find_current_version(consultation_id)
    if version is None or channel not in ASSISTED_CHANNELS:
        raise NotFound(message("entry", "There is nothing to key here."))
    if request.method == "GET":
        typed = {name: request.args.get(name, "") for name in CARRIED_OVER}
        return _entry(consultation, version, channel, typed, {}, mint_receipt())
    typed = request.form.to_dict()
    try:
        saved = save_form(current_actor(), version, _keyed(typed, channel))
    except (InvalidInput, Conflict) as refused:
        fields = getattr(refused, "fields", {}) or {"": refused.message}
        problems = {name: translate(text) for name, text in fields.items()}
        return _entry(consultation, version, channel, typed, problems, typed.get("receipt", ""))
    flash("good", _said(saved.accepted.receipt, len(saved.marks)))
    carried = {name: typed.get(name, "") for name in CARRIED_OVER if typed.get(name)}
    onward = url_for("entry.form", consultation_id=consultation_id, channel=channel)
    return see_other(onward + _query(carried))


def _query(values: Mapping[str, str]) -> str:
    return f"?{urlencode(values)}" if values else ""


def _said(receipt: str, marked: int) -> str:
    if marked:
        return pgettext(
            "entry",
            "Saved, with %(num)s answers marked. Receipt: %(receipt)s",
            num=format_decimal(marked),
            receipt=receipt,
        )
    return pgettext("entry", "Saved. Receipt: %(receipt)s", receipt=receipt)


def _keyed(typed: Mapping[str, str], channel: str) -> KeyedForm:
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
    consultation: ConsultationSummary,
    version: PublishedVersion,
    channel: str,
    typed: Mapping[str, str],
    problems: Mapping[str, str],
    receipt: str,
) -> Response:
    survey = version.content
    code = typed.get("language") or survey.languages[0]
    marks = as_written(survey, spelled_out(survey, typed)).marks if problems else {}
    filled = dict(typed)
    if not filled.get("received_on") and channel in ("paper", "letter"):
        filled["received_on"] = today(settings().timezone).isoformat()
    page = EntryPage(
        consultation,
        channel,
        channel_name(channel),
        code,
        survey.languages,
        language(code).direction,
        tuple(_row(q, code, filled, problems, marks) for q in survey.questions),
        tuple((f"f_{name}" if name else "", text) for name, text in problems.items()),
        filled,
        receipt,
        _today(),
        consultation.is_closed,
    )
    return render("staff/entry/form.html", page, 422 if problems else 200)


def _row(
    question: Question,
    code: str,
    typed: Mapping[str, str],
    problems: Mapping[str, str],
    marks: Mapping[str, str],
) -> Row:
    kind = {"long_text": "long", "short_text": "text"}.get(question.kind, "choice")
    doubt = problems.get(question.code, "")
    if not doubt and marks.get(question.code) == "multiple_marked":
        doubt = pgettext("entry", "two ticks, one asked: kept as written")
    return Row(
        question.number,
        question.code,
        in_language(question.label, code)[0],
        typed.get(question.code, ""),
        _codes(question, code),
        kind,
        _hint(question),
        doubt,
    )


def _codes(question: Question, code: str) -> tuple[Code, ...]:
    if question.kind == "scale":
        low, high = int(question.minimum or 1), int(question.maximum or 5)
        ends = {
            low: in_language(question.low_label, code)[0],
            high: in_language(question.high_label, code)[0],
        }
        points = [Code(str(number), ends.get(number, "")) for number in range(low, high + 1)]
        if question.has_dont_know:
            unknown = in_language(question.dont_know_label, code)[0]
            points.append(Code(DONT_KNOW_KEY.upper(), unknown))
        return tuple(points)
    return tuple(
        Code(str(option.number), in_language(option.label, code)[0]) for option in question.options
    )


def _hint(question: Question) -> str:
    return {
        "multiple_choice": pgettext("entry", "several numbers"),
        "number": pgettext("entry", "number"),
        "date": pgettext("entry", "day month year"),
    }.get(question.kind, "")


def _has_survey(consultation_id: int) -> bool:
    return find_current_version(consultation_id) is not None


def _today() -> int:
    return count_entered_today(current_actor().id, settings().timezone)
