"""Weights to a population: worked by hand, and what must hold of all."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engage.engines.disclosure import CAP, weigh

SIZES = st.dictionaries(st.sampled_from("abcde"), st.integers(0, 200), min_size=1)
SHARES = st.dictionaries(st.sampled_from("abcde"), st.floats(0.5, 100), min_size=1)


def test_an_example_worked_by_hand() -> None:
    # 80 young and 20 old answered; the population is half and half
    found = weigh({"young": 80, "old": 20}, {"young": 50, "old": 50})
    assert found.by_group == pytest.approx({"young": 0.625, "old": 2.5})
    # Kish: 100² / (80 * 0.625² + 20 * 2.5²)
    assert found.effective == pytest.approx(10_000 / 156.25)
    assert (found.capped, found.unknown, found.unheard) == ((), (), ())


def test_nobody_speaks_for_very_many_and_who_does_not_answer_has_no_weight() -> None:
    found = weigh({"a": 99, "b": 1, "": 10}, {"a": 50, "b": 45, "c": 5})
    assert (found.capped, found.unknown, found.unheard) == (("b",), ("",), ("c",))
    assert found.by_group["b"] / found.by_group["a"] < CAP * 2
    assert found.by_group[""] == 1.0
    with pytest.raises(ValueError, match="nobody"):
        weigh({"": 10}, {"a": 100})


@given(sizes=SIZES, shares=SHARES)
def test_weights_keep_the_number_of_people(sizes: dict[str, int], shares: dict[str, float]) -> None:
    if not any(sizes.get(group) for group in shares):
        return
    found = weigh(sizes, shares)
    whole = sum(sizes.values())
    assert sum(found.by_group[g] * sizes[g] for g in found.by_group) == pytest.approx(whole)
    assert 0 < found.effective <= whole * (1 + 1e-9)
