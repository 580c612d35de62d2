import pytest

from engage.engines.clustering.tokens import Tokeniser


@pytest.mark.parametrize(
    ("language", "text", "terms"),
    [
        ("en", "The buses were late", ["buse", "late", "buse late"]),
        ("en", "BUS-lane, bus!", ["bus", "lane", "bus", "bus lane", "lane bus"]),
        ("hi", "सड़कों पर गड्ढे", ["सड़को", "गड्ढे", "सड़को गड्ढे"]),
        ("zh", "修路灯", ["修", "路", "灯", "修 路", "路 灯"]),
        ("pl", "przystanków", ["przys"]),
        ("fr", "l'autobus", ["autobus"]),
        ("en", "!? …", []),
        ("xx", "qwertyuiop", ["qwert"]),
    ],
)
def test_a_text_becomes_words_and_pairs(language, text, terms):
    assert Tokeniser(language).terms(text) == terms


def test_combining_marks_stay_inside_the_word():
    (token,) = Tokeniser("hi").words("हिन्दी")
    assert token[1:] == (0, len("हिन्दी"))


def test_spans_point_at_the_words_in_the_text():
    text = "Mend the Straße—İstanbul!"
    spans = [text[token.start : token.end] for token in Tokeniser("en").words(text)]
    assert spans == ["Mend", "Straße", "İstanbul"]


def test_stop_words_between_two_words_do_not_part_them():
    tokens = Tokeniser("en").tokens("planning of the zoning")
    assert "plan zone" in [token.term for token in tokens]


def test_words_that_tell_themes_apart_are_no_stop_words():
    assert Tokeniser("en").terms("How do I pay the bill?")[:2] == ["pay", "bill"]
    assert Tokeniser("en").terms("It isn't what we've been about") == []


def test_slight_words_are_known_in_all_their_forms():
    english = Tokeniser("en")
    assert english.is_slight("know") and english.is_slight("tell know")
    assert not english.is_slight("pavement") and not english.is_slight("tell pavement")


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The buses of İstanbul, the BUSES and Straße 12—again: not it's café"),
        ("ar", "الحافلة تتأخر في الليل والشارع قرب الحديقة بلا ضوء"),
        ("hi", "हिन्दी में लिखा हुआ पाठ"),
        ("zh", "公交车 bus 太挤了 route 12"),
        ("xx", "one, two; and of the"),
    ],
)
def test_terms_are_those_of_the_tokens(language, text):
    tokeniser = Tokeniser(language)
    terms = [token.term for token in tokeniser.tokens(text)]
    assert terms
    assert tokeniser.terms(text) == tokeniser.terms(text) == terms
