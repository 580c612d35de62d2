"""A comment may carry several themes; what is suggested besides was right on held-out comments."""

import numpy as np
import pytest
from sklearn.exceptions import NotFittedError

from engage.engines.clustering import ThemeAssigner, ThemeFinder
from tests.engines.clustering.made_comments import made_comments

TEXTS, SUBJECTS = made_comments(per_subject=60)
NUMBERS = {"buses": 11, "housing": 12, "parks": 13, "schools": 14}
THEMES = [NUMBERS[subject] for subject in SUBJECTS]
ENGLISH = ["en"] * len(TEXTS)
NEW, NEW_SUBJECTS = made_comments(per_subject=20, seed=9)
BOTH = [
    (f"{one}. {two}", {NUMBERS[a], NUMBERS[b]})
    for one, a, two, b in zip(
        NEW[::2], NEW_SUBJECTS[::2], NEW[1::2], NEW_SUBJECTS[1::2], strict=True
    )
    if a != b
]
STRANGE = "xylophone quartet rehearses beneath saffron curtains"


@pytest.fixture(scope="module")
def assigner():
    return ThemeAssigner().fit(TEXTS, THEMES, ENGLISH)


def themes_of(several):
    return [{theme for theme, _ in own} for own in several]


def test_a_comment_on_two_subjects_gets_both_themes(assigner):
    found = themes_of(assigner.predict_several([text for text, _ in BOTH], ["en"] * len(BOTH)))
    assert np.mean([own == wanted for own, (_, wanted) in zip(found, BOTH, strict=True)]) > 0.8


def test_a_comment_on_one_subject_keeps_to_it(assigner):
    found = assigner.predict_several(NEW, ["en"] * len(NEW))
    assert np.mean([len(own) == 1 for own in found]) > 0.9


def test_the_first_theme_is_the_one_it_is_placed_in(assigner):
    labels, scores = assigner.predict(NEW, ["en"] * len(NEW))
    for own, label, score in zip(
        assigner.predict_several(NEW, ["en"] * len(NEW)), labels, scores, strict=True
    ):
        assert own[0] == (label, pytest.approx(score, abs=0.001))
        assert all(0 <= share <= 1 for _, share in own[1:])


def test_what_has_no_theme_has_no_further_one_either(assigner):
    assert assigner.predict_several([STRANGE, "El autobús"], ["en", "es"]) == [(), ()]
    themes = [-1 if theme == 14 else theme for theme in THEMES]
    found = ThemeAssigner().fit(TEXTS, themes, ENGLISH)
    assert [own == () for own in found.several_] == [theme == -1 for theme in themes]
    assert not any(
        -1 in own
        for own in themes_of(found.predict_several([t for t, _ in BOTH], ["en"] * len(BOTH)))
    )


def test_the_learned_comments_keep_their_theme_and_are_read_held_out(assigner):
    assert [own[0][0] for own in assigner.several_] == THEMES
    held = assigner.further_["en"]
    assert held.agreement >= 0.7 and held.found > 0.5


def test_what_people_added_is_learned():
    texts = [*TEXTS, *(text for text, _ in BOTH)]
    first = [*THEMES, *(min(own) for _, own in BOTH)]
    also = [*([()] * len(TEXTS)), *([max(own)] for _, own in BOTH)]
    assigner = ThemeAssigner().fit(texts, first, ["en"] * len(texts), also)
    told = themes_of(assigner.several_)[len(TEXTS) :]
    assert np.mean([own == wanted for own, (_, wanted) in zip(told, BOTH, strict=True)]) > 0.7


def test_the_themes_a_machine_found_may_be_several_too():
    texts = [*TEXTS, *(text for text, _ in BOTH[:8])]
    languages = ["en"] * len(texts)
    finder = ThemeFinder(4).fit(texts, languages)
    several = ThemeAssigner().fit(texts, finder.labels_.tolist(), languages).several_
    assert np.mean([len(own) > 1 for own in several[len(TEXTS) :]]) > 0.5
    assert np.mean([len(own) > 1 for own in several[: len(TEXTS)]]) < 0.1


def test_nothing_is_suggested_where_readings_are_seldom_right():
    draws = np.random.default_rng(1)
    assigner = ThemeAssigner().fit(TEXTS, draws.integers(0, 4, len(TEXTS)).tolist(), ENGLISH)
    assert all(len(own) <= 1 for own in assigner.several_)
    assert assigner.further_["en"].found == 0


def test_it_repeats_exactly_whatever_the_order(assigner):
    order = np.random.default_rng(3).permutation(len(TEXTS))
    texts, themes = [TEXTS[at] for at in order], [THEMES[at] for at in order]
    again, mixed = (
        ThemeAssigner().fit(TEXTS, THEMES, ENGLISH),
        ThemeAssigner().fit(texts, themes, ENGLISH),
    )
    assert again.several_ == assigner.several_
    assert mixed.several_ == [assigner.several_[at] for at in order]
    made = [text for text, _ in BOTH]
    assert mixed.predict_several(made, ["en"] * len(made)) == assigner.predict_several(
        made, ["en"] * len(made)
    )


def test_it_refuses_what_does_not_fit_together():
    with pytest.raises(NotFittedError):
        ThemeAssigner().predict_several(["one"], ["en"])
    with pytest.raises(ValueError, match="one length"):
        ThemeAssigner().fit(["one"], [1], ["en"], [])
