"""Who translated which words of a draft from what: noted with every edit, looked up for the desk.

A translation is stale where the words that it was made from are not those that stand there now. It
is reviewed where somebody else than its translator approved of it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from hashlib import sha256
from typing import Any

from sqlalchemy import select

from engage.engines.questionnaire.exchange import (
    KeyedText,
    keyed_texts,
    lost_marks,
    model_of,
    source_of,
    words_to_translate,
)
from engage.kernel.clock import now
from engage.kernel.db import session
from engage.surveys.models import SurveyTranslation

SUGGESTED, TRANSLATED, REVIEWED = "suggested", "translated", "reviewed"
MISSING, STALE = "missing", "stale"

Document = dict[str, Any]


@dataclass(frozen=True)
class Translation:
    """A text of the draft in one language, as it stands on the desk.

    ``state`` is ``missing``, ``stale``, ``translated`` or ``reviewed``; ``made_from`` are the words
    of the source that it was made from. ``lost`` are the marks of the source that it lacks.
    """

    text: KeyedText
    language: str
    source: str
    words: str
    state: str
    made_from: str
    lost: tuple[str, ...]
    translator_id: int | None = None
    reviewer_id: int | None = None
    translated_at: datetime | None = None
    suggestion: str = ""
    suggester: str = ""


@dataclass(frozen=True)
class Made:
    """Words that were made from a source; ``suggester`` names the machine that made them."""

    key: str
    language: str
    source: str
    words: str
    suggester: str = ""


@dataclass(frozen=True)
class Progress:
    """How far a language is: texts with words of all, and how many of them wait for what."""

    language: str
    all: int
    done: int
    stale: int
    waiting: int
    reviewed: int

    @property
    def missing(self) -> int:
        """How many texts have no words yet."""
        return self.all - self.done


def translations_of(
    survey_id: int, document: Mapping[str, Any], language: str
) -> tuple[Translation, ...]:
    """Every text of the document in a language, in order."""
    rows = session().scalars(
        select(SurveyTranslation)
        .where(SurveyTranslation.survey_id == survey_id, SurveyTranslation.language == language)
        .order_by(SurveyTranslation.id)
    )
    known: dict[str, list[SurveyTranslation]] = {}
    for row in rows:
        known.setdefault(row.text_key, []).append(row)
    return tuple(
        _translation(
            text, language, words_to_translate(document, text, language), known.get(text.key, ())
        )
        for text in keyed_texts(document)
    )


def progress_of(translations: Iterable[Translation], language: str) -> Progress:
    """How far a language is."""
    states = [each.state for each in translations]
    return Progress(
        language,
        len(states),
        len(states) - states.count(MISSING),
        states.count(STALE),
        states.count(TRANSLATED),
        states.count(REVIEWED),
    )


def progress_in_all(survey_id: int, document: Mapping[str, Any]) -> tuple[Progress, ...]:
    """How far each language of the survey is, but for the one that is written first."""
    return tuple(
        progress_of(translations_of(survey_id, document, code), code)
        for code in document["languages"][1:]
    )


def note_wording(
    survey_id: int, actor_id: int | None, before: Document | None, after: Document
) -> None:
    """Note with an edit who translated what it changes, and from what the rest was made."""
    if before is None or before == after:
        return
    source, was_source = source_of(after), source_of(before)
    earlier = {text.key: text.words for text in keyed_texts(before)}
    for text in keyed_texts(after):
        then = earlier.get(text.key, {})
        for language in after["languages"][1:]:
            words = text.words.get(language, "")
            if not words.strip():
                continue
            now_said = words_to_translate(after, text, language)
            was_said = then.get(model_of(before, language)) or then.get(was_source, "")
            if words != then.get(language, ""):
                keep(survey_id, actor_id, Made(text.key, language, now_said, words))
            elif source == was_source and was_said != now_said:
                _note_origin(survey_id, text.key, language, was_said, words)


def can_be_approved(found: Translation, actor_id: int | None) -> bool:
    """Whether a person may approve of words: they are there, and somebody else translated them."""
    is_own = found.translator_id is not None and found.translator_id == actor_id
    return found.state == TRANSLATED and not is_own


def keep(survey_id: int, actor_id: int | None, made: Made) -> None:
    """Keep from which source words were made and by whom; a suggestion where one made them."""
    row = find_row(survey_id, made.key, made.language, made.words)
    if row is None:
        row = SurveyTranslation(
            survey_id=survey_id,
            text_key=made.key,
            language=made.language,
            words=made.words,
            words_digest=_digest(made.words),
            suggester=made.suggester,
        )
        session().add(row)
    elif made.suggester and row.state != SUGGESTED:
        return  # a person has taken these very words already
    row.source = made.source
    row.state = SUGGESTED if made.suggester else TRANSLATED
    row.translator_id, row.translated_at = actor_id, now()
    row.reviewer_id = row.reviewed_at = None
    session().flush()


def find_row(survey_id: int, key: str, language: str, words: str) -> SurveyTranslation | None:
    """What is known of words in a language for a text."""
    return session().scalar(
        select(SurveyTranslation).where(
            SurveyTranslation.survey_id == survey_id,
            SurveyTranslation.text_key == key,
            SurveyTranslation.language == language,
            SurveyTranslation.words_digest == _digest(words),
        )
    )


def _note_origin(survey_id: int, key: str, language: str, source: str, words: str) -> None:
    """The source of words of which nothing is known has changed: now it matters what it was."""
    if source.strip() and find_row(survey_id, key, language, words) is None:
        keep(survey_id, None, Made(key, language, source, words))


def _translation(
    text: KeyedText, language: str, source: str, rows: Iterable[SurveyTranslation]
) -> Translation:
    words, rows = text.words.get(language, ""), list(rows)
    made = next((row for row in rows if row.words == words and row.state != SUGGESTED), None)
    offered = [
        row
        for row in rows
        if row.state == SUGGESTED and row.source == source and row.words != words
    ]
    made_from = made.source if made else source
    if not words.strip():
        state = MISSING
    elif made_from != source:
        state = STALE
    else:
        state = REVIEWED if made and made.state == REVIEWED else TRANSLATED
    return Translation(
        text=text,
        language=language,
        source=source,
        words=words,
        state=state,
        made_from=made_from,
        lost=lost_marks(source, words) if words.strip() else (),
        translator_id=made.translator_id if made else None,
        reviewer_id=made.reviewer_id if made else None,
        translated_at=made.translated_at if made else None,
        suggestion=offered[-1].words if offered else "",
        suggester=offered[-1].suggester if offered else "",
    )


@lru_cache(maxsize=4096)
def _digest(words: str) -> str:
    return sha256(words.encode("utf-8", "surrogatepass")).hexdigest()
