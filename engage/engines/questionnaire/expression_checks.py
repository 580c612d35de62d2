"""Expressions and repeated answers of a document, held against what is asked before."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from engage.engines.messages import message
from engage.engines.questionnaire.conditions import expressions_in
from engage.engines.questionnaire.expressions.checking import (
    TRUTH,
    VALUES,
    Known,
    Sort,
    Subject,
    check_expression,
)
from engage.engines.questionnaire.expressions.nodes import references_in
from engage.engines.questionnaire.expressions.parsing import UnreadableExpression, read_expression
from engage.engines.questionnaire.model import Question
from engage.engines.questionnaire.pipes import codes_in
from engage.engines.questionnaire.problems import Problem, below
from engage.engines.questionnaire.scopes import located
from engage.engines.questionnaire.subjects import is_named, subject_of

_EXPRESSIONS = ("show_if", "constraint", "expression")
_TEXTS = frozenset({"title", "label", "hint", "text", "constraint_message", "labels"})
_TEXTS |= {"required_message", "interviewer_note", "interviewer_script"}
_PARTS = frozenset({"options", "rows", "please_say"})

Part = Mapping[str, Any]


@dataclass(frozen=True)
class Before:
    """What stands before a part: questions by code (``None`` for one with other problems first).

    ``places`` are those of all questions of the document; ``several`` the questions of earlier
    repeated sections, which are asked once for each entry.
    """

    asked: Mapping[str, Question | None]
    places: Mapping[Any, str]
    several: Mapping[str, Question | None] = field(default_factory=dict)

    def known(self, own: Question | None = None) -> Known:
        """What an expression may name; ``own`` is the question that it belongs to."""
        subjects: dict[str, Subject] = {}
        silent = set()
        for code, question in self.asked.items():
            if question is None:
                continue
            if is_named(question) and not question.is_kept_apart:
                subjects[code] = subject_of(question, subjects)
            else:
                silent.add(code)
        entries = dict(subjects)
        for code, question in self.several.items():
            if question is not None and is_named(question):
                entries[code] = subject_of(question, entries)
                subjects[code] = replace(entries[code], is_each=True)
        here = None if own is None else subject_of(own, subjects)
        if own is not None and here is not None:
            subjects[own.code] = here
        later = frozenset(set(self.places) - set(self.asked) - set(self.several))
        return Known(subjects, here, later, frozenset(silent))

    def and_then(self, more: Mapping[str, Question | None]) -> "Before":
        """The same with further questions."""
        return replace(self, asked={**self.asked, **more})

    def without(self, code: str) -> "Before":
        """The same before a question itself."""
        asked = {name: found for name, found in self.asked.items() if name != code}
        return replace(self, asked=asked)

    def is_unsure(self, code: str) -> bool:
        """Whether a code may be that of a question with other problems, or of a part of one."""
        known = (*self.asked.items(), *self.several.items())
        unsure = [name for name, found in known if found is None]
        return any(code == name or code.startswith(f"{name}_") for name in unsure)


def unreadable_expressions(part: Part, place: str) -> Iterator[Problem]:
    """The expressions of a part that are none."""
    for name in _EXPRESSIONS:
        for there, text in expressions_in(part.get(name, {}), below(place, name)):
            try:
                read_expression(text)
            except UnreadableExpression as wrong:
                yield Problem(there, wrong.message)
    for number, option in enumerate(part.get("options", ())):
        yield from unreadable_expressions(option, below(below(place, "options"), number))


def condition_problems(condition: Part | str, place: str, before: Before) -> Iterator[Problem]:
    """What is wrong with the expressions in a condition."""
    for there, text in expressions_in(condition, place):
        try:
            yield from _faults(text, there, before, before.known(), TRUTH)
        except UnreadableExpression:
            continue  # told where the part is read


def rule_problems(
    part: Part, place: str, before: Before, built: tuple[Question, ...]
) -> Iterator[Problem]:
    """What is wrong with the constraint or the calculation of a question."""
    if "constraint" in part:
        known = before.known(built[0])
        yield from _faults(part["constraint"], below(place, "constraint"), before, known, TRUTH)
    elif any(part.get("constraint_message", {}).values()):
        told = message("survey document", "Say what has to hold, or take the words away.")
        yield Problem(below(place, "constraint_message"), told)
    if any(part.get("required_message", {}).values()) and not part.get("required"):
        told = message("survey document", "Require an answer, or take the words away.")
        yield Problem(below(place, "required_message"), told, "warning")
    if "expression" in part:
        there = below(place, "expression")
        if not any(references_in(read_expression(part["expression"]))):
            told = message("survey document", "It is the same for everybody: name an answer.")
            yield Problem(there, told, "warning")
        yield from _faults(part["expression"], there, before, before.known(), VALUES)


def repetition_problems(part: Part, place: str, before: Before) -> Iterator[Problem]:
    """Places for answers in wording that have none to take."""
    texts = list(_texts(part, place))
    if not any(any(codes_in(text)) for _, text in texts):
        return
    known = before.known()
    for there, text in texts:
        for code in dict.fromkeys(codes_in(text)):
            if not before.is_unsure(code):
                yield from _repetition(there, code, known)


def _repetition(place: str, code: str, known: Known) -> Iterator[Problem]:
    if code in known.subjects:
        if known.subjects[code].is_each:
            told = message(
                "survey document",
                "“%(code)s” is asked once for each entry: only texts of the same page can repeat "
                "its answer.",
                code=code,
            )
            yield Problem(place, told)
        elif known.subjects[code].sort == "opaque":
            told = message(
                "survey document", "The answer to “%(code)s” cannot be repeated.", code=code
            )
            yield Problem(place, told)
    elif code in known.later or code in known.silent:
        told = message(
            "survey document",
            "Repeat an answer that is given before: “%(code)s” is not.",
            code=code,
        )
        yield Problem(place, told)
    else:
        told = message(
            "survey document",
            "There is no question “%(code)s” to repeat the answer of: it is shown as it stands.",
            code=code,
        )
        yield Problem(place, told, "warning")


def _texts(part: Part, place: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for key, value in part.items():
        there = below(place, key)
        if key == "labels" and isinstance(value, Mapping):
            for name, text in value.items():
                if isinstance(text, Mapping):
                    yield below(there, name), text
        elif key in _TEXTS and isinstance(value, Mapping):
            yield there, value
        elif key in _PARTS and isinstance(value, list | tuple):
            for number, each in enumerate(value):
                if isinstance(each, Mapping):
                    yield from _texts(each, below(there, number))
        elif key in _PARTS and isinstance(value, Mapping):
            yield from _texts(value, there)


def _faults(
    text: str, place: str, before: Before, known: Known, wanted: frozenset[Sort]
) -> Iterator[Problem]:
    found = read_expression(text)
    if any(before.is_unsure(each.name) for each in references_in(found)):
        return
    fault = check_expression(found, known, wanted)
    if fault is not None:
        yield Problem(place, located(fault.at, fault.message))
