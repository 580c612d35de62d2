"""A draft that need not be a survey yet, built as far as it goes, so that it can be looked at."""

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import count
from typing import Any

from engage.engines.questionnaire import (
    LIBRARY,
    PARTS,
    Page,
    Question,
    Scope,
    Survey,
    SurveyProblems,
    UnreadableExpression,
    counted_entries,
    in_every_language,
    lists_own_options,
    read_survey,
    with_places,
)

CURRENCY = "EUR"
_NO_OPTION = {"code": "o_1", "label": {}}


@dataclass(frozen=True)
class Sketch:
    """The survey as far as it can be built, and the codes of the questions that can't be yet."""

    survey: Survey
    unfinished: frozenset[str]

    @cached_property
    def asked(self) -> dict[str, Question]:
        """Whatever a condition may ask about, by its code, in order."""
        return self.survey.question_by_code

    def scope(self, code: str) -> Scope:
        """What expressions and texts of a page or question may name."""
        named: dict[str, Question | None] = {}
        several: dict[str, Question] = {}
        own = None
        is_before = True
        for page in self.survey.pages:
            is_before = is_before and page.code != code
            for question in page.questions:
                is_before = is_before and code not in (question.code, question.within)
                if question.code == code:
                    own = question
                if question.takes_answer or question.calculation is not None:
                    named[question.code] = question if is_before else None
            if page.section and is_before:
                several |= {each.code: each for each in page.questions if not each.counts}
        before = {
            name: found
            for name, found in named.items()
            if found is not None and name not in several
        }
        later = frozenset(named.keys() - before.keys() - several.keys() - {code})
        return Scope(before, own, later, several)

    def before(self, code: str) -> dict[str, Question]:
        """What is asked before a page or question."""
        found: dict[str, Question] = {}
        for page in self.survey.pages:
            if page.code == code:
                return found
            outside = dict(found)
            for question in page.questions:
                if code in (question.code, question.within):
                    return found
                if question.takes_answer and not question.is_kept_apart:
                    found[question.code] = question
            if page.section:  # behind it only how many there are can be asked about
                counted = {each.code: each for each in page.questions if each.counts}
                found = outside | counted
        return found


def sketch_of(document: Mapping[str, Any]) -> Sketch:
    """Build what can be built; words that are missing are borrowed from another language."""
    languages = list(document["languages"]) or ["en"]
    pages, unfinished, numbers = [], set(), 0
    for page in document["pages"]:
        questions: list[Question] = []
        for part in page["questions"]:
            built = _numbered(_built(part, languages), numbers)
            questions.extend(built)
            numbers = max((numbers, *(each.number for each in built)))
            if not built:
                unfinished.add(part["code"])
                questions.append(_stand_in(part["code"]))
        counted = counted_entries(page)
        pages.append(
            Page(
                page["code"],
                dict(page.get("title", {})),
                None,
                (*questions, counted) if counted else tuple(questions),
                section=page["code"] if "repeat" in page else "",
            )
        )
    survey = Survey(
        code=document["code"],
        title=dict(document["title"]),
        intro=dict(document.get("intro", {})),
        languages=tuple(languages),
        layout=document.get("layout", "one_per_page"),
        check_answers=document.get("check_answers", True),
        pages=tuple(pages),
    )
    return Sketch(with_places(survey), frozenset(unfinished))


def _numbered(questions: tuple[Question, ...], before: int) -> tuple[Question, ...]:
    """The questions with the numbers that they have behind others."""
    return tuple(
        replace(each, number=each.number + before) if each.number else each for each in questions
    )


def _stand_in(code: str) -> Question:
    """Keeps the place of a question that can't be built, so that others know what is before."""
    return Question(code=code, number=0, kind="information", label={}, takes_answer=False)


def _built(part: Mapping[str, Any], languages: list[str]) -> tuple[Question, ...]:
    """The questions that a part stands for, without its condition; none where it can't be built."""
    if part.get("kind") == "calculation":
        return _calculated(part)
    alone = {
        "format": 1,
        "code": "sketch",
        "title": {},
        "languages": languages,
        "pages": [{"code": "p_sketch", "questions": [_completed(part)]}],
    }
    try:
        survey = read_survey(in_every_language(alone))
    except SurveyProblems:
        return ()
    return survey.parts


def _calculated(part: Mapping[str, Any]) -> tuple[Question, ...]:
    """A calculated value as far as it can be read, whatever it names."""
    try:
        alone = {name: value for name, value in part.items() if name != "show_if"}
        return PARTS["calculation"].build(alone, count(1))
    except UnreadableExpression:
        return ()


def _completed(part: Mapping[str, Any]) -> dict[str, Any]:
    """The part with a stand-in for what it can't be without."""
    completed = deepcopy(dict(part))
    for name in ("show_if", "constraint", "constraint_message", "required_message"):
        completed.pop(name, None)
    for option in completed.get("options", ()):
        option.pop("show_if", None)
    if "library" in completed:
        if completed["library"] in LIBRARY and lists_own_options(completed["library"]):
            completed["options"] = completed.get("options") or [deepcopy(_NO_OPTION)]
        return completed
    needed = {*PARTS[completed["kind"]].needed, *PARTS[completed["kind"]].needed_wording}
    for key in needed & {"options", "rows"}:
        completed[key] = completed.get(key) or [deepcopy(_NO_OPTION)]
    for key in needed & {"label", "text"}:
        completed.setdefault(key, {})
    if "currency" in needed:
        completed.setdefault("currency", CURRENCY)
    return completed
