"""Parts of a theme: as many as asked for, the same again, each comment at most once."""

import random

from engage.engines.clustering import propose_parts

BUSES = [f"The evening bus on route {n} stops long before my late shift ends" for n in range(14)]
RENTS = [f"Our rent in flat {n} went up and the landlord ignores damp walls" for n in range(10)]
LANGUAGES = ["en"] * 24


def test_two_subjects_fall_into_two_parts() -> None:
    first, second = propose_parts(BUSES + RENTS, LANGUAGES, 2)
    assert set(first.places) == set(range(14))
    assert set(second.places) == set(range(14, 24))
    assert "rent" in " ".join(second.keywords)


def test_the_order_of_the_comments_does_not_matter() -> None:
    texts = BUSES + RENTS
    shuffled = random.Random(3).sample(texts, len(texts))
    plain, mixed = (propose_parts(given, LANGUAGES, 2, seed=5) for given in (texts, shuffled))
    assert [{texts[place] for place in part.places} for part in plain] == [
        {shuffled[place] for place in part.places} for part in mixed
    ]


def test_no_comment_is_in_two_parts() -> None:
    parts = propose_parts(BUSES + RENTS, LANGUAGES, 6)
    places = [place for part in parts for place in part.places]
    assert len(places) == len(set(places)) <= 24
    assert len(parts) <= 6


def test_nothing_falls_into_nothing() -> None:
    assert propose_parts([], [], 3) == ()
