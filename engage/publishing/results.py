"""Results of the closed questions, counted in one pass, small cells masked."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import lru_cache
from statistics import median

from engage.engines.questionnaire import Question, Survey, as_in_document, gates_of, tally
from engage.kernel.languages import LocaleText
from engage.publishing.entry_counts import EntryCounts
from engage.publishing.releasing import (
    Released,
    release_row,
    release_ticks,
    withhold,
)
from engage.responses import counted_state, stream_answers
from engage.surveys import get_version


@dataclass(frozen=True)
class ResultCell:
    """One option and how many chose it; None where the count is masked."""

    code: str
    label: LocaleText
    count: int | None


@dataclass(frozen=True)
class QuestionResult:
    """A closed question's counts; ``answered`` is None where the whole question is withheld.

    ``middle`` (the median) and ``most_often`` are None where they would tell of a masked count.
    """

    code: str
    label: LocaleText
    kind: str
    cells: tuple[ResultCell, ...]
    answered: int | None
    middle: float | None
    most_often: ResultCell | None


def count_results(consultation_id: int) -> tuple[QuestionResult, ...]:
    """Every closed question and every number or date of the newest version that was answered.

    Counts under 10 are masked, and others with them so that none can be worked out from everything
    that is published of the consultation. Counting a hundred thousand takes seconds, and everybody
    may ask: what was counted is kept until other responses are.
    """
    return _count_results(consultation_id, counted_state(consultation_id))


@lru_cache(maxsize=32)
def _count_results(
    consultation_id: int,
    state: tuple[object, ...],  # noqa: ARG001 - what was counted is kept for these responses
) -> tuple[QuestionResult, ...]:
    values: dict[str, list[object]] = {}
    surveys: dict[int, Survey] = {}
    counted: dict[int, dict[str, Question]] = {}
    entries = EntryCounts()
    for stored in stream_answers(consultation_id):
        if stored.version_id not in surveys:
            survey = surveys[stored.version_id] = get_version(stored.version_id).content
            asked = survey.questions
            counted[stored.version_id] = {each.code: each for each in asked if each.is_counted}
        # what people wrote is not counted, and of many responses it would fill the memory
        found = counted[stored.version_id]
        for code in found.keys() & stored.answers.keys():
            written = found[code].written_as or code
            values.setdefault(written, []).append(stored.answers[code])
        if surveys[stored.version_id].sections:
            entries.add(found, stored.answers)
    return results_of(surveys[max(surveys)], values, entries.told_by_few()) if surveys else ()


def results_of(
    survey: Survey, values: dict[str, list[object]], told_by_few: AbstractSet[str] = frozenset()
) -> tuple[QuestionResult, ...]:
    """The same for answers by question, as a version of the survey asks them.

    What is ``told_by_few`` is withheld.
    """
    gates = {**gates_of(as_in_document(survey))}
    for section in survey.sections.values():
        for question in section.page.questions:  # how many there are tells how many answered
            gates[question.code] |= {section.code, section.count_from} - {""}
    survey = as_in_document(survey)
    found: dict[str, QuestionResult] = {}
    masked: set[str] = set()
    for question in survey.questions:
        if question.is_counted and question.code in values:
            is_gated = bool(gates.get(question.code, frozenset()) & masked)
            is_withheld = is_gated or question.code in told_by_few
            result = _result(question, values[question.code], is_withheld=is_withheld)
            found[question.code] = result
            if result.answered is None or any(cell.count is None for cell in result.cells):
                masked.add(question.code)
    return tuple(found.values())


def _result(question: Question, given: list[object], *, is_withheld: bool) -> QuestionResult:
    counted = tally(question, given)  # type: ignore[arg-type]  # answers come from the database
    counts = [cell.count for cell in counted.cells]
    if is_withheld:
        released = withhold(len(counts))
    elif sum(counts) == counted.answered and question.kind != "multiple_choice":
        released = release_row(counts)
    else:
        released = release_ticks(counts, counted.answered)
    cells = tuple(
        ResultCell(cell.code, cell.label, count)
        for cell, count in zip(counted.cells, released.cells, strict=True)
    )
    has_middle = question.kind in ("number", "scale", "amount") and not released.has_masked
    numbers = [float(v) for v in given if isinstance(v, int | float)]
    return QuestionResult(
        question.code,
        question.label,
        question.kind,
        cells,
        released.answered,
        float(median(numbers)) if has_middle and numbers else None,
        _most_often(cells, counts, released),
    )


def _most_often(
    cells: Sequence[ResultCell], counts: Sequence[int], released: Released
) -> ResultCell | None:
    """The largest count, unless it is one of those that are masked."""
    if released.answered is None or not any(counts):
        return None
    largest = cells[counts.index(max(counts))]
    return None if largest.count is None else largest
