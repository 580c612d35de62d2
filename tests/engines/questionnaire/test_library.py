"""Questions that come along: never changed, in every language, refused where they cannot serve."""

import pytest

from engage.engines.questionnaire import check_survey, read_survey, survey_digest
from engage.engines.questionnaire.library import LANGUAGES, LIBRARY
from tests.engines.questionnaire.specimens import option, survey_of, words

FROZEN = {
    "age_band": "4634a4d55fffc46f",
    "gender": "a41a7a753fb43672",
    "disability": "5f5824daeec40f15",
    "language": "f41ed4fcc8d6109f",
    "area": "9a6d49182b8b4b33",
}


def survey_with(**part):
    document = survey_of()
    document["pages"] = [{"code": "p", "questions": [{"code": "q", **part}]}]
    return document


def places(document):
    return {problem.place for problem in check_survey(document)}


def areas(number):
    return [option(f"area_{each}", "A", "B", "C") for each in range(number)]


def test_what_stands_in_the_library_never_changes():
    """Published versions mean it. Where this fails, add a question under a new name instead."""
    assert {name: survey_digest(found)[:16] for name, found in LIBRARY.items()} == FROZEN


@pytest.mark.parametrize("name", LIBRARY)
def test_every_question_is_worded_in_every_language_and_marked(name):
    more = {"options": areas(2)} if name == "area" else {}
    survey = read_survey(survey_with(library=name, **more))
    question = survey.question("q")
    assert question.about
    assert question.is_closed
    texts = [question.label, *(each.label for each in question.options)]
    assert all(set(text) >= LANGUAGES and all(text.values()) for text in texts)


def test_a_survey_may_say_it_in_its_own_words_and_when():
    own = words("Your age?", "¿Su edad?", "عمركم؟")
    survey = read_survey(survey_with(library="age_band", label=own, required=True))
    question = survey.question("q")
    assert (question.label["es"], question.required) == ("¿Su edad?", True)
    assert "from_16" in question.option_by_code


def test_only_the_area_wants_options_and_many_make_a_long_list():
    at = "/pages/0/questions/0"
    assert places(survey_with(library="area")) == {at}
    assert places(survey_with(library="gender", options=areas(2))) == {f"{at}/options"}
    few = read_survey(survey_with(library="area", options=areas(12))).question("q")
    many = read_survey(survey_with(library="area", options=areas(13))).question("q")
    assert (few.kind, many.kind) == ("single_choice", "long_list")


def test_what_the_library_does_not_have_is_refused():
    at = "/pages/0/questions/0"
    assert f"{at}/library" in places(survey_with(library="shoe_size"))
    assert f"{at}/library" in places(survey_with(library="gender", kind="single_choice"))
    assert at in places(survey_with())
    french = survey_with(library="gender")
    french["languages"] = ["en", "fr"]
    french["title"] = {"en": "x", "fr": "x"}
    assert places(french) == {f"{at}/library"}
