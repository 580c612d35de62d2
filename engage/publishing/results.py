"""Results of the closed questions, counted in one pass, small cells masked."""

from dataclasses import dataclass
from statistics import median

from engage.engines.disclosure import mask_row
from engage.engines.questionnaire import Question, tally
from engage.kernel.languages import LocaleText
from engage.responses import stream_answers
from engage.surveys import get_version

SMALLEST = 10


@dataclass(frozen=True)
class ResultCell:
    """One option and how many chose it; None where the count is masked."""

    code: str
    label: LocaleText
    count: int | None


@dataclass(frozen=True)
class QuestionResult:
    """A closed question's counts; ``answered`` is None where it must be masked too."""

    code: str
    label: LocaleText
    kind: str
    cells: tuple[ResultCell, ...]
    answered: int | None
    middle: float | None


def count_results(consultation_id: int) -> tuple[QuestionResult, ...]:
    """Every closed question and every number or date of the newest version that was answered.

    Counts under 10 are masked, and others with them so that none can be worked out. A question
    where several options may be chosen shows no total of ticks, so its cells mask one by one.
    """
    values: dict[str, list[object]] = {}
    version_id = 0
    for stored in stream_answers(consultation_id):
        version_id = max(version_id, stored.version_id)
        for code, value in stored.answers.items():
            values.setdefault(code, []).append(value)
    if not version_id:
        return ()
    survey = get_version(version_id).content
    wanted = [question for question in survey.questions if question.is_counted]
    return tuple(
        _result(question, values[question.code]) for question in wanted if question.code in values
    )


def _result(question: Question, given: list[object]) -> QuestionResult:
    counted = tally(question, given)  # type: ignore[arg-type]  # answers come from the database
    counts = [cell.count for cell in counted.cells]
    numbers = [float(v) for v in given if isinstance(v, int | float)]
    if question.kind == "multiple_choice":
        shown: list[int | None] = [c if c == 0 or c >= SMALLEST else None for c in counts]
        answered: int | None = counted.answered if counted.answered >= SMALLEST else None
    else:
        masked = mask_row(counts, SMALLEST)
        shown, answered = list(masked.cells), masked.total
    cells = tuple(
        ResultCell(cell.code, cell.label, count)
        for cell, count in zip(counted.cells, shown, strict=True)
    )
    has_middle = question.kind in ("number", "scale", "amount") and len(numbers) >= SMALLEST
    return QuestionResult(
        question.code,
        question.label,
        question.kind,
        cells,
        answered,
        float(median(numbers)) if has_middle else None,
    )
