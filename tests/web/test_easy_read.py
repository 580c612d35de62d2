"""Easy Read: a wording of its own with pictures, offered by its name, recorded with the answers."""

import copy
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from lxml import etree

from engage.channels.kiosk.devices import add_device, enrol_device
from engage.engines.questionnaire import PICTURES
from engage.engines.questionnaire.exchange import keyed_texts, with_texts
from engage.kernel.actors import SYSTEM
from engage.resources import static_folder
from engage.responses import stream_answers, stream_comments
from engage.surveys import get_version, publish_version, save_draft
from engage.surveys.drafting import Seen, change_draft, get_draft
from engage.surveys.editor.picture_showing import picture_names
from engage.surveys.translation.translated import STALE, translations_of
from tests.factories import make_actor, make_consultation
from tests.factories.surveys import SAMPLE_SURVEY

EASY = "en-x-easy"
SignIn = Callable[[str], FlaskClient]


def _document() -> dict[str, Any]:
    """The sample in Easy Read, too: every text but the titles, with pictures."""
    document = copy.deepcopy(SAMPLE_SURVEY)
    document["languages"] = ["es", "en", EASY]
    words = {text.key: f"Easy: {text.words['en']}" for text in keyed_texts(document)}
    document = with_texts(document, EASY, words)
    question = document["pages"][0]["questions"][0]
    question["picture"] = "map"
    question["options"][1]["picture"] = "bus"
    return document


def _published(**changes: Any) -> tuple[str, int]:
    consultation = make_consultation(languages=["es", "en"])
    document = _document() | changes
    publish_version(SYSTEM, save_draft(SYSTEM, consultation.id, document))
    return consultation.slug, consultation.id


def test_it_is_offered_by_its_name_where_a_survey_has_it(client: FlaskClient, app: Flask) -> None:
    slug, _ = _published()
    page = client.get(f"/en/consultations/{slug}/answer").text
    assert f'href="/{EASY}/consultations/{slug}/answer"' in page
    assert "Easy Read" in page
    assert "Easy Read" not in client.get(f"/es/consultations/{slug}").text
    assert "Lectura fácil" not in client.get(f"/es/consultations/{slug}/answer").text
    easy = client.get(f"/{EASY}/consultations/{slug}/answer").text
    assert '<html lang="en-x-easy" dir="ltr"' in easy
    assert "Start" in easy


def test_answers_keep_the_wording_that_they_were_given_in(client: FlaskClient, app: Flask) -> None:
    slug, consultation_id = _published()
    at = f"/{EASY}/consultations/{slug}/answer"
    assert client.post(at, data={"go": "new"}).status_code == 303
    page = client.get(f"{at}/p_transport").text
    assert "Easy: How do you usually get to the centre?" in page
    assert "icons/easy/map.svg" in page
    assert "icons/easy/bus.svg" in page
    assert "fell-back" not in page
    for code, form in (
        ("p_transport", {"q_transport": "foot"}),
        ("p_safe", {"q_safe": "4"}),
        ("p_places", {"q_places": "park"}),
        ("p_change", {"q_change": "More benches"}),
        ("p_street", {}),
    ):
        assert client.post(f"{at}/{code}", data=form).status_code == 303
    check = client.get(f"{at}/check-answers").text
    assert "Easy: On foot" in check
    assert client.post(f"{at}/check-answers").status_code == 303
    (stored,) = stream_answers(consultation_id)
    assert (stored.language, stored.answers["q_transport"]) == (EASY, "foot")
    comments = [
        each
        for each in stream_comments(SYSTEM, consultation_id)
        if each.question_code == "q_change"
    ]
    assert [each.language for each in comments] == ["en"]


def test_other_wordings_have_no_pictures(client: FlaskClient, app: Flask) -> None:
    slug, _ = _published(layout="single_page")
    page = client.get(f"/en/consultations/{slug}/answer").text
    assert "icons/easy" not in page
    assert "easy.css" not in page
    assert "icons/easy/bus.svg" in client.get(f"/{EASY}/consultations/{slug}/answer").text


def test_a_kiosk_offers_it_and_answers_in_it(client: FlaskClient, app: Flask) -> None:
    _, consultation_id = _published()
    code = add_device(make_actor("administrator"), "Desk", "Library", consultation_id, 90)
    client.set_cookie("engage_kiosk", enrol_device(code), path="/kiosk")
    welcome = client.get("/kiosk").text
    assert f'action="/kiosk/{EASY}/begin"' in welcome
    assert "Lectura fácil" not in welcome
    begun = client.post(f"/kiosk/{EASY}/begin")
    page = client.get(begun.headers["Location"]).text
    assert "Easy: How do you usually" in page
    assert "icons/easy/bus.svg" in page


def test_it_is_translated_from_its_own_language_and_counted_at_the_desk(
    app: Flask, sign_in: SignIn
) -> None:
    consultation_id = make_consultation(languages=["es", "en"]).id
    survey_id = save_draft(SYSTEM, consultation_id, _document())
    desk = f"/staff/consultations/{consultation_id}/surveys/{survey_id}/translation"
    client = sign_in("translator")
    assert "Easy Read" in client.get(desk).text
    page = client.get(f"{desk}/{EASY}").text
    assert "How do you usually get to the centre?" in page
    assert "¿Cómo suele ir al centro?" not in page

    def reword(code: str) -> Callable[[dict[str, Any]], dict[str, Any]]:
        key = "question.q_change.label"
        return lambda document: with_texts(document, code, {key: "Reworded"})

    number = get_draft(survey_id).number
    change_draft(SYSTEM, survey_id, Seen(number), "change", "q_change", reword("en"))
    found = {
        each.text.key: each.state
        for each in translations_of(survey_id, get_draft(survey_id).document, EASY)
    }
    assert [key for key, state in found.items() if state == STALE] == ["question.q_change.label"]
    assert len(found) == len(keyed_texts(_document()))
    assert client.get(f"{desk}/{EASY}/wording.xlf").data.count(b'trgLang="en-x-easy"') == 1


def test_a_lead_adds_it_and_chooses_pictures_in_the_editor(app: Flask, sign_in: SignIn) -> None:
    consultation_id = make_consultation(languages=["en"]).id
    document = copy.deepcopy(SAMPLE_SURVEY)
    document["languages"] = ["en"]
    survey_id = save_draft(SYSTEM, consultation_id, document)
    client = sign_in("engagement_lead")
    at = f"/staff/consultations/{consultation_id}/surveys/{survey_id}/edit"
    assert "icons" not in client.get(f"{at}?part=q_transport").text
    assert "Picture for Easy Read" not in client.get(f"{at}?part=q_transport").text
    chosen = {"part": "", "languages": ["en", EASY], "source": EASY, "title_en": "Your city"}
    assert client.post(at, data=chosen).status_code == 303
    assert get_draft(survey_id).document["languages"] == ["en", EASY]
    form = {
        "part": "q_transport",
        "kind": "single_choice",
        "w_label": "How do you get there?",
        "n_picture": "map",
        "options_1_code": "foot",
        "options_1_label": "On foot",
        "options_1_picture": "walk",
        "options_2_code": "bus",
        "options_2_label": "By bus",
        "options_2_picture": "no such picture",
    }
    assert client.post(at, data=form).status_code == 303
    question = get_draft(survey_id).document["pages"][0]["questions"][0]
    assert question["picture"] == "map"
    assert [each.get("picture") for each in question["options"]] == ["walk", None]
    page = client.get(f"{at}?part=q_transport&language={EASY}").text
    assert "How do you get there?" in page
    assert f"/{EASY}/drafts/{survey_id}" in page


@pytest.mark.parametrize("name", PICTURES)
def test_every_picture_is_drawn_and_named(app: Flask, name: str) -> None:
    path: Path = static_folder() / "icons" / "easy" / f"{name}.svg"
    picture = etree.parse(str(path)).getroot()
    assert path.stat().st_size < 1000
    assert not [
        each for each in picture.iter() if "script" in str(each.tag) or "href" in each.attrib
    ]
    with app.test_request_context("/staff/"):
        assert picture_names()[name]


def test_there_is_no_picture_too_many(app: Flask) -> None:
    drawn = {path.stem for path in (static_folder() / "icons" / "easy").iterdir()}
    assert drawn == set(PICTURES)


def test_a_published_version_knows_its_pictures(app: Flask) -> None:
    consultation = make_consultation(languages=["es", "en"])
    version_id = publish_version(SYSTEM, save_draft(SYSTEM, consultation.id, _document()))
    question = get_version(version_id).content.question("q_transport")
    assert question.picture == "map"
    assert [option.picture for option in question.options] == ["", "bus", ""]
