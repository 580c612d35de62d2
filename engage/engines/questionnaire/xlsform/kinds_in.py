"""How each kind of question is read from the columns of a form."""

from collections.abc import Callable, Mapping
from typing import Any

from engage.engines.languages import nearest
from engage.engines.messages import Message, message
from engage.engines.questionnaire.expressions.nodes import Text
from engage.engines.questionnaire.expressions.trees import as_number
from engage.engines.questionnaire.kinds.consent import Consent
from engage.engines.questionnaire.kinds.scale import MOST_POINTS
from engage.engines.questionnaire.kinds.words import own_or
from engage.engines.questionnaire.kinds.yes_no import YesNo
from engage.engines.questionnaire.xlsform import extras
from engage.engines.questionnaire.xlsform.choices import Choice, options_of
from engage.engines.questionnaire.xlsform.filters import kept_filter, read_filter
from engage.engines.questionnaire.xlsform.pictures import read_option_pictures
from engage.engines.questionnaire.xlsform.question_rows import (
    IN_WORDS,
    YES,
    Document,
    Reading,
    read_text,
)
from engage.engines.questionnaire.xlsform.sheets import cell_text

OTHER = {
    "en": "Other",
    "es": "Otro",
    "ar": "غير ذلك",
    "fr": "Autre",
    "pt": "Outro",
    "de": "Anderes",
    "it": "Altro",
    "pl": "Inne",
    "uk": "Інше",
    "tr": "Diğer",
    "ur": "دیگر",
    "hi": "अन्य",
    "zh_Hans": "其他",
    "sw": "Nyingine",
}


def read_kind(reading: Reading) -> None:
    """Read what only this kind of question has."""
    _READERS.get(reading.document["kind"], _plain)(reading)


def _plain(reading: Reading) -> None:
    if reading.type.name == "external":
        reading.document["kind"] = "long_list"
        _choice(reading)
    elif reading.type.name == "elsewhere":
        told = message("survey file", "Asked as a line to write: its list is in another file.")
        reading.note("type", told)
    elif reading.type.name in IN_WORDS:
        told = message(
            "survey file",
            "Asked as a line to write: “%(type)s” cannot be asked here.",
            type=reading.type.name,
        )
        reading.note("type", told)


def _number(reading: Reading) -> None:
    if reading.type.name == "integer":
        reading.document["integer"] = True
    if reading.type.name == "range":
        _range(reading)


def _date(reading: Reading) -> None:
    if reading.type.name == "datetime":
        told = message("survey file", "Asked as two questions: the day, and behind it the time.")
        reading.note("type", told)


def _scale(reading: Reading) -> None:
    limits = _parameters(reading)
    start, end, step = (limits.get(name) for name in ("start", "end", "step"))
    start, end, step = (1 if start is None else start), (10 if end is None else end), step or 1
    is_whole = all(isinstance(each, int) for each in (start, end, step))
    if is_whole and step == 1 and 0 < end - start < MOST_POINTS:
        reading.document |= {"minimum": start, "maximum": end}
        return
    least = min(start, end)
    reading.document |= {"kind": "number", "minimum": least, "maximum": max(start, end)}
    told = message(
        "survey file", "Asked as a number: it has too many points, or others, for a scale."
    )
    if is_whole:
        reading.document["integer"] = True
        if step > 1:
            since = f"(. {'-' if least > 0 else '+'} {abs(least)})" if least else "."
            reading.document["constraint"] = f"{since} mod {step} = 0"
            told = message("survey file", "Asked as a number, in steps of %(step)s.", step=step)
    reading.note("parameters", told)


def _range(reading: Reading) -> None:
    reading.document["kind"] = "scale"
    _scale(reading)


def _parameters(reading: Reading) -> dict[str, Any]:
    """The numbers among the parameters; those that are something else are noted."""
    text = reading.row.take("parameters")
    found: dict[str, Any] = {}
    for word in text.replace(",", " ").replace(";", " ").split():
        name, _, value = word.partition("=")
        number = as_number(Text(value))
        if name in ("start", "end", "step") and number is not None:
            found[name] = number
        elif word:
            reading.note("parameters", _no_parameter(word))
    return found


def _no_parameter(word: str) -> Message:
    return message("survey file", "Left out of this: “%(word)s” cannot be set here.", word=word)


def _choice(reading: Reading) -> None:
    choices = _list_of(reading)
    if choices is None:
        return
    document = reading.document
    document["options"] = options_of(choices)
    read_filter(reading, choices)
    kept = reading.settings.pop("options", {})
    for option in document["options"]:
        own = kept.get(option["code"]) if isinstance(kept, dict) else None
        if isinstance(own, dict):
            option["label"] = extras.restore_text(option["label"], own.get("label"))
            if "show_if" in own and "show_if" in option:
                option["show_if"] = kept_filter(own["show_if"], option, reading.form.names)
            option.update(
                {name: value for name, value in own.items() if name not in ("label", "show_if")}
            )
    read_option_pictures(reading, choices)
    reading.choices = {each.name: each.code for each in choices}
    if reading.type.or_other:
        _or_other(reading)
    _order(reading)


def _list_of(reading: Reading) -> tuple[Choice, ...] | None:
    name = reading.type.list_name
    reading.form.used_lists.add(name)
    choices = reading.form.choices.get(name)
    if not choices:
        reading.document["kind"] = "short_text"
        told = message(
            "survey file", "Asked as a line to write: there is no list “%(name)s”.", name=name
        )
        reading.note("type", told)
    return choices or None


def _or_other(reading: Reading) -> None:
    document = reading.document
    if "other" in reading.choices.values():
        for option in document["options"]:
            if option["code"] == "other":
                option["please_say"] = {}
        return
    label = {
        locale: OTHER[nearest(locale, OTHER) or "en"]
        for locale in (*reading.form.locales, reading.form.main)
    }
    document["options"].append({"code": "other", "label": label, "please_say": {}})
    reading.choices["other"] = "other"
    told = message(
        "survey file",
        "“Other” became an answer of its own, with a line to write. Look at its words.",
    )
    reading.note("type", told)


def _order(reading: Reading) -> None:
    for word in reading.row.take("parameters").split():
        name, _, value = word.partition("=")
        if name == "randomize" and value.lower() in ("true", "false"):
            if value.lower() == "true":
                reading.document["order"] = "shuffled"
        else:
            reading.note("parameters", _no_parameter(word))


def _yes_no(reading: Reading) -> None:
    """Yes or no: the words in the list count where they are others than those that come along."""
    choices = _list_of(reading)
    if choices is None:
        return
    words: Mapping[str, Mapping[str, str]] = (
        Consent.words if reading.document["kind"] == "consent" else YesNo.words
    )
    kept = reading.settings.pop("labels", None)
    own = kept.items() if isinstance(kept, dict) else ()
    labels: Document = {code: dict(text) for code, text in own if isinstance(text, dict)}
    for choice in choices:
        if choice.code not in words:
            continue
        expected = own_or(words[choice.code], labels.get(choice.code, {}))
        for locale, text in choice.label.items():
            if text != cell_text(str(expected.get(locale, ""))):
                labels.setdefault(choice.code, {})[locale] = text
    if labels or kept is not None:
        reading.document["labels"] = labels
    if any(each.code == "dont_know" for each in choices):
        reading.document["dont_know"] = True
    reading.choices = {each.name: each.code for each in choices}


def _consent(reading: Reading) -> None:
    if reading.type.name == "acknowledge":
        _acknowledge(reading)
    else:
        _yes_no(reading)
    text = reading.row.texts("guidance_hint", reading.form.main)
    kept = reading.settings.pop("text", None)
    if text or kept is not None:
        reading.document["text"] = extras.restore_text(text, kept, reading.form.names.by_code)


def _email(reading: Reading) -> None:
    text = reading.row.texts("guidance_hint", reading.form.main)
    if not text:
        text = reading.row.texts("label", reading.form.main) or {reading.form.main: "…"}
        told = message("survey file", "Write here what the address is for: the form does not say.")
        reading.note("guidance_hint", told)
    reading.document["text"] = extras.restore_text(text, reading.settings.pop("text", None))


def _map_point(reading: Reading) -> None:
    if "options" not in reading.settings:
        told = message("survey file", "Asked in words: a map needs the outlines of its areas.")
        reading.note("type", told)


def _file(reading: Reading) -> None:
    if not reading.row.text(extras.KIND):
        told = message("survey file", "PDFs and photos are taken, and no other files.")
        reading.note("type", told)


def _acknowledge(reading: Reading) -> None:
    words = reading.row.text("required").lower()
    reading.choices = {"OK": "yes"}
    if words in YES:
        reading.row.take("required")
        reading.document["must_be_given"] = True
    elif not reading.row.text(extras.KIND):
        told = message("survey file", "It became a question of consent, which may be declined.")
        reading.note("type", told)


def _long_text(reading: Reading) -> None:
    if reading.type.name == "audio":
        told = message("survey file", "Asked in writing: no sound is recorded here.")
        reading.note("type", told)
    for word in reading.row.take("parameters").split():
        if not word.startswith("rows="):
            reading.note("parameters", _no_parameter(word))


def _photo(reading: Reading) -> None:
    if "max-pixels" in reading.row.text("parameters"):
        told = message("survey file", "Left out: every photo is made smaller here.")
        reading.note("parameters", told)


def _information(reading: Reading) -> None:
    """A note: its label is the text, or the heading where a hint stands below it."""
    has_heading = bool(reading.row.text("hint")) or "label" in reading.settings
    if has_heading:
        read_text(reading, "label", "label")
    read_text(reading, "text", "hint" if has_heading else "label")


_READERS: Mapping[str, Callable[[Reading], None]] = {
    "single_choice": _choice,
    "multiple_choice": _choice,
    "ranking": _choice,
    "long_list": _choice,
    "yes_no": _yes_no,
    "consent": _consent,
    "email": _email,
    "map_point": _map_point,
    "file": _file,
    "date": _date,
    "long_text": _long_text,
    "photo": _photo,
    "scale": _scale,
    "number": _number,
    "amount": _number,
    "information": _information,
}
