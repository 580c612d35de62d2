"""How long a draft is to answer, and how easy to read: figures for those who write it."""

from collections.abc import Mapping
from typing import Any

from flask_babel import format_decimal, npgettext, pgettext

from engage.engines.questionnaire import (
    Question,
    SurveyProblems,
    read_survey,
    reading_ease,
    shortest_and_longest,
    texts_of,
)
from engage.engines.questionnaire.ease import EASY, FAIRLY_HARD, PLAIN
from engage.kernel.languages import is_easy, language

ENOUGH_WORDS = 50
HARD_FROM_WORDS = 12
_SECONDS = {
    "long_text": 60,
    "ranking": 30,
    "map": 30,
    "photo": 30,
    "file": 30,
    "short_text": 20,
    "multiple_choice": 20,
    "long_list": 20,
    "email": 20,
}
_EACH, _ROW = 12, 6
_READ = frozenset({"label", "hint", "text", "intro"})

Document = Mapping[str, Any]


def length_of(document: Document) -> str:
    """How many questions there are and how long answering them takes, roughly."""
    try:
        shortest, longest = shortest_and_longest(read_survey(document), _seconds_of)
    except SurveyProblems:
        return _roughly(document)
    if shortest.questions == longest.questions:
        number = _questions(longest.questions)
    else:
        number = npgettext(
            "survey editor",
            "%(least)s to %(num)s question, by the answers",
            "%(least)s to %(num)s questions, by the answers",
            longest.questions,
            least=format_decimal(shortest.questions),
        )
    return f"{number} · {_minutes(shortest.seconds, longest.seconds)}"


def _seconds_of(question: Question) -> int:
    return _ROW if question.within else _SECONDS.get(question.kind, _EACH)


def _roughly(document: Document) -> str:
    """The same for a draft that is not finished, from what stands in it."""
    always, sometimes, questions = 0, 0, 0
    for page in document["pages"]:
        for part in page["questions"]:
            if part.get("kind") in ("information", "calculation"):
                continue
            seconds = _ROW * len(part.get("rows", ())) + _SECONDS.get(part.get("kind", ""), _EACH)
            questions += 1
            if "show_if" in page or "show_if" in part:
                sometimes += seconds
            else:
                always += seconds
    return f"{_questions(questions)} · {_minutes(always, always + sometimes)}"


def _questions(number: int) -> str:
    return npgettext("survey editor", "%(num)s question", "%(num)s questions", number)


def _minutes(shortest: int, longest: int) -> str:
    least, most = max(1, round(shortest / 60)), max(1, round(longest / 60))
    if least == most:
        return npgettext("survey editor", "about %(num)s minute", "about %(num)s minutes", most)
    return pgettext(
        "survey editor",
        "%(least)s to %(most)s minutes, by the answers",
        least=format_decimal(least),
        most=format_decimal(most),
    )


def reading_of(document: Document) -> tuple[str, ...]:
    """How easy the wording is in each language that has a formula and words enough."""
    read = [wording for wording in texts_of(document) if wording.role in _READ]
    found = []
    for code in document["languages"]:
        ease = reading_ease([wording.words.get(code, "") for wording in read], code)
        if ease is not None and ease.words >= ENOUGH_WORDS:
            found.append(
                pgettext(
                    "survey editor",
                    "%(language)s: %(band)s (%(score)s of 100)",
                    language=f"\u2068{language(code).name}\u2069",
                    band=_band(ease.score),
                    score=format_decimal(round(min(max(ease.score, 0), 100))),
                )
            )
    return tuple(found)


def hard_to_read(part: Document, source: str, languages: tuple[str, ...]) -> str:
    """What to say of a question whose words are hard to read; "" where they are not, or too few."""
    for code in (source, *filter(is_easy, languages)):
        least = EASY if is_easy(code) else FAIRLY_HARD
        for name in _READ:
            ease = reading_ease([part.get(name, {}).get(code, "")], code)
            if ease is None or ease.words < HARD_FROM_WORDS or ease.score >= least:
                continue
            return npgettext(
                "survey editor",
                "This is hard to read in %(language)s: its longest sentence has %(num)s word.",
                "This is hard to read in %(language)s: its longest sentence has %(num)s words. "
                "Shorter sentences and shorter words help.",
                ease.longest_sentence,
                language=f"\u2068{language(code).name}\u2069",
            )
    return ""


def _band(score: float) -> str:
    if score >= EASY:
        return pgettext("reading ease", "easy to read")
    if score >= PLAIN:
        return pgettext("reading ease", "plain")
    if score >= FAIRLY_HARD:
        return pgettext("reading ease", "fairly hard to read")
    return pgettext("reading ease", "hard to read")
