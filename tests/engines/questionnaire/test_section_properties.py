import jsonschema
from hypothesis import HealthCheck, given, settings

from engage.engines.questionnaire import (
    check_survey,
    entries_in,
    finish,
    next_page,
    previous_page,
    read_form,
    read_survey,
    route,
    survey_schema,
    texts_of,
    unreachable,
    validate,
    with_entry,
    without_entry,
    write_form,
)
from tests.engines.questionnaire.survey_documents import (
    repeated_documents,
    repeated_surveys_with_answers,
)
from tests.engines.questionnaire.walks import reviewed, walk_back, walk_on

SOME = settings(
    max_examples=30,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
VALIDATOR = jsonschema.Draft202012Validator(survey_schema())


@SOME
@given(repeated_documents())
def test_repeated_sections_keep_the_published_schema_and_their_words_are_found(found):
    VALIDATOR.validate(found)
    assert all(problem.severity != "error" for problem in check_survey(found))
    roles = [text.role for text in texts_of(found) if "/repeat/" in text.place]
    assert roles == ["repeat"]
    assert set(unreachable(read_survey(found))) <= {
        each["code"] for page in found["pages"] for each in (page, *page["questions"])
    }


@SOME
@given(repeated_surveys_with_answers())
def test_walking_never_traps_and_every_entry_can_be_reached_and_left(case):
    survey, answers = read_survey(case[0]), case[1]
    on_the_way = [page for page in route(survey, answers) if not page.listed_on]
    assert walk_on(survey, answers) == on_the_way
    assert walk_back(survey, answers)[::-1] == on_the_way
    for entry in (page for page in route(survey, answers) if page.listed_on):
        assert next_page(survey, answers, entry.code).code == entry.listed_on
        steps, page = 0, entry
        while page is not None:
            page, steps = previous_page(survey, answers, page.code), steps + 1
            assert steps < 20


@SOME
@given(repeated_surveys_with_answers())
def test_the_review_shows_exactly_what_is_asked_in_every_entry(case):
    survey, answers = read_survey(case[0]), case[1]
    reviewed(survey, answers)
    section = next(iter(survey.sections.values()))
    entries = [page.entry for page in route(survey, answers) if page.entry]
    if section.is_added_to:
        assert max(entries, default=0) <= max(section.minimum, entries_in(section, answers))


@SOME
@given(repeated_surveys_with_answers())
def test_values_of_entries_come_back_and_finishing_again_changes_nothing(case):
    survey, answers = read_survey(case[0]), case[1]
    reading = read_form(survey, write_form(survey, answers))
    assert (reading.problems, reading.answers) == ({}, answers)
    done = finish(survey, answers)
    assert set(done.answers) | set(done.dropped) == set(answers)
    assert done.problems == validate(survey, answers)
    again = finish(survey, done.answers)
    assert (again.answers, again.dropped) == (done.answers, ())
    assert route(survey, done.answers) == route(survey, answers)


@SOME
@given(repeated_surveys_with_answers())
def test_an_entry_that_is_added_and_taken_out_leaves_the_others_as_they_were(case):
    survey, answers = read_survey(case[0]), finish(read_survey(case[0]), case[1]).answers
    section = next(iter(survey.sections.values()))
    count = entries_in(section, answers)
    if not section.is_added_to or section.code not in answers or count == section.maximum:
        return
    more = with_entry(survey, answers, section.page_code(count + 1))
    assert more[section.code] == count + 1
    assert without_entry(section, more, count + 1) == answers
