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
from engage.themes.placed import assigned_comments
from engage.themes.queries import ThemeSummary, list_themes
from engage.themes.stances import UNREAD

MOST_GROUPS = 12
NO_ANSWER, OTHERS = "", "other answers"
STREAMED = 2_000
BY_COMMENT = ("channel", "language")
SURE = 0.05

BY_THEME, BY_STANCE = "theme", "stance"


@dataclass(frozen=True)
class Counted:
    """So many comments of people in these groups (several where an answer ticks several options).

    A comment in several themes comes once for each; but for one of them ``is_further``.
    """

    theme_id: int | None
    stance: str | None
    is_further: bool
    groups: tuple[str, ...]
    number: int


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
    """A theme's row, or that of one stance in it; without a theme: the comments in none."""

    theme: ThemeSummary | None
    stance: str | None
    raised: int
    findings: tuple[Finding, ...]


@dataclass(frozen=True)
class GroupTable:
    """Every theme by every group of one variable; groups overlap where answers may be several.

    ``people`` counts comments once; rows overlap where comments stand in several themes.
    """

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


def get_group_table(
    consultation_id: int, question_code: str, variable: str, rows: str = BY_THEME
) -> GroupTable:
    """The table for ``channel``, ``language`` or the code of a closed question.

    With ``rows`` by stance, a theme whose stances are known has a row for each side instead of one.
    """
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
    wanted = _rows(themes, rows)
    return _table(tuple(counted), wanted, _labels(question), is_overlapping)


def _rows(
    themes: tuple[ThemeSummary, ...], rows: str
) -> list[tuple[ThemeSummary | None, str | None]]:
    """The rows of the table, the one without a theme last."""
    found: list[tuple[ThemeSummary | None, str | None]] = []
    for theme in themes:
        if rows == BY_STANCE and theme.stances.is_known:
            found += [(theme, stance) for stance, count in theme.stances.parts if count]
        else:
            found.append((theme, None))
    return [*found, (None, None)]


def _by_comment(consultation_id: int, code: str, variable: str) -> Iterator[Counted]:
    assigned = assigned_comments(consultation_id, code)
    parts = (
        assigned.c.theme_id,
        assigned.c.stance,
        assigned.c.is_further,
        assigned.c[variable],
    )
    for theme_id, stance, is_further, value, number in session().execute(
        select(*parts, func.count()).group_by(*parts)
    ):
        yield Counted(theme_id, stance, bool(is_further), (value,), number)


def _by_answer(consultation_id: int, code: str, question: Question) -> Iterator[Counted]:
    assigned = assigned_comments(consultation_id, code)
    rows = session().execute(
        select(
            assigned.c.response_id, assigned.c.theme_id, assigned.c.stance, assigned.c.is_further
        )
        .order_by(assigned.c.response_id)
        .execution_options(yield_per=STREAMED)
    )
    answers = stream_answers(consultation_id)
    stored: StoredAnswers | None = None
    counts: Counter[tuple[int | None, str | None, bool, tuple[str, ...]]] = Counter()
    for response_id, theme_id, stance, is_further in rows:
        while stored is None or stored.response_id < response_id:
            stored = next(answers)
        groups = _groups_of(stored.answers.get(question.code))
        counts[theme_id, stance, bool(is_further), groups] += 1
    for (theme_id, stance, is_further, groups), number in counts.items():
        yield Counted(theme_id, stance, is_further, groups, number)


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
    wanted: list[tuple[ThemeSummary | None, str | None]],
    labels: dict[str, LocaleText],
    is_overlapping: bool,
) -> GroupTable:
    codes = _largest(counted)
    counts, raised, sizes, people = _counts(counted, wanted, codes)
    if is_overlapping or sum(raised) != people:
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
        shown, shown_sizes = [list(row) for row in masked.cells], list(masked.column_totals)
    groups_made = tuple(
        Group(code, labels.get(code, {}), size)
        for code, size in zip(codes, shown_sizes, strict=True)
    )
    compared = compare_groups(counts, sizes, raised, people)
    rows = tuple(
        ThemeByGroup(
            theme,
            stance,
            raised[place],
            tuple(
                Finding(group, one if cell is not None and group.size is not None else None)
                for group, one, cell in zip(groups_made, compared[place], shown[place], strict=True)
            ),
        )
        for place, (theme, stance) in enumerate(wanted)
    )
    return GroupTable(people, groups_made, rows, is_overlapping)


def _counts(
    counted: tuple[Counted, ...],
    wanted: list[tuple[ThemeSummary | None, str | None]],
    codes: list[str],
) -> tuple[list[list[int]], list[int], list[int], int]:
    """Rows by groups, the rows' totals, the groups' comments and all comments, each once."""
    places = {
        (theme.id if theme else None, stance): at for at, (theme, stance) in enumerate(wanted)
    }
    counts = [[0] * len(codes) for _ in wanted]
    raised, sizes, people = [0] * len(wanted), [0] * len(codes), 0
    for one in counted:
        by_stance = places.get((one.theme_id, one.stance or UNREAD))
        row = places.get((one.theme_id, None), len(wanted) - 1) if by_stance is None else by_stance
        columns = {codes.index(group if group in codes else OTHERS) for group in one.groups}
        raised[row] += one.number
        people += 0 if one.is_further else one.number
        for column in columns:
            counts[row][column] += one.number
            sizes[column] += 0 if one.is_further else one.number
    return counts, raised, sizes, people


def _shown_alone(count: int, size: int, total: int, people: int) -> MaskedCount:
    """A count where groups overlap: shown if neither it nor what remains beside it is small."""
    beside = (count, size - count, total - count, people - size - (total - count))
    return mask([beside[:2], beside[2:]]).cells[0][0]


def _largest(counted: Iterable[Counted]) -> list[str]:
    """The codes of the largest groups; the rest together are one, those without an answer last."""
    sizes: Counter[str] = Counter()
    for one in counted:
        for group in set(one.groups):
            sizes[group] += 0 if one.is_further else one.number
    has_silent = sizes.pop(NO_ANSWER, 0)
    kept = [code for code, _size in sorted(sizes.items(), key=lambda item: (-item[1], item[0]))]
    if len(kept) > MOST_GROUPS:
        kept = [*kept[: MOST_GROUPS - 1], OTHERS]
    return [*kept, NO_ANSWER] if has_silent else kept
