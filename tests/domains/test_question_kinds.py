"""Every kind of question on every way in, and out again in the results."""

import gzip
import re
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from engage.channels.imports import Defaults, Source, import_responses, read_lines, read_mapping
from engage.channels.kiosk.devices import add_device
from engage.kernel.actors import SYSTEM
from engage.kernel.db import session
from engage.publishing import publish_outcome
from engage.responses import stream_answers
from engage.surveys import PublishedVersion, get_version, publish_version, save_draft
from tests.domains.test_roadmap import _close
from tests.engines.questionnaire.specimens import SPECIMENS, survey_of
from tests.factories import make_consultation

LIMIT = 14 * 1024
ANSWERS: dict[str, Any] = {code: value for each in SPECIMENS for code, value in each.stored.items()}
FORM = {name: values for each in SPECIMENS for name, values in each.form.items()}


def _publish(layout: str = "one_per_page") -> PublishedVersion:
    consultation = make_consultation(slug="kinds")
    document = survey_of(*SPECIMENS, layout=layout)
    survey_id = save_draft(SYSTEM, consultation.id, document)
    return get_version(publish_version(SYSTEM, survey_id))


def _stored(version: PublishedVersion) -> list[dict[str, Any]]:
    session().rollback()
    return [dict(found.answers) for found in stream_answers(version.consultation_id)]


def _receipt_in(page: str) -> str:
    return page.split('name="receipt" value="', 1)[1].split('"', 1)[0]


def test_all_on_one_page(client: FlaskClient) -> None:
    version = _publish("single_page")
    address = "/ar/consultations/kinds/answer"
    receipt = _receipt_in(client.get(address).text)
    answer = client.post(address, data={"receipt": receipt, **FORM})
    assert answer.status_code == 303, answer.text
    assert _stored(version) == [ANSWERS]


def test_one_thing_per_page_with_the_answers_to_check(client: FlaskClient) -> None:
    version = _publish()
    onward = client.post("/en/consultations/kinds/answer", data={"go": "new"}).location
    for specimen in SPECIMENS:
        asked = client.get(onward)
        assert asked.status_code == 200
        for name, values in specimen.form.items():  # what can be sent can be chosen
            if values[0] and re.search(rf'type="radio"[^>]* name="{name}"', asked.text):
                assert f'name="{name}" value="{values[0]}"' in asked.text
        refused = client.post(onward, data=specimen.wrong)
        assert refused.status_code == 422, specimen.name
        assert "<title>Error: " in refused.text
        onward = client.post(onward, data=specimen.form).location
    assert onward.endswith("check-answers")
    in_english = unescape(client.get(onward).text)
    in_arabic = unescape(client.get(onward.replace("/en/", "/ar/")).text)
    for specimen in SPECIMENS:
        assert specimen.shown[0] in in_english, specimen.name
        assert specimen.shown[1] in in_arabic, specimen.name
    assert client.post(onward).status_code == 303
    assert _stored(version) == [ANSWERS]


def test_a_ranking_shows_the_numbers_that_were_given_again(client: FlaskClient) -> None:
    ranking = next(each for each in SPECIMENS if each.document.get("kind") == "ranking")
    letters = [
        {"code": code, "label": {"en": code, "es": code, "ar": code}} for code in "abcdefghijk"
    ]
    document = survey_of(ranking)
    question = {**ranking.document, "options": letters, "max_choices": 11, "order": "listed"}
    document["pages"][0]["questions"] = [question]
    publish_version(SYSTEM, save_draft(SYSTEM, make_consultation(slug="kinds").id, document))
    first = client.post("/en/consultations/kinds/answer", data={"go": "new"}).location
    ranks = {f"q_first.{code}": str(11 - at) for at, code in enumerate("abcdefghijk")}
    client.post(first, data=ranks)
    chosen = re.findall(r'<option value="(\d+)" selected>', client.get(first).text)
    assert chosen == [str(11 - at) for at in range(11)]


def test_at_a_kiosk(client: FlaskClient) -> None:
    version = _publish()
    client.post("/kiosk/enrol", data={"code": _kiosk_code(version.consultation_id)})
    client.get("/kiosk")
    onward = client.post("/kiosk/ar/begin").location
    for specimen in SPECIMENS:
        assert client.post(onward, data=specimen.wrong).status_code == 422, specimen.name
        onward = client.post(onward, data=specimen.form).location
    assert client.post(onward).status_code == 303
    assert _stored(version) == [ANSWERS]


def _kiosk_code(consultation_id: int) -> str:
    return add_device(SYSTEM, "Library", "Hall", consultation_id, 90)


def test_what_an_answer_brings_up_on_its_own_page_is_asked_before_one_goes_on(
    client: FlaskClient,
) -> None:
    document = survey_of(SPECIMENS[0], SPECIMENS[3])
    asked = document["pages"][0]["questions"][0]
    more = {**SPECIMENS[0].document, "code": "q_two", "show_if": {"question": "q_car", "is": "yes"}}
    document["pages"][0]["questions"].append(more)
    publish_version(SYSTEM, save_draft(SYSTEM, make_consultation(slug="kinds").id, document))
    first = client.post("/en/consultations/kinds/answer", data={"go": "new"}).location
    assert "q_two" not in client.get(first).text
    again = client.post(first, data={asked["code"]: "yes"}).location
    assert again == first
    assert "q_two" in client.get(again).text
    onward = client.post(again, data={"q_car": "yes"}).location
    assert onward.endswith("/p1")
    assert client.post(first, data={"q_car": "no"}).location.endswith("/p1")


def test_the_first_page_weighs_14_kb_at_most_whatever_kind_it_asks(client: FlaskClient) -> None:
    _publish()
    packed = {"Accept-Encoding": "gzip"}
    onward = client.post("/ar/consultations/kinds/answer", data={"go": "new"}).location
    for specimen in SPECIMENS:
        answer = client.get(onward, headers=packed)
        html = gzip.decompress(answer.data).decode()
        weight = len(answer.data)
        for address in set(re.findall(r'(?:href|src)="(/static/[^"]+)"', html)):
            weight += len(client.get(address, headers=packed).data)
        assert weight <= LIMIT, (specimen.name, weight)
        onward = client.post(onward, data=specimen.form).location


@pytest.mark.parametrize("channel", ["paper", "phone"])
def test_keyed_by_an_operator(
    app: Flask, sign_in: Callable[[str], FlaskClient], channel: str
) -> None:
    version = _publish()
    operator = sign_in("operator")
    address = f"/staff/entry/{version.consultation_id}/{channel}"
    screen = operator.get(address).text
    assert "Abbey Road" not in screen and "By bus" in screen  # a long list has no chips
    receipt = _receipt_in(screen)
    typed = {code: text for each in SPECIMENS for code, text in each.keyed.items()}
    noted = {"receipt": receipt, "language": "en", "serial": "A1", "place": "", "help_given": ""}
    answer = operator.post(address, data={**noted, **typed})
    assert answer.status_code == 303, answer.text
    assert _stored(version) == [ANSWERS]


def test_imported_from_a_file(app: Flask) -> None:
    version = _publish()
    cells = {code: text for each in SPECIMENS for code, text in each.cells.items()}
    lines = [",".join(cells), ",".join(f'"{text}"' for text in cells.values())]
    refused: list[Any] = []
    mapping = read_mapping([f"{code}={code}" for code in cells], version.content)
    source = Source("kinds.csv", mapping, Defaults("letter", "en"))
    done = import_responses(
        SYSTEM,
        version.consultation_id,
        read_lines([f"{line}\n".encode() for line in lines]),
        source,
        refused.append,
    )
    assert (done.accepted, refused) == (1, [])
    assert _stored(version) == [ANSWERS]


def test_what_is_counted_is_published(client: FlaskClient) -> None:
    version = _publish("single_page")
    address = "/en/consultations/kinds/answer"
    for _ in range(12):
        client.post(address, data={"receipt": _receipt_in(client.get(address).text), **FORM})
    assert len(_stored(version)) == 12
    _close(version.consultation_id)
    session().rollback()
    publish_outcome(SYSTEM, version.consultation_id)
    shown = {
        (row["question"], row["option"]): row["count"]
        for row in client.get("/en/consultations/kinds/results.json").get_json()
    }
    counted = {
        (version.content.question(code).label["en"], cell): count
        for each in SPECIMENS
        for code, cells in each.counted.items()
        for cell, count in cells.items()
    }
    assert len(shown) == len(counted)
    assert sorted(shown.values()) == sorted(12 * count for count in counted.values())
    assert {question for question, _ in shown} == {question for question, _ in counted}
    in_english = client.get("/en/consultations/kinds/outcome").text
    assert "most often put first: Seats" in in_english
    assert "half of them said 1,250.5 or less" in in_english
    page = client.get("/es/consultations/kinds/outcome").text
    for question, _ in counted:
        assert question not in page or question == version.content.title["en"]


def test_the_draft_can_be_looked_at(sign_in: Callable[[str], FlaskClient]) -> None:
    consultation = make_consultation(slug="kinds", stage="drafted")
    document = survey_of(*SPECIMENS)
    told = {"en": "Read this.", "es": "Lea esto.", "ar": "اقرأوا هذا."}
    document["pages"].append(
        {"code": "end", "questions": [{"code": "i_end", "kind": "information", "text": told}]}
    )
    survey_id = save_draft(SYSTEM, consultation.id, document)
    page = sign_in("engagement_lead").get(
        f"/staff/consultations/{consultation.id}/surveys/{survey_id}"
    )
    assert page.status_code == 200
    assert "Do you have a car?" in page.text
