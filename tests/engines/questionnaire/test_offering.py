"""Options that are offered after some answers only, from the document to every channel."""

import pytest

from engage.engines.questionnaire import (
    as_asked_now,
    as_written,
    brings_up_more,
    check_survey,
    compare_surveys,
    finish,
    read_aloud,
    read_form,
    read_survey,
    review,
    route,
    validate,
)
from engage.engines.questionnaire.xlsform import export_xlsform, import_xlsform
from tests.engines.questionnaire.survey_documents import document, words
from tests.engines.questionnaire.xlsform.workbooks import workbook

IN_WEST = {"question": "q_district", "is": "west"}
IN_EAST = {"question": "q_district", "is": "east"}


def listed(*options):
    return [
        {"code": code, "label": words(code), **({"show_if": when} if when else {})}
        for code, when in options
    ]


def town(**street):
    """A survey that asks for the district, then for a street of it."""
    found = document()
    found["pages"] = [
        {
            "code": "p_district",
            "questions": [
                {
                    "code": "q_district",
                    "kind": "single_choice",
                    "label": words("District?"),
                    "options": listed(("west", None), ("east", None)),
                }
            ],
        },
        {
            "code": "p_street",
            "questions": [
                {
                    "code": "q_street",
                    "kind": "single_choice",
                    "label": words("Street?"),
                    "options": listed(("mill", IN_WEST), ("elm", IN_EAST), ("oak", IN_EAST)),
                    **street,
                }
            ],
        },
    ]
    return found


def offered(survey, answers, code="q_street"):
    asked = [each for page in route(survey, answers) for each in page.questions]
    return [[option.code for option in each.options] for each in asked if each.code == code]


KINDS = ["single_choice", "long_list", "multiple_choice", "ranking"]


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_with_options_offers_those_that_go_with_the_answers(kind):
    survey = read_survey(town(kind=kind, required=True))
    given = ["elm", "mill"] if kind in ("multiple_choice", "ranking") else "mill"
    assert offered(survey, {}) == []  # nothing to choose from: it is not asked
    assert finish(survey, {}).problems == {}
    assert offered(survey, {"q_district": "west"}) == [["mill"]]
    answers = {"q_district": "east", "q_street": given}
    assert offered(survey, answers) == [["elm", "oak"]]
    done = finish(survey, answers)
    assert done.dropped == ("q_street",)
    if isinstance(given, list):
        assert (done.answers["q_street"], done.problems) == (["elm"], {})
        shown = review(survey, answers, "en")[-1]
        assert shown.text == "elm"
    else:
        assert "fits what you answered before" in str(done.problems["q_street"])
        assert validate(survey, answers).keys() == {"q_street"}


def test_rows_of_a_matrix_offer_the_same_and_nobody_has_to_choose_more_than_there_is():
    rows = [{"code": "now", "label": words("Now")}]
    survey = read_survey(town(kind="matrix", rows=rows))
    assert offered(survey, {"q_district": "west"}, "q_street_now") == [["mill"]]
    survey = read_survey(town(kind="multiple_choice", min_choices=2, required=True))
    answers = {"q_district": "west", "q_street": ["mill"]}
    assert validate(survey, answers) == {}
    assert validate(survey, {"q_district": "east", "q_street": ["elm"]}).keys() == {"q_street"}


def test_on_one_page_the_options_come_up_with_the_answer_before():
    found = town()
    found["pages"][0]["questions"] += found["pages"].pop()["questions"]
    survey = read_survey(found)
    west, east = {"q_district": "west"}, {"q_district": "east"}
    (before,) = route(survey, {})
    assert brings_up_more(survey, west, before)
    (now,) = route(survey, west)
    assert not brings_up_more(survey, west, now)
    assert brings_up_more(survey, east, now)
    shown = as_asked_now(survey, east, now).questions[1]
    assert [option.code for option in shown.options] == ["elm", "oak"]


def test_a_filter_names_what_is_asked_before_and_answers_that_there_are():
    faulty = town(
        options=listed(
            ("a", {"question": "q_street", "is": "a"}),
            ("b", {"question": "q_district", "is": "north"}),
            ("c", "${q_district} = "),
            ("d", "${q_late} = 'x'"),
        )
    )
    at = "/pages/1/questions/0/options"
    assert {problem.place for problem in check_survey(faulty)} == {
        f"{at}/0/show_if/question",
        f"{at}/1/show_if/is",
        f"{at}/2/show_if",
        f"{at}/3/show_if",
    }
    good = town(options=listed(("a", "${q_district} = 'west' or ${q_district} = 'east'")))
    assert check_survey(good) == ()


def test_what_a_paper_says_beyond_is_kept_and_a_call_reads_what_is_offered():
    survey = read_survey(town())
    keyed = as_written(survey, {"q_district": "1", "q_street": "2"})
    assert (keyed.marks, keyed.kept) == ({"q_street": "off_path"}, {"q_street": "2"})
    assert as_written(survey, {"q_district": "2", "q_street": "2"}).answers["q_street"] == "elm"
    # Where the paper leaves the district open, any street may be meant.
    unclear = as_written(survey, {"q_district": "1 2", "q_street": "2"})
    assert unclear.answers == {"q_street": "elm"}
    spoken = {each.question.code: each for each in read_aloud(survey, {"q_district": "2"})}
    assert [each.number for each in spoken["q_street"].question.options] == [2, 3]


def test_entries_of_a_section_filter_by_their_own_answers():
    found = town()
    page = found["pages"].pop()
    found["pages"][0]["questions"] += page["questions"]
    found["pages"][0] |= {"title": words("Homes"), "repeat": {"label": words("Home"), "maximum": 3}}
    survey = read_survey(found)
    answers = {
        "p_district": 2,
        "p_district_1_q_district": "west",
        "p_district_2_q_district": "east",
    }
    assert offered(survey, answers, "p_district_1_q_street") == [["mill"]]
    assert offered(survey, answers, "p_district_2_q_street") == [["elm", "oak"]]


def test_versions_tell_that_options_have_other_rules():
    before, after = read_survey(town()), read_survey(town(options=listed(("mill", None))))
    (change,) = compare_surveys(before, after).changed
    assert change.are_options_changed


def test_own_words_are_said_where_an_answer_is_missing():
    survey = read_survey(town(required=True, required_message=words("Name your street")))
    problem = validate(survey, {"q_district": "west"})["q_street"]
    assert str(problem) == "Name your street"
    assert read_form(survey, {"q_street": [""]}).problems == {}


SELECTS = ("type", "name", "label", "choice_filter", "required_message", "guidance_hint")
CHOICES = ("list_name", "name", "label", "district", "regions")


def form_with(rule, *choices):
    rows = (("d", "west", "West"), ("d", "east", "East"), *choices)
    return import_xlsform(
        workbook(
            survey=[
                SELECTS,
                ("select_one d", "district", "District"),
                ("select_one s", "street", "Street", rule, "Say it", "Show the card"),
            ],
            choices=[CHOICES, *rows],
        )
    )


STREETS = (("s", "mill", "Mill", "west", "west"), ("s", "elm", "Elm", "east", "east west"))
WEST = {"question": "district", "is": "west"}
EAST = {"question": "district", "is": "east"}


@pytest.mark.parametrize(
    ("rule", "wanted"),
    [
        ("district = ${district}", [WEST, EAST]),
        ("${district}=district and name != 'elm'", [WEST, "gone"]),
        ("selected(regions, ${district})", [WEST, {"any": [EAST, WEST]}]),
        ("district = 'west' or ${district} = 'east'", [None, EAST]),
        ("not(district = ${district})", [{"not": WEST}, {"not": EAST}]),
    ],
)
def test_a_choice_filter_becomes_a_condition_of_each_option(rule, wanted):
    found = form_with(rule, *STREETS)
    street = found.document["pages"][0]["questions"][1]
    assert [each.get("show_if") for each in street["options"]] == [
        each for each in wanted if each != "gone"
    ]
    told = [str(note.done) for note in found.notes if note.sheet == "choices"]
    assert any("never offers it" in each for each in told) is ("gone" in wanted)
    assert (street["required_message"], street["interviewer_note"]) == (
        {"en": "Say it"},
        {"en": "Show the card"},
    )
    sent = export_xlsform(found.document)
    back = import_xlsform(sent.content)
    assert (back.document, back.notes) == (found.document, ())


@pytest.mark.parametrize("rule", ["nowhere = ${district}", "district = ${street}", "district ="])
def test_a_filter_that_cannot_be_said_is_told_and_everything_is_offered(rule):
    found = form_with(rule, *STREETS)
    street = found.document["pages"][0]["questions"][1]
    assert not any("show_if" in each for each in street["options"])
    (told,) = [note for note in found.notes if note.place == "survey!D3"]
    assert "All answers in the list are offered" in str(told.done)


def test_a_name_that_stands_twice_goes_with_both():
    found = form_with("district = ${district}", *STREETS, ("s", "elm", "Elm", "west"))
    street = found.document["pages"][0]["questions"][1]
    assert street["options"][1]["show_if"] == {"any": [EAST, WEST]}
