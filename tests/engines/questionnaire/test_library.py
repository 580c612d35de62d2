"""Questions that come along: never changed, in every language, refused where they cannot serve."""

import pytest

from engage.engines.questionnaire import check_survey, read_survey, survey_digest
from engage.engines.questionnaire.library import LANGUAGES, LIBRARY, with_library_written
from engage.kernel.languages import PUBLIC_LOCALES
from tests.engines.questionnaire.specimens import option, survey_of, words

FROZEN = {
    "age_band": "4634a4d55fffc46f",
    "gender": "a41a7a753fb43672",
    "disability": "5f5824daeec40f15",
    "language": "f41ed4fcc8d6109f",
    "area": "9a6d49182b8b4b33",
}
IN_TWELVE = {
    "age_band": "d91bb28b09209aeb",
    "gender": "2ea8f363a7a6175b",
    "disability": "a6dbb277a740f045",
    "language": "f664ce4e4e08513a",
    "area": "02fecb070485b945",
}


def survey_with(**part):
    document = survey_of()
    document["pages"] = [{"code": "p", "questions": [{"code": "q", **part}]}]
    return document


def places(document):
    return {problem.place for problem in check_survey(document)}


def areas(number):
    return [option(f"area_{each}", "A", "B", "C") for each in range(number)]


def in_languages(part, languages):
    """A question of the library with its words in these languages only."""
    if isinstance(part, list):
        return [in_languages(each, languages) for each in part]
    if not isinstance(part, dict):
        return part
    return {
        key: {code: value[code] for code in value if code in languages}
        if key == "label"
        else in_languages(value, languages)
        for key, value in part.items()
    }


def test_what_stands_in_the_library_never_changes():
    """Published versions mean it. Where this fails, add a question under a new name instead."""
    first = {name: in_languages(found, {"en", "es", "ar"}) for name, found in LIBRARY.items()}
    assert {name: survey_digest(found)[:16] for name, found in first.items()} == FROZEN
    assert {name: survey_digest(found)[:16] for name, found in LIBRARY.items()} == IN_TWELVE


def test_the_library_speaks_every_language_of_the_public_pages():
    assert set(PUBLIC_LOCALES) == LANGUAGES


@pytest.mark.parametrize("name", LIBRARY)
def test_every_question_is_worded_in_every_language_and_marked(name):
    more = {"options": areas(2)} if name == "area" else {}
    survey = read_survey(survey_with(library=name, **more))
    question = survey.question("q")
    assert question.about
    assert question.is_closed
    own = [] if name == "area" else question.options
    texts = [question.label, *(each.label for each in own)]
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


def test_a_language_that_the_library_lacks_is_written_into_the_question():
    at = "/pages/0/questions/0"
    italian = survey_with(library="gender")
    italian["languages"] = ["en", "it", "pt-BR", "zh-Hans"]
    italian["title"] = dict.fromkeys(italian["languages"], "x")
    assert places(italian) == {f"{at}/library"}
    written = with_library_written(italian)
    assert places(written) == {f"{at}/label/it", *(f"{at}/options/{n}/label/it" for n in range(4))}
    assert with_library_written(written) == written
    part = written["pages"][0]["questions"][0]
    assert part["label"]["pt-BR"] == LIBRARY["gender"]["label"]["pt"]
    for text in (part["label"], *(each["label"] for each in part["options"])):
        text["it"] = "Una parola"
    question = read_survey(written).question("q")
    assert question.label["it"] == "Una parola"
    assert question.label["en"] == LIBRARY["gender"]["label"]["en"]
    assert {each.label["it"] for each in question.options} == {"Una parola"}
    assert question.option_by_code["other"].please_say is not None


def test_the_words_of_the_library_are_the_same_in_every_survey():
    document = survey_with(library="gender")
    document["languages"] = ["en", "it"]
    document["title"] = {"en": "x", "it": "x"}
    written = with_library_written(document)
    part = written["pages"][0]["questions"][0]
    for text in (part["label"], *(each["label"] for each in part["options"])):
        text["it"] = "x"
    part["options"][0]["label"]["en"] = "Something else"
    label = read_survey(written).question("q").options[0].label
    assert label["en"] == "Woman"
    part["options"].pop()
    assert "/pages/0/questions/0/options" in places(written)


def test_a_survey_in_languages_of_the_library_stays_as_it_is():
    document = survey_with(library="gender")
    document["languages"] = ["en", "en-x-easy", "pt_BR", "ur"]
    assert with_library_written(document) is document
