import jsonschema
from hypothesis import HealthCheck, given, settings

from engage.engines.questionnaire import (
    SurveyProblems,
    canonical,
    check_survey,
    comments_of,
    finish,
    progress,
    read_form,
    read_survey,
    route,
    survey_schema,
    validate,
    write_form,
)
from tests.engines.questionnaire.survey_documents import survey_documents, surveys_with_answers
from tests.engines.questionnaire.walks import reviewed, walk_back, walk_on

SOME = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
VALIDATOR = jsonschema.Draft202012Validator(survey_schema())


@SOME
@given(surveys_with_answers())
def test_walking_on_always_ends_and_visits_the_route(case):
    survey, answers = read_survey(case[0]), case[1]
    walked = walk_on(survey, answers)
    assert tuple(walked) == route(survey, answers)
    assert walk_back(survey, answers)[::-1] == walked
    numbers = [progress(survey, answers, page.code)[0] for page in walked]
    assert numbers == list(range(1, len(walked) + 1))


@SOME
@given(surveys_with_answers())
def test_the_review_shows_exactly_what_is_asked_and_was_answered(case):
    survey, answers = read_survey(case[0]), case[1]
    asked = reviewed(survey, answers)
    assert {code for code, _ in comments_of(survey, answers)} <= asked


@SOME
@given(surveys_with_answers())
def test_values_come_back_from_their_form_fields(case):
    survey, answers = read_survey(case[0]), case[1]
    reading = read_form(survey, write_form(survey, answers))
    assert reading.problems == {}
    assert reading.answers == answers


@SOME
@given(surveys_with_answers())
def test_finished_answers_are_on_the_route_and_finishing_again_changes_nothing(case):
    survey, answers = read_survey(case[0]), case[1]
    done = finish(survey, answers)
    assert set(done.answers) | set(done.dropped) == set(answers)
    assert set(done.problems) == set(validate(survey, answers))
    again = finish(survey, done.answers)
    assert (again.answers, again.dropped) == (done.answers, ())
    assert canonical(again.answers) == canonical(done.answers)
    assert route(survey, done.answers) == route(survey, answers)


@SOME
@given(survey_documents())
def test_good_surveys_keep_the_published_schema(found):
    VALIDATOR.validate(found)
    assert check_survey(found) == ()


@SOME
@given(surveys_with_answers())
def test_what_the_schema_refuses_is_refused_when_reading(case):
    found = case[0]
    for spoil in _SPOILS:
        spoilt = {**found, "pages": [{**page} for page in found["pages"]]}
        spoil(spoilt)
        assert not VALIDATOR.is_valid(spoilt)
        try:
            read_survey(spoilt)
        except SurveyProblems as problems:
            assert problems.problems
        else:
            raise AssertionError(f"read in spite of {spoil}")


_SPOILS = (
    lambda survey: survey.update(format=2),
    lambda survey: survey.update(format=True),
    lambda survey: survey.update(languages=[]),
    lambda survey: survey.update(code="Not A Code"),
    lambda survey: survey.update(surprise=1),
    lambda survey: survey.pop("title"),
    lambda survey: survey["pages"][0].update(questions=[]),
    lambda survey: survey["pages"][0].update(show_if={"question": "a", "is": True}),
    lambda survey: survey["pages"][0].update(show_if={"all": []}),
    lambda survey: survey["pages"][0].update(show_if={}),
    lambda survey: survey["pages"][0].update(
        questions=[{"code": "a", "kind": "surprise", "label": {}}]
    ),
)
