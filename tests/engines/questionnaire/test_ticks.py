"""What stands behind a question that paper answers twice, or illegibly."""

import pytest

from engage.engines.questionnaire import as_written, comments_of, finish, read_survey
from tests.engines.questionnaire.survey_documents import document, options, words

SURVEY = read_survey(document())


def _comments(survey, typed):
    keyed = as_written(survey, typed)
    done = finish(survey, keyed.answers, keyed.left_open)
    assert set(done.problems) <= set(keyed.marks)
    return keyed, comments_of(survey, done.answers, keyed.left_open)


@pytest.mark.parametrize("way", ["1 2", "2 1", "1 2 3", "illegible"])
def test_words_behind_one_of_the_ticks_are_a_comment(way):
    keyed, comments = _comments(SURVEY, {"q_way": way, "q_bus": "It is late", "q_line": "7"})
    assert ("q_bus", "It is late") in comments
    assert set(keyed.marks) == {"q_way"}
    assert "q_way" not in keyed.answers and keyed.answers["q_line"] == "7"


@pytest.mark.parametrize("way", ["2 3", "2", "blank", "refused", ""])
def test_words_behind_none_of_them_are_kept_beside(way):
    keyed, comments = _comments(SURVEY, {"q_way": way, "q_bus": "It is late"})
    assert comments == ()
    assert (keyed.marks["q_bus"], keyed.kept["q_bus"]) == ("off_path", "It is late")


def test_nobody_must_answer_what_was_perhaps_not_asked():
    survey = document()
    survey["pages"][0]["questions"][1]["required"] = True
    keyed, _ = _comments(read_survey(survey), {"q_way": "1 2"})
    assert keyed.marks == {"q_way": "multiple_marked"}


def test_too_many_ticks_and_two_points_of_a_scale_lead_on_too():
    survey = document()
    survey["pages"].append(
        {
            "code": "more",
            "questions": [
                {
                    "code": "q_lights",
                    "kind": "long_text",
                    "label": words("Where?"),
                    "show_if": {"question": "q_needs", "includes": "lights"},
                },
                {
                    "code": "q_why",
                    "kind": "long_text",
                    "label": words("Why?"),
                    "show_if": {"question": "q_safe", "at_most": 2},
                },
            ],
        }
    )
    survey = read_survey(survey)
    typed = {"q_way": "3", "q_lights": "The park", "q_why": "It is dark"}
    _, comments = _comments(survey, typed | {"q_needs": "1 2 3", "q_safe": "2 3"})
    assert [code for code, _ in comments] == ["q_lights", "q_why"]
    _, comments = _comments(survey, typed | {"q_needs": "2 3 4", "q_safe": "3 4"})
    assert comments == ()


def test_many_open_answers_take_no_longer_than_few():
    many = [
        {
            "code": f"q_{number}",
            "kind": "single_choice",
            "label": words(f"Which {number}?"),
            "options": options("a", "b"),
        }
        for number in range(40)
    ]
    survey = document()
    survey["pages"].append({"code": "many", "questions": many})
    typed = {question["code"]: "1 2" for question in many}
    _, comments = _comments(read_survey(survey), typed | {"q_way": "1 3", "q_bus": "It is late"})
    assert comments == (("q_bus", "It is late"),)
