"""What the form of a page or question says, put into the document."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from engage.engines.questionnaire import (
    PARTS,
    add_question,
    lists_own_options,
    new_document,
    set_options,
)
from engage.surveys.editor.conditions import Line
from engage.surveys.editor.repeats import RepeatInput, put_repeat
from engage.surveys.sketching import CURRENCY

Part = dict[str, Any]

WORDS = (
    *("title", "label", "hint", "text"),
    *("constraint_message", "required_message", "interviewer_note", "interviewer_script"),
)
LABELS = ("low", "high", "yes", "no", "dont_know")
FLAGS = ("required", "comments", "several", "integer", "dont_know", "must_be_given", "kiosk")
LIMITS = ("minimum", "maximum", "min_length", "max_length", "min_choices", "max_choices")
WHOLE = ("keep_days", "max_megabytes")
DAYS = ("earliest", "latest")
LISTS = ("options", "rows")
OWN = "own"  # the survey's own picture, whichever it is
_UNTRANSLATED = "\u2026"


@dataclass(frozen=True)
class Filter:
    """When an option is offered: a line, or an expression where a line cannot say it."""

    line: Line
    text: str = ""
    condition: Mapping[str, Any] | str | None = None


@dataclass(frozen=True)
class Row:
    """An option, or a row of a table, in the form; a picture of ``None`` or ``OWN`` stays.

    So does when it is offered, where ``filter`` is ``None``.
    """

    code: str
    label: str
    is_exclusive: bool = False
    please_say: bool = False
    picture: str | None = None
    filter: Filter | None = None


@dataclass(frozen=True)
class PartInput:
    """All that a form says; what it does not name stays as it is. ``None`` takes a setting out."""

    words: Mapping[str, str] = field(default_factory=dict)
    labels: Mapping[str, str] = field(default_factory=dict)
    flags: Mapping[str, bool] = field(default_factory=dict)
    settings: Mapping[str, Any] = field(default_factory=dict)
    lists: Mapping[str, Sequence[Row]] = field(default_factory=dict)
    condition: Mapping[str, Any] | str | None = None
    keeps_condition: bool = True
    repeat: RepeatInput = field(default_factory=RepeatInput)


def fields_of_part(part: Mapping[str, Any]) -> frozenset[str]:
    """The names of what a part may say, by its kind; of a page where it has none."""
    if "questions" in part:
        return frozenset({"title"})
    if "library" in part:
        own = {"options"} if "options" in part or part["library"] == "area" else set()
        return frozenset({"label", "hint", "required", *own})
    kind = PARTS[part["kind"]]
    return frozenset({*kind.wording, *kind.properties})


def labels_of_part(part: Mapping[str, Any]) -> tuple[str, ...]:
    """The words of its own that a part may have for answers that come along."""
    if "kind" not in part:
        return ()
    known = PARTS[part["kind"]].properties.get("labels", {}).get("properties", {})
    return tuple(name for name in LABELS if name in known)


def has_fixed_rows(part: Mapping[str, Any]) -> bool:
    """Whether the answers are those of the library, to be translated and nothing else."""
    return "library" in part and not lists_own_options(part["library"])


def option_fields(part: Mapping[str, Any]) -> frozenset[str]:
    """What an option of the part may have beside its words."""
    if "kind" not in part:
        return frozenset()
    shape = PARTS[part["kind"]].properties.get("options", {})
    return frozenset(shape.get("items", {}).get("properties", {})) - {"code", "label"}


def default_of(part: Mapping[str, Any], flag: str) -> bool:
    """What holds of a part that does not say it: comments are what long texts are for."""
    return flag == "comments" and part.get("kind") == "long_text"


def put_in(part: Part, language: str, given: PartInput) -> None:
    """Change the part as the form says, its words in one language only."""
    for name, words in given.words.items():
        _say(part, name, language, words)
    labels = dict(part.get("labels", {}))
    for name, words in given.labels.items():
        labels[name] = dict(labels.get(name, {}))
        _say(labels, name, language, words)
    _set(part, "labels", labels or None)
    for name, flag in given.flags.items():
        if part.get(name, default_of(part, name)) != flag:
            part[name] = flag
    for name, value in given.settings.items():
        _set(part, name, value)
    for name, rows in given.lists.items():
        _list(part, name, language, rows)
    if not given.keeps_condition:
        _set(part, "show_if", given.condition)
    if "questions" in part:
        put_repeat(part, language, given.repeat)


def change_kind(part: Part, kind: str) -> None:
    """Make another kind of question of it; what both kinds have stays."""
    begun, code = add_question(new_document("fresh", {}, ()), kind, "p_1")
    fresh = next(q for q in begun["pages"][0]["questions"] if q["code"] == code)
    known = {"code", "show_if", *PARTS[kind].wording, *PARTS[kind].properties}
    for key in [key for key in part if key not in known]:
        del part[key]
    part["kind"] = kind
    if "currency" in PARTS[kind].needed:
        fresh["currency"] = CURRENCY
    for key, value in fresh.items():
        part.setdefault(key, value)
    allowed = {"code", "label", *option_fields(part)}
    for option in part.get("options", []):
        for key in [key for key in option if key not in allowed]:
            del option[key]
    labels = {
        key: part.get("labels", {})[key]
        for key in labels_of_part(part)
        if key in part.get("labels", {})
    }
    _set(part, "labels", labels or None)


def _say(part: Part, name: str, language: str, words: str) -> None:
    """Write words in a language; a text without any is left out unless the kind needs it."""
    said = {code: text for code, text in part.get(name, {}).items() if code != language}
    if words.strip():
        said[language] = words.strip()
    kind = PARTS.get(part.get("kind", ""))
    is_needed = kind is not None and name in (*kind.needed_wording, *kind.needed)
    if said == part.get(name, {}) and (said or is_needed):
        return
    _set(part, name, said if said or is_needed else None)


def _set(part: Part, name: str, value: Any) -> None:
    if value is None:
        part.pop(name, None)
    else:
        part[name] = value


def _list(part: Part, name: str, language: str, rows: Sequence[Row]) -> None:
    """Set options or rows. Without words in this language those that have others stay."""
    if has_fixed_rows(part):
        said = {row.code: row.label for row in rows}
        for option in part.get(name, ()):
            if option["code"] in said:
                _say(option, "label", language, said[option["code"]])
        return
    elsewhere = {
        option["code"]
        for option in part.get(name, [])
        if not option["label"].get(language) and any(option["label"].values())
    }
    kept = [row for row in rows if row.label.strip() or row.code in elsewhere]
    shaped = [
        {
            "code": row.code,
            "label": row.label.strip() or _UNTRANSLATED,
            "exclusive": row.is_exclusive,
        }
        for row in kept
    ]
    set_options(part, name, language, shaped)
    if not part[name] and "kind" in part and name not in PARTS[part["kind"]].needed:
        del part[name]
        return
    for row, option in zip(kept, part[name], strict=True):
        if not row.label.strip():
            del option["label"][language]
        if row.please_say:
            option.setdefault("please_say", {})
        else:
            option.pop("please_say", None)
        if row.picture not in (None, OWN) and "picture" in option_fields(part):
            _set(option, "picture", row.picture or None)
        if row.filter is not None and "show_if" in option_fields(part):
            _set(option, "show_if", row.filter.condition)
