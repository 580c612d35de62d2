"""Stances are learned from what people set, and suggested where that was right often enough."""

import random

import pytest

from engage.engines.clustering import StanceReader

PLACES = ("Mill Road", "Station Street", "Church Lane", "Park Row", "High Street", "Bridge Road")
FOR = ("Please build it on {p}.", "Yes, {p} needs this.", "We want the bus lane on {p} soon.")
AGAINST = ("Do not build it on {p}.", "No, not on {p}.", "We do not want the bus lane on {p}.")
AR_FOR = ("نعم نريد مسار الحافلات في {p}", "أوافق على المسار في {p}")
AR_AGAINST = ("لا نريد مسار الحافلات في {p}", "أرفض المسار في {p}")


def _said(patterns: tuple[str, ...], count: int, seed: int) -> list[str]:
    rng = random.Random(seed)
    return [f"{rng.choice(patterns).format(p=rng.choice(PLACES))} {n}" for n in range(count)]


def _taught(language: str = "en") -> tuple[list[str], list[str]]:
    pros, cons = (FOR, AGAINST) if language == "en" else (AR_FOR, AR_AGAINST)
    texts = _said(pros, 30, 1) + _said(cons, 25, 2)
    return texts, ["for"] * 30 + ["against"] * 25


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_reader_tells_for_from_against_by_words_that_mean_nothing_to_a_theme(
    language: str,
) -> None:
    texts, stances = _taught(language)
    reader = StanceReader().fit(texts, [7] * 55, [language] * 55, stances)
    assert reader.can_suggest
    assert reader.held_.right >= 0.75 * reader.held_.suggested > 0
    pros, cons = (FOR, AGAINST) if language == "en" else (AR_FOR, AR_AGAINST)
    asked = _said(pros, 8, 5) + _said(cons, 8, 6)
    found = reader.suggest(asked, [7] * 16, [language] * 16)
    named = [one.stance if one else None for one in found]
    wanted = ["for"] * 8 + ["against"] * 8
    assert all(name in (None, want) for name, want in zip(named, wanted, strict=True))
    assert sum(name is not None for name in named) >= 12


def test_nothing_is_suggested_from_moods_alone_or_from_few() -> None:
    texts, stances = _taught()
    reader = StanceReader().fit([], [], [], [])
    assert reader.suggest(["I love it, wonderful!"], [7], ["en"]) == [None]
    few = StanceReader().fit(texts[:20], [7] * 20, ["en"] * 20, stances[:20])
    assert not few.can_suggest
    one_sided = StanceReader().fit(texts[:30], [7] * 30, ["en"] * 30, ["for"] * 30)
    assert one_sided.suggest(texts[30:], [7] * 25, ["en"] * 25) == [None] * 25


def test_nothing_is_suggested_where_words_do_not_tell_the_sides_apart() -> None:
    rng = random.Random(3)
    texts = _said(FOR, 120, 1)
    stances = [rng.choice(("for", "against")) for _ in texts]
    reader = StanceReader(min_agreement=0.9).fit(texts, [7] * 120, ["en"] * 120, stances)
    assert not reader.can_suggest


def test_a_language_in_which_nobody_set_a_stance_gets_no_suggestion() -> None:
    texts, stances = _taught()
    reader = StanceReader().fit(texts, [7] * 55, ["en"] * 55, stances)
    assert reader.suggest(["No queremos esto"], [7], ["es"]) == [None]


def test_the_order_of_the_comments_does_not_matter() -> None:
    texts, stances = _taught()
    rows = list(zip(texts, stances, strict=True))
    asked = _said(AGAINST, 5, 9)
    given = []
    for seed in (0, 1):
        random.Random(seed).shuffle(rows)
        shuffled, set_as = (list(part) for part in zip(*rows, strict=True))
        reader = StanceReader().fit(shuffled, [7] * 55, ["en"] * 55, set_as)
        given.append(reader.suggest(asked, [7] * 5, ["en"] * 5))
    assert given[0] == given[1]


def test_the_same_words_may_mean_another_side_in_another_theme() -> None:
    texts = [f"Keep the cars on {p}, number {n}." for n in range(15) for p in PLACES[:2]]
    for_cars = StanceReader().fit(
        texts * 2, [1] * 30 + [2] * 30, ["en"] * 60, ["for"] * 30 + ["against"] * 30
    )
    found = for_cars.suggest(["Keep the cars on Mill Road."] * 2, [1, 2], ["en"] * 2)
    assert [one.stance if one else "" for one in found] == ["for", "against"]
