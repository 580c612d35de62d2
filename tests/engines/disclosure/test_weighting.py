"""Weights to a population: worked by hand, and what must hold of all."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from engage.engines.disclosure import CAP, weigh

ANSWERS = st.sampled_from(["a", "b", "c", ""])
SIZES = st.dictionaries(st.tuples(ANSWERS, ANSWERS), st.integers(0, 200), min_size=1)
SHARES = st.dictionaries(st.sampled_from("abcd"), st.floats(0.5, 100), min_size=1)


def test_an_example_worked_by_hand() -> None:
    # 80 young and 20 old answered; the population is half and half
    found = weigh({("young",): 80, ("old",): 20}, [{"young": 50, "old": 50}])
    assert found.by_stratum == pytest.approx({("young",): 0.625, ("old",): 2.5})
    # Kish: 100² / (80 * 0.625² + 20 * 2.5²)
    assert found.effective == pytest.approx(10_000 / 156.25)
    assert found.design_effect == pytest.approx(1.5625)
    assert (found.trimmed, found.margins[0].unknown, found.margins[0].unheard) == (0, (), ())


def test_two_questions_fit_at_once_and_what_goes_together_stays_together() -> None:
    # the example of Deming and Stephan's method: odds within the table are those of the people
    sizes = {("young", "north"): 40, ("young", "south"): 30, ("old", "north"): 10}
    sizes[("old", "south")] = 20
    found = weigh(sizes, [{"young": 50, "old": 50}, {"north": 60, "south": 40}])
    counts = {stratum: found.by_stratum[stratum] * sizes[stratum] for stratum in sizes}
    assert counts[("young", "north")] + counts[("young", "south")] == pytest.approx(50)
    assert counts[("young", "north")] + counts[("old", "north")] == pytest.approx(60)
    odds = counts[("young", "north")] * counts[("old", "south")]
    odds /= counts[("young", "south")] * counts[("old", "north")]
    assert odds == pytest.approx(40 * 20 / (30 * 10))
    assert found.trimmed == 0 and found.design_effect > 1
    for margin in found.margins:
        assert margin.reached == pytest.approx(margin.wanted)


def test_nobody_speaks_for_very_many_and_who_does_not_answer_has_no_weight() -> None:
    found = weigh({("a",): 99, ("b",): 1, ("",): 10}, [{"a": 50, "b": 45, "c": 5}])
    (margin,) = found.margins
    assert (found.trimmed, margin.unknown, margin.unheard) == (1, ("",), ("c",))
    assert found.by_stratum == pytest.approx({("a",): 95 / 99, ("b",): CAP, ("",): 1.0})
    # what the cap costs is said: b should be 47 in 100 and is 5
    assert margin.farthest == "b"
    assert margin.wanted["b"] == pytest.approx(45 / 95)
    assert margin.reached["b"] == pytest.approx(0.05)
    with pytest.raises(ValueError, match="nobody"):
        weigh({("",): 10}, [{"a": 100}])


@given(sizes=SIZES, first=SHARES, second=SHARES)
def test_weights_keep_within_the_cap_whatever_is_known(
    sizes: dict[tuple[str, ...], int], first: dict[str, float], second: dict[str, float]
) -> None:
    given_answers = [{each[place] for each, size in sizes.items() if size} for place in (0, 1)]
    if not (given_answers[0] & first.keys() and given_answers[1] & second.keys()):
        return
    found = weigh(sizes, [first, second])
    assert found.by_stratum.keys() == {each for each, size in sizes.items() if size}
    assert all(1 / CAP - 1e-6 <= weight <= CAP + 1e-6 for weight in found.by_stratum.values())
    assert found.people == sum(sizes.values())
    assert 0 < found.effective <= found.people * (1 + 1e-9)


@given(sizes=st.dictionaries(st.tuples(ANSWERS), st.integers(0, 200), min_size=1), shares=SHARES)
@example(sizes={("a",): 1, ("b",): 6}, shares={"a": 3.0, "b": 0.5})  # both would be cut
def test_weights_of_one_question_keep_the_number_of_people(
    sizes: dict[tuple[str, ...], int], shares: dict[str, float]
) -> None:
    if not {each[0] for each, size in sizes.items() if size} & shares.keys():
        return
    found = weigh(sizes, [shares])
    whole = sum(sizes.values())
    assert sum(found.by_stratum[g] * sizes[g] for g in found.by_stratum) == pytest.approx(whole)
