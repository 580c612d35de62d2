"""Pictures that leads bring: small, with words for what they show, kept by versions for ever."""

import hashlib
import io
import os
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image

from engage.engines.pictures import RefusedPicture, small_picture
from engage.engines.questionnaire import check_survey, texts_of
from engage.engines.questionnaire.xlsform import export_xlsform, import_xlsform
from engage.kernel.actors import SYSTEM
from engage.kernel.errors import Conflict
from engage.surveys import get_draft, publish_version, save_draft
from engage.surveys.editor.forms import values_of
from engage.surveys.own_pictures import MOST_BYTES, MOST_BYTES_OF_SURVEY
from tests.domains.test_photos import photo
from tests.factories import make_consultation

ADDRESS = "/consultations/square/answer"


def noise(side: int = 700) -> bytes:
    """A picture that cannot be packed well."""
    out = io.BytesIO()
    Image.frombytes("RGB", (side, side), os.urandom(side * side * 3)).save(out, "PNG")
    return out.getvalue()


def _words(en: str) -> dict[str, str]:
    return {"en": en, "ar": f"{en} (ar)", "en-x-easy": f"{en} (easy)"}


def _document(**picture: Any) -> dict[str, Any]:
    option = {"code": "bench", "label": _words("A bench")}
    told = {"code": "i_plan", "kind": "information", "text": _words("The plan.")}
    asked = {
        "code": "q_wish",
        "kind": "single_choice",
        "label": _words("What first?"),
        "options": [option, {"code": "tree", "label": _words("A tree")}],
    }
    return {
        "format": 1,
        "code": "square",
        "title": _words("The square"),
        "languages": ["en", "ar", "en-x-easy"],
        "layout": "single_page",
        "pages": [{"code": "p_1", "questions": [told | picture, asked]}],
    }


def test_a_picture_becomes_small_and_loses_what_it_knows() -> None:
    for content in (photo(size=(3000, 2000)), noise()):
        small = small_picture(content, MOST_BYTES)
        found = Image.open(io.BytesIO(small))
        assert found.format == "WEBP" and max(found.size) <= 320 and len(small) <= MOST_BYTES
        assert not found.getexif() and b"Telltale" not in small
    with pytest.raises(RefusedPicture):
        small_picture(b"%PDF-1.7", MOST_BYTES)


class Lead:
    """An engagement lead with the draft in the editor."""

    def __init__(self, client: FlaskClient) -> None:
        self.client = client
        self.number = make_consultation(slug="square").id
        self.survey_id = save_draft(SYSTEM, self.number, _document())
        self.editor = f"/staff/consultations/{self.number}/surveys/{self.survey_id}/edit"

    def bring(self, part: str, content: bytes, words: str, beside: str = "") -> str:
        """Send the form with a picture; gives the editor as it is shown then."""
        form = {"part": part, "words": words, "beside": beside}
        file = {"picture": (io.BytesIO(content), "square.png")} if content else {}
        answer = self.client.post(f"{self.editor}/picture", data={**form, **file})
        assert answer.status_code == 303
        return self.client.get(self.editor, query_string={"part": part}).text

    @property
    def document(self) -> dict[str, Any]:
        return get_draft(self.survey_id).document


@pytest.fixture
def lead(sign_in: Callable[[str], FlaskClient]) -> Lead:
    return Lead(sign_in("engagement_lead"))


def test_own_pictures_stand_in_every_wording_and_never_change(
    lead: Lead, client: FlaskClient
) -> None:
    assert "A picture of your own" in lead.client.get(f"{lead.editor}?part=i_plan").text
    shown = lead.bring("i_plan", photo(size=(900, 600)), "The square from above")
    assert "The picture is in its place." in shown and "The square from above" in shown
    lead.bring("q_wish", noise(), "An iron bench", beside="bench")
    problems = [str(each.message) for each in check_survey(lead.document)]
    assert sorted(problems) == ["Write this in “ar”."] * 2 + ["Write this in “en-x-easy”."] * 2
    document = lead.document
    told, asked = document["pages"][0]["questions"]
    for part in (told["picture"], asked["options"][0]["picture"]):
        part["label"] |= {"ar": "كما يُرى", "en-x-easy": "Seen"}
    assert [text.role for text in texts_of(document)].count("picture") == 2
    save_draft(SYSTEM, lead.number, document)
    publish_version(SYSTEM, lead.survey_id)
    page = client.get(f"/ar{ADDRESS}").text
    address = f"/pictures/{told['picture']['file']}.webp"
    assert f'<img class="told-picture" src="{address}" alt="كما يُرى">' in page
    bench = f"/pictures/{asked['options'][0]['picture']['file']}.webp"
    assert f'<img class="easy-picture own" src="{bench}" alt="Seen"' not in page
    assert f'src="{bench}" alt="كما يُرى"' in page and "css/pictures.css" in page
    easy = client.get(f"/en-x-easy{ADDRESS}").text
    assert f'src="{bench}" alt="Seen"' in easy and address in easy
    picture = client.get(address)
    assert hashlib.sha256(picture.data).hexdigest() == told["picture"]["file"]
    assert picture.mimetype == "image/webp" and "immutable" in picture.headers["Cache-Control"]
    save_draft(SYSTEM, lead.number, _document())
    publish_version(SYSTEM, lead.survey_id)
    assert address not in client.get(f"/ar{ADDRESS}").text
    assert client.get(address).data == picture.data  # the version before still has it
    assert client.get(f"/pictures/{'0' * 64}.webp").status_code == 404


def test_what_cannot_be_taken_is_told_and_changes_nothing(lead: Lead) -> None:
    assert "Say in words what the picture shows." in lead.bring("i_plan", noise(), " ")
    assert "Choose a picture." in lead.bring("i_plan", b"", "Words alone")
    assert "This picture cannot be read." in lead.bring("i_plan", b"GIF89a", "A film")
    assert lead.document == _document()
    for number, part in enumerate(("i_plan", "q_wish", "q_wish", "q_wish")):
        beside = ("", "", "bench", "tree")[number]
        told = lead.bring(part, noise(), "Noise", beside)
        if "Take one away first." in told:
            break
    else:
        raise AssertionError(f"{MOST_BYTES_OF_SURVEY} bytes were passed")
    assert number == 3  # three times six kilobytes and no more


def test_words_change_without_the_picture_and_the_select_keeps_or_drops_it(lead: Lead) -> None:
    lead.bring("i_plan", photo(), "Before")
    file = lead.document["pages"][0]["questions"][0]["picture"]["file"]
    lead.bring("i_plan", b"", "After")
    own = {"file": file, "label": {"en": "After"}}

    def save(chosen: str) -> Any:
        saved = {"part": "i_plan", "kind": "information", "w_text": "The plan, again."}
        based_on = {"based_on": str(get_draft(lead.survey_id).number), "n_picture": chosen}
        assert lead.client.post(lead.editor, data=saved | based_on).status_code == 303
        return lead.document["pages"][0]["questions"][0].get("picture")

    lead.bring("q_wish", photo(), "An iron bench", beside="bench")
    wish = lead.document["pages"][0]["questions"][1]
    standing = values_of(wish, "en") | {"w_label": "What comes first?", "part": "q_wish"}
    based_on = {"based_on": str(get_draft(lead.survey_id).number)}
    assert "the picture you chose" in lead.client.get(f"{lead.editor}?part=q_wish").text
    assert lead.client.post(lead.editor, data=standing | based_on).status_code == 303
    saved = lead.document["pages"][0]["questions"][1]
    assert saved["label"]["en"] == "What comes first?"
    assert saved["options"][0]["picture"] == wish["options"][0]["picture"]
    assert save("own") == own
    assert save("map") == "map"
    assert save("") is None


def test_a_survey_whose_pictures_are_elsewhere_is_not_published(app: Flask) -> None:
    there = {"file": "a" * 64, "label": _words("Gone")}
    document = _document(picture=there)
    assert check_survey(document) == ()
    survey_id = save_draft(SYSTEM, make_consultation(slug="square").id, document)
    with pytest.raises(Conflict, match="is not here"):
        publish_version(SYSTEM, survey_id)
    assert import_xlsform(export_xlsform(document).content).document == document
