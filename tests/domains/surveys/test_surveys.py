"""Surveys: brought in, looked at, published for good, handed out again."""

import copy
import io
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from click.testing import CliRunner
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from engage.audit import list_entries
from engage.cli import main
from engage.kernel.actors import SYSTEM
from engage.kernel.db import session, transaction
from engage.kernel.errors import Conflict, Forbidden
from engage.surveys import find_current_version, list_versions, publish_version, save_draft
from tests.factories import SAMPLE_SURVEY, make_actor, make_consultation, publish_sample_survey

SignIn = Callable[[str], FlaskClient]


def _changed(title: str) -> dict[str, Any]:
    return copy.deepcopy(SAMPLE_SURVEY) | {"title": {"en": title, "es": title, "ar": title}}


def _faulty() -> dict[str, Any]:
    faulty = copy.deepcopy(SAMPLE_SURVEY)
    faulty["pages"][0]["questions"][0]["options"][1]["code"] = "foot"
    return faulty


def test_each_publication_is_the_next_version_and_the_newest_is_asked(app: Flask) -> None:
    made = make_consultation()
    first = publish_sample_survey(made.id)
    second = publish_sample_survey(made.id, **_changed("Your city, again"))
    assert [version.number for version in list_versions(made.id)] == [1, 2]
    current = find_current_version(made.id)
    assert current is not None and current.id == second.id
    assert first.content.title["en"] != second.content.title["en"]
    acts = [entry.act for entry in list_entries(SYSTEM, subject=("survey", first.survey_id))]
    assert acts.count("survey.publish") == 2


def test_nothing_is_published_twice(app: Flask) -> None:
    made = make_consultation()
    survey_id = publish_sample_survey(made.id).survey_id
    with pytest.raises(Conflict):
        publish_version(SYSTEM, survey_id)
    save_draft(SYSTEM, made.id, copy.deepcopy(SAMPLE_SURVEY))
    with pytest.raises(Conflict):
        publish_version(SYSTEM, survey_id)
    assert len(list_versions(made.id)) == 1


@pytest.mark.parametrize(
    "change", ["UPDATE survey_version SET number = 7", "DELETE FROM survey_version"]
)
def test_a_published_version_never_changes(both_databases_app: Flask, change: str) -> None:
    made = make_consultation()
    publish_sample_survey(made.id)
    with pytest.raises(DBAPIError, match="append-only"), transaction() as current:
        current.execute(text(change))
    assert [version.number for version in list_versions(made.id)] == [1]


def test_an_operator_brings_no_survey_in(app: Flask) -> None:
    made, operator = make_consultation(), make_actor("operator")
    with pytest.raises(Forbidden):
        save_draft(operator, made.id, copy.deepcopy(SAMPLE_SURVEY))
    survey_id = save_draft(SYSTEM, made.id, copy.deepcopy(SAMPLE_SURVEY))
    with pytest.raises(Forbidden):
        publish_version(operator, survey_id)


def test_a_file_is_kept_as_a_draft_looked_at_and_published(sign_in: SignIn) -> None:
    lead, made = sign_in("engagement_lead"), make_consultation()
    document = json.dumps(SAMPLE_SURVEY).encode()
    upload = {"file": (io.BytesIO(document), "needs.json")}
    kept = lead.post(f"/staff/consultations/{made.id}/surveys", data=upload)
    assert kept.status_code == 303 and list_versions(made.id) == ()
    preview = lead.get(kept.location).text
    assert "What should change first?" in preview and "By bus or tram" in preview
    assert lead.post(kept.location).status_code == 303
    session().expire_all()
    assert len(list_versions(made.id)) == 1
    assert lead.post(kept.location).status_code == 409


def _draft_of(made: int, **changes: Any) -> str:
    survey_id = save_draft(SYSTEM, made, copy.deepcopy(SAMPLE_SURVEY) | changes)
    return f"/staff/consultations/{made}/surveys/{survey_id}"


def _text(page: str) -> str:
    words = re.sub(r"<[^>]+>", " ", page.partition("<main")[2])
    return re.sub(r"[\s\u2066-\u2069]+", " ", words)


def _plain(page: str) -> str:
    return re.sub(r"[\u2066-\u2069]", "", page)


def test_the_draft_is_looked_at_in_each_of_its_languages(sign_in: SignIn) -> None:
    lead, made = sign_in("engagement_lead"), make_consultation()
    address = _draft_of(made.id)
    for code, words, direction in (
        ("en", "On foot", "ltr"),
        ("es", "A pie", "ltr"),
        ("ar", "سيرًا على الأقدام", "rtl"),
    ):
        page = lead.get(f"{address}?language={code}").text
        assert f'<span lang="{code}" dir="{direction}">{words}</span>' in page
        assert page.count("aria-current") >= 1 and "fell-back" not in page
        assert re.search(rf'language={code}" lang="{code}"[^>]* aria-current="page"', page)
    assert 'lang="en" dir="ltr">On foot' in lead.get(f"{address}?language=fr").text


def test_conditions_are_spelt_out_in_words(sign_in: SignIn) -> None:
    lead, made = sign_in("engagement_lead"), make_consultation()
    pages = copy.deepcopy(SAMPLE_SURVEY["pages"])
    pages[5]["show_if"] = {
        "any": [
            {"question": "q_places", "includes": "pool"},
            {"not": {"question": "q_wait", "at_least": 1000.5}},
            {
                "all": [
                    {"question": "q_safe", "is": "dont_know"},
                    {"question": "q_wait", "answered": True},
                ]
            },
        ]
    }
    page = _text(lead.get(_draft_of(made.id, pages=pages)).text)
    asked = "How do you usually get to the centre?"
    assert f"Shown when: the answer to “ {asked} ” is “ By bus or tram ”" in page
    assert (
        "Shown when: any of this holds: “ Swimming pool ” is among the answers to"
        " “ Which of these do you use? ” this does not hold: the answer to"
        " “ How many minutes do you wait? ” is 1,000.5 or more all of this holds: the answer to"
        " “ How safe do you feel after dark? ” is “ I don’t know ”"
        " “ How many minutes do you wait? ” has an answer"
    ) in page


@pytest.mark.parametrize(("pages", "says"), [(1, "1 question "), (6, "6 questions ")])
def test_one_question_is_not_called_questions(sign_in: SignIn, pages: int, says: str) -> None:
    lead, made = sign_in("engagement_lead"), make_consultation()
    address = _draft_of(made.id, pages=copy.deepcopy(SAMPLE_SURVEY["pages"][:pages]))
    assert f" {says}" in _text(lead.get(address).text)
    assert f"with {says.strip()}." in _text(lead.get(f"{address}/publish").text)


def test_publishing_is_confirmed_under_the_changes_in_words(sign_in: SignIn) -> None:
    lead, made = sign_in("engagement_lead"), make_consultation()
    publish_sample_survey(made.id)
    pages = copy.deepcopy(SAMPLE_SURVEY["pages"][:5])
    transport = pages[0]["questions"][0]
    transport["label"]["en"], transport["required"] = "How do you travel?", False
    transport["options"][2]["label"]["en"] = "Driving"
    address = _draft_of(made.id, pages=pages)
    assert f'href="{address}/publish"' in lead.get(address).text
    page = lead.get(f"{address}/publish").text
    text = _text(page)
    for line in (
        "What changes after version 1",
        "Removed: “ Which street or place is this about? ”",
        "Changed: “ How do you travel? ” Reworded in: English"
        " It was: “ How do you usually get to the centre? ”"
        " Option reworded: “ By car ” is now “ Driving ” It need not be answered any more.",
    ):
        assert line in text
    lead.get("/staff/language/ar?next=/staff/consultations")
    assert "«By car» صار «Driving»" in _plain(lead.get(f"{address}/publish").text)
    assert len(list_versions(made.id)) == 1
    form = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', page))
    assert lead.post(address, data=form).status_code == 303
    session().expire_all()
    assert [version.number for version in list_versions(made.id)] == [1, 2]


def test_only_the_draft_that_was_looked_at_is_published(sign_in: SignIn) -> None:
    lead, made = sign_in("engagement_lead"), make_consultation()
    address = _draft_of(made.id)
    page = lead.get(f"{address}/publish").text
    form = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', page))
    _draft_of(made.id, check_answers=False)
    refused = lead.post(address, data=form)
    assert refused.status_code == 409 and "Look again" in refused.text
    assert list_versions(made.id) == ()


def test_a_draft_that_changes_nothing_is_not_offered_for_publication(sign_in: SignIn) -> None:
    lead, made = sign_in("engagement_lead"), make_consultation()
    publish_sample_survey(made.id)
    page = lead.get(f"{_draft_of(made.id)}/publish").text
    assert "the same as version 1" in page and 'name="digest"' not in page


def test_a_survey_is_published_only_from_its_own_consultation(sign_in: SignIn) -> None:
    lead, mine, other = sign_in("engagement_lead"), make_consultation(), make_consultation()
    survey_id = save_draft(SYSTEM, mine.id, copy.deepcopy(SAMPLE_SURVEY))
    address = f"/staff/consultations/{other.id}/surveys/{survey_id}"
    assert (lead.get(address).status_code, lead.post(address).status_code) == (404, 404)
    assert list_versions(mine.id) == ()


@pytest.mark.parametrize(
    "typed",
    ["", "[]", "null", "NaN", '{"format": 1', "{}", '{"a":' * 90_000, "[" * 90_000, '"\\ud800"'],
)
def test_what_is_no_survey_is_refused_with_a_reason(sign_in: SignIn, typed: str) -> None:
    lead, made = sign_in("engagement_lead"), make_consultation()
    answer = lead.post(f"/staff/consultations/{made.id}/surveys", data={"text": typed})
    assert answer.status_code == 422
    assert re.search(r"Correct [0-9]+ places? in the document", answer.text)


def test_broken_json_is_shown_by_line_and_kept(sign_in: SignIn) -> None:
    lead, made = sign_in("engagement_lead"), make_consultation()
    typed = '{\n  "format": 1,\n  "code" "needs"\n}'
    answer = lead.post(f"/staff/consultations/{made.id}/surveys", data={"text": typed})
    assert answer.status_code == 422 and "line 3, column 10" in answer.text
    assert "&#34;needs&#34;" in answer.text


def test_a_fault_is_shown_by_line_and_column_as_well_as_by_its_pointer(sign_in: SignIn) -> None:
    lead, made = sign_in("engagement_lead"), make_consultation()
    typed = json.dumps(_faulty(), indent=2)
    answer = lead.post(f"/staff/consultations/{made.id}/surveys", data={"text": typed})
    row = re.search(r"<tr><th scope=\"row\">line (\d+), column (\d+)</th>.*options/1", answer.text)
    assert answer.status_code == 422 and row
    line = typed.split("\n")[int(row[1]) - 1]
    assert line[int(row[2]) - 1 :] == '"code": "foot",'


def test_a_version_is_handed_out_as_it_was_published(client: FlaskClient) -> None:
    version = publish_sample_survey(make_consultation().id)
    assert client.get(f"/surveys/{version.id}.json").get_json() == SAMPLE_SURVEY
    assert client.get(f"/surveys/{version.id + 1}.json").status_code == 404


def test_the_survey_of_a_draft_is_nobodys_business(client: FlaskClient, sign_in: SignIn) -> None:
    version = publish_sample_survey(make_consultation(stage="drafted").id)
    address = f"/surveys/{version.id}.json"
    assert client.get(address).status_code == 404
    assert sign_in("translator").get(address).get_json() == SAMPLE_SURVEY


def test_the_schema_that_is_published_fits_the_surveys_that_are_taken(client: FlaskClient) -> None:
    schema = client.get("/survey.schema.json").get_json()
    jsonschema.validate(SAMPLE_SURVEY, schema)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(SAMPLE_SURVEY | {"pages": "none"}, schema)


def test_the_command_says_that_a_survey_can_be_published(tmp_path: Path) -> None:
    path = tmp_path / "good.json"
    path.write_text(json.dumps(SAMPLE_SURVEY), encoding="utf-8")
    done = CliRunner().invoke(main, ["survey", "check", str(path)])
    assert done.exit_code == 0 and "can be published" in done.output


def test_the_command_names_every_place_that_is_wrong(tmp_path: Path) -> None:
    path = tmp_path / "faulty.json"
    written = json.dumps(_faulty(), indent=2)
    path.write_text(written, encoding="utf-8")
    done = CliRunner().invoke(main, ["survey", "check", str(path)])
    assert done.exit_code == 1 and "/pages/0/questions/0/options/1" in done.output
    place = re.search(re.escape(str(path)) + r":(\d+):(\d+): error /pages/0", done.output)
    assert place
    assert written.split("\n")[int(place[1]) - 1][int(place[2]) - 1 :] == '"code": "foot",'


@pytest.mark.parametrize("content", [b"", b"{", b"\xff\xfe", b"[]", b"null", b"7", b"[" * 90_000])
def test_the_command_refuses_a_file_that_is_no_survey(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "other.json"
    path.write_bytes(content)
    done = CliRunner().invoke(main, ["survey", "check", str(path)])
    assert done.exit_code == 1 and isinstance(done.exception, SystemExit)
