"""The words of a survey document: where each one stands, and what is missing in a language."""

from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from engage.engines.questionnaire.problems import below

Document = dict[str, Any]

_WORDING = frozenset(
    {
        *("title", "intro", "label", "hint", "text", "short_label"),
        *("constraint_message", "required_message", "interviewer_note", "interviewer_script"),
    }
)
_PARTS = frozenset({"pages", "questions", "repeat", "options", "rows", "please_say", "picture"})
# In which order people meet what stands side by side; a database may change that of a document.
_ORDER = (
    *(
        "title",
        "intro",
        "label",
        "short_label",
        "picture",
        "text",
        "hint",
        "interviewer_script",
        "interviewer_note",
        "required_message",
        "constraint_message",
        "yes",
        "no",
        "low",
        "high",
    ),
    *(
        "constraint_message",
        "dont_know",
        "labels",
        "repeat",
        "rows",
        "options",
        "please_say",
        "questions",
        "pages",
    ),
)


@dataclass(frozen=True)
class Wording:
    """A text of a document: its place (a JSON pointer), whose it is, and its words by language.

    ``owner`` is the code of the question it belongs to, else of the page, else empty. ``role`` is
    what it is there: ``title``, ``label``, ``option``, ``row``, ``hint`` ...
    """

    place: str
    owner: str
    role: str
    words: Mapping[str, str]


def texts_of(document: Mapping[str, Any]) -> tuple[Wording, ...]:
    """Every text that has words in some language, in the order in which people meet them."""
    return tuple(_below(document, "", "", ""))


def with_words(document: Mapping[str, Any], place: str, language: str, words: str) -> Document:
    """The document with a text in one language replaced, taken out where ``words`` is empty.

    Raises ``KeyError`` where no text stands at that place.
    """
    changed = deepcopy(dict(document))
    if place not in {wording.place for wording in texts_of(changed)}:
        raise KeyError(place)
    part = part_at(changed, place)
    if words.strip():
        part[language] = words.strip()
    else:
        part.pop(language, None)
    return changed


def in_every_language(document: Mapping[str, Any]) -> Document:
    """The document with every gap filled from the first language that has words, to look at it."""
    filled = deepcopy(dict(document))
    languages = list(filled.get("languages", ()))
    for wording in texts_of(filled):
        gaps = [code for code in languages if not wording.words.get(code, "").strip()]
        if gaps:
            said = next((wording.words[code] for code in languages if code not in gaps), "…")
            part_at(filled, wording.place).update(dict.fromkeys(gaps, said))
    return filled


def part_at(document: Document, place: str) -> Any:
    """What stands at a place (a JSON pointer) of the document itself, not of a copy."""
    part: Any = document
    for step in steps_of(place):
        part = part[int(step)] if isinstance(part, list) else part[step]
    return part


def steps_of(place: str) -> list[str]:
    """The keys and numbers that lead to a place."""
    return [step.replace("~1", "/").replace("~0", "~") for step in place.split("/")[1:]]


def _met(item: tuple[Any, Any]) -> tuple[int, str]:
    key = str(item[0])
    return (_ORDER.index(key) if key in _ORDER else len(_ORDER), key)


def _below(part: Any, place: str, owner: str, role: str) -> Iterator[Wording]:
    steps = sorted(part.items(), key=_met) if isinstance(part, Mapping) else enumerate(part)
    if isinstance(part, Mapping) and role not in ("option", "row"):
        owner = str(part.get("code", owner)) if place else ""
    for key, value in steps:
        there = below(place, key)
        if isinstance(key, int) and isinstance(value, Mapping):
            yield from _below(value, there, owner, role)
        elif key in _WORDING and isinstance(value, Mapping):
            said = {str(code): words for code, words in value.items() if isinstance(words, str)}
            yield Wording(there, owner, role if role and key == "label" else str(key), said)
        elif key == "labels" and isinstance(value, Mapping):
            for name, words in sorted(value.items(), key=_met):
                if isinstance(words, Mapping):
                    yield Wording(below(there, name), owner, str(name), dict(words))
        elif key in _PARTS and isinstance(value, Mapping | list):
            inner = {name: name for name in ("please_say", "repeat", "picture")}
            inner |= {"options": "option", "rows": "row"}
            yield from _below(value, there, owner, inner.get(str(key), ""))
