import pytest
from hypothesis import given
from hypothesis import strategies as st

from engage.engines.disclosure import wilson_interval


def test_it_agrees_with_the_worked_figures_of_newcombe_1998() -> None:
    """R. G. Newcombe, Statistics in Medicine 17 (1998), 857-872, table I, method 3."""
    low, high = wilson_interval(81, 263, 1.959964)
    assert (round(low, 4), round(high, 4)) == (0.2553, 0.3662)
    low, high = wilson_interval(15, 148, 1.959964)
    assert (round(low, 4), round(high, 4)) == (0.0624, 0.1605)
    low, high = wilson_interval(0, 20, 1.959964)
    assert (round(low, 4), round(high, 4)) == (0.0, 0.1611)
    low, high = wilson_interval(1, 29, 1.959964)
    assert (round(low, 4), round(high, 4)) == (0.0061, 0.1718)


def test_nobody_asked_says_nothing() -> None:
    assert wilson_interval(0, 0) == (0, 1)


@given(st.integers(1, 10_000), st.data())
def test_it_holds_the_share_and_stays_between_none_and_all(n: int, data: st.DataObject) -> None:
    k = data.draw(st.integers(0, n))
    low, high = wilson_interval(k, n)
    assert 0 <= low <= k / n <= high <= 1
    assert wilson_interval(n - k, n) == pytest.approx((1 - high, 1 - low), abs=1e-9)


@pytest.mark.parametrize(("k", "n"), [(-1, 5), (6, 5)])
def test_more_than_all_or_fewer_than_none_is_refused(k: int, n: int) -> None:
    with pytest.raises(ValueError, match="no share"):
        wilson_interval(k, n)
