import jsonschema
import pytest

from engage.engines.questionnaire import (
    SurveyProblems,
    as_in_document,
    as_written,
    at_kiosk,
    check_survey,
    finish,
    next_page,
    previous_page,
    progress,
    read_aloud,
    read_form,
    read_survey,
    review,
    route,
    survey_digest,
    survey_schema,
    validate,
    with_entry,
    without_entry,
    write_form,
)
from tests.engines.questionnaire.survey_documents import document, household, options, words

THREE = {
    "q_people": 4,
    "p_home": 3,
    "p_home_1_q_name": "Ada",
    "p_home_1_q_age": 40,
    "p_home_1_q_work": "yes",
    "p_home_2_q_name": "Bo",
    "p_home_2_q_age": 7,
    "p_home_3_q_name": "Cy",
    "p_home_3_q_age": 71,
    "p_home_3_q_work": "no",
}


def problems(found):
    return {problem.place: str(problem.message) for problem in check_survey(found)}


def changed(**repeat):
    found = household()
    found["pages"][1]["repeat"] |= repeat
    return found


def walked(survey, answers):
    pages, page = [], next_page(survey, answers, None)
    while page is not None:
        pages.append(page.code)
        page = next_page(survey, answers, page.code)
    return pages


def test_a_repeated_page_is_good_and_keeps_the_published_schema():
    jsonschema.Draft202012Validator(survey_schema()).validate(household())
    assert check_survey(household()) == ()


def test_every_entry_is_a_page_with_questions_of_its_own():
    survey = read_survey(household())
    assert [page.code for page in survey.pages] == [
        *("p_start", "p_home", "p_home_1", "p_home_2", "p_home_3", "p_home_4", "p_end")
    ]
    second = survey.page("p_home_2")
    assert second.title["en"] == "Person 2"
    age = survey.question("p_home_2_q_age")
    assert (age.label["en"], age.short_label["en"]) == ("Person 2: How old?", "How old?")
    assert age.number == survey.question("p_home_1_q_age").number
    assert (age.written_as, age.entry["ar"]) == ("q_age", "Person (ar) 2")


def test_entries_are_asked_up_to_the_count():
    survey = read_survey(household())
    asked = [page.code for page in route(survey, THREE)]
    assert asked == ["p_start", "p_home", "p_home_1", "p_home_2", "p_home_3", "p_end"]
    assert [page.code for page in route(survey, {})] == ["p_start", "p_home", "p_home_1"]


def test_conditions_and_words_in_an_entry_mean_the_answers_of_that_entry():
    survey = read_survey(household())
    asked = {question.code for page in route(survey, THREE) for question in page.questions}
    assert "p_home_1_q_work" in asked
    assert "p_home_2_q_work" not in asked
    page = next(page for page in route(survey, THREE) if page.code == "p_home_3")
    assert "Cy" in page.questions[2].label["en"]


def test_a_constraint_in_an_entry_sees_outer_answers():
    survey = read_survey(household())
    found = validate(survey, {**THREE, "p_home_2_q_age": 130})
    assert list(found) == ["p_home_2_q_age"]
    assert "p_home_2_q_age" in validate(survey, {**THREE, "q_people": 1})


def test_outside_the_count_and_sums_of_entries_can_be_asked_about():
    survey = read_survey(household())
    done = finish(survey, {**THREE, "q_many": "yes"})
    assert done.problems == {}
    assert done.derived == {"c_years": 118}
    found = household()
    del found["pages"][2]["show_if"]
    nobody = finish(read_survey(found), {"p_home": 1, "p_home_1_q_name": "Ada"})
    assert nobody.derived == {"c_years": 0}


def test_what_is_behind_the_count_is_dropped():
    survey = read_survey(household())
    done = finish(survey, {**THREE, "p_home": 2})
    assert done.dropped == ("p_home_3_q_name", "p_home_3_q_age", "p_home_3_q_work")


def test_from_an_entry_people_come_to_the_list_and_from_there_onward():
    survey = read_survey(household())
    assert walked(survey, THREE) == ["p_start", "p_home", "p_end"]
    assert next_page(survey, THREE, "p_home_2").code == "p_home"
    assert previous_page(survey, THREE, "p_home_3").code == "p_home"
    assert previous_page(survey, THREE, "p_end").code == "p_home"


def test_adding_entries_is_no_step_back_and_does_not_move_the_end():
    survey = read_survey(household())
    listed = progress(survey, THREE, "p_home")
    for entry in (1, 2, 3):
        assert progress(survey, THREE, f"p_home_{entry}") == listed
    assert progress(survey, {"q_people": 4}, "p_home_1") == (listed[0], listed[1] - 1)
    behind = next_page(survey, THREE, "p_home").code
    assert progress(survey, THREE, behind) == (listed[0] + 1, listed[1])


def test_before_there_are_enough_entries_back_leads_out_of_them():
    survey = read_survey(household())
    assert previous_page(survey, {}, "p_home_1").code == "p_start"
    two = read_survey(changed(minimum=2))
    assert previous_page(two, {"p_home": 1}, "p_home_2").code == "p_home_1"


def test_the_next_entry_is_there_to_be_filled_before_it_counts():
    survey = read_survey(household())
    assert with_entry(survey, THREE, "p_home_4")["p_home"] == 4
    assert with_entry(survey, THREE, "p_home_3") is THREE
    assert with_entry(survey, {"p_home": 1}, "p_home_4") == {"p_home": 1}


def test_taking_an_entry_out_moves_the_others_up_and_loses_nothing_else():
    survey = read_survey(household())
    left = without_entry(survey.sections["p_home"], THREE, 1)
    assert left == {
        "q_people": 4,
        "p_home": 2,
        "p_home_1_q_name": "Bo",
        "p_home_1_q_age": 7,
        "p_home_2_q_name": "Cy",
        "p_home_2_q_age": 71,
        "p_home_2_q_work": "no",
    }


def test_the_review_shows_entries_by_name_in_their_order():
    lines = review(read_survey(household()), THREE, "en")
    told = [(line.question.label["en"], line.text) for line in lines if line.question.entry]
    assert told[0] == ("Person 1: Name?", "Ada")
    assert [text for _, text in told] == ["Ada", "40", "Yes", "Bo", "7", "Cy", "71", "No"]


def test_how_many_may_be_said_by_an_earlier_number():
    survey = read_survey(changed(count="q_people", minimum=0))
    assert walked(survey, {"q_people": 2}) == ["p_start", "p_home_1", "p_home_2", "p_end"]
    assert walked(survey, {"q_people": 9})[-2:] == ["p_home_4", "p_end"]
    assert walked(survey, {}) == ["p_start"]
    done = finish(survey, {"q_people": 2, "p_home_2_q_age": 3})
    assert done.derived == {"p_home": 2, "c_years": 3}


def test_entries_of_paper_are_counted_by_what_is_filled_in():
    survey = read_survey(household())
    keyed = as_written(survey, {"q_people": "3", "p_home_1_q_name": "Ada", "p_home_2_q_age": "7"})
    assert keyed.answers["p_home"] == 2
    assert keyed.marks == {"p_home_2_q_name": "missing"}
    nothing = as_written(survey, {})
    assert nothing.answers == {"p_home": 1}
    assert nothing.marks == {"q_people": "missing", "p_home_1_q_name": "missing"}


def test_in_a_call_the_next_entry_may_come():
    survey = read_survey(household())
    asked = {each.question.code: each.is_asked for each in read_aloud(survey, {"q_people": "2"})}
    assert asked["p_home_2_q_name"]
    assert not asked["p_home_3_q_name"]
    assert "p_home" not in asked


def test_a_form_with_all_on_one_page_counts_its_entries():
    survey = read_survey(household())
    form = write_form(survey, THREE)
    del form["p_home"]
    form["p_home_4_q_name"] = [" "]
    assert read_form(survey, form).answers == THREE


def test_tables_and_other_words_can_be_asked_in_every_entry():
    found = household()
    found["pages"][1]["questions"] += [
        {
            "code": "q_rate",
            "kind": "matrix",
            "label": words("How good?"),
            "rows": options("bus", "park"),
            "options": options("bad", "good"),
        },
        {
            "code": "q_way",
            "kind": "single_choice",
            "label": words("How?"),
            "options": [*options("bus"), {**options("other")[0], "please_say": {}}],
        },
    ]
    survey = read_survey(found)
    rows = [each for each in survey.parts if each.within == "p_home_2_q_rate"]
    assert [each.code for each in rows] == ["p_home_2_q_rate_bus", "p_home_2_q_rate_park"]
    assert rows[0].label["en"] == "Person 2: How good? – bus"
    form = {"p_home": ["2"], "p_home_2_q_way_other": ["On foot"]}
    assert read_form(survey, form).answers["p_home_2_q_way"] == "other"


@pytest.mark.parametrize(
    ("change", "place", "told"),
    [
        ({"minimum": 5}, "/pages/1/repeat/maximum", "Write 5 or more."),
        ({"maximum": 21}, "/pages/1/repeat/maximum", "Write 20 or less."),
        ({"count": "q_name"}, "/pages/1/repeat/count", "takes a whole number"),
        ({"count": "q_later"}, "/pages/1/repeat/count", "takes a whole number"),
        ({"label": {"en": "Person"}}, "/pages/1/repeat/label/ar", "Write this in “ar”."),
    ],
)
def test_what_is_wrong_with_a_repetition_is_said_at_its_place(change, place, told):
    assert told in problems(changed(**change))[place]


def test_more_than_can_be_asked_is_a_warning():
    found = changed(count="q_people", maximum=3)
    assert "only that many are asked" in problems(found)["/pages/1/repeat/count"]
    read_survey(found)


@pytest.mark.parametrize(
    "named",
    [
        {"show_if": {"question": "q_age", "at_least": 3}},
        {"show_if": "${q_age} > 3"},
        {"show_if": "sum(${q_people}) > 3"},
        {"show_if": "sum(${q_name}) > 3"},
        {"label": words("So ${q_name} works?")},
        {"constraint": ". != '' and ${p_home_1_q_age} > 3"},
    ],
)
def test_an_answer_of_one_entry_cannot_be_named_outside(named):
    found = household()
    found["pages"][2]["questions"][0] |= named
    with pytest.raises(SurveyProblems):
        read_survey(found)


def test_a_kiosk_lists_no_entries_in_which_it_asks_nothing():
    found = household()
    found["pages"] = found["pages"][:2]
    photo = {"code": "q_photo", "kind": "photo", "label": words("Photo")}
    found["pages"][1]["questions"] = [photo]
    assert [page.code for page in at_kiosk(read_survey(found)).pages] == ["p_start"]
    found["pages"][1]["questions"] = [photo | {"kiosk": True}]
    assert len(at_kiosk(read_survey(found)).pages) == 6


def test_codes_made_for_entries_are_neither_taken_nor_too_long():
    found = household()
    found["pages"][2]["questions"][0]["code"] = "p_home"
    assert "taken" in problems(found)["/pages/1/code"]
    found = household()
    found["pages"][1]["questions"][1]["code"] = "q_" + "a" * 38
    assert any("too long" in told for told in problems(found).values())


def test_readers_see_a_section_once_under_the_codes_of_the_document():
    survey = as_in_document(read_survey(household()))
    assert [question.code for question in survey.pages[1].questions] == [
        *("p_home", "q_name", "q_age", "q_work")
    ]
    plain = read_survey(document())
    assert as_in_document(plain) is plain


def test_documents_without_repetition_are_what_they_were():
    digest = "dddfdaeadbdc8fc12fc634767df5add18c4b8c2bad9f4812c3a71ceef4f0ef97"
    assert survey_digest(document()) == digest
    assert read_survey(document()).sections == {}
