"""What groups say: how often those of a channel, a language or an answer raised each theme."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from engage.engines.disclosure import MaskedCount, mask
from engage.engines.questionnaire import Question, tally
from engage.engines.statistics import Comparison, compare_groups
from engage.kernel.db import session
from engage.kernel.errors import NotFound, message
from engage.kernel.languages import LocaleText
from engage.responses import StoredAnswers, stream_answers
from engage.themes.export import closed_questions
from engage.themes.placed import placed_comments
from engage.themes.queries import ThemeSummary, list_themes

MOST_GROUPS = 12
NO_ANSWER, OTHERS = "", "other answers"
STREAMED = 2_000
BY_COMMENT = ("channel", "language")
SURE = 0.05

# (theme, groups, how many comments): several groups where an answer ticks several options
Counted = tuple[int | None, tuple[str, ...], int]


@dataclass(frozen=True)
class Group:
    """People alike in one thing; ``size`` counts those who wrote, None where it is masked."""

    code: str
    label: LocaleText
    size: MaskedCount


@dataclass(frozen=True)
class Finding:
    """How often a group raised a theme; ``comparison`` is None where the count is masked."""

    group: Group
    comparison: Comparison | None

    @property
    def is_sure(self) -> bool:
        """Whether the group differs from the others beyond chance."""
        return self.comparison is not None and self.comparison.adjusted < SURE


@dataclass(frozen=True)
class ThemeByGroup:
    """A theme's row; without a theme: the comments that stand in none."""

    theme: ThemeSummary | None
    raised: int
    findings: tuple[Finding, ...]


@dataclass(frozen=True)
class GroupTable:
    """Every theme by every group of one variable; groups overlap where answers may be several."""

    people: int
    groups: tuple[Group, ...]
    rows: tuple[ThemeByGroup, ...]
    is_overlapping: bool


def list_variables(consultation_id: int) -> tuple[Question, ...]:
    """The closed questions that make groups, those about the person first."""
    asked = [
        question
        for question in closed_questions(consultation_id)
        if question.is_closed and question.kind != "ranking"
    ]
    return tuple(sorted(asked, key=lambda question: (not question.about, question.number)))


def get_group_table(consultation_id: int, question_code: str, variable: str) -> GroupTable:
    """The table for ``channel``, ``language`` or the code of a closed question."""
    question = None
    if variable not in BY_COMMENT:
        known = {each.code: each for each in list_variables(consultation_id)}
        if variable not in known:
            raise NotFound(message("groups", "No groups can be made of this."))
        question = known[variable]
        counted = _by_answer(consultation_id, question_code, question)
    else:
        counted = _by_comment(consultation_id, question_code, variable)
    is_overlapping = question is not None and question.kind == "multiple_choice"
    themes = list_themes(consultation_id, question_code)
    return _table(tuple(counted), themes, _labels(question), is_overlapping)


def _by_comment(consultation_id: int, code: str, variable: str) -> Iterator[Counted]:
    placed = placed_comments(consultation_id, code)
    column = placed.c[variable]
    rows = session().execute(
        select(placed.c.theme_id, column, func.count()).group_by(placed.c.theme_id, column)
    )
    for theme_id, value, count in rows:
        yield theme_id, (value,), count


def _by_answer(consultation_id: int, code: str, question: Question) -> Iterator[Counted]:
    placed = placed_comments(consultation_id, code)
    rows = session().execute(
        select(placed.c.response_id, placed.c.theme_id)
        .order_by(placed.c.response_id)
        .execution_options(yield_per=STREAMED)
    )
    answers = stream_answers(consultation_id)
    stored: StoredAnswers | None = None
    counts: Counter[tuple[int | None, tuple[str, ...]]] = Counter()
    for response_id, theme_id in rows:
        while stored is None or stored.response_id < response_id:
            stored = next(answers)
        counts[theme_id, _groups_of(stored.answers.get(question.code))] += 1
    for (theme_id, groups), count in counts.items():
        yield theme_id, groups, count


def _groups_of(value: Any) -> tuple[str, ...]:
    if isinstance(value, list):
        return tuple(str(each) for each in value) or (NO_ANSWER,)
    return (NO_ANSWER if value is None else str(value),)


def _labels(question: Question | None) -> dict[str, LocaleText]:
    if question is None:
        return {}
    return {cell.code: cell.label for cell in tally(question, ()).cells}


def _table(
    counted: tuple[Counted, ...],
    themes: tuple[ThemeSummary, ...],
    labels: dict[str, LocaleText],
    is_overlapping: bool,
) -> GroupTable:
    codes = _largest(counted)
    order = {theme.id: place for place, theme in enumerate(themes)}
    counts = [[0] * len(codes) for _ in range(len(themes) + 1)]
    raised = [0] * len(counts)
    for theme_id, groups, count in counted:
        row = order.get(theme_id, len(themes)) if theme_id is not None else len(themes)
        raised[row] += count
        for group in {group if group in codes else OTHERS for group in groups}:
            counts[row][codes.index(group)] += count
    people = sum(raised)
    if is_overlapping:
        sizes = [sum(column) for column in zip(*counts, strict=True)]
        shown = [
            [
                _shown_alone(count, size, total, people)
                for count, size in zip(row, sizes, strict=True)
            ]
            for row, total in zip(counts, raised, strict=True)
        ]
        shown_sizes: list[MaskedCount] = [
            size if size >= 10 or not size else None for size in sizes
        ]
    else:
        masked = mask(counts)
        sizes = [sum(column) for column in zip(*counts, strict=True)]
        shown, shown_sizes = [list(row) for row in masked.cells], list(masked.column_totals)
    groups_made = tuple(
        Group(code, labels.get(code, {}), size)
        for code, size in zip(codes, shown_sizes, strict=True)
    )
    compared = compare_groups(counts, sizes, raised, people)
    rows = tuple(
        ThemeByGroup(
            theme,
            raised[place],
            tuple(
                Finding(group, one if cell is not None and group.size is not None else None)
                for group, one, cell in zip(groups_made, compared[place], shown[place], strict=True)
            ),
        )
        for place, theme in enumerate((*themes, None))
    )
    return GroupTable(people, groups_made, rows, is_overlapping)


def _shown_alone(count: int, size: int, total: int, people: int) -> MaskedCount:
    """A count where groups overlap: shown if neither it nor what remains beside it is small."""
    beside = (count, size - count, total - count, people - size - (total - count))
    return mask([beside[:2], beside[2:]]).cells[0][0]


def _largest(counted: Iterable[Counted]) -> list[str]:
    """The codes of the largest groups; the rest together are one, those without an answer last."""
    sizes: Counter[str] = Counter()
    for _theme, groups, count in counted:
        for group in set(groups):
            sizes[group] += count
    has_silent = sizes.pop(NO_ANSWER, 0)
    kept = [code for code, _size in sorted(sizes.items(), key=lambda item: (-item[1], item[0]))]
    if len(kept) > MOST_GROUPS:
        kept = [*kept[: MOST_GROUPS - 1], OTHERS]
    return [*kept, NO_ANSWER] if has_silent else kept
