"""Each kind of question beyond the first six, in the engine."""

import pytest

from engage.engines.questionnaire import (
    SurveyProblems,
    as_written,
    check_survey,
    finish,
    options_in_order,
    read_form,
    read_survey,
    review,
    route,
    tally,
    validate,
    write_form,
)
from tests.engines.questionnaire.specimens import NAMES, SPECIMENS, Specimen, survey_of, words

each_specimen = pytest.mark.parametrize("specimen", SPECIMENS, ids=NAMES)


def survey_with(*parts):
    document = survey_of()
    document["pages"] = [{"code": "p", "questions": list(parts)}]
    return read_survey(document)


def problems_of(*parts):
    document = survey_of()
    document["pages"] = [{"code": "p", "questions": list(parts)}]
    return {problem.place: str(problem.message) for problem in check_survey(document)}


@each_specimen
def test_a_form_an_entry_and_a_cell_bring_the_same_answer(specimen: Specimen):
    survey = read_survey(survey_of(specimen))
    assert check_survey(survey_of(specimen)) == ()
    read = read_form(survey, specimen.form)
    assert (read.answers, read.problems) == (specimen.answers, {})
    keyed = as_written(survey, specimen.keyed)
    assert (keyed.answers, keyed.problems, keyed.marks) == (specimen.answers, {}, {})
    assert read_form(survey, write_form(survey, read.answers)).answers == specimen.answers
    done = finish(survey, read.answers)
    assert (done.answers, done.problems, done.dropped) == (specimen.answers, {}, ())


@each_specimen
def test_what_may_not_be_answered_is_refused_in_words(specimen: Specimen):
    survey = read_survey(survey_of(specimen))
    read = read_form(survey, specimen.wrong)
    problems = read.problems | validate(survey, read.answers)
    assert problems
    assert all(len(str(text)) > 10 for text in problems.values())


@each_specimen
def test_answers_are_counted_by_option_or_period(specimen: Specimen):
    survey = read_survey(survey_of(specimen))
    for code, counts in specimen.counted.items():
        question = survey.question(code)
        assert question.is_counted
        counted = tally(question, [specimen.answers[code]])
        assert {cell.code: cell.count for cell in counted.cells} == counts
        assert counted.answered == 1


def test_information_is_shown_in_its_place_and_never_asked():
    told = {"code": "i_told", "kind": "information", "text": words("Read", "Lea", "اقرأ")}
    question = {"code": "q", "kind": "yes_no", "label": words("?", "?", "؟")}
    survey = survey_with(told, question)
    (page,) = route(survey, {})
    assert [part.code for part in page.questions] == ["i_told", "q"]
    assert page.codes == ("q",)
    assert [each.code for each in survey.questions] == ["q"]
    assert survey.question("q").number == 1
    assert [line.question.code for line in review(survey, {}, "en")] == ["q"]
    assert read_form(survey, {"i_told": ["x"], "q": ["yes"]}).answers == {"q": "yes"}
    assert as_written(survey, {"i_told": "x"}).answers == {}
    assert finish(survey, {"i_told": "x"}).dropped == ("i_told",)


def test_a_page_of_information_alone_is_walked_through():
    document = survey_of(SPECIMENS[0])
    told = {"code": "i_told", "kind": "information", "text": words("Read", "Lea", "اقرأ")}
    document["pages"].append({"code": "end", "questions": [told]})
    survey = read_survey(document)
    assert [page.code for page in route(survey, {})] == ["p0", "end"]


def test_nothing_can_depend_on_information():
    told = {"code": "i_told", "kind": "information", "text": words("Read", "Lea", "اقرأ")}
    asked = {"code": "q", "kind": "yes_no", "label": words("?", "?", "؟")}
    asked["show_if"] = {"question": "i_told", "answered": True}
    assert "nobody answers" in problems_of(told, asked)["/pages/0/questions/1/show_if/question"]


def test_information_wants_its_text_in_every_language():
    told = {"code": "i_told", "kind": "information", "text": {"en": "Read", "es": "Lea"}}
    assert problems_of(told) == {"/pages/0/questions/0/text/ar": "Write this in “ar”."}


def test_a_yes_or_no_decides_what_comes_next():
    asked = {"code": "q", "kind": "yes_no", "label": words("?", "?", "؟")}
    more = {**asked, "code": "q_more", "show_if": {"question": "q", "is": "yes"}}
    survey = survey_with(asked, more)
    assert validate(survey, {"q": "no"}) == {}
    assert len(review(survey, {"q": "yes"}, "en")) == 2
    assert len(review(survey, {"q": "no"}, "en")) == 1
    wrong = {**more, "show_if": {"question": "q", "is": "dont_know"}}
    assert "/pages/0/questions/1/show_if/is" in problems_of(asked, wrong)


def test_yes_and_no_take_the_surveys_own_words():
    asked = {"code": "q", "kind": "yes_no", "label": words("?", "?", "؟")}
    asked["labels"] = {"yes": words("We do", "Sí tenemos", "لدينا")}
    (line,) = review(survey_with(asked), {"q": "yes"}, "es")
    assert line.text == "Sí tenemos"
    (line,) = review(survey_with(asked), {"q": "no"}, "ar")
    assert line.text == "لا"


def test_consent_that_must_be_given_holds_one_back_and_on_paper_is_marked():
    asked = {"code": "q", "kind": "consent", "must_be_given": True, "label": words("?", "?", "؟")}
    survey = survey_with(asked)
    assert "Tick the box" in str(validate(survey, {})["q"])
    assert validate(survey, {"q": "yes"}) == {}
    assert "q" in validate(survey, {"q": "no"})
    assert as_written(survey, {"q": ""}).marks == {"q": "missing"}
    assert not survey.question("q").is_counted


@pytest.mark.parametrize(
    ("typed", "words_said"),
    [
        (["31", "4", "2020"], "no such day"),
        (["3", "4", "20"], "four digits"),
        (["3", "", "2020"], "a day, a month and a year"),
        (["3.5", "4", "2020"], "a day, a month and a year"),
        (["x", "4", "2020"], "a day, a month and a year"),
        (["9" * 14, "4", "2020"], "no such day"),
        (["3", "4", "99999"], "no such day"),
        (["29", "2", "1899"], "no such day"),
        (["3", "4", "1899"], "1 1 1900 or later"),
        (["3", "4", "2031"], "31 12 2030 or earlier"),
    ],
)
def test_a_date_that_cannot_be_is_told_what_to_do(typed, words_said):
    asked = {"code": "q", "kind": "date", "label": words("?", "?", "؟")}
    survey = survey_with({**asked, "earliest": "1900-01-01", "latest": "2030-12-31"})
    form = dict(zip(("q.day", "q.month", "q.year"), ([part] for part in typed), strict=True))
    read = read_form(survey, form)
    problems = read.problems | validate(survey, read.answers)
    assert words_said in str(problems["q"])
    assert read.raw == {"q": typed}


def test_an_empty_date_is_no_answer_and_a_needed_one_is_asked_for():
    asked = {"code": "q", "kind": "date", "required": True, "label": words("?", "?", "؟")}
    survey = survey_with(asked)
    read = read_form(survey, {"q.day": [""], "q.month": [" "], "q.year": [""]})
    assert (read.answers, read.problems) == ({}, {})
    assert "a day, a month and a year" in str(validate(survey, {})["q"])


@pytest.mark.parametrize(
    ("typed", "value", "mark"),
    [
        ("2019-05-03", "2019-05-03", ""),
        ("3 5 2019", "2019-05-03", ""),
        ("٣ ٥ ٢٠١٩", "2019-05-03", ""),
        ("3.5.1850", None, "out_of_range"),
        ("illegible", None, "illegible"),
    ],
)
def test_an_operator_types_a_date_day_first_or_year_first(typed, value, mark):
    asked = {"code": "q", "kind": "date", "earliest": "1900-01-01", "label": words("?", "?", "؟")}
    keyed = as_written(survey_with(asked), {"q": typed})
    assert keyed.answers.get("q") == value
    assert keyed.marks.get("q", "") == mark


def test_dates_are_compared_in_conditions_and_counted_in_periods():
    asked = {"code": "q", "kind": "date", "label": words("?", "?", "؟")}
    more = {**asked, "code": "q_more", "show_if": {"question": "q", "at_least": "2020-01-01"}}
    survey = survey_with(asked, more)
    assert len(review(survey, {"q": "2020-01-01"}, "en")) == 2
    assert len(review(survey, {"q": "2019-12-31"}, "en")) == 1
    question = survey.question("q")
    months = tally(question, ["2020-01-05", "2020-01-09", "2020-03-01", "no date"])
    assert [(cell.code, cell.count) for cell in months.cells] == [("2020-01", 2), ("2020-03", 1)]
    years = tally(question, ["2018-01-05", "2020-01-09"])
    assert [cell.code for cell in years.cells] == ["2018", "2020"]
    decades = tally(question, ["1931-01-05", "1938-01-01", "2020-01-09"])
    assert [(cell.code, cell.count) for cell in decades.cells] == [
        ("1930–1939", 2),
        ("2020–2029", 1),
    ]
    for wrong in ("yesterday", 2020, "2020-02-30"):
        bad = {**more, "show_if": {"question": "q", "at_least": wrong}}
        assert "/pages/0/questions/1/show_if/at_least" in problems_of(asked, bad)


def test_limits_of_a_date_must_be_days_in_order():
    asked = {"code": "q", "kind": "date", "label": words("?", "?", "؟")}
    at = "/pages/0/questions/0"
    assert set(problems_of({**asked, "earliest": "2020-02-30"})) == {f"{at}/earliest"}
    assert set(problems_of({**asked, "earliest": "yesterday"})) == {f"{at}/earliest"}
    turned = {**asked, "earliest": "2020-02-03", "latest": "2020-02-02"}
    assert set(problems_of(turned)) == {f"{at}/latest"}
    with pytest.raises(SurveyProblems):
        survey_with(turned)


WAY = SPECIMENS[NAMES.index("one of several, or other words")]
STREET = SPECIMENS[NAMES.index("several, other words, and one that stands alone")]


def test_other_words_are_asked_for_only_with_their_option():
    survey = read_survey(survey_of(WAY))
    assert survey.page("p0").codes == ("q_way", "q_way_other")
    assert [each.number for each in survey.questions] == [1, 1]
    assert survey.question_count == 1
    assert "Write an answer" in str(validate(survey, {"q_way": "other"})["q_way_other"])
    left = finish(survey, {"q_way": "bus", "q_way_other": "By mule"})
    assert (left.answers, left.dropped) == ({"q_way": "bus"}, ("q_way_other",))
    (page,) = route(survey, {"q_way": "bus"})
    assert "q_way_other" in page.codes


def test_words_beside_an_option_choose_it_where_nothing_was_chosen():
    survey = read_survey(survey_of(WAY))
    read = read_form(survey, {"q_way_other": ["By mule"]})
    assert read.answers == WAY.answers
    assert read.raw["q_way"] == ["other"]
    kept = read_form(survey, {"q_way": ["bus"], "q_way_other": ["By mule"]})
    assert kept.answers["q_way"] == "bus"
    street = read_survey(survey_of(STREET))
    assert "q_street" not in read_form(street, {"q_street_other": ["A bench"]}).answers


def test_other_words_may_be_comments():
    asked = {**WAY.document, "options": [*WAY.document["options"][:2]]}
    more = {**WAY.document["options"][2], "please_say": {"comments": True, "max_length": 5}}
    survey = survey_with({**asked, "options": [*asked["options"], more]})
    assert survey.question("q_way_other").is_comment
    assert "5 characters" in str(validate(survey, WAY.answers)["q_way_other"])


def test_conditions_may_look_at_other_words():
    more = {"code": "q_more", "kind": "yes_no", "label": words("?", "?", "؟")}
    more["show_if"] = {"question": "q_way_other", "answered": True}
    survey = survey_with(WAY.document, more)
    assert len(review(survey, WAY.answers, "en")) == 3
    assert len(review(survey, {"q_way": "bus", "q_way_other": "x"}, "en")) == 1


def test_codes_made_for_other_words_must_be_free_and_short():
    taken = {"code": "q_way_other", "kind": "yes_no", "label": words("?", "?", "؟")}
    assert "is taken" in problems_of(WAY.document, taken)["/pages/0/questions/0/code"]
    assert "is taken" in problems_of(taken, WAY.document)["/pages/0/questions/1/code"]
    long = {**WAY.document, "code": "q" * 36}
    assert "too long" in problems_of(long)["/pages/0/questions/0/code"]


@pytest.mark.parametrize("order", ["shuffled", "rotated"])
def test_options_come_in_an_order_of_the_response_and_the_last_ones_stay(order):
    letters = [{"code": code, "label": words(code, code, code)} for code in "abcdef"]
    asked = {**STREET.document, "order": order}
    asked["options"] = [*letters, *STREET.document["options"][2:]]
    question = survey_with(asked).questions[0]
    seen = {}
    for seed in range(60):
        codes = [each.code for each in options_in_order(question, f"seed {seed}")]
        assert codes == [each.code for each in options_in_order(question, f"seed {seed}")]
        assert codes[-2:] == ["other", "none"]
        assert sorted(codes[:-2]) == list("abcdef")
        seen[codes[0]] = seen.get(codes[0], 0) + 1
    assert set(seen) == set("abcdef")
    assert options_in_order(question, "") == question.options
    assert [each.number for each in question.options] == list(range(1, 9))
    plain = survey_with({**asked, "order": "listed"})
    assert plain.is_alike_for_all
    assert options_in_order(plain.questions[0], "seed") == plain.questions[0].options


RATE = SPECIMENS[NAMES.index("a matrix with one answer a row")]


def test_rows_of_a_matrix_are_questions_with_numbers_and_names_of_their_own():
    survey = read_survey(survey_of(WAY, RATE))
    assert [(each.code, each.number) for each in survey.questions if each.within != "q_way"] == [
        ("q_way", 1),
        ("q_rate_buses", 2),
        ("q_rate_parks", 3),
    ]
    lead, buses, parks = survey.page("p1").questions
    assert (lead.code, lead.takes_answer) == ("q_rate", False)
    assert {buses.within, parks.within} == {"q_rate"}
    assert parks.short_label["es"] == "Parques"
    assert parks.label["es"] == "¿Cómo son? – Parques"
    assert survey.page("p1").codes == ("q_rate_buses", "q_rate_parks")
    assert set(validate(survey, {"q_way": "bus", "q_rate_parks": "good"})) == {"q_rate_buses"}


def test_a_matrix_is_asked_as_a_whole_and_its_rows_decide():
    first = {"code": "q", "kind": "yes_no", "label": words("?", "?", "؟")}
    rate = {**RATE.document, "show_if": {"question": "q", "is": "yes"}}
    more = {**first, "code": "q_more", "show_if": {"question": "q_rate_parks", "is": "bad"}}
    survey = survey_with(first, rate, more)
    asked = [line.question.code for line in review(survey, {"q": "yes", **RATE.answers}, "en")]
    assert asked == ["q", "q_rate_buses", "q_rate_parks", "q_more"]
    assert len(review(survey, {"q": "no", **RATE.answers}, "en")) == 1
    on_the_whole = {**more, "show_if": {"question": "q_rate", "answered": True}}
    found = problems_of(first, rate, on_the_whole)
    assert "nobody answers" in found["/pages/0/questions/2/show_if/question"]


def test_a_matrix_names_each_problem_once_and_in_its_place():
    at = "/pages/0/questions/0"
    rows, given = RATE.document["rows"], RATE.document["options"]
    twice = {**RATE.document, "rows": [*rows, rows[0]]}
    assert set(problems_of(twice)) == {f"{at}/rows/2/code"}
    twice = {**RATE.document, "options": [*given, given[0]]}
    more = {"code": "q_more", "kind": "yes_no", "label": words("?", "?", "؟")}
    more["show_if"] = {"question": "q_rate_parks", "is": "bad"}
    assert set(problems_of(twice, more)) == {f"{at}/options/2/code"}
    wordless = {**RATE.document, "rows": [{"code": "buses", "label": {"en": "Buses"}}]}
    assert set(problems_of(wordless)) == {f"{at}/rows/0/label/es", f"{at}/rows/0/label/ar"}
    taken = {"code": "q_rate_parks", "kind": "yes_no", "label": words("?", "?", "؟")}
    assert set(problems_of(RATE.document, taken)) == {f"{at}/code"}


FIRST = SPECIMENS[NAMES.index("a ranking")]


@pytest.mark.parametrize(
    ("ranks", "words_said"),
    [
        ("1 1 2", "one answer only"),
        ("1 3 0", "without a gap"),
        ("1 2 3", "from 1 to 2 only"),
        ("1 9 0", "from 1 to 3, or none"),
        ("-1 1 2", "from 1 to 3, or none"),
        ("1.5 1 2", "from 1 to 3, or none"),
        ("x-1 1 2", "only answers from the list"),
    ],
)
def test_a_ranking_that_cannot_be_is_told_what_to_do(ranks, words_said):
    survey = read_survey(survey_of(FIRST))
    raw = ranks.split()
    names = ("q_first.paths", "q_first.light", "q_first.seats")
    read = read_form(survey, {name: [rank] for name, rank in zip(names, raw, strict=True)})
    problems = read.problems | validate(survey, read.answers)
    assert words_said in str(problems["q_first"])
    assert read.raw["q_first"] == raw


def test_a_ranking_without_numbers_is_no_answer_and_a_needed_one_is_asked_for():
    needed = {**FIRST.document, "required": True, "min_choices": 2}
    survey = survey_with(needed)
    assert read_form(survey, {"q_first.paths": [""], "q_first.light": ["0"]}).answers == {}
    assert "at least 2 answers" in str(validate(survey, {})["q_first"])
    assert "at least 2 answers" in str(validate(survey, {"q_first": ["paths"]})["q_first"])
    too_many = {**FIRST.document, "min_choices": 3}
    assert set(problems_of(too_many)) == {"/pages/0/questions/0/min_choices"}


@pytest.mark.parametrize(
    ("typed", "mark"), [("1 1 0", "multiple_marked"), ("1 3 0", "out_of_range"), ("blank", "blank")]
)
def test_a_ranking_on_paper_is_kept_as_written(typed, mark):
    keyed = as_written(read_survey(survey_of(FIRST)), {"q_first": typed})
    assert (keyed.answers, keyed.marks) == ({}, {"q_first": mark})
    assert keyed.kept == ({} if mark == "blank" else {"q_first": typed})
    mistyped = as_written(read_survey(survey_of(FIRST)), {"q_first": "1 2 0 0"})
    assert set(mistyped.problems) == {"q_first"}


def test_the_first_of_a_ranking_decides_and_is_counted():
    more = {"code": "q_more", "kind": "yes_no", "label": words("?", "?", "؟")}
    more["show_if"] = {"question": "q_first", "first": "seats"}
    also = {**more, "code": "q_also", "show_if": {"question": "q_first", "includes": "paths"}}
    survey = survey_with(FIRST.document, more, also)
    asked = [line.question.code for line in review(survey, {"q_first": ["seats"]}, "en")]
    assert asked == ["q_first", "q_more"]
    asked = [line.question.code for line in review(survey, {"q_first": ["light", "paths"]}, "en")]
    assert asked == ["q_first", "q_also"]
    counted = tally(survey.question("q_first"), [["seats", "paths"], ["paths"], ["seats", "gone"]])
    assert [cell.count for cell in counted.cells] == [1, 0, 1]
    assert counted.answered == 2
    wrong = {**more, "show_if": {"question": "q_first", "first": "boats"}}
    assert "/pages/0/questions/1/show_if/first" in problems_of(FIRST.document, wrong)


RENT = SPECIMENS[NAMES.index("an amount")]


@pytest.mark.parametrize(
    ("typed", "words_said"),
    [
        ("1.200", "without points or commas"),
        ("1,200.50", "Write an amount"),
        ("12.5051", "Write an amount"),
        ("-3", "0 or more"),
        ("much", "Write an amount"),
        ("12 USD", "Write an amount"),
    ],
)
def test_an_amount_that_is_in_doubt_is_asked_about(typed, words_said):
    survey = read_survey(survey_of(RENT))
    read = read_form(survey, {"q_rent": [typed]})
    problems = read.problems | validate(survey, read.answers)
    assert words_said in str(problems["q_rent"])


def test_an_amount_has_a_currency_and_decides():
    at = "/pages/0/questions/0"
    assert set(problems_of({**RENT.document, "currency": "euro"})) == {f"{at}/currency"}
    whole = survey_with({**RENT.document, "integer": True})
    assert "without decimals" in str(validate(whole, {"q_rent": 12.5})["q_rent"])
    more = {"code": "q_more", "kind": "yes_no", "label": words("?", "?", "؟")}
    more["show_if"] = {"question": "q_rent", "at_least": 1000}
    survey = survey_with(RENT.document, more)
    assert len(review(survey, RENT.answers, "en")) == 2
    assert len(review(survey, {"q_rent": 999.99}, "en")) == 1


WHERE = SPECIMENS[NAMES.index("a long list")]


@pytest.mark.parametrize(
    ("typed", "outcome"),
    [
        ("2", "acorn"),
        ("acorn", "acorn"),
        ("calle del molino", "mill"),
        ("درب", "mill"),
        ("1 2", "multiple_marked"),
        ("a", "Type more"),
        ("calle", "Type more"),
        ("zoo", "Nothing in the list"),
        ("9", "from 1 to 3"),
    ],
)
def test_an_operator_types_the_beginning_of_a_long_lists_answer(typed, outcome):
    keyed = as_written(read_survey(survey_of(WHERE)), {"q_where": typed})
    found = keyed.answers.get("q_where") or keyed.marks.get("q_where")
    assert outcome in (found or str(keyed.problems["q_where"]))


def test_a_name_that_two_of_a_long_list_share_must_be_chosen():
    options = [*WHERE.document["options"]]
    options.append({**options[0], "code": "abbey_north"})
    survey = survey_with({**WHERE.document, "options": options})
    read = read_form(survey, {"q_where": ["Abbey Road"]})
    assert "answers listed" in str(validate(survey, read.answers)["q_where"])
    assert read_form(survey, {"q_where": ["abbey_north"]}).answers == {"q_where": "abbey_north"}
