"""Agreement of two readers: against examples worked by hand, and against scikit-learn."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from nltk.metrics import masi_distance as nltk_masi
from nltk.metrics.agreement import AnnotationTask
from sklearn.metrics import cohen_kappa_score

from engage.engines.statistics import (
    cohen_kappa,
    draw_random,
    draw_stratified,
    masi_distance,
    measure_agreement,
    measure_alpha,
    sample_size,
)

SETS = st.frozensets(st.integers(0, 4), min_size=1, max_size=3)
PAIRS = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=2, max_size=60)


def _sets(pairs: list[tuple[int, int]]) -> list[tuple[frozenset[int], frozenset[int]]]:
    return [(frozenset({one}), frozenset({other})) for one, other in pairs]


def test_an_example_worked_by_hand() -> None:
    # Fifty grants: both yes 20, both no 15; agreed 0.7, by chance 0.5*0.6 + 0.5*0.4 = 0.5.
    pairs = [(1, 1)] * 20 + [(1, 0)] * 5 + [(0, 1)] * 10 + [(0, 0)] * 15
    found = measure_agreement(_sets(pairs), seed=1)
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
    assert measure_agreement(_sets(pairs), seed=7) == measure_agreement(_sets(pairs), seed=7)
    assert measure_agreement(_sets(pairs), seed=7) != measure_agreement(_sets(pairs), seed=8)


def test_high_agreement_on_a_rare_theme_is_pointed_out() -> None:
    pairs = [(1, 1)] * 1 + [(1, 0)] * 2 + [(0, 1)] * 2 + [(0, 0)] * 95
    found = measure_agreement(_sets(pairs)).by_label[1]
    assert found.agreement == pytest.approx(0.96)
    assert found.kappa is not None and found.kappa < 0.4
    assert found.is_rare
    assert not measure_agreement(_sets([(1, 1)] * 30 + [(0, 0)] * 30)).by_label[1].is_rare


def test_where_only_one_theme_was_ever_chosen_kappa_says_nothing() -> None:
    found = measure_agreement(_sets([(4, 4)] * 10)).overall
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


def test_labels_of_a_comment_with_several_are_measured_each_by_itself() -> None:
    both, one, none = frozenset({1, 2}), frozenset({1}), frozenset({0})
    found = measure_agreement([(both, one)] * 4 + [(one, one)] * 4 + [(none, none)] * 2)
    assert found.overall.agreement == pytest.approx(0.6)
    assert found.by_label[1].agreement == 1.0
    assert (found.by_label[2].first, found.by_label[2].second) == (4, 0)


def test_distances_of_sets_worked_by_hand() -> None:
    # Passonneau 2006: the overlap times 1, 2/3 or 1/3
    one, two, other = frozenset({1}), frozenset({1, 2}), frozenset({2, 3})
    assert masi_distance(two, two) == 0
    assert masi_distance(one, two) == pytest.approx(1 - 2 / 3 * 1 / 2)
    assert masi_distance(two, other) == pytest.approx(1 - 1 / 3 * 1 / 3)
    assert masi_distance(one, other) == 1


@given(readings=st.lists(st.tuples(SETS, SETS), min_size=2, max_size=30))
def test_alpha_is_that_of_nltk(readings: list[tuple[frozenset[int], frozenset[int]]]) -> None:
    found = measure_alpha(readings, seed=3, repeats=50)
    if found.alpha is None:
        assert len({labels for reading in readings for labels in reading}) == 1
        return
    said = [
        (coder, at, labels)
        for at, both in enumerate(readings)
        for coder, labels in zip("ab", both, strict=True)
    ]
    assert found.alpha == pytest.approx(AnnotationTask(said, distance=nltk_masi).alpha())
    assert found.interval is not None and found.interval.low <= found.interval.high
    assert found == measure_alpha(readings, seed=3, repeats=50)


def test_with_one_label_each_alpha_is_near_kappa_and_a_part_counts_in_part() -> None:
    pairs = _sets([(1, 1)] * 20 + [(1, 0)] * 5 + [(0, 1)] * 10 + [(0, 0)] * 15)
    assert measure_alpha(pairs).alpha == pytest.approx(0.4, abs=0.01)
    partly = [(frozenset({1, 2}), frozenset({1}))] * 10 + [(frozenset({3}), frozenset({3}))] * 10
    found = measure_alpha(partly)
    assert (found.alike, found.in_part) == (0.5, 0.5)
    assert found.alpha is not None and 0 < found.alpha < 1
    for nothing in ([], [(frozenset[int](), frozenset({1}))]):
        with pytest.raises(ValueError, match="nothing"):
            measure_alpha(nothing)


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
