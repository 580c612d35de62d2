import numpy as np
import pytest
from sklearn.base import clone
from sklearn.exceptions import NotFittedError

from engage.engines.clustering import ThemeAssigner
from tests.engines.clustering.made_comments import made_comments

TEXTS, SUBJECTS = made_comments(per_subject=40)
NUMBERS = {subject: at for at, subject in enumerate(sorted(set(SUBJECTS)))}
THEMES = [NUMBERS[subject] for subject in SUBJECTS]
ENGLISH = ["en"] * len(TEXTS)
NEW, NEW_SUBJECTS = made_comments(per_subject=15, seed=7)
STRANGE = ["xylophone quartet rehearses beneath saffron curtains", "quantum llamas juggle"]


@pytest.fixture(scope="module")
def assigner():
    return ThemeAssigner().fit(TEXTS, THEMES, ENGLISH)


def test_the_constructor_only_stores_its_parameters(assigner):
    given = {"random_state": 3, "min_agreement": 0.9, "min_further_agreement": 0.8}
    assert vars(ThemeAssigner(3, min_agreement=0.9, min_further_agreement=0.8)) == given
    assert not hasattr(clone(assigner), "learned_")


def test_new_comments_join_the_themes_people_made(assigner):
    labels, scores = assigner.predict(NEW, ["en"] * len(NEW))
    right = np.mean([NUMBERS[s] == label for s, label in zip(NEW_SUBJECTS, labels, strict=True)])
    assert right > 0.9 and assigner.agreement_ > 0.9
    assert ((scores >= 0) & (scores <= 1)).all()


def test_what_fits_no_theme_is_left_for_a_person(assigner):
    labels, scores = assigner.predict(STRANGE, ["en", "en"])
    assert labels.tolist() == [-1, -1] and scores.tolist() == [0, 0]


def test_comments_that_people_left_without_a_theme_teach_that_too():
    themes = [-1 if subject == "schools" else NUMBERS[subject] for subject in SUBJECTS]
    labels, _ = ThemeAssigner().fit(TEXTS, themes, ENGLISH).predict(NEW, ["en"] * len(NEW))
    schools = np.array(NEW_SUBJECTS) == "schools"
    assert (labels[schools] == -1).mean() > 0.8 and (labels[~schools] >= 0).mean() > 0.8


def test_drift_grows_with_what_nobody_has_seen(assigner):
    assert assigner.drift(NEW, ["en"] * len(NEW)) < 0.1
    assert assigner.drift([*NEW[:10], *STRANGE * 10], ["en"] * 30) > 0.4
    assert assigner.drift([], []) == 0


def test_a_language_without_examples_is_left_alone(assigner):
    labels, _ = assigner.predict(["El autobús llega tarde"], ["es"])
    assert labels.tolist() == [-1]
    few = ThemeAssigner().fit(TEXTS[:5], THEMES[:5], ENGLISH[:5])
    assert few.examples_ == {} and few.predict(["late bus"], ["en"])[0].tolist() == [-1]


def test_a_comment_names_the_themes_it_leans_to(assigner):
    labels, scores = assigner.predict(NEW, ["en"] * len(NEW))
    found = assigner.candidates(NEW, ["en"] * len(NEW))
    placed = [at for at, label in enumerate(labels) if label >= 0]
    assert placed
    for at in placed:
        assert found[at][0] == (labels[at], pytest.approx(scores[at], abs=0.001))
        assert [score for _, score in found[at]] == sorted(
            (score for _, score in found[at]), reverse=True
        )
    assert assigner.candidates(STRANGE, ["en", "es"]) == [[], []]


def test_the_words_that_decided_are_marked(assigner):
    text = "A bus driver and a timetable"
    words = {text[a:b] for a, b in assigner.marked_words(text, NUMBERS["buses"], "en")}
    assert words and words <= {"bus driver", "bus", "driver", "timetable", "driver and a timetable"}
    assert assigner.marked_words(text, NUMBERS["buses"], "es") == ()
    assert assigner.marked_words(text, 99, "en") == ()


def test_the_order_of_what_was_placed_does_not_matter(assigner):
    order = np.random.default_rng(3).permutation(len(TEXTS))
    again = ThemeAssigner().fit([TEXTS[i] for i in order], [THEMES[i] for i in order], ENGLISH)
    for one, other in zip(
        assigner.predict(NEW, ENGLISH[: len(NEW)]),
        again.predict(NEW, ENGLISH[: len(NEW)]),
        strict=True,
    ):
        assert np.array_equal(one, other)


def test_it_refuses_what_does_not_fit_together():
    with pytest.raises(ValueError, match="one length"):
        ThemeAssigner().fit(["one"], [1, 2], ["en"])
    with pytest.raises(NotFittedError):
        ThemeAssigner().predict(["one"], ["en"])
