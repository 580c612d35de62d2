import pytest

from engage.engines.questionnaire import (
    as_written,
    comments_of,
    finish,
    in_locale,
    next_page,
    read_form,
    read_survey,
    review,
    route,
    tally,
    validate,
)
from tests.engines.questionnaire.survey_documents import document, words

SURVEY = read_survey(document())
COMPLETE = {"q_way": "bus", "q_bus": "It is late", "q_needs": ["shade"], "q_safe": 4}


@pytest.mark.parametrize(
    ("code", "raw", "value"),
    [
        ("q_people", ["٣"], 3),
        ("q_people", ["۱۲"], 12),
        ("q_people", ["१२"], 12),
        ("q_people", [" 12.0 "], 12),
        ("q_people", ["\u2212 4"], -4),
        ("q_people", ["10 000"], 10_000),
        ("q_safe", ["٤"], 4),
        ("q_safe", ["dont_know"], "dont_know"),
        ("q_needs", ["seats", "", "lights", "seats"], ["lights", "seats"]),
        ("q_bus", [" a\x00b\r\nc\ud800 \n"], "ab\nc"),
        ("q_line", [" the \n 7 "], "the 7"),
    ],
)
def test_a_form_field_is_read(code, raw, value):
    reading = read_form(SURVEY, {code: raw})
    assert (reading.answers, reading.problems) == ({code: value}, {})


def test_a_decimal_comma_is_read_and_a_doubtful_comma_is_asked_about():
    changed = document()
    del changed["pages"][2]["questions"][2]["integer"]
    survey = read_survey(changed)
    assert read_form(survey, {"q_people": ["7,5"]}).answers == {"q_people": 7.5}
    assert read_form(survey, {"q_people": ["٧٫٥"]}).answers == {"q_people": 7.5}
    assert "without points or commas" in str(
        read_form(survey, {"q_people": ["1,000"]}).problems["q_people"]
    )


@pytest.mark.parametrize(
    ("code", "raw"),
    [
        ("q_people", ["about ten"]),
        ("q_people", ["1.000"]),
        ("q_people", ["1e3"]),
        ("q_people", ["²"]),
        ("q_way", ["bus", "car"]),
        ("q_safe", ["1", "2"]),
    ],
)
def test_what_cannot_be_read_is_a_problem_and_is_kept_to_be_shown_again(code, raw):
    reading = read_form(SURVEY, {code: raw})
    assert reading.answers == {}
    assert set(reading.problems) == {code}
    assert reading.raw == {code: raw}


def test_only_the_questions_named_are_read():
    form = {"q_way": ["bus"], "q_line": ["7"], "csrf": ["x"]}
    assert read_form(SURVEY, form, ["q_way"]).answers == {"q_way": "bus"}
    assert read_form(SURVEY, form).answers == {"q_way": "bus", "q_line": "7"}


@pytest.mark.parametrize(
    ("code", "value", "words_said"),
    [
        ("q_way", None, "Choose an answer"),
        ("q_way", "boat", "Choose one of the answers listed"),
        ("q_way", ["bus"], "Choose one of the answers listed"),
        ("q_bus", "ab", "Write your answer in 3 characters or more; you have written 2"),
        ("q_bus", "x" * 51, "Write your answer in 50 characters or fewer; you have written 51"),
        ("q_bus", 7, "Write your answer in words"),
        ("q_needs", ["lights", "shade", "seats"], "Choose no more than 2 answers"),
        ("q_needs", ["lights", "none"], "Choose either the answer that stands alone"),
        ("q_needs", [{}], "Choose only answers from the list"),
        ("q_safe", 6, "Choose a number from 1 to 5"),
        ("q_safe", True, "Choose a number from 1 to 5"),
        ("q_people", 2.5, "Write a whole number"),
        ("q_people", 21, "Write a number that is 20 or less"),
        ("q_people", float("nan"), "Write a whole number"),
        ("q_people", 10**400, "Write a whole number"),
    ],
)
def test_an_answer_against_the_rules_is_told_what_to_do(code, value, words_said):
    answers = {**COMPLETE, code: value}
    found = validate(SURVEY, answers)
    assert set(found) == {code}
    assert words_said in str(found[code])
    assert finish(SURVEY, answers).problems == found
    assert validate(SURVEY, answers, codes=["q_line"]) == {}


def test_answers_off_the_way_are_dropped_and_decide_nothing():
    answers = {"q_safe": 4, "q_line": "7", "q_bus": "words", "q_way": "car", "strange": 1}
    assert [page.code for page in route(SURVEY, answers)] == ["travel", "needs"]
    done = finish(SURVEY, answers)
    assert list(done.answers.items()) == [("q_way", "car"), ("q_safe", 4)]
    assert set(done.dropped) == {"q_line", "q_bus", "strange"}
    assert validate(SURVEY, answers) == {}
    assert comments_of(SURVEY, answers) == ()
    assert comments_of(SURVEY, COMPLETE) == (("q_bus", "It is late"),)


def test_one_moves_on_from_a_page_that_is_no_longer_on_the_way():
    assert next_page(SURVEY, {"q_way": "car"}, "bus_more").code == "needs"
    with pytest.raises(KeyError):
        next_page(SURVEY, {}, "elsewhere")


def test_words_of_control_characters_only_are_no_answer():
    done = finish(SURVEY, {"q_way": "bus", "q_bus": "\x00\x01"})
    assert done.answers == {"q_way": "bus"}


def test_a_review_is_in_the_language_of_the_reader():
    lines = review(SURVEY, {**COMPLETE, "q_needs": ["lights", "shade"]}, "ar")
    assert [(line.text, line.language, line.page_code) for line in lines] == [
        ("bus (ar)", "ar", "travel"),
        ("It is late", "", "travel"),
        ("", "", "bus_more"),
        ("lights (ar)، shade (ar)", "ar", "needs"),
        ("4", "ar", "needs"),
        ("", "", "needs"),
    ]


def test_a_text_falls_back_and_says_so():
    assert in_locale({"en": "Bus", "ar": ""}, "ar", ("es", "en")) == ("Bus", "en")
    assert in_locale({"fr": "Bus"}, "ar", ("en",)) == ("Bus", "fr")
    assert in_locale({}, "ar", ("en",)) == ("", "ar")


def test_an_operator_types_numbers_of_options():
    keyed = as_written(
        SURVEY,
        {"q_way": "2", "q_needs": "3 1", "q_safe": "dont_know", "q_people": "٢"},
    )
    assert keyed.answers == {
        "q_way": "car",
        "q_needs": ["lights", "seats"],
        "q_safe": "dont_know",
        "q_people": 2,
    }
    assert (keyed.marks, keyed.kept, keyed.problems) == ({}, {}, {})


@pytest.mark.parametrize(
    ("code", "typed", "mark", "kept"),
    [
        ("q_way", "blank", "blank", False),
        ("q_safe", "illegible", "illegible", False),
        ("q_people", "refused", "refused", False),
        ("q_way", "", "missing", False),
        ("q_way", "1 2", "multiple_marked", True),
        ("q_safe", "3,4", "multiple_marked", True),
        ("q_needs", "1 2 3", "multiple_marked", True),
        ("q_needs", "1 4", "multiple_marked", True),
        ("q_people", "21", "out_of_range", True),
        ("q_line", "7", "off_path", True),
    ],
)
def test_what_the_rules_would_refuse_is_kept_as_written_and_marked(code, typed, mark, kept):
    keyed = as_written(SURVEY, {"q_way": "3", code: typed})
    assert keyed.marks == {code: mark}
    assert keyed.kept == ({code: typed} if kept else {})
    assert code not in keyed.answers
    assert keyed.problems == {}
    assert set(finish(SURVEY, keyed.answers).problems) <= set(keyed.marks)


def test_words_that_are_too_long_are_marked_and_still_a_comment():
    keyed = as_written(SURVEY, {"q_way": "1", "q_bus": "x" * 60})
    assert keyed.marks == {"q_bus": "too_long"}
    done = finish(SURVEY, keyed.answers)
    assert set(done.problems) == {"q_bus"}
    assert comments_of(SURVEY, done.answers) == (("q_bus", "x" * 60),)


def test_what_cannot_be_decoded_is_for_the_operator_to_correct():
    keyed = as_written(SURVEY, {"q_way": "9", "q_safe": "7", "q_people": "many"})
    assert set(keyed.problems) == {"q_way", "q_safe", "q_people"}
    assert "from 1 to 3" in str(keyed.problems["q_way"])
    assert (keyed.answers, keyed.marks) == ({}, {})


def test_answers_are_counted():
    ways = tally(SURVEY.question("q_way"), ["bus", "bus", "foot", "gone"])
    assert [(cell.code, cell.count) for cell in ways.cells] == [("bus", 2), ("car", 0), ("foot", 1)]
    assert ways.answered == 3
    needs = tally(SURVEY.question("q_needs"), [["lights", "shade"], ["shade"]])
    assert [cell.count for cell in needs.cells] == [1, 2, 0, 0]
    assert needs.answered == 2
    safe = tally(SURVEY.question("q_safe"), [5, 5, "dont_know", 9])
    assert [cell.count for cell in safe.cells] == [0, 0, 0, 0, 2, 1]
    assert safe.cells[-1].label["ar"]
    assert tally(SURVEY.question("q_bus"), ["abc", "def"]).answered == 2


@pytest.mark.parametrize("numbers", [[], [5], [0, 3, 3, 20], [-7, 1000], [0.1, 0.25, 0.3]])
def test_numbers_are_counted_in_bins_that_miss_none(numbers):
    counted = tally(SURVEY.question("q_people"), numbers)
    assert sum(cell.count for cell in counted.cells) == counted.answered == len(numbers)
    assert len(counted.cells) <= 12
    assert len({cell.code for cell in counted.cells}) == len(counted.cells)
    if numbers:
        assert counted.minimum <= counted.median <= counted.maximum


def test_a_scale_may_word_its_own_way_of_not_knowing():
    changed = document()
    changed["pages"][2]["questions"][1]["labels"] = {"dont_know": words("No idea")}
    survey = read_survey(changed)
    (line,) = [x for x in review(survey, {"q_safe": "dont_know"}, "en") if x.text]
    assert line.text == "No idea"
