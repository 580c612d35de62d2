"""The reader in these tests solves for every mask by linear programming."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from engage.engines.disclosure import MaskedCount, MaskedRow, MaskedTable, mask, mask_row

counts = st.one_of(st.integers(0, 12), st.integers(0, 60))
tables = st.tuples(st.integers(1, 4), st.integers(1, 4)).flatmap(
    lambda shape: st.lists(
        st.lists(counts, min_size=shape[1], max_size=shape[1]),
        min_size=shape[0],
        max_size=shape[0],
    )
)
Lines = list[list[MaskedCount]]


def bordered(masked: MaskedTable) -> Lines:
    rows = [[*row, total] for row, total in zip(masked.cells, masked.row_totals, strict=True)]
    return [*rows, [*masked.column_totals, masked.total]]


def with_totals(table: list[list[int]]) -> list[list[int]]:
    rows = [[*row, sum(row)] for row in table]
    return [*rows, [sum(column) for column in zip(*rows, strict=True)]]


def possible_widths(lines: list[list[tuple[int, int]]], grid: Lines) -> list[float]:
    """How far each masked count can range, given that each line's last entry is the sum of it."""
    masks = [(i, j) for i, row in enumerate(grid) for j, n in enumerate(row) if n is None]
    equations, sums = np.zeros((len(lines), len(masks))), np.zeros(len(lines))
    for at, line in enumerate(lines):
        for place, (i, j) in enumerate(line):
            sign = -1 if place == len(line) - 1 else 1
            count = grid[i][j]
            if count is None:
                equations[at, masks.index((i, j))] = sign
            else:
                sums[at] -= sign * count
    widths = []
    for wanted in np.eye(len(masks)):
        ends = [
            linprog(way * wanted, A_eq=equations, b_eq=sums, bounds=(1, 100_000)) for way in (1, -1)
        ]
        assert all(end.success for end in ends)
        widths.append(-ends[1].fun - ends[0].fun)
    return widths


def two_way_widths(masked: MaskedTable) -> list[float]:
    grid = bordered(masked)
    height, width = len(grid), len(grid[0])
    rows = [[(i, j) for j in range(width)] for i in range(height)]
    columns = [[(i, j) for i in range(height)] for j in range(width)]
    return possible_widths(rows + columns, grid)


def one_way_widths(masked: MaskedRow) -> list[float]:
    grid = [[*masked.cells, masked.total]]
    return possible_widths([[(0, j) for j in range(len(grid[0]))]], grid)


@settings(max_examples=150, deadline=None)
@given(tables)
def test_no_masked_count_of_a_two_way_table_is_derivable(table: list[list[int]]) -> None:
    assert all(width >= 4.99 for width in two_way_widths(mask(table)))


@settings(deadline=None)
@given(st.lists(counts, min_size=1, max_size=8))
def test_no_masked_count_of_a_one_way_table_is_derivable(row: list[int]) -> None:
    assert all(width >= 4.99 for width in one_way_widths(mask_row(row)))


def test_the_reader_of_these_tests_does_derive_a_lone_masked_count() -> None:
    careless = MaskedTable(((None, 20), (30, 40)), (25, 70), (35, 60), 95)
    assert two_way_widths(careless) == [pytest.approx(0)]


@given(tables, st.integers(2, 15))
def test_small_counts_are_masked_and_what_is_shown_is_true(
    table: list[list[int]], threshold: int
) -> None:
    shown = bordered(mask(table, threshold))
    for true_row, shown_row in zip(with_totals(table), shown, strict=True):
        for count, seen in zip(true_row, shown_row, strict=True):
            assert seen is None if 0 < count < threshold else seen in {None, count}
            assert count != 0 or seen == 0


@given(tables)
def test_a_table_without_small_counts_is_shown_whole(table: list[list[int]]) -> None:
    large = [[count * 10 for count in row] for row in table]
    assert bordered(mask(large)) == with_totals(large)


def test_a_lone_small_cell_takes_three_others_and_leaves_the_totals() -> None:
    masked = mask([[3, 40, 50], [60, 70, 80], [90, 30, 20]])
    grid = bordered(masked)
    assert sum(count is None for row in grid for count in row) == 4
    assert masked.row_totals == (93, 210, 140)
    assert masked.column_totals == (153, 140, 150)


def test_a_lone_small_cell_in_a_row_takes_the_smallest_that_can_cover_it() -> None:
    assert mask_row([4, 30, 12, 0]) == MaskedRow((None, 30, None, 0), 46)


def test_two_small_cells_whose_sum_would_give_them_away_take_a_third() -> None:
    assert mask_row([1, 1, 50, 90]) == MaskedRow((None, None, None, 90), 142)


def test_a_row_of_one_small_cell_masks_its_total_too() -> None:
    assert mask_row([4]) == MaskedRow((None,), None)
    assert mask([[4]]) == MaskedTable(((None,),), (None,), (None,), None)


def test_empty_tables_stay_empty() -> None:
    assert mask_row([]) == MaskedRow((), 0)
    assert mask([]) == MaskedTable((), (), (), 0)
    assert mask([[0, 0]]) == MaskedTable(((0, 0),), (0,), (0, 0), 0)


def test_the_same_table_is_masked_the_same_way_each_time() -> None:
    table = [[7, 20, 20], [20, 20, 20], [20, 20, 8]]
    assert mask(table) == mask(table)


@pytest.mark.parametrize("table", [[[1, -1]], [[1, 2], [3]]])
def test_a_table_that_is_none_is_refused(table: list[list[int]]) -> None:
    with pytest.raises(ValueError, match=r"negative|shorter"):
        mask(table)


def test_a_large_table_is_masked_in_seconds() -> None:
    table = [[(i * 7919 + j * 104729) % 40 for j in range(20)] for i in range(50)]
    shown = bordered(mask(table))
    assert any(count is None for row in shown for count in row)
