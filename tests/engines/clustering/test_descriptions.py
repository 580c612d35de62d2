import pytest

from engage.engines.clustering import ThemeFinder
from engage.engines.clustering.describing import suggest_label, surfaces
from engage.engines.clustering.tokens import Tokeniser
from tests.engines.clustering.made_comments import SUBJECTS, made_comments

TEXTS, TRUTH = made_comments()


@pytest.fixture(scope="module")
def finder():
    return ThemeFinder(4).fit(TEXTS, ["en"] * len(TEXTS))


def subject_of(finder, theme):
    return TRUTH[theme.typical[0]]


def test_keywords_are_words_as_people_wrote_them(finder):
    for theme in finder.themes_:
        known = set(SUBJECTS["en"][subject_of(finder, theme)].split())
        written = {word for keyword in theme.keywords for word in keyword.split()}
        assert theme.keywords
        assert written <= known
        assert theme.keywords_by_language == {"en": theme.keywords}


def test_labels_are_there_and_differ(finder):
    labels = [theme.label for theme in finder.themes_]
    assert all(labels)
    assert len(set(labels)) == len(labels)


def test_a_phrase_that_many_use_becomes_the_label():
    texts, _ = made_comments(per_subject=20)
    texts += [f"affordable child care {word}" for word in ("now", "please", "here", "soon")] * 5
    finder = ThemeFinder(5).fit(texts, ["en"] * len(texts))
    theme = finder.themes_[finder.labels_[-1]]
    assert " " in theme.label
    assert theme.label in "affordable child care"


TELLING = [("indoor", 0.9), ("pool", 0.5), ("gym", 0.4), ("indoor pool", 0.3), ("pool gym", 0.3)]
ALONE = {"indoor": "indoor", "pool": "pools", "gym": "gym"}


@pytest.mark.parametrize(
    ("pairs", "label"),
    [
        ({"indoor pool": "indoor pools"}, "indoor pools"),
        ({"indoor pool": "indoor and outdoor pools"}, "indoor · pools"),
        ({"pool gym": "pools and gym"}, "indoor · pools"),
    ],
)
def test_the_two_best_words_are_a_phrase_where_people_wrote_them_as_one(pairs, label):
    assert suggest_label(TELLING, {**ALONE, **pairs}, set()) == label


def test_a_phrase_does_not_go_on_after_a_full_stop_or_a_comma():
    texts = [
        "Bring back the trams. Buses are late",
        "more trams, buses; trains",
        "\u8eca\u3002\u7ad9",
    ]
    found = surfaces(Tokeniser("en"), texts, ["tram", "tram buse", "buse train"])
    assert found == {"tram": "trams"}
    assert surfaces(Tokeniser("en"), ["the trams/buses"], ["tram buse"]) == {
        "tram buse": "trams/buses"
    }
    assert surfaces(Tokeniser("zh"), [texts[2]], ["\u8eca \u7ad9"]) == {}


def test_no_theme_is_named_by_words_said_in_passing():
    texts = [f"please can you tell me {text}" for text in TEXTS[::2]]
    texts += [f"let us know {text}" for text in TEXTS[1::2]]
    finder = ThemeFinder(4).fit(texts, ["en"] * len(texts))
    known = {word for words in SUBJECTS["en"].values() for word in words.split()}
    for theme in finder.themes_:
        assert set(theme.label.replace("·", " ").split()) <= known


def words_of(theme):
    return set(theme.label.replace("·", " ").split())


def test_no_theme_is_named_after_the_city_that_comments_of_all_themes_name():
    texts = [f"Port Alder {text}" if at % 3 else text for at, text in enumerate(TEXTS)]
    texts += [f"Port Alder {word}" for word in ("dreams", "wins", "smiles", "calls")] * 5
    finder = ThemeFinder(5).fit(texts, ["en"] * len(texts))
    assert not any(words_of(theme) & {"port", "alder"} for theme in finder.themes_)
    assert not any("alder" in theme.keywords[0] for theme in finder.themes_)


def test_the_words_of_the_question_name_no_theme():
    plain = ThemeFinder(4).fit(TEXTS, ["en"] * len(TEXTS))
    name = words_of(plain.themes_[0])
    asked = {"en": [f"What about {' and '.join(sorted(name))}?"]}
    finder = ThemeFinder(4, asked=asked).fit(TEXTS, ["en"] * len(TEXTS))
    assert (finder.labels_ == plain.labels_).all()
    assert name
    assert not words_of(finder.themes_[0]) & name


def test_typical_and_unusual_comments_are_members_and_are_different(finder):
    for theme in finder.themes_:
        assert theme.typical
        assert not set(theme.typical) & set(theme.unusual)
        assert all(finder.labels_[i] == theme.number for i in (*theme.typical, *theme.unusual))


def test_themes_are_numbered_by_size(finder):
    sizes = [theme.size for theme in finder.themes_]
    assert sizes == sorted(sizes, reverse=True)
    assert [theme.number for theme in finder.themes_] == list(range(4))


def test_marked_words_are_inside_the_text_in_order_and_apart(finder):
    for text, label in zip(TEXTS, finder.labels_, strict=True):
        spans = finder.marked_words(text, int(label))
        ends = [0]
        for start, end in spans:
            assert ends[-1] <= start < end <= len(text)
            ends.append(end)


def test_marked_words_speak_for_the_theme_and_nothing_else(finder):
    theme = int(finder.labels_[TRUTH.index("housing")])
    text = "Good morning! The LANDLORD never mends the roof."
    assert [text[a:b] for a, b in finder.marked_words(text, theme)] == ["LANDLORD", "roof"]
    assert finder.marked_words("Good morning!", theme) == ()
    assert finder.marked_words(text, 99) == ()


def test_distinct_subjects_are_stable(finder):
    assert all(theme.stability > 0.6 for theme in finder.themes_)
