"""What groups say: how often those of a channel, a language or an answer raised each theme."""

from collections.abc import Sequence
from dataclasses import dataclass

from engage.engines.disclosure import (
    Interval,
    MaskedCount,
    Weights,
    mask,
    weigh,
    wilson_interval,
)
from engage.engines.questionnaire import Question, tally
from engage.engines.statistics import Comparison, compare_groups
from engage.kernel.errors import NotFound, message
from engage.kernel.languages import LocaleText
from engage.themes.export import closed_questions
from engage.themes.group_counting import (
    BY_COMMENT,
    Counted,
    Sums,
    count_comments,
    largest_groups,
    strata,
    sum_up,
    weighted,
)
from engage.themes.population import Population, find_population, weighing_questions
from engage.themes.queries import ThemeSummary, list_themes

SURE = 0.05
SMALLEST = 10  # fewer comments have no weighted share of their own

BY_THEME, BY_STANCE = "theme", "stance"
Rows = Sequence[tuple[ThemeSummary | None, str | None]]


@dataclass(frozen=True)
class Share:
    """A weighted share and its 95 % interval, that of the effective number of people."""

    share: float
    interval: Interval


@dataclass(frozen=True)
class Weighting:
    """By what people are weighed: the shares that were entered, and the weights they gave."""

    population: Population
    weights: Weights


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
    weighed_by: str = "",
) -> GroupTable:
    """The table for ``channel``, ``language`` or the code of a closed question.

    With ``rows`` by stance, a theme whose stances are known has a row for each side instead of one.
    ``weighed_by`` is the code of a question for which shares of the population were entered; both
    figures are given then.
    """
    question = None
    if variable not in BY_COMMENT:
        known = {each.code: each for each in list_variables(consultation_id)}
        if variable not in known:
            raise NotFound(message("groups", "No groups can be made of this."))
        question = known[variable]
    can_weigh = weighed_by in weighing_questions(consultation_id)
    population = find_population(consultation_id, weighed_by) if can_weigh else None
    counted = count_comments(
        consultation_id, question_code, variable, weighed_by if population else ""
    )
    is_overlapping = question is not None and question.kind == "multiple_choice"
    wanted = _rows(list_themes(consultation_id, question_code), rows)
    weighting = _weighting(counted, population) if population else None
    return _table(counted, wanted, _labels(question), variable, is_overlapping, weighting)


def _weighting(counted: Sequence[Counted], population: Population) -> Weighting | None:
    """None where nobody of a group with a known share wrote."""
    try:
        return Weighting(population, weigh(strata(counted), population.shares))
    except ValueError:
        return None


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
    weighed = _weighed(counted, places, codes, weighting) if weighting else None
    # those of one group weigh alike where groups are made of what weighs them
    tells_more = weighting is not None and weighting.population.question_code != variable
    rows = tuple(
        ThemeByGroup(
            theme,
            stance,
            raised[place],
            tuple(
                Finding(
                    group, one, weighed.cells[place][column] if weighed and tells_more else None
                )
                if cell is not None and group.size is not None
                else Finding(group, None)
                for column, (group, one, cell) in enumerate(
                    zip(groups_made, compared[place], shown[place], strict=True)
                )
            ),
            weighed.rows[place] if weighed and raised[place] >= SMALLEST else None,
        )
        for place, (theme, stance) in enumerate(wanted)
    )
    return GroupTable(round(people), groups_made, rows, is_overlapping, weighting)


@dataclass(frozen=True)
class _Weighed:
    """The weighted share of each row among all, and within each group."""

    rows: tuple[Share, ...]
    cells: tuple[tuple[Share, ...], ...]


def _weighed(
    counted: Sequence[Counted],
    places: Sequence[tuple[int | None, str | None]],
    codes: Sequence[str],
    weighting: Weighting,
) -> _Weighed:
    weight_of = weighting.weights.by_group.__getitem__
    once = weighted(counted, weight_of)
    sums: Sums = sum_up(once, places, codes)
    squares = sum_up(weighted(once, weight_of), places, codes)
    return _Weighed(
        tuple(_share(row, sums.whole, squares.whole) for row in sums.rows),
        tuple(
            tuple(
                _share(cell, group, square)
                for cell, group, square in zip(row, sums.groups, squares.groups, strict=True)
            )
            for row in sums.cells
        ),
    )


def _share(part: float, whole: float, squared: float) -> Share:
    share = min(1.0, part / whole) if whole else 0.0
    effective = whole**2 / squared if squared else 0.0
    return Share(share, wilson_interval(share * effective, effective))


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
