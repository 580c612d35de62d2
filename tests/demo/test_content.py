"""The made-up consultation holds together: its files agree with each other and with the survey."""

import csv
import json
from collections import Counter
from importlib.resources import files
from typing import Any

import pytest

from engage.engines.questionnaire import check_survey, finish, read_form, read_survey

CONTENT = files("engage") / "demo" / "content"
LANGUAGES = ("en", "es", "ar")
CHANNELS = {"web", "kiosk", "paper", "phone", "in_person", "letter"}
CAMPAIGN = "please widen mill r"


def document(name: str) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((CONTENT / name).read_text(encoding="utf-8"))
    return loaded


@pytest.fixture(scope="module")
def survey() -> dict[str, Any]:
    return document("survey.json")


@pytest.fixture(scope="module")
def questions(survey: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {q["code"]: q for page in survey["pages"] for q in page["questions"]}


@pytest.fixture(scope="module")
def consultation() -> dict[str, Any]:
    return document("consultation.json")


@pytest.fixture(scope="module")
def outcome() -> dict[str, Any]:
    return document("outcome.json")


@pytest.fixture(scope="module")
def responses() -> list[dict[str, str]]:
    text = (CONTENT / "responses.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines(), strict=True))


def incomplete_texts(value: object, path: str = "") -> list[str]:
    """Where a text for people lacks one of the three languages."""
    if isinstance(value, list):
        return [p for i, part in enumerate(value) for p in incomplete_texts(part, f"{path}[{i}]")]
    if not isinstance(value, dict):
        return []
    if not set(LANGUAGES).isdisjoint(value):
        return [] if all(value.get(language) for language in LANGUAGES) else [path]
    return [p for key, part in value.items() for p in incomplete_texts(part, f"{path}.{key}")]


def option_codes(question: dict[str, Any]) -> set[str]:
    return {option["code"] for option in question["options"]}


@pytest.mark.parametrize("name", ["survey.json", "consultation.json", "facts.json", "outcome.json"])
def test_every_text_for_people_is_there_in_all_three_languages(name: str) -> None:
    assert incomplete_texts(document(name)) == []


def test_the_survey_asks_eight_questions_of_all_six_kinds_one_to_a_page(
    survey: dict[str, Any], questions: dict[str, dict[str, Any]]
) -> None:
    assert [len(page["questions"]) for page in survey["pages"]] == [1] * 8
    assert {question["kind"] for question in questions.values()} == {
        "single_choice",
        "multiple_choice",
        "scale",
        "short_text",
        "long_text",
        "number",
    }


def test_the_survey_is_sound(survey: dict[str, Any]) -> None:
    assert check_survey(survey) == ()


def test_every_response_could_have_been_sent_with_the_survey(
    survey: dict[str, Any], responses: list[dict[str, str]]
) -> None:
    read = read_survey(survey)
    for response in responses:
        given = {code: response[code] for code in read.question_by_code if response[code]}
        form = {code: value.split("|") for code, value in given.items() if code == "q_places"}
        reading = read_form(read, {code: [value] for code, value in given.items()} | form)
        finished = finish(read, reading.answers)
        assert (reading.problems, finished.problems, finished.dropped) == ({}, {}, ())
        assert set(finished.answers) == set(given)


def test_a_condition_names_an_earlier_question_and_one_of_its_options(
    questions: dict[str, dict[str, Any]],
) -> None:
    order = list(questions)
    conditions = {code: q["show_if"] for code, q in questions.items() if "show_if" in q}
    assert conditions
    for code, condition in conditions.items():
        assert order.index(condition["question"]) < order.index(code)
        assert condition["is"] in option_codes(questions[condition["question"]])


def test_the_consultation_says_that_it_is_made_up_and_whom_to_write_to(
    consultation: dict[str, Any],
) -> None:
    assert "made up" in consultation["made_up_notice"]["en"]
    assert consultation["contact_email"].endswith("example.org")


def test_the_facts_are_enough_to_match_themes_across_languages() -> None:
    facts = document("facts.json")["facts"]
    fewest_anchors = 25
    assert len({fact["en"] for fact in facts}) >= fewest_anchors


def test_there_are_enough_responses_in_every_language(responses: list[dict[str, str]]) -> None:
    languages = Counter(response["language"] for response in responses)
    assert len(responses) >= 340
    assert set(languages) == set(LANGUAGES)
    assert (languages["en"] >= 180, languages["es"] >= 80, languages["ar"] >= 60) == (True,) * 3


def test_responses_arrive_through_every_channel_while_the_consultation_is_open(
    responses: list[dict[str, str]], consultation: dict[str, Any]
) -> None:
    assert {response["channel"] for response in responses} == CHANNELS
    days = [int(response["received_offset_days"]) for response in responses]
    assert days == sorted(days)
    assert days[0] >= 0
    assert days[-1] < consultation["open_days"]


def test_paper_alone_has_serials_and_each_serial_is_used_once(
    responses: list[dict[str, str]],
) -> None:
    paper = [response["serial"] for response in responses if response["channel"] == "paper"]
    assert all(paper)
    assert len(set(paper)) == len(paper)
    assert not any(r["serial"] for r in responses if r["channel"] != "paper")


def test_a_place_is_noted_exactly_where_people_answer_at_a_place(
    responses: list[dict[str, str]],
) -> None:
    at_a_place = {"kiosk", "paper", "in_person"}
    assert all(bool(r["place"]) == (r["channel"] in at_a_place) for r in responses)


def test_nobody_helps_where_nobody_is_present(responses: list[dict[str, str]]) -> None:
    assert {r["channel"] for r in responses if r["help_given"]} == {"phone", "in_person"}


@pytest.mark.parametrize("code", ["q_transport", "q_age", "q_area"])
def test_single_choices_are_options_of_the_survey(
    code: str, responses: list[dict[str, str]], questions: dict[str, dict[str, Any]]
) -> None:
    blank = set() if questions[code]["required"] else {""}
    given = {response[code] for response in responses}
    assert given - blank == option_codes(questions[code])


def test_multiple_choices_keep_to_their_options_their_limit_and_the_exclusive_one(
    responses: list[dict[str, str]], questions: dict[str, dict[str, Any]]
) -> None:
    question = questions["q_places"]
    for response in responses:
        chosen = response["q_places"].split("|")
        assert set(chosen) <= option_codes(question)
        assert question["min_choices"] <= len(chosen) <= question["max_choices"]
        assert len(set(chosen)) == len(chosen)
        assert "none" not in chosen or len(chosen) == 1


def test_minutes_and_scale_points_are_within_bounds(
    responses: list[dict[str, str]], questions: dict[str, dict[str, Any]]
) -> None:
    wait, safe = questions["q_wait"], questions["q_safe"]
    waits = [response for response in responses if response["q_wait"]]
    points = {str(point) for point in range(safe["minimum"], safe["maximum"] + 1)}
    assert {response["q_transport"] for response in waits} == {"bus"}
    assert all(wait["minimum"] <= int(r["q_wait"]) <= wait["maximum"] for r in waits)
    assert {response["q_safe"] for response in responses} == points | {"dont_know"}


def test_every_response_has_a_comment_that_fits_the_question(
    responses: list[dict[str, str]], questions: dict[str, dict[str, Any]]
) -> None:
    longest = questions["q_change"]["max_length"]
    assert all(0 < len(r["q_change"]) <= longest for r in responses)
    assert all(len(r["q_street"]) <= questions["q_street"]["max_length"] for r in responses)


def test_no_two_comments_outside_the_campaign_are_the_same(
    responses: list[dict[str, str]],
) -> None:
    comments = [response["q_change"].strip().casefold() for response in responses]
    campaign = [comment for comment in comments if CAMPAIGN in comment]
    others = Counter(comment for comment in comments if CAMPAIGN not in comment)
    assert len(campaign) == 8
    assert [comment for comment, times in others.items() if times > 1] == []


def test_the_outcome_has_its_needs_decisions_and_roadmap(outcome: dict[str, Any]) -> None:
    assert [len(outcome[part]) for part in ("needs", "decisions", "roadmap")] == [6, 6, 4]
    outcomes = {decision["outcome"] for decision in outcome["decisions"]}
    assert outcomes == {"adopt", "adapt", "defer", "decline"}


def test_each_part_of_the_outcome_points_at_an_earlier_part(outcome: dict[str, Any]) -> None:
    keys = {part: {entry["key"] for entry in outcome[part]} for part in ("themes", "needs")}
    keys["decisions"] = {entry["key"] for entry in outcome["decisions"]}
    assert {need["theme"] for need in outcome["needs"]} <= keys["themes"]
    assert {key for entry in outcome["decisions"] for key in entry["needs"]} == keys["needs"]
    assert {key for entry in outcome["roadmap"] for key in entry["decisions"]} <= keys["decisions"]


@pytest.mark.parametrize("part", ["themes", "needs"])
def test_keywords_are_lowercase_and_occur_in_the_comments(
    part: str, outcome: dict[str, Any], responses: list[dict[str, str]]
) -> None:
    for language in LANGUAGES:
        said = " ".join(r["q_change"] for r in responses if r["language"] == language).lower()
        for entry in outcome[part]:
            words = entry["keywords"][language]
            assert words == [word.lower() for word in words]
            assert sum(word in said for word in words) >= 0.8 * len(words), entry["key"]


def test_decisions_come_after_the_close_and_before_the_report(
    outcome: dict[str, Any], consultation: dict[str, Any]
) -> None:
    days = [decision["decided_on_offset_days"] for decision in outcome["decisions"]]
    assert consultation["open_days"] < min(days)
    assert max(days) < consultation["reported_after_days"]


def test_roadmap_items_end_after_they_start_and_weigh_their_risks(outcome: dict[str, Any]) -> None:
    decided = {d["key"]: d["decided_on_offset_days"] for d in outcome["decisions"]}
    for item in outcome["roadmap"]:
        assert max(decided[key] for key in item["decisions"]) < item["starts_offset_days"]
        assert item["starts_offset_days"] < item["ends_offset_days"]
        assert isinstance(item["budget_eur"], int)
        assert item["risks"]
        assert all(
            1 <= risk[measure] <= 5
            for risk in item["risks"]
            for measure in ("likelihood", "impact")
        )
        assert item["status"] in {"idea", "pilot", "scaling", "running", "stopped"}
