"""The page on which staff see what came in so far."""

from collections.abc import Callable

from flask import Flask
from flask.testing import FlaskClient

from engage.engines.questionnaire import Question
from engage.responses.answers import list_answers, takes_words
from tests.factories import make_actor, make_consultation, make_response, publish_sample_survey

SignIn = Callable[[str], FlaskClient]


def test_closed_answers_are_counted_and_the_latest_words_are_kept(app: Flask) -> None:
    version = publish_sample_survey(make_consultation().id)
    for number in range(5):
        make_response(version, q_change=f"Comment {number}")
    found = {
        each.question.code: each
        for each in list_answers(make_actor("analyst"), version.consultation_id)
    }
    assert all(isinstance(each.question, Question) for each in found.values())
    counted = found["q_transport"].counted
    assert counted is not None and counted.answered == 5
    assert found["q_change"].written == 5
    assert [words.text for words in found["q_change"].latest] == [
        "Comment 4",
        "Comment 3",
        "Comment 2",
    ]


def test_before_anybody_answers_the_page_says_so(app: Flask, sign_in: SignIn) -> None:
    consultation = make_consultation()
    page = sign_in("analyst").get(f"/staff/consultations/{consultation.id}/answers")
    assert page.status_code == 200
    assert "No answers yet" in page.text


def test_only_what_people_wrote_is_shown_in_words(app: Flask) -> None:
    version = publish_sample_survey(make_consultation().id)
    make_response(version)
    found = list_answers(make_actor("analyst"), version.consultation_id)
    for each in found:
        assert bool(each.latest) == takes_words(each.question), each.question.code
