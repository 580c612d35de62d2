"""How easy wording is to read, by the formula of its language; how long a survey can become."""

import copy

import pytest

from engage.engines.questionnaire import (
    read_survey,
    reading_ease,
    shortest_and_longest,
)
from engage.engines.questionnaire.ease import FORMULAS, syllables_in
from engage.engines.questionnaire.routing import asked_questions
from tests.factories.surveys import SAMPLE_SURVEY

SIMPLE = {
    "en": "The bus is late. I wait in the rain. Then I walk home.",
    "es": "El bus llega tarde. Yo espero en la calle. Luego me voy a casa.",
    "fr": "Le bus est en retard. Je reste sous la pluie. Je rentre à pied.",
    "de": "Der Bus kommt spät. Ich stehe im Regen. Dann gehe ich nach Hause.",
    "pt": "O bus chega tarde. Eu fico na rua. Depois vou a pé para casa.",
    "it": "Il bus arriva tardi. Io resto in strada. Poi vado a casa a piedi.",
    "tr": "Bus geç kaldı. Yolda durdum. Eve gittim.",
}
HARD = {
    "en": "Insufficient intermodal transportation infrastructure considerably complicates "
    "accessibility for vulnerable populations throughout metropolitan peripheries.",
    "es": "La insuficiente infraestructura intermodal de transporte dificulta considerablemente la "
    "accesibilidad de poblaciones vulnerables en las periferias metropolitanas.",
    "fr": "L’insuffisance des infrastructures intermodales complique considérablement "
    "l’accessibilité des populations vulnérables des périphéries métropolitaines.",
    "de": "Unzureichende intermodale Verkehrsinfrastrukturen beeinträchtigen erheblich die "
    "Erreichbarkeit benachteiligter Bevölkerungsgruppen in Metropolregionen.",
    "pt": "A insuficiente infraestrutura intermodal de transporte dificulta consideravelmente a "
    "acessibilidade de populações vulneráveis nas periferias metropolitanas.",
    "it": "L’insufficiente infrastruttura intermodale complica considerevolmente "
    "l’accessibilità delle popolazioni vulnerabili nelle periferie metropolitane.",
    "tr": "Yetersiz ulaştırma altyapısı büyükşehirlerin çevresindeki dezavantajlı "
    "toplulukların erişilebilirliğini önemli ölçüde zorlaştırmaktadır.",
}


@pytest.mark.parametrize("code", FORMULAS)
def test_short_words_in_short_sentences_are_easy_and_long_ones_hard(code: str) -> None:
    simple, hard = reading_ease([SIMPLE[code]], code), reading_ease([HARD[code]], code)
    assert simple is not None and hard is not None
    assert simple.score > 70
    assert hard.score < 35
    assert hard.longest_sentence == hard.words


def test_the_formula_of_flesch_gives_what_he_says() -> None:
    """206.835 - 1.015 * (7 words) - 84.6 * (8 syllables / 7 words)."""
    found = reading_ease(["The dog was asleep on the mat."], "en-GB")
    assert found is not None
    assert found.score == pytest.approx(206.835 - 1.015 * 7 - 84.6 * 8 / 7)


@pytest.mark.parametrize(
    ("word", "language", "number"),
    [
        ("transportation", "en", 4),
        ("places", "en", 2),
        ("asked", "en", 1),
        ("ciudad", "es", 2),
        ("poeta", "es", 3),
        ("día", "es", 2),
        ("Straßenbahn", "de", 3),
        ("Häuser", "de", 2),
        ("mangent", "fr", 1),
        ("coração", "pt", 3),
        ("şehir", "tr", 2),
    ],
)
def test_syllables_are_counted_by_their_vowels(word: str, language: str, number: int) -> None:
    assert syllables_in(word, language) == number


def test_nothing_is_said_of_languages_without_a_formula_or_of_no_words() -> None:
    assert reading_ease(["الحافلة متأخرة."], "ar") is None
    assert reading_ease(["", "…"], "en") is None


def test_the_longest_way_is_longer_by_what_is_asked_of_some() -> None:
    survey = read_survey(SAMPLE_SURVEY)
    shortest, longest = shortest_and_longest(survey, lambda _question: 10)
    assert (shortest.questions, longest.questions) == (5, 6)
    assert (shortest.seconds, longest.seconds) == (50, 60)
    assert longest.answers == {"q_transport": "bus"}
    assert len(asked_questions(survey, longest.answers)) == 6


def test_questions_that_shut_each_other_out_are_not_added_up() -> None:
    document = copy.deepcopy(SAMPLE_SURVEY)
    other = copy.deepcopy(document["pages"][1])
    other["code"], other["questions"][0]["code"] = "p_drive", "q_drive"
    other["questions"][0]["show_if"] = {"question": "q_transport", "is": "car"}
    document["pages"].insert(2, other)
    _, longest = shortest_and_longest(read_survey(document), lambda _question: 10)
    assert longest.questions == 6


def test_many_deciding_answers_are_settled_one_by_one() -> None:
    document = copy.deepcopy(SAMPLE_SURVEY)
    first = document["pages"][0]["questions"][0]
    pages = document["pages"][:1]
    for number in range(8):
        asked = {**copy.deepcopy(first), "code": f"q_more_{number}"}
        before = pages[-1]["questions"][0]["code"]
        asked["show_if"] = {"question": before, "is": "car"}
        pages.append({"code": f"p_more_{number}", "questions": [asked]})
    survey = read_survey({**document, "pages": pages})
    shortest, longest = shortest_and_longest(survey, lambda _question: 1)
    assert (shortest.questions, longest.questions) == (1, 9)
