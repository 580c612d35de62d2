"""What a file that comes back would change in a document, before anything is changed."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from engage.engines.languages import tag_of
from engage.engines.messages import message
from engage.engines.questionnaire.exchange.keyed import (
    KeyedText,
    keyed_texts,
    model_of,
    words_to_translate,
)
from engage.engines.questionnaire.exchange.marking import lost_marks
from engage.engines.questionnaire.exchange.units import (
    MISSING,
    TRANSLATED,
    BrokenFile,
    Exchange,
    Unit,
)


@dataclass(frozen=True)
class Arrival:
    """A text that came back: what stood there, what would, and from what it was translated."""

    unit: Unit
    text: KeyedText | None = None
    before: str = ""
    source: str = ""
    lost: tuple[str, ...] = ()


@dataclass(frozen=True)
class Comparison:
    """What a file would do. ``refused`` were translated from a source that has changed since."""

    language: str
    added: tuple[Arrival, ...]
    changed: tuple[Arrival, ...]
    refused: tuple[Arrival, ...]
    unknown: tuple[Arrival, ...]
    same: int

    @property
    def words(self) -> dict[str, str]:
        """The words to take over, by key."""
        return {each.unit.key: each.unit.target for each in (*self.added, *self.changed)}


def exchange_of(
    document: Mapping[str, Any],
    survey: str,
    language: str,
    states: Mapping[str, str],
    notes: Mapping[str, str],
) -> Exchange:
    """The texts of a document for a translator; ``states`` and ``notes`` are by key."""
    source = model_of(document, language)
    units = []
    for text in keyed_texts(document):
        target = text.words.get(language, "")
        is_there = bool(target.strip())
        state = states.get(text.key, TRANSLATED) if is_there else MISSING
        note = notes.get(text.key, "")
        units.append(
            Unit(text.key, words_to_translate(document, text, language), target, state, note)
        )
    return Exchange(survey, source, language, tuple(units))


def compare_exchange(
    document: Mapping[str, Any], survey: str, language: str, came: Exchange
) -> Comparison:
    """What the file would change; raises ``BrokenFile`` where it is for another survey."""
    source = model_of(document, language)
    _require_fit(survey, source, language, came)
    texts = {text.key: text for text in keyed_texts(document)}
    added, changed, refused, unknown, same = [], [], [], [], 0
    for unit in came.units:
        text = texts.get(unit.key)
        if text is None:
            unknown.append(Arrival(unit))
            continue
        now, before = words_to_translate(document, text, language), text.words.get(language, "")
        arrival = Arrival(unit, text, before, now, lost_marks(now, unit.target))
        if not unit.target.strip() or unit.target == before:
            same += 1
        elif unit.source != now:
            refused.append(arrival)
        elif before.strip():
            changed.append(arrival)
        else:
            added.append(arrival)
    return Comparison(language, tuple(added), tuple(changed), tuple(refused), tuple(unknown), same)


def _require_fit(survey: str, source: str, language: str, came: Exchange) -> None:
    if came.survey != survey:
        raise BrokenFile(
            message(
                "translation file",
                "This file belongs to another survey: %(survey)s.",
                survey=came.survey or "?",
            )
        )
    if (came.source_language, came.target_language) != (tag_of(source), tag_of(language)):
        raise BrokenFile(
            message(
                "translation file",
                "This file is from “%(source)s” to “%(target)s”, not to “%(wanted)s”.",
                source=came.source_language,
                target=came.target_language,
                wanted=tag_of(language),
            )
        )
    seen: dict[str, str] = {}
    for unit in came.units:
        if unit.key in seen:
            raise BrokenFile(
                message(
                    "translation file",
                    "%(place)s: “%(key)s” is in the file twice.",
                    place=unit.place,
                    key=unit.key,
                )
            )
        seen[unit.key] = unit.place
