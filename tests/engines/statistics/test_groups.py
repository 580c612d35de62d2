"""Groups compared: against examples worked by hand, and against scipy."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import chi2_contingency, fisher_exact

from engage.engines.statistics import compare_groups, holm

PARTS = st.integers(0, 60)


def test_an_example_worked_by_hand() -> None:
    # 30 of 100 on paper and 30 of 300 elsewhere raised it: 60 of 400 in all, 15 %.
    # chi-square = 400 (30*270 - 70*30)^2 / (100*300*60*340) = 23.53, p = 1.2e-6.
    ((paper, web),) = compare_groups([[30, 30]], [100, 300], [60], 400)
    assert (paper.share, paper.lift) == (0.3, 2.0)
    assert (paper.test, paper.p) == ("chi-square", pytest.approx(1.23e-6, rel=0.01))
    assert paper.adjusted == pytest.approx(2 * paper.p)
    assert (web.share, web.lift) == (0.1, pytest.approx(2 / 3))
    assert paper.interval.low == pytest.approx(0.2189, abs=1e-4)  # Wilson, worked by hand
    assert paper.interval.high == pytest.approx(0.3958, abs=1e-4)


def test_few_are_compared_exactly() -> None:
    # the lady tasting tea: 3 of 4 against 1 of 4; p = (16 + 1 + 16 + 1) / 70 = 34/70
    ((one, _),) = compare_groups([[3, 1]], [4, 4], [4], 8)
    assert (one.test, one.p) == ("exact", pytest.approx(34 / 70))


def test_holm_keeps_the_order_and_never_lowers_a_value() -> None:
    assert holm([0.01, 0.04, 0.03, 0.005]) == pytest.approx((0.03, 0.06, 0.06, 0.02))
    assert holm([0.5, 0.9]) == (1.0, 1.0)
    assert holm([]) == ()


@pytest.mark.parametrize(
    ("counts", "sizes", "raised", "people"),
    [([[5]], [5], [5], 5), ([[0]], [4], [0], 9), ([[0]], [0], [3], 9)],
)
def test_where_there_is_nothing_to_compare_nothing_is_claimed(
    counts: list[list[int]], sizes: list[int], raised: list[int], people: int
) -> None:
    ((one,),) = compare_groups(counts, sizes, raised, people)
    assert (one.test, one.p, one.adjusted) == ("", 1.0, 1.0)


def test_a_part_larger_than_its_whole_is_refused() -> None:
    for counts, sizes, raised, people in (([[5]], [4], [5], 9), ([[3]], [4], [2], 9)):
        with pytest.raises(ValueError, match="no part"):
            compare_groups(counts, sizes, raised, people)


@given(a=PARTS, b=PARTS, c=PARTS, d=PARTS)
def test_p_values_are_those_of_scipy(a: int, b: int, c: int, d: int) -> None:
    ((one,),) = compare_groups([[a]], [a + b], [a + c], a + b + c + d)
    if one.test == "exact":
        assert one.p == pytest.approx(fisher_exact([[a, b], [c, d]]).pvalue, abs=1e-9)
    elif one.test:
        expected = chi2_contingency([[a, b], [c, d]], correction=False).pvalue
        assert one.p == pytest.approx(expected, abs=1e-9)
    else:
        assert 0 in (a + b, c + d, a + c, b + d)
