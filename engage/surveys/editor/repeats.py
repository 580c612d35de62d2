"""How often a page is asked, in the form of the editor: read, written, put into the document."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from engage.engines.questionnaire import MOST_ENTRIES, Question
from engage.kernel.errors import Message, message
from engage.kernel.numbers import number_or_none

Values = Mapping[str, str]
NUMBERS = ("minimum", "maximum")
USUAL = 6


@dataclass(frozen=True)
class RepeatInput:
    """What a form says of a page's repetition.

    ``words`` is what an entry is called, ``settings`` the numbers and where the count comes from;
    ``is_asked`` is false where the form does not ask about repetition at all, as in translations.
    """

    is_asked: bool = False
    is_repeated: bool = False
    words: str | None = None
    settings: Mapping[str, Any] = field(default_factory=dict)


def repeat_values(part: Mapping[str, Any], language: str) -> dict[str, str]:
    """What the form of a page posts of its repetition as the document stands."""
    repeat = part.get("repeat")
    if "questions" not in part:
        return {}
    values = {"n_repeat_maximum": str(USUAL)}
    if repeat is not None:
        values = {f"n_repeat_{name}": str(repeat[name]) for name in NUMBERS if name in repeat}
        values |= {"is_repeated": "yes", "n_repeat_count": repeat.get("count", "")}
        values["w_repeat"] = repeat["label"].get(language, "")
    return values


def read_repeat(values: Values, part: Mapping[str, Any]) -> tuple[RepeatInput, dict[str, Message]]:
    """What a form says of repetition, and what is wrong at which of its fields."""
    words = values.get("w_repeat")
    if "questions" not in part or "repeat_form" not in values:
        return RepeatInput(words=words), {}
    if "is_repeated" not in values:
        return RepeatInput(is_asked=True), {}
    errors: dict[str, Message] = {}
    settings: dict[str, Any] = {}
    least, most = (_number(values.get(f"n_repeat_{name}", "")) for name in NUMBERS)
    if values.get("n_repeat_minimum", "").strip():
        settings["minimum"] = least
        if least is None:
            errors["n_repeat_minimum"] = _wanted(0)
            settings.pop("minimum")
    if not most:
        errors["n_repeat_maximum"] = _wanted(1)
    settings["maximum"] = most or part.get("repeat", {}).get("maximum", USUAL)
    if values.get("n_repeat_count", ""):
        settings["count"] = values["n_repeat_count"]
    return RepeatInput(True, True, words, settings), errors


def put_repeat(part: dict[str, Any], language: str, given: RepeatInput) -> None:
    """Change how often a page is asked as the form says, its words in one language only."""
    before = part.get("repeat", {})
    if given.is_asked and not given.is_repeated:
        part.pop("repeat", None)
        return
    if not given.is_asked and not before:
        return
    label = {code: said for code, said in before.get("label", {}).items() if code != language}
    said = before.get("label", {}).get(language, "") if given.words is None else given.words.strip()
    if said:
        label[language] = said
    settings = given.settings if given.is_asked else {**before}
    part["repeat"] = {**settings, "label": label}


def countable(asked: Mapping[str, Question]) -> tuple[Question, ...]:
    """The earlier questions whose answers may say how many entries there are."""
    return tuple(
        each
        for each in asked.values()
        if each.kind == "number" and each.is_integer and not each.counts
    )


def _number(text: str) -> int | None:
    number = number_or_none(text.strip())
    return None if number is None or number > MOST_ENTRIES else number


def _wanted(least: int) -> Message:
    return message(
        "survey editor",
        "Write a whole number from %(least)s to %(most)s.",
        least=least,
        most=MOST_ENTRIES,
    )
