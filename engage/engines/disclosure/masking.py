"""Masks small counts in a table, and enough others that none can be worked out from the totals.

Counts from 1 to ``threshold - 1`` are masked, in the margins too; zeros are shown and never masked.
What a reader can then work out is the set of tables that agree with every shown figure and have at
least 1 behind each mask. In that set every masked count takes more than ``threshold // 2`` values,
so none is derivable from the table. (Trying out which tables would have been given these very
masks can narrow them further; that is not guarded against.)

How: a table with totals is a network. A cell is an edge from its row to its column, and a total an
edge the other way, so that every line balances. Shifting a number around a closed walk leaves every
line true. For each small count the cheapest such walk is masked along with it; counts that the walk
lowers must be large enough to stay at 1 or more. One always exists, because raising a cell and its
totals together is such a walk. Source: L. H. Cox, "Network models for complementary cell
suppression", Journal of the American Statistical Association 90 (1995), 1453-1462.

It protects one table. Tables that share a margin and are masked apart can be set against each
other, so a release shows a margin in one table only, or counts all of them over one grid.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from engage.engines.disclosure.network import Edge, Uncovered, protect

MaskedCount = int | None


@dataclass(frozen=True)
class MaskedRow:
    """Counts that add up to a total; None stands for a masked one."""

    cells: tuple[MaskedCount, ...]
    total: MaskedCount


@dataclass(frozen=True)
class MaskedTable:
    """Counts by row and column with their totals; None stands for a masked one."""

    cells: tuple[tuple[MaskedCount, ...], ...]
    row_totals: tuple[MaskedCount, ...]
    column_totals: tuple[MaskedCount, ...]
    total: MaskedCount


def mask(table: Sequence[Sequence[int]], threshold: int = 10) -> MaskedTable:
    """Return a two-way table, given as rows of counts, with its totals and with masks.

    Raises ValueError when the rows differ in length or a count is negative.
    """
    rows = [tuple(row) for row in table]
    columns = tuple(zip(*rows, strict=True))
    _check(threshold, *rows)
    row_totals = [sum(row) for row in rows]
    column_totals = [sum(column) for column in columns]
    total = sum(row_totals)
    # Hiding a total costs more than hiding all the cells, so totals stay where they can.
    edges = [
        *(
            Edge(("row", i), ("column", j), count, 1 + count)
            for i, row in enumerate(rows)
            for j, count in enumerate(row)
        ),
        *(
            Edge("totals", ("row", i), count, _dear(count, total, len(rows) * len(columns)))
            for i, count in enumerate(row_totals)
        ),
        *(
            Edge(("column", j), "sums", count, _dear(count, total, len(rows) * len(columns)))
            for j, count in enumerate(column_totals)
        ),
        Edge("sums", "totals", total, _dear(total, total, len(rows) * len(columns))),
    ]
    shown = iter(_shown(edges, threshold))
    return MaskedTable(
        cells=tuple(tuple(next(shown) for _ in row) for row in rows),
        row_totals=tuple(next(shown) for _ in rows),
        column_totals=tuple(next(shown) for _ in columns),
        total=next(shown),
    )


def mask_row(counts: Sequence[int], threshold: int = 10) -> MaskedRow:
    """Return a one-way table with its total and with masks; raises ValueError as ``mask`` does."""
    _check(threshold, counts)
    total = sum(counts)
    edges = [
        *(Edge("row", "sum", count, 1 + count) for count in counts),
        Edge("sum", "row", total, _dear(total, total, len(counts))),
    ]
    *cells, shown_total = _shown(edges, threshold)
    return MaskedRow(tuple(cells), shown_total)


def mask_within(counts: Sequence[int], threshold: int = 10) -> tuple[MaskedCount, ...] | None:
    """Return counts with masks where readers know their sum from elsewhere, or None.

    The sum can't be hidden, so only other counts can cover a small one. None says that no cover is
    large enough: then none of the counts may be shown. Raises ValueError as ``mask`` does.
    """
    _check(threshold, counts)
    edges = [Edge("row", "sum", count, 1 + count) for count in counts]
    try:
        return tuple(_shown(edges, threshold))
    except Uncovered:
        return None


def _check(threshold: int, *rows: Sequence[int]) -> None:
    if threshold < 2:
        raise ValueError("the threshold is at least 2")
    if any(count < 0 for row in rows for count in row):
        raise ValueError("a count is negative")


def _dear(count: int, total: int, cells: int) -> int:
    return 1 + count + total + cells


def _shown(edges: Sequence[Edge], threshold: int) -> list[MaskedCount]:
    hidden = protect(edges, threshold)
    return [None if i in hidden else edge.count for i, edge in enumerate(edges)]
