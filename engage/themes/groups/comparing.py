"""What groups say: how often those of a channel, a language or an answer raised each theme."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from engage.engines.disclosure import MaskedCount, mask
from engage.engines.questionnaire import Question, tally
from engage.engines.statistics import Comparison, compare_groups
from engage.kernel.errors import NotFound, message
from engage.kernel.languages import LocaleText
from engage.themes.export.coded_comments import closed_questions
from engage.themes.groups.counting import (
    BY_COMMENT,
    Counted,
    count_comments,
    largest_groups,
    sum_up,
)
from engage.themes.groups.weighing import (
    SMALLEST,
    Share,
    Weighting,
    known_populations,
    weigh_counted,
    weigh_rows,
)
from engage.themes.queries import ThemeSummary, list_themes

SURE = 0.05

BY_THEME, BY_STANCE = "theme", "stance"
Rows = Sequence[tuple[ThemeSummary | None, str | None]]


@dataclass(frozen=True)
class Group:
    """People alike in one thing; ``size`` counts those who wrote, None where it is masked."""

    code: str
    label: LocaleText
    size: MaskedCount


@dataclass(frozen=True)
class Finding:
    """How often a group raised a theme; ``comparison`` is None where the count is masked.

    ``weighted`` is the same share once people are weighed, None where they are not.
    """

    group: Group
    comparison: Comparison | None
    weighted: Share | None = None

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
    weighted: Share | None = None


@dataclass(frozen=True)
class GroupTable:
    """Every theme by every group of one variable; groups overlap where answers may be several.

    ``people`` counts comments once; rows overlap where comments stand in several themes.
    """

    people: int
    groups: tuple[Group, ...]
    rows: tuple[ThemeByGroup, ...]
    is_overlapping: bool
    weighting: Weighting | None = None


def list_variables(consultation_id: int) -> tuple[Question, ...]:
    """The closed questions that make groups, those about the person first."""
    asked = [
        question
        for question in closed_questions(consultation_id)
        if question.is_closed and question.kind != "ranking"
    ]
    return tuple(sorted(asked, key=lambda question: (not question.about, question.number)))


def get_group_table(
    consultation_id: int,
    question_code: str,
    variable: str,
    rows: str = BY_THEME,
    weighed_by: Collection[str] = (),
) -> GroupTable:
    """The table for ``channel``, ``language`` or the code of a closed question.

    With ``rows`` by stance, a theme whose stances are known has a row for each side instead of one.
    ``weighed_by`` are codes of questions for which shares of the population were entered: people
    are weighed by all of them at once, and both figures are given. Raises ``NotFound`` for a
    question that makes no groups.
    """
    question = None
    if variable not in BY_COMMENT:
        known = {each.code: each for each in list_variables(consultation_id)}
        if variable not in known:
            raise NotFound(message("groups", "No groups can be made of this."))
        question = known[variable]
    populations = tuple(
        one for one in known_populations(consultation_id) if one.question_code in weighed_by
    )
    codes = tuple(one.question_code for one in populations)
    counted = count_comments(consultation_id, question_code, variable, codes)
    is_overlapping = question is not None and question.kind == "multiple_choice"
    wanted = _rows(list_themes(consultation_id, question_code), rows)
    weighting = weigh_counted(counted, populations)
    return _table(counted, wanted, _labels(question), variable, is_overlapping, weighting)


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


def _labels(question: Question | None) -> dict[str, LocaleText]:
    if question is None:
        return {}
    return {cell.code: cell.label for cell in tally(question, ()).cells}


def _table(
    counted: Sequence[Counted],
    wanted: Rows,
    labels: dict[str, LocaleText],
    variable: str,
    is_overlapping: bool,
    weighting: Weighting | None,
) -> GroupTable:
    codes = largest_groups(counted)
    places = [(theme.id if theme else None, stance) for theme, stance in wanted]
    sums = sum_up(counted, places, codes)
    counts = [[round(cell) for cell in row] for row in sums.cells]
    raised, sizes, people = list(map(round, sums.rows)), list(map(round, sums.groups)), sums.whole
    shown, shown_sizes = _masked(counts, raised, sizes, round(people), is_overlapping)
    groups_made = tuple(
        Group(code, labels.get(code, {}), size)
        for code, size in zip(codes, shown_sizes, strict=True)
    )
    compared = compare_groups(counts, sizes, raised, round(people))
    weighed = weigh_rows(counted, places, codes, weighting) if weighting else None
    # those of one group weigh alike where groups are made of what weighs them
    tells_more = weighting is not None and {variable} != {
        one.question_code for one in weighting.populations
    }
    cells = weighed.cells if weighed and tells_more else None
    rows = tuple(
        ThemeByGroup(
            theme,
            stance,
            raised[place],
            _findings(groups_made, shown[place], compared[place], cells[place] if cells else None),
            weighed.rows[place] if weighed and raised[place] >= SMALLEST else None,
        )
        for place, (theme, stance) in enumerate(wanted)
    )
    return GroupTable(round(people), groups_made, rows, is_overlapping, weighting)


def _findings(
    groups: Sequence[Group],
    shown: Sequence[int | None],
    compared: Sequence[Comparison],
    weighed: Sequence[Share | None] | None,
) -> tuple[Finding, ...]:
    """One row's findings; those that are masked, or of a masked group, say nothing."""
    return tuple(
        Finding(group, None)
        if cell is None or group.size is None
        else Finding(group, one, weighed[column] if weighed else None)
        for column, (group, cell, one) in enumerate(zip(groups, shown, compared, strict=True))
    )


def _masked(
    counts: list[list[int]],
    raised: Sequence[int],
    sizes: Sequence[int],
    people: int,
    is_overlapping: bool,
) -> tuple[list[list[MaskedCount]], list[MaskedCount]]:
    """The cells and the sizes of groups as they may be shown."""
    if not is_overlapping and sum(raised) == people:
        masked = mask(counts)
        return [list(row) for row in masked.cells], list(masked.column_totals)
    shown = [
        [_shown_alone(count, size, total, people) for count, size in zip(row, sizes, strict=True)]
        for row, total in zip(counts, raised, strict=True)
    ]
    return shown, [size if size >= SMALLEST or not size else None for size in sizes]


def _shown_alone(count: int, size: int, total: int, people: int) -> MaskedCount:
    """A count where groups overlap: shown if neither it nor what remains beside it is small."""
    beside = (count, size - count, total - count, people - size - (total - count))
    return mask([beside[:2], beside[2:]]).cells[0][0]
