"""Agreement of two readers: against examples worked by hand, and against scikit-learn."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import cohen_kappa_score

from engage.engines.statistics import (
    cohen_kappa,
    draw_random,
    draw_stratified,
    measure_agreement,
    sample_size,
)

PAIRS = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=2, max_size=60)


def test_an_example_worked_by_hand() -> None:
    # Fifty grants: both yes 20, both no 15; agreed 0.7, by chance 0.5*0.6 + 0.5*0.4 = 0.5.
    pairs = [(1, 1)] * 20 + [(1, 0)] * 5 + [(0, 1)] * 10 + [(0, 0)] * 15
    found = measure_agreement(pairs, seed=1)
    assert found.overall.kappa == pytest.approx(0.4)
    assert found.overall.agreement == pytest.approx(0.7)
    assert found.by_label[1].kappa == pytest.approx(0.4)
    assert (found.by_label[1].first, found.by_label[1].second) == (25, 30)
    assert found.overall.interval is not None
    # the large-sample standard error is 0.129 (Cohen 1960, formula 7): 0.15 to 0.65
    assert found.overall.interval.low == pytest.approx(0.15, abs=0.05)
    assert found.overall.interval.high == pytest.approx(0.65, abs=0.05)


def test_the_same_seed_gives_the_same_interval() -> None:
    pairs = [(n % 3, n % 4) for n in range(60)]
    assert measure_agreement(pairs, seed=7) == measure_agreement(pairs, seed=7)
    assert measure_agreement(pairs, seed=7) != measure_agreement(pairs, seed=8)


def test_high_agreement_on_a_rare_theme_is_pointed_out() -> None:
    pairs = [(1, 1)] * 1 + [(1, 0)] * 2 + [(0, 1)] * 2 + [(0, 0)] * 95
    found = measure_agreement(pairs).by_label[1]
    assert found.agreement == pytest.approx(0.96)
    assert found.kappa is not None and found.kappa < 0.4
    assert found.is_rare
    assert not measure_agreement([(1, 1)] * 30 + [(0, 0)] * 30).by_label[1].is_rare


def test_where_only_one_theme_was_ever_chosen_kappa_says_nothing() -> None:
    found = measure_agreement([(4, 4)] * 10).overall
    assert (found.kappa, found.interval, found.agreement) == (None, None, 1.0)
    with pytest.raises(ValueError, match="nothing"):
        measure_agreement([])


@given(pairs=PAIRS)
def test_kappa_is_that_of_scikit_learn(pairs: list[tuple[int, int]]) -> None:
    ours = cohen_kappa(Counter(pairs))
    first, second = zip(*pairs, strict=True)
    if ours is None:
        assert len(set(first) | set(second)) == 1
    else:
        assert ours == pytest.approx(cohen_kappa_score(first, second))


def test_a_sample_is_fifty_or_five_in_a_hundred() -> None:
    assert [sample_size(n) for n in (0, 30, 50, 900, 1001, 7578)] == [0, 30, 50, 50, 51, 379]


def test_samples_can_be_drawn_again_whatever_the_order_of_the_ids() -> None:
    ids = {n: n % 3 for n in range(200)}
    backwards = dict(reversed(ids.items()))
    for draw in (draw_random, draw_stratified):
        assert draw(ids, 50, 3) == draw(backwards, 50, 3)
        assert draw(ids, 50, 3) != draw(ids, 50, 4)
        assert len(set(draw(ids, 50, 3))) == 50


def test_no_stratum_is_left_out_and_large_ones_give_their_share() -> None:
    ids = {n: "large" if n < 900 else "middle" if n < 997 else n for n in range(1000)}
    drawn = Counter(ids[n] for n in draw_stratified(ids, 50, 0))
    assert drawn["large"] in (42, 43) and drawn["middle"] in (4, 5)
    assert all(drawn[n] == 1 for n in (997, 998, 999))
    assert len(draw_stratified({1: "a", 2: "b"}, 2, 0)) == 2
