"""A tree of themes: families above, parts below, the same again, every comment in its place."""

import random
from dataclasses import replace

import pytest

from engage.engines.clustering import Branch, nest_themes, stable_parts
from tests.engines.clustering.made_comments import made_comments

FAMILIES = {
    "travel": "journey fare ticket late crowded station route",
    "housing": "rent landlord damp deposit tenant heating repair",
}
OWN = [
    ("travel", "bus driver stop shelter"),
    ("travel", "train platform carriage rail"),
    ("housing", "flat stairs neighbour block"),
    ("housing", "cottage roof chimney garden"),
    ("", "library book shelf reading story"),
    ("", "pool swim lane lifeguard goggles"),
]


def made_families(each: int = 20, seed: int = 1) -> tuple[list[str], list[int]]:
    draws = random.Random(seed)
    made = []
    for theme, (family, words) in enumerate(OWN):
        shared = FAMILIES.get(family, words).split()
        for _ in range(each):
            said = [*draws.sample(shared, 4), *draws.sample(words.split(), 3)]
            made.append((" ".join(said), theme))
    draws.shuffle(made)
    return [text for text, _ in made], [theme for _, theme in made]


TEXTS, THEMES = made_families()
ENGLISH = ["en"] * len(TEXTS)


@pytest.fixture(scope="module")
def tree() -> tuple[Branch, ...]:
    return nest_themes(TEXTS, ENGLISH, THEMES)


def themes_under(branch: Branch) -> list[int | None]:
    if branch.kind != "family":
        return [branch.theme]
    return [theme for inner in branch.branches for theme in themes_under(inner)]


def as_texts(branches: tuple[Branch, ...], texts: list[str]) -> list[object]:
    """A tree told by its words, so that the order of the input does not show."""
    return [
        (
            replace(b, places=(), branches=()),
            sorted(texts[at] for at in b.places),
            as_texts(b.branches, texts),
        )
        for b in branches
    ]


def test_themes_that_share_words_are_a_family(tree):
    families = {frozenset(themes_under(branch)) for branch in tree if branch.kind == "family"}
    assert families == {frozenset({0, 1}), frozenset({2, 3})}
    for branch in tree:
        if branch.kind == "family":
            shared = FAMILIES["travel" if 0 in themes_under(branch) else "housing"]
            assert set(branch.keywords[0].split()) <= set(shared.split())
            assert branch.label and 0.6 <= branch.support <= 1


def test_every_theme_is_in_the_tree_once_with_all_its_comments(tree):
    assert sorted(theme for branch in tree for theme in themes_under(branch)) == list(range(6))
    for branch in tree:
        wanted = [at for at, theme in enumerate(THEMES) if theme in themes_under(branch)]
        assert list(branch.places) == wanted


def test_the_tree_is_the_same_again_whatever_the_order(tree):
    assert nest_themes(TEXTS, ENGLISH, THEMES) == tree
    order = random.Random(4).sample(range(len(TEXTS)), len(TEXTS))
    texts = [TEXTS[at] for at in order]
    mixed = nest_themes(texts, ENGLISH, [THEMES[at] for at in order])
    assert as_texts(mixed, texts) == as_texts(tree, TEXTS)


def test_comments_are_read_as_a_stream_however_few_may_be_held(tree):
    class Stream:
        def __iter__(self):
            return iter(TEXTS)

    for held in (1, 60):
        assert nest_themes(Stream(), ENGLISH, THEMES, held=held) == tree
    with pytest.raises(ValueError, match="iterator"):
        nest_themes(iter(TEXTS), ENGLISH, THEMES)


def test_a_theme_of_two_subjects_shows_its_parts():
    texts, subjects = made_comments(per_subject=30)
    numbers = [{"buses": 7, "parks": 7, "housing": 8, "schools": -1}[s] for s in subjects]
    tree = nest_themes(texts, ["en"] * len(texts), numbers)
    wide, whole = tree
    assert (wide.kind, wide.theme, len(wide.places)) == ("theme", 7, 60)
    assert [part.kind for part in wide.branches] == ["part", "part"]
    for part in wide.branches:
        assert len({subjects[at] for at in part.places}) == 1
        assert part.theme == 7 and part.keywords and set(part.places) <= set(wide.places)
    assert (whole.theme, len(whole.places)) == (8, 30)


def test_a_theme_that_holds_together_has_no_parts():
    texts = [f"The evening bus on route {n} stops long before my shift ends" for n in range(40)]
    assert stable_parts(texts, ["en"] * 40) == ()
    assert stable_parts(texts[:10], ["en"] * 10) == ()


def test_comments_without_a_theme_are_in_no_branch():
    assert nest_themes(["one", "two"], ["en", "en"], [-1, -1]) == ()
    assert nest_themes([], [], []) == ()
    with pytest.raises(ValueError, match="one length"):
        nest_themes(["one"], ["en"], [])


def test_themes_of_different_languages_are_no_family():
    texts, subjects = made_comments("en", per_subject=10)
    more, known = made_comments("es", per_subject=10)
    names = sorted(set(subjects))
    numbers = [names.index(s) for s in subjects] + [4 + names.index(s) for s in known]
    tree = nest_themes([*texts, *more], ["en"] * len(texts) + ["es"] * len(more), numbers)
    for branch in tree:
        inside = themes_under(branch)
        assert max(inside) < 4 or min(inside) >= 4


def test_progress_is_told_and_may_stop_the_work():
    heard: list[float] = []
    nest_themes(TEXTS, ENGLISH, THEMES, progress=heard.append)
    assert heard == sorted(heard) and heard[0] == 0 and heard[-1] == 1

    def stop(_share: float) -> None:
        raise InterruptedError

    with pytest.raises(InterruptedError):
        nest_themes(TEXTS, ENGLISH, THEMES, progress=stop)
