"""How many responses stand behind the counts of a repeated section.

Ten entries may come from two homes, so a count of entries hides nobody by being ten or more. Of
numbers and days the bins are known only when all are there, so they are not told at all.
"""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from engage.engines.questionnaire import Question, tally
from engage.publishing.releasing import SMALLEST


class EntryCounts:
    """Counts, for each answer to a question of a repeated section, the responses that gave it."""

    def __init__(self) -> None:
        self._responses: dict[str, Counter[str]] = {}
        self._untold: set[str] = set()

    def add(self, asked: Mapping[str, Question], answers: Mapping[str, Any]) -> None:
        """Take in one response."""
        given: dict[str, list[Question]] = {}
        for code in asked.keys() & answers.keys():
            if asked[code].entry:
                given.setdefault(asked[code].written_as, []).append(asked[code])
        for code, questions in given.items():
            if not questions[0].is_closed:
                self._untold.add(code)
                continue
            counted = tally(questions[0], [answers[each.code] for each in questions])
            said = [cell.code for cell in counted.cells if cell.count]
            self._responses.setdefault(code, Counter()).update(said)

    def told_by_few(self) -> frozenset[str]:
        """The questions with an answer that fewer responses gave than may be told."""
        return frozenset(self._untold).union(
            code
            for code, counts in self._responses.items()
            if any(count < SMALLEST for count in counts.values())
        )
