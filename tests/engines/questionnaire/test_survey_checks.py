import pytest

from engage.engines.questionnaire import (
    SurveyProblems,
    check_survey,
    read_survey,
    survey_digest,
)
from tests.engines.questionnaire.survey_documents import document, options, words


def places(found):
    return {problem.place for problem in check_survey(found) if problem.severity == "error"}


def change(found, place, value):
    *steps, last = place.strip("/").split("/")
    for step in steps:
        found = found[int(step) if isinstance(found, list) else step]
    found[int(last) if isinstance(found, list) else last] = value


@pytest.mark.parametrize(
    ("place", "value", "problem"),
    [
        ("/pages/0/questions/0/options/1/label", {"en": "Car"}, "{}/ar"),
        ("/title", {"en": "x", "ar": " "}, "{}/ar"),
        ("/pages/0/questions/0/colour", "red", "{}"),
        ("/pages/0/questions/0/options/1/code", "bus", "{}"),
        ("/pages/0/questions/1/code", "q_way", "{}"),
        ("/pages/1/code", "travel", "{}"),
        ("/pages/1/code", "Travel\n", "{}"),
        ("/pages/0/questions/1/max_length", 2, "/pages/0/questions/1/min_length"),
        ("/pages/0/questions/1/max_length", 10**6, "{}"),
        ("/pages/2/questions/0/min_choices", 3, "/pages/2/questions/0/max_choices"),
        ("/pages/2/questions/0/min_choices", 4, "{}"),
        ("/pages/2/questions/1/maximum", 1, "{}"),
        ("/pages/2/questions/1/maximum", 99, "{}"),
        ("/pages/2/questions/2/maximum", -1, "{}"),
        ("/pages/2/questions/2/maximum", float("nan"), "{}"),
        ("/pages/2/questions/2/maximum", 10**400, "{}"),
        ("/pages/1/show_if", {"question": "q_way", "is": "boat"}, "{}/is"),
        ("/pages/1/show_if", {"question": "q_way", "includes": "bus"}, "{}/includes"),
        ("/pages/1/show_if", {"not": {"question": "q_gone", "is": "bus"}}, "{}/not/question"),
        ("/pages/1/show_if", {"any": [{"question": "q_safe", "is": 1}]}, "{}/any/0/question"),
        ("/pages/1/show_if", {"question": "q_way"}, "{}"),
        ("/pages/1/show_if", {"question": "q_way", "is": "bus", "is_not": "car"}, "{}"),
        ("/pages/0/questions/0/label/en", "\ud800", "{}"),
    ],
)
def test_a_problem_is_named_at_its_place(place, value, problem):
    found = document()
    change(found, place, value)
    assert problem.format(place) in places(found)
    with pytest.raises(SurveyProblems):
        read_survey(found)


def test_all_problems_are_listed_at_once_each_with_what_to_do():
    found = document()
    change(found, "/pages/0/questions/0/colour", "red")
    change(found, "/pages/2/questions/0/label", {"en": "x"})
    change(found, "/pages/1/show_if", {"question": "q_safe", "is": 1})
    problems = {problem.place: str(problem.message) for problem in check_survey(found)}
    assert problems == {
        "/pages/0/questions/0/colour": "Remove “colour”: it has no meaning here.",
        "/pages/2/questions/0/label/ar": "Write this in “ar”.",
        "/pages/1/show_if/question": "Name a question that is asked before: “q_safe” comes later.",
    }


@pytest.mark.parametrize("found", [None, [], "x", {}, {"pages": 3}, {"pages": [None]}])
def test_what_is_no_survey_at_all_is_refused_without_failing(found):
    assert check_survey(found)


def test_deep_nesting_is_refused_without_failing():
    nested = {"question": "q_way", "is": "bus"}
    for _ in range(300):
        nested = {"not": nested}
    found = document()
    change(found, "/pages/1/show_if", nested)
    change(found, "/pages/1/surprise", nested)
    assert any("Nest" in str(problem.message) for problem in check_survey(found))


def test_a_text_in_an_unlisted_language_is_a_warning_that_does_not_hinder():
    found = document()
    found["title"]["fr"] = "Besoins"
    (problem,) = check_survey(found)
    assert (problem.place, problem.severity) == ("/title/fr", "warning")
    assert read_survey(found).title["fr"] == "Besoins"


def test_what_has_been_read_knows_numbers_defaults_and_kinds():
    survey = read_survey(document())
    assert [question.number for question in survey.questions] == [1, 2, 3, 4, 5, 6]
    assert (survey.layout, survey.check_answers) == ("one_per_page", True)
    assert [option.number for option in survey.question("q_way").options] == [1, 2, 3]
    assert survey.question("q_bus").is_comment
    assert not survey.question("q_line").is_comment
    assert survey.question("q_safe").is_closed
    assert not survey.question("q_people").is_closed
    with pytest.raises(KeyError):
        survey.question("q_gone")


def test_a_demographic_marker_is_kept():
    found = document()
    found["pages"][0]["questions"][0] |= {"about": "travel", "options": options("bus")}
    assert read_survey(found).question("q_way").about == "travel"


def test_the_digest_ignores_the_order_of_keys_and_sees_every_word():
    one = document()
    other = dict(reversed(list(document().items())))
    assert survey_digest(one) == survey_digest(other)
    other["title"] = words("needs")
    assert survey_digest(one) != survey_digest(other)
