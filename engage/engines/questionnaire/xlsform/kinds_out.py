"""How each kind of question is written in the columns of a form."""

from collections.abc import Callable, Mapping
from typing import Any

from engage.engines.messages import message
from engage.engines.questionnaire.expressions.trees import write_condition
from engage.engines.questionnaire.expressions.writing import plain
from engage.engines.questionnaire.kinds.consent import Consent
from engage.engines.questionnaire.kinds.words import own_or
from engage.engines.questionnaire.kinds.yes_no import YesNo
from engage.engines.questionnaire.xlsform import extras
from engage.engines.questionnaire.xlsform.filters import filter_back, write_filter
from engage.engines.questionnaire.xlsform.lines import (
    Document,
    Line,
    ListedChoice,
    Part,
    Written,
    cells,
    file_of,
)

SELECTS = {"multiple_choice": "select_multiple", "ranking": "rank"}


def write_kind(part: Part) -> None:
    """Set the type of the row and take what columns can say out of ``rest``."""
    _WRITERS.get(part.document["kind"], _as_words)(part)


def _leave_limits(part: Part) -> None:
    """What the constraint says need not be kept."""
    for name in ("min_length", "max_length", "min_choices", "max_choices"):
        part.rest.pop(name, None)
    for name in ("minimum", "maximum", "earliest", "latest"):
        part.rest.pop(name, None)


def _as_words(part: Part) -> None:
    part.line.plain["type"] = "text"
    if part.document["kind"] == "long_text":
        part.line.plain["appearance"] = "multiline"
    _leave_limits(part)


def _as_email(part: Part) -> None:
    _as_words(part)
    part.line.text("text", "guidance_hint", part.rest.pop("text"))
    told = message("survey file", "Elsewhere the address would stand among the answers.")
    part.line.notes.append(("type", told))


def _as_geopoint(part: Part) -> None:
    part.line.plain["type"] = "geopoint"
    told = message("survey file", "Elsewhere its areas and its line for words are not asked.")
    part.line.notes.append(("type", told))


def _as_image(part: Part) -> None:
    part.line.plain["type"] = "image"


def _as_file(part: Part) -> None:
    part.line.plain["type"] = "file"
    told = message("survey file", "Elsewhere files of any kind and size are taken.")
    part.line.notes.append(("type", told))


def _as_number(part: Part) -> None:
    part.line.plain["type"] = "integer" if part.document.get("integer") else "decimal"
    if part.document.get("integer"):
        del part.rest["integer"]
    _leave_limits(part)


def _as_date(part: Part) -> None:
    part.line.plain["type"] = "date"
    _leave_limits(part)


def _as_time(part: Part) -> None:
    part.line.plain["type"] = "time"


def _as_range(part: Part) -> None:
    part.line.plain["type"] = "range"
    ends = (plain(part.rest.pop("minimum")), plain(part.rest.pop("maximum")))
    part.line.plain["parameters"] = f"start={ends[0]} end={ends[1]} step=1"


def _as_choice(part: Part) -> None:
    options = part.rest.pop("options")
    when = write_filter(options, part.line, part.written)
    choices = [
        (each["code"], cells(each["label"]), cell, file_of(each))
        for each, cell in zip(options, when, strict=True)
    ]
    name = part.written.list_name(part.document["code"], choices)
    part.line.plain["type"] = f"{SELECTS.get(part.document['kind'], 'select_one')} {name}"
    if part.document["kind"] == "long_list":
        part.line.plain["appearance"] = "autocomplete"
    if part.rest.get("order") == "shuffled":
        del part.rest["order"]
        part.line.plain["parameters"] = "randomize=true"
    keep_options(options, part.line, part.written)
    _leave_limits(part)


def keep_options(options: list[Document], line: Line, written: Written) -> None:
    """Keep what the sheet ``choices`` cannot say of options."""
    kept: dict[str, Any] = {}
    for option in options:
        more: dict[str, Any] = {}
        lost = extras.lost_in_cells(option["label"])
        if lost or not option["label"]:
            more["label"] = lost
        if option.get("exclusive") is False:
            more["exclusive"] = False
        if "picture" in option:
            more["picture"] = option["picture"]
        if "show_if" in option:
            text = write_condition(option["show_if"], written.names)
            if filter_back(text, written.asked) != option["show_if"]:
                more["show_if"] = option["show_if"]
        if more:
            kept[option["code"]] = more
    if kept:
        line.kept["options"] = kept


def _as_yes_no(part: Part) -> None:
    is_consent = part.document["kind"] == "consent"
    if "text" in part.rest:
        part.line.text("text", "guidance_hint", part.rest.pop("text"))
        told = message("survey file", "What is consented to stands in the guidance hint.")
        part.line.notes.append(("guidance_hint", told))
    if is_consent and part.document.get("must_be_given"):
        part.line.plain["type"] = "acknowledge"
        part.line.plain["required"] = "yes"
        del part.rest["must_be_given"]
        if "required" in part.document:
            part.rest["required"] = part.document["required"]
        return
    kind: YesNo = Consent() if is_consent else YesNo()
    own = part.rest.get("labels", {})
    choices: list[ListedChoice] = []
    for code in kind.offered(part.document):
        words = own_or(kind.words[code], own.get(code, {}))
        shown = {locale: words[locale] for locale in part.written.locales if locale in words}
        choices.append((code, cells(shown), "", ""))
    part.line.plain["type"] = f"select_one {part.written.list_name(part.document['code'], choices)}"
    if part.rest.get("dont_know") and not is_consent:
        del part.rest["dont_know"]


def _as_note(part: Part) -> None:
    part.line.plain["type"] = "note"
    if "label" in part.document:
        part.line.text("label", "label", part.document["label"])
        part.line.text("text", "hint", part.rest.pop("text"))
    else:
        part.line.text("text", "label", part.rest.pop("text"))


_WRITERS: Mapping[str, Callable[[Part], None]] = {
    "single_choice": _as_choice,
    "multiple_choice": _as_choice,
    "ranking": _as_choice,
    "long_list": _as_choice,
    "yes_no": _as_yes_no,
    "consent": _as_yes_no,
    "scale": _as_range,
    "number": _as_number,
    "amount": _as_number,
    "date": _as_date,
    "time": _as_time,
    "email": _as_email,
    "map_point": _as_geopoint,
    "photo": _as_image,
    "file": _as_file,
    "information": _as_note,
}
