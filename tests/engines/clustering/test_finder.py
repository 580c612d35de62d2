import random

import numpy as np
import pytest
from sklearn.base import clone
from sklearn.exceptions import NotFittedError

from engage.engines.clustering import ThemeFinder
from engage.engines.clustering.stability import REPEATS, fell_apart
from tests.engines.clustering.made_comments import made_comments, purity

TEXTS, SUBJECTS = made_comments()
ENGLISH = ["en"] * len(TEXTS)


@pytest.fixture(scope="module")
def finder():
    return ThemeFinder(4).fit(TEXTS, ENGLISH)


def test_the_constructor_only_stores_its_parameters():
    anchors = {"en": ["one"], "es": ["uno"]}
    finder = ThemeFinder(7, 3, min_score=0.5, languages=["en"], sample_size=50, anchors=anchors)
    assert vars(finder) == finder.get_params()
    assert finder.get_params()["anchors"] is anchors


def test_a_clone_has_the_parameters_but_not_what_was_learned(finder):
    copy = clone(finder)
    assert copy.get_params() == finder.get_params()
    assert not hasattr(copy, "labels_")


def test_fit_returns_the_finder_and_leaves_its_parameters_alone():
    finder = ThemeFinder(4)
    before = dict(finder.get_params())
    assert finder.fit(TEXTS, ENGLISH) is finder
    assert finder.get_params() == before


def test_everything_learned_ends_in_an_underscore(finder):
    learned = set(vars(finder)) - set(finder.get_params())
    assert learned >= {"labels_", "scores_", "candidates_", "themes_", "n_themes_", "figures_"}
    assert all(name.endswith("_") for name in learned)


def test_an_unfitted_finder_refuses_to_place_comments():
    with pytest.raises(NotFittedError):
        ThemeFinder().predict(["late buses"], ["en"])


def test_comments_on_one_subject_share_a_theme(finder):
    assert finder.n_themes_ == 4
    assert purity(finder.labels_.tolist(), SUBJECTS) > 0.95


def test_the_number_of_themes_is_found_when_nobody_gives_it():
    texts, subjects = made_comments(per_subject=60, words=7)
    finder = ThemeFinder().fit(texts, ["en"] * len(texts))
    tried = [candidate["themes"] for candidate in finder.figures_["candidates"]["en"]]
    assert 4 <= finder.n_themes_ <= max(tried)
    assert purity(finder.labels_.tolist(), subjects) > 0.9


def test_the_same_comments_give_exactly_the_same_themes(finder):
    again = ThemeFinder(4).fit(TEXTS, ENGLISH)
    assert np.array_equal(again.labels_, finder.labels_)
    assert np.array_equal(again.scores_, finder.scores_)
    assert again.candidates_ == finder.candidates_
    assert again.themes_ == finder.themes_
    assert again.figures_ == finder.figures_


def test_the_order_of_the_comments_does_not_matter():
    texts = [*TEXTS, *TEXTS[:10]]
    order = np.random.default_rng(1).permutation(len(texts))
    straight = ThemeFinder(4).fit(texts, ["en"] * len(texts))
    shuffled = ThemeFinder(4).fit([texts[place] for place in order], ["en"] * len(texts))
    assert np.array_equal(shuffled.labels_, straight.labels_[order])
    assert np.array_equal(shuffled.scores_, straight.scores_[order])
    assert [t.keywords for t in shuffled.themes_] == [t.keywords for t in straight.themes_]


def test_beyond_the_sample_the_rest_is_placed_and_order_still_does_not_matter():
    texts = [*TEXTS, *TEXTS[:40]]
    order = np.random.default_rng(1).permutation(len(texts))
    straight = ThemeFinder(4, sample_size=80).fit(texts, ["en"] * len(texts))
    shuffled = ThemeFinder(4, sample_size=80).fit([texts[p] for p in order], ["en"] * len(texts))
    assert purity(straight.labels_.tolist(), [*SUBJECTS, *SUBJECTS[:40]]) > 0.85
    assert np.array_equal(shuffled.labels_, straight.labels_[order])


def test_new_comments_are_placed_with_those_like_them(finder):
    place = SUBJECTS.index("housing")
    labels, scores = finder.predict(["the landlord keeps the deposit, mould on the roof", "!"])
    assert labels[0] == finder.labels_[place]
    assert labels[1] == -1
    assert scores[0] > 0.5
    assert scores[1] == 0


def test_candidates_start_with_the_theme_the_comment_is_in(finder):
    for label, score, candidates in zip(
        finder.labels_, finder.scores_, finder.candidates_, strict=True
    ):
        assert 1 <= len(candidates) <= 3
        assert len({theme for theme, _ in candidates}) == len(candidates)
        assert label in (-1, candidates[0][0])
        assert score == candidates[0][1]
        assert all(0 <= chance <= 1 for _, chance in candidates)


def test_a_comment_scored_under_the_minimum_has_no_theme():
    strict = ThemeFinder(4, min_score=0.9).fit(TEXTS, ENGLISH)
    assert ((strict.scores_ < 0.9) == (strict.labels_ == -1)).all()


def test_the_figures_account_for_every_comment(finder):
    figures = finder.figures_
    assert figures["comments"] == len(TEXTS)
    assert figures["coverage"] + figures["share_without_theme"] == pytest.approx(1)
    assert sum(theme.size for theme in finder.themes_) == (finder.labels_ >= 0).sum()
    assert len(figures["stability_by_theme"]) == finder.n_themes_
    assert 0 < figures["stability"] <= 1
    assert 0 < figures["separation"] <= 1
    assert figures["fell_apart_by_theme"] == [theme.fell_apart for theme in finder.themes_]


def test_themes_fall_apart_where_comments_have_nothing_in_common(finder):
    assert finder.figures_["repeats"] == REPEATS
    assert all(theme.fell_apart == 0 for theme in finder.themes_)
    draws = random.Random(1)
    words = [f"{one}{two}{three}" for one in "bdfgk" for two in "aeiou" for three in "lmnrst"]
    noise = [" ".join(draws.sample(words, 6)) for _ in range(200)]
    themes = ThemeFinder(6).fit(noise, ["en"] * len(noise)).themes_
    assert all(4 < theme.fell_apart <= REPEATS and theme.stability < 0.5 for theme in themes)


def test_a_theme_fell_apart_where_less_than_half_of_it_was_found_again():
    overlaps = np.array([0.9, 0.5, 0.49, 0.1, 1.0, 1.0, 1.0, 1.0, 0.3, 0.6])
    assert fell_apart(overlaps) == 3


def test_progress_rises_to_the_end():
    heard = []
    ThemeFinder(4).fit(TEXTS, ENGLISH, lambda share, step: heard.append((share, step)))
    shares = [share for share, _ in heard]
    assert shares == sorted(shares)
    assert (shares[0], shares[-1]) == (0, 1)
    assert all(step for _, step in heard)


def test_progress_may_cancel_the_fit():
    class Cancelled(Exception):
        pass

    def cancel(share, step):
        if share > 0.3:
            raise Cancelled

    with pytest.raises(Cancelled):
        ThemeFinder(4).fit(TEXTS, ENGLISH, cancel)


@pytest.mark.parametrize(
    "texts",
    [
        [],
        [""],
        ["  ", "!?", "…"],
        ["a"],
        ["potholes everywhere"],
        ["mend the road", "mend the roads"],
        ["mend the road", "more buses please", "plant trees"],
        ["mend the road"] * 40,
        ["mend the road", "more buses"] * 20,
        ["the and of", "", "mend the road"],
    ],
)
@pytest.mark.parametrize("n_themes", [None, 1, 12])
def test_few_empty_or_identical_comments_give_at_most_a_theme_or_two(texts, n_themes):
    finder = ThemeFinder(n_themes).fit(texts, ["en"] * len(texts))
    assert finder.n_themes_ <= 2
    assert len(finder.labels_) == len(finder.candidates_) == len(texts)
    assert all(-1 <= label < finder.n_themes_ for label in finder.labels_)
    assert all(finder.labels_[i] == -1 for i, text in enumerate(texts) if not text.strip(" !?…"))
    labels, _ = finder.predict(["mend the road"], ["en"])
    assert len(labels) == 1


def test_as_many_languages_as_texts_are_wanted():
    with pytest.raises(ValueError, match="2 texts but 1 languages"):
        ThemeFinder().fit(["one", "two"], ["en"])
