"""Operators attach what came with a paper form or after a call, by the door that residents use."""

import io
import re
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from engage.kernel.actors import SYSTEM
from engage.kernel.db import session
from engage.kernel.files import list_files
from engage.responses import stream_answers
from engage.responses.models import Response
from engage.responses.uploads_models import Upload
from engage.surveys import publish_version, save_draft
from tests.domains.test_files import document as pdf
from tests.domains.test_photos import photo
from tests.factories import make_consultation

SignIn = Callable[[str], FlaskClient]
KEPT = re.compile(r'name="(q_\w+)" value="([0-9a-f]{32})"')


def _survey() -> dict[str, Any]:
    def words(text: str) -> dict[str, str]:
        return {"en": text, "ar": f"{text} (ar)"}

    asked = [
        {"code": "q_here", "kind": "yes_no", "label": words("Is it here?")},
        {"code": "q_photo", "kind": "photo", "label": words("A photo"), "required": True},
        {
            "code": "q_letter",
            "kind": "file",
            "accept": ["pdf"],
            "label": words("Your letter"),
            "show_if": {"question": "q_here", "is": "yes"},
        },
    ]
    return {
        "format": 1,
        "code": "letters",
        "title": words("Letters"),
        "languages": ["en", "ar"],
        "pages": [{"code": "p_1", "questions": asked}],
    }


@pytest.fixture
def form(app: Flask) -> str:
    consultation = make_consultation(slug="letters")
    publish_version(SYSTEM, save_draft(SYSTEM, consultation.id, _survey()))
    return f"/staff/entry/{consultation.id}/paper"


def _receipt(page: str) -> str:
    return page.split('name="receipt" value="', 1)[1].split('"', 1)[0]


def _file(content: bytes, name: str = "scan") -> tuple[io.BytesIO, str]:
    return io.BytesIO(content), name


def _uploads() -> list[Upload]:
    session().rollback()
    return list(session().scalars(select(Upload).order_by(Upload.id)))


def test_what_came_with_a_form_is_checked_kept_and_stored_with_it(
    form: str, sign_in: SignIn
) -> None:
    client = sign_in("operator")
    begun = client.get(form).text
    assert 'enctype="multipart/form-data"' in begun and "JPEG, PNG or WebP, 10 MB at most" in begun
    typed = {"receipt": _receipt(begun), "serial": "7", "q_here": "1"}
    refused = client.post(form, data={**typed, "q_photo": _file(photo()), "q_letter": _file(b"x")})
    assert refused.status_code == 422 and "This file is no PDF." in refused.text
    kept = dict(KEPT.findall(refused.text))
    assert list(kept) == ["q_photo"] and "A file is attached." in refused.text
    sent = {**typed, **kept, "q_letter": _file(pdf())}
    assert client.post(form, data=sent).status_code == 303
    (stored,) = stream_answers(1)
    assert stored.answers["q_photo"] == kept["q_photo"] and len(stored.answers["q_letter"]) == 32
    assert {each.response_id for each in _uploads()} == {1}
    assert len(_uploads()) == len(list(list_files())) == 2
    seen = sign_in("analyst").get("/staff/consultations/photos/1.jpg")
    assert seen.status_code == 200 and b"Telltale" not in seen.data


def test_a_form_that_is_taken_back_keeps_its_files_for_the_one_keyed_anew(
    form: str, sign_in: SignIn
) -> None:
    client = sign_in("operator")
    typed = {"receipt": _receipt(client.get(form).text), "serial": "7", "q_here": "1"}
    client.post(form, data={**typed, "q_photo": _file(photo()), "q_letter": _file(pdf())})
    back = client.post("/staff/entry/take-back").location
    page = client.get(back).text
    kept = dict(KEPT.findall(page))
    assert set(kept) == {"q_photo", "q_letter"}
    anew = {"receipt": _receipt(page), "back": "1", "serial": "7", "q_here": "1", **kept}
    changed = {**anew, "q_letter.remove": "yes"}
    assert client.post(form, data=changed).status_code == 303
    (stored,) = stream_answers(1)
    assert stored.answers == {"q_here": "yes", "q_photo": kept["q_photo"]}
    assert {(each.question_code, each.response_id) for each in _uploads()} == {
        ("q_photo", 2),
        ("q_letter", None),  # nobody's any more: swept after a day
    }
    other = sign_in("operator")
    stolen = {"receipt": _receipt(other.get(form).text), "back": "2", "serial": "8", **kept}
    assert other.post(form, data=stolen).status_code == 404
    assert other.post(form, data={**stolen, "back": ""}).status_code == 303
    assert "q_photo" not in session().get_one(Response, 3).answers


def test_paper_is_kept_as_it_came_and_a_call_is_put_right(form: str, sign_in: SignIn) -> None:
    client = sign_in("operator")
    typed = {"receipt": _receipt(client.get(form).text), "serial": "7", "q_here": "2"}
    assert client.post(form, data={**typed, "q_letter": _file(pdf())}).status_code == 303
    stored = session().get_one(Response, 1)
    assert stored.marks == {"q_letter": "off_path", "q_photo": "missing"}
    (upload,) = _uploads()
    assert (upload.reference, upload.response_id) == (stored.kept_as_written["q_letter"], 1)

    call = form.replace("paper", "phone")
    page = client.get(call).text
    typed = {"receipt": _receipt(page), "q_here": "2", "q_letter": _file(pdf())}
    assert '<span class="soft" id="f_q_photo_hint" dir="ltr">' in page
    client.get("/staff/language/ar?next=/staff/entry")
    assert 'id="f_q_photo_hint" dir="rtl">' in client.get(call).text  # the operator's own words
    client.get("/staff/language/en?next=/staff/entry")
    aloud = client.post(f"{call}/aloud", data=typed).text
    kept = dict(KEPT.findall(aloud))
    assert list(kept) == ["q_letter"] and "Not asked after the answers so far." in aloud
    typed = {"receipt": _receipt(page), "q_here": "2", **kept}
    refused = client.post(call, data=typed)
    assert refused.status_code == 422
    assert "This question is not asked after the answers before." in refused.text
    assert client.post(call, data={**typed, "q_here": "1"}).status_code == 303
