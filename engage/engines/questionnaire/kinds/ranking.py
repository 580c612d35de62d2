"""Answers put in order. The value is the list of their codes, the first choice first.

On screen and paper each answer gets a number; those without one are not ranked.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, ClassVar

from engage.engines.messages import Message, message, plural_message
from engage.engines.questionnaire.kinds.kind import CODE, Cell, Entry, Tally, Unreadable
from engage.engines.questionnaire.kinds.options import FILTERED, ORDERS, OptionsKind, options_schema
from engage.engines.questionnaire.model import Question, Value
from engage.engines.questionnaire.numerals import read_number
from engage.engines.questionnaire.problems import Problem

UNRANKED = "0"
_COUNT = {"type": "integer", "minimum": 1}


class Ranking(OptionsKind):
    """Answers put in order. Form fields are named ``CODE.OPTION`` and hold numbers from 1."""

    name = "ranking"
    sort = "choices"
    operators = frozenset({"first", "includes"})
    properties: ClassVar[Mapping[str, Any]] = {
        "options": options_schema(**FILTERED),
        "order": {"enum": list(ORDERS)},
        "about": CODE,
        "min_choices": _COUNT,
        "max_choices": _COUNT,
    }

    def problems(self, document: Mapping[str, Any], place: str) -> Iterator[Problem]:
        yield from super().problems(document, place)
        most = min(document.get("max_choices", 1000), len(document["options"]))
        if document.get("min_choices", 1) > most:
            text = message("survey document", "Write %(most)s or less.", most=most)
            yield Problem(f"{place}/min_choices", text)

    def settings(self, document: Mapping[str, Any]) -> dict[str, Any]:
        limits = {name: document.get(name) for name in ("min_choices", "max_choices")}
        return super().settings(document) | limits

    def accepts_comparison(self, question: Question, operator: str, value: Any) -> bool:
        return operator in self.operators and value in question.option_by_code

    def gather(self, question: Question, form: Mapping[str, list[str]]) -> list[str] | None:
        names = [f"{question.code}.{code}" for code in question.option_by_code]
        if any(name in form for name in names):
            return [" ".join(form.get(name, ())) for name in names]
        return super().gather(question, form)

    def read(self, question: Question, raw: Sequence[str]) -> Value | None:
        given = [text.strip() for text in raw]
        if any(text[:1].isascii() and text[:1].isalpha() for text in given):
            return list(dict.fromkeys(filter(None, given)))  # codes in their order, from a file
        ranks = _ranks(question, given)
        if problem := _problem_of(ranks):
            raise Unreadable(problem)
        return _in_order(question, ranks) or None

    def write(self, question: Question, value: Value) -> list[str]:
        order = list(value) if isinstance(value, list) else [str(value)]
        return [
            str(order.index(code) + 1) if code in order else UNRANKED
            for code in question.option_by_code
        ]

    def check(self, question: Question, value: object) -> Message | None:
        known = question.option_by_code
        if not isinstance(value, list) or not all(
            isinstance(code, str) and code in known for code in value
        ):
            return message("answer", "Choose only answers from the list")
        if len(set(value)) < len(value):
            return message("answer", "Give each number to one answer only")
        if question.max_choices is not None and len(value) > question.max_choices:
            most = question.max_choices
            return message("answer", "Give numbers from 1 to %(most)s only", most=most)
        if len(value) < (question.min_choices or 1):
            return self.missing(question)
        return None

    def missing(self, question: Question) -> Message:
        return plural_message(
            "answer",
            "Give a number to at least %(num)s answer",
            "Give numbers to at least %(num)s answers",
            question.min_choices or 1,
        )

    def key(self, question: Question, text: str) -> Entry:
        ranks = _ranks(question, [word for word in re.split(r"[\s,;+،]+", text) if word])
        given = [rank for rank in ranks if rank]
        if len(set(given)) < len(given):
            return Entry(None, "multiple_marked")
        order = _in_order(question, ranks)
        if order and (_problem_of(ranks) or self.check(question, order)):
            return Entry(None, "out_of_range")
        return Entry(order or None)

    def tally(self, question: Question, values: Iterable[Value]) -> Tally:
        orders = [value for value in values if self.check(question, value) is None]
        first = Counter(value[0] for value in orders if isinstance(value, list))
        cells = (Cell(each.code, each.label, first[each.code]) for each in question.options)
        return Tally(tuple(cells), len(orders))


def _ranks(question: Question, given: Sequence[str]) -> list[int]:
    """The number beside each option, 0 for none; raises ``Unreadable``."""
    most = len(question.options)
    try:
        ranks = [read_number(text) if text else 0 for text in given]
    except ValueError:
        ranks = [-1]
    whole = [rank for rank in ranks if isinstance(rank, int) and 0 <= rank <= most]
    if len(whole) < len(ranks) or len(ranks) > most:
        raise Unreadable(
            message(
                "answer",
                "Give each answer a number from 1 to %(most)s, or none",
                most=most,
            )
        )
    return whole


def _problem_of(ranks: Sequence[int]) -> Message | None:
    given = sorted(rank for rank in ranks if rank)
    if len(set(given)) < len(given):
        return message("answer", "Give each number to one answer only")
    if given != list(range(1, len(given) + 1)):
        return message("answer", "Number the answers 1, 2, 3 and so on, without a gap")
    return None


def _in_order(question: Question, ranks: Sequence[int]) -> list[str]:
    ranked = [
        (rank, code) for rank, code in zip(ranks, question.option_by_code, strict=False) if rank
    ]
    return [code for _rank, code in sorted(ranked)]
