import random
from pathlib import Path

import numpy as np
import pytest

from engage.engines.clustering import ThemeFinder, side_by_side, teaching
from engage.engines.clustering.alignment import shared_words
from engage.engines.clustering.detection import base_language, detect_languages
from engage.engines.clustering.one_language import FitJob
from tests.engines.clustering.made_comments import SUBJECTS, made_comments, purity

TRANSLATIONS = Path(__file__).parents[3] / "translations"


def spoken(*codes, per_subject=30):
    texts, subjects, languages = [], [], []
    for code in codes:
        made, known = made_comments(code, per_subject)
        texts += made
        subjects += known
        languages += [code] * len(made)
    return texts, subjects, languages


def parallel_sentences(*codes, sentences=40):
    """Each sentence is about one subject, the same in every language."""
    anchors = {}
    for code in codes:
        by_subject = [
            sorted(
                made
                for made, subject in zip(*made_comments(code, 10, 4), strict=True)
                if subject == wanted
            )
            for wanted in SUBJECTS[code]
        ]
        anchors[code] = [text for group in by_subject for text in group][:sentences]
    return anchors


@pytest.mark.parametrize("language", ["hi", "zh"])
def test_comments_in_other_scripts_find_their_themes(language):
    texts, subjects = made_comments(language, per_subject=40, words=4)
    finder = ThemeFinder(2).fit(texts, [language] * len(texts))
    assert purity(finder.labels_.tolist(), subjects) > 0.9


def unlisted(languages):
    """Spanish told to be Catalan, which the shared words do not know."""
    return ["ca" if code == "es" else code for code in languages]


def test_shared_words_exist_for_every_subject_in_every_language_of_the_public_site():
    words = shared_words()
    public = {path.parts[-3] for path in TRANSLATIONS.glob("*/LC_MESSAGES/public.po")}
    assert set(words) == {"en", *map(base_language, public)}
    assert {len(of_language) for of_language in words.values()} == {len(words["en"])}
    assert all(cell.strip() for of_language in words.values() for cell in of_language)


def test_shared_words_join_themes_where_nothing_was_translated():
    texts, subjects, languages = spoken("en", "es")
    finder = ThemeFinder(4).fit(texts, languages)
    assert finder.figures_["aligned"]
    assert all(theme.languages == ("en", "es") for theme in finder.themes_)
    assert purity(finder.labels_.tolist(), subjects) > 0.9


def test_a_language_with_few_comments_learns_from_the_large_one(monkeypatch):
    subjects_of = {"buses": "autobús parada", "parks": "árboles parque"}
    subjects_of |= {"housing": "alquiler inquilino", "schools": "escuela maestra"}
    chatter = ["lorea mipsa dolna", "sitta ameto conse", "adipi elita seddo", "eiusa tempo incid"]
    draws = random.Random(3)
    few = [
        (f"{draws.choice(words.split())} {draws.choice(chatter)}", subject)
        for subject, words in subjects_of.items()
        for _ in range(20)
    ]
    texts, subjects, languages = spoken("en")
    texts, languages = texts + [text for text, _ in few], languages + ["es"] * len(few)
    subjects += [subject for _, subject in few]
    finder = ThemeFinder(4).fit(texts, languages)
    assert purity(finder.labels_.tolist(), subjects) > 0.9
    assert all(theme.languages == ("en", "es") for theme in finder.themes_)
    assert all(set(theme.keywords_by_language) == {"en", "es"} for theme in finder.themes_)
    assert (
        finder.predict(["parada de autobús"], ["es"])[0] == finder.labels_[subjects.index("buses")]
    )
    again = ThemeFinder(4).fit(texts[::-1], languages[::-1])
    assert np.array_equal(again.labels_[::-1], finder.labels_)
    monkeypatch.setattr(teaching, "FEW", 0)
    alone = ThemeFinder(4).fit(texts, languages)
    assert purity(alone.labels_.tolist()[-len(few) :], subjects[-len(few) :]) < 0.6


@pytest.mark.parametrize("said", ["...", "el la de", "autobús"])
def test_a_language_whose_comments_say_nothing_learns_nothing(said):
    texts, _ = made_comments()
    languages = ["en"] * len(texts) + ["es"] * 60
    finder = ThemeFinder(4).fit([*texts, *[said] * 60], languages)
    assert len(set(finder.labels_[len(texts) :].tolist())) == 1
    assert finder.n_themes_ >= 4


def test_a_language_without_shared_words_goes_by_sentences():
    texts, subjects, languages = spoken("en", "es")
    sentences = parallel_sentences("en", "es")
    anchors = {"en": sentences["en"], "ca": sentences["es"]}
    finder = ThemeFinder(4, anchors=anchors).fit(texts, unlisted(languages))
    assert all(theme.languages == ("ca", "en") for theme in finder.themes_)
    assert purity(finder.labels_.tolist(), subjects) > 0.9


def test_without_anchors_no_theme_mixes_languages():
    texts, subjects, languages = spoken("en", "es")
    finder = ThemeFinder(4).fit(texts, unlisted(languages))
    assert {theme.languages for theme in finder.themes_} == {("en",), ("ca",)}
    assert finder.n_themes_ == 8
    assert not finder.figures_["aligned"]
    assert purity(finder.labels_.tolist(), subjects) > 0.9


def test_anchors_join_the_same_theme_across_languages():
    texts, subjects, languages = spoken("en", "es")
    finder = ThemeFinder(4, anchors=parallel_sentences("en", "es")).fit(texts, languages)
    assert finder.figures_["aligned"]
    assert finder.n_themes_ == 4
    assert all(theme.languages == ("en", "es") for theme in finder.themes_)
    assert all(set(theme.keywords_by_language) == {"en", "es"} for theme in finder.themes_)
    assert purity(finder.labels_.tolist(), subjects) > 0.9


def test_three_languages_share_one_set_of_themes():
    texts, _, languages = spoken("en", "es", "hi")
    anchors = parallel_sentences("en", "es")
    hindi = parallel_sentences("hi", sentences=20)["hi"]
    anchors["hi"] = [*hindi, *["कुछ और"] * 20]
    finder = ThemeFinder(4, anchors=anchors).fit(texts, languages)
    heard = sorted(theme.languages for theme in finder.themes_ if "hi" in theme.languages)
    assert heard and all(theme == ("en", "es", "hi") for theme in heard[:2])


def test_a_theme_that_one_language_alone_has_stays_alone():
    texts, subjects, languages = spoken("en", "es")
    draws = random.Random(2)
    at_sea = "muelle barco red marea lancha puerto anzuelo faro"
    said = list(zip(subjects, languages, strict=True))
    kept = [at for at, own in enumerate(said) if own != ("schools", "es")]
    texts = [texts[at] for at in kept] + [
        " ".join(draws.sample(at_sea.split(), 5)) for _ in range(30)
    ]
    languages = [languages[at] for at in kept] + ["es"] * 30
    finder = ThemeFinder(4, anchors=parallel_sentences("en", "es")).fit(texts, languages)
    alone = {theme.label: theme for theme in finder.themes_ if theme.languages == ("es",)}
    assert len(alone) == 1 and finder.n_themes_ == 5
    assert set(next(iter(alone.values())).keywords[0].split()) <= set(at_sea.split())


def test_a_small_language_is_placed_by_anchors():
    texts, subjects, languages = spoken("en")
    few, known, codes = spoken("es", per_subject=3)
    anchors = parallel_sentences("en", "es")
    finder = ThemeFinder(4, anchors=anchors).fit(texts + few, languages + codes)
    assert finder.figures_["languages"] == {"en": 4}
    assert purity(finder.labels_.tolist(), subjects + known) > 0.9
    assert all("es" in theme.languages for theme in finder.themes_)


def test_a_small_language_without_anchors_has_no_theme():
    texts, _, languages = spoken("en")
    few, _, codes = spoken("es", per_subject=3)
    finder = ThemeFinder(4).fit(texts + few, languages + unlisted(codes))
    assert set(finder.labels_[len(texts) :]) == {-1}


def test_too_few_anchors_are_not_gone_by():
    texts, _, languages = spoken("en", "es")
    anchors = {"en": ["one"], "ca": ["un"]}
    finder = ThemeFinder(4, anchors=anchors).fit(texts, unlisted(languages))
    assert not finder.figures_["aligned"]


def test_anchors_must_be_parallel():
    texts, _, languages = spoken("en", "es")
    with pytest.raises(ValueError, match="parallel"):
        ThemeFinder(anchors={"en": ["one", "two"], "es": ["uno"]}).fit(texts, languages)


def test_a_language_is_known_with_or_without_its_country():
    texts, _ = made_comments("es")
    finder = ThemeFinder(4).fit(texts, ["es-MX", "es_ES"] * (len(texts) // 2))
    assert finder.figures_["languages"] == {"es": 4}


def test_languages_are_detected_when_nobody_gives_them():
    english = [f"The council should mend the pavement in front of number {n}" for n in range(60)]
    spanish = [f"El ayuntamiento debe arreglar la acera delante del {n}" for n in range(60)]
    found = detect_languages(english + spanish, None, 0)
    assert found == ["en"] * 60 + ["es"] * 60
    assert detect_languages(["", "Mend the pavement please"], None, 0) == ["en", "en"]
    assert detect_languages([], None, 0) == []
    assert detect_languages([" "], None, 0) == ["und"]


def test_languages_learned_side_by_side_are_those_learned_one_by_one(monkeypatch):
    monkeypatch.setattr(side_by_side, "FEWEST_TEXTS", 100)
    texts, _, languages = spoken("en", "es", "hi")
    heard = []
    one = ThemeFinder(4).fit(texts, languages)
    two = ThemeFinder(4, processes=2).fit(texts, languages, lambda share, _: heard.append(share))
    assert np.array_equal(one.labels_, two.labels_)
    assert np.array_equal(one.scores_, two.scores_)
    assert one.themes_ == two.themes_
    assert heard == sorted(heard) and sum(0.02 <= share <= 0.72 for share in heard) == 4


def test_few_comments_are_not_worth_another_process():
    jobs = [FitJob(code, ["bus"] * 50, None) for code in ("en", "es")]
    many = [FitJob(code, ["bus"] * side_by_side.FEWEST_TEXTS, None) for code in ("en", "es")]
    assert side_by_side.is_worth_it(many, 2)
    assert not side_by_side.is_worth_it(jobs, 2)
    assert not side_by_side.is_worth_it(many[:1], 2)
    assert not side_by_side.is_worth_it(many, 1)
