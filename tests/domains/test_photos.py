"""Photos: cleaned, kept with their response and no other, deleted with it."""

import io
import os
import struct
import zlib
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy import select

from engage.app import CHORES
from engage.channels.online.drafts import mint_receipt
from engage.engines.pictures import RefusedPicture, clean_picture
from engage.kernel.actors import SYSTEM
from engage.kernel.clock import now
from engage.kernel.db import session
from engage.kernel.errors import InvalidInput
from engage.kernel.files import keep_file, list_files
from engage.kernel.jobs import run_chores
from engage.responses import Submission, keep_upload, stream_answers, submit, verify_log, withdraw
from engage.responses.uploads_models import Upload
from engage.surveys import PublishedVersion, get_version, publish_version, save_draft
from tests.factories import make_consultation

GPS, CAMERA, COMMENT = 0x8825, 0x0110, b"taken by Amal"


def photo(form: str = "JPEG", size: tuple[int, int] = (64, 48)) -> bytes:
    """A picture that knows where and with what it was taken, lying on its side."""
    out = io.BytesIO()
    exif = Image.Exif()
    exif[CAMERA], exif[0x0112] = "Telltale 3000", 6
    exif.get_ifd(GPS).update({1: "N", 2: (41.0, 24.0, 0.0), 3: "E", 4: (2.0, 10.0, 0.0)})
    more: dict[str, Any] = {"comment": COMMENT} if form == "JPEG" else {}
    Image.new("RGB", size, "teal").save(out, form, exif=exif, **more)
    return out.getvalue()


def _document(layout: str, **more: Any) -> dict[str, Any]:
    def words(text: str) -> dict[str, str]:
        return {"en": text, "ar": f"{text} (ar)"}

    asked = {"code": "q_photo", "kind": "photo", "label": words("Show us"), **more}
    wish = {"code": "q_wish", "kind": "short_text", "required": True, "label": words("What?")}
    pages = [{"code": "p_1", "questions": [asked, wish]}]
    return {
        "format": 1,
        "code": "photos",
        "title": words("Photos"),
        "languages": ["en", "ar"],
        "layout": layout,
        "pages": pages,
    }


def _publish(layout: str = "one_per_page", **more: Any) -> PublishedVersion:
    consultation = make_consultation(slug="photos")
    survey_id = save_draft(SYSTEM, consultation.id, _document(layout, **more))
    return get_version(publish_version(SYSTEM, survey_id))


def _rows() -> list[Upload]:
    session().rollback()
    return list(session().scalars(select(Upload).order_by(Upload.id)))


def _files() -> list[str]:
    return sorted(name for name, _ in list_files())


def _attached(content: bytes, **more: str) -> dict[str, Any]:
    return {"q_photo": (io.BytesIO(content), "IMG_0001.jpg"), **more}


def _hidden(page: str) -> str:
    return page.split('name="q_photo" value="', 1)[1].split('"', 1)[0]


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_a_picture_loses_everything_but_what_is_seen(form: str) -> None:
    sent = photo(form)
    assert b"Telltale" in sent
    cleaned = clean_picture(sent)
    found = Image.open(io.BytesIO(cleaned))
    assert (found.format, found.size) == ("JPEG", (48, 64))  # upright now
    assert not found.getexif() and "comment" not in found.info
    assert b"Telltale" not in cleaned and COMMENT not in cleaned


def test_a_large_picture_is_made_smaller() -> None:
    found = Image.open(io.BytesIO(clean_picture(photo(size=(5000, 2500)))))
    assert found.size == (1280, 2560)


def _bomb() -> bytes:
    """A PNG of a few kilobytes that would unpack to three gigabytes."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        )

    head = struct.pack(">IIBBBBB", 32_000, 32_000, 8, 2, 0, 0, 0)
    rows = zlib.compress(b"\0" * 3_000_000, 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "cannot be read"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>", "cannot be read"),
        (b"%PDF-1.7", "cannot be read"),
        (b"GIF89a" + bytes(60), "cannot be read"),
        (photo()[:300], "cannot be read"),
        (_bomb(), "too many pixels"),
    ],
)
def test_what_is_no_picture_or_would_burst_is_refused(content: bytes, why: str) -> None:
    with pytest.raises(RefusedPicture, match=why):
        clean_picture(content)


def test_a_photo_goes_with_its_response_and_away_with_it(client: FlaskClient) -> None:
    version = _publish()
    first = client.post("/en/consultations/photos/answer", data={"go": "new"}).location
    assert 'enctype="multipart/form-data"' in client.get(first).text
    wrong = client.post(first, data=_attached(photo(), q_wish=""))
    assert wrong.status_code == 422  # the words are missing; the photo is there already
    assert "Your photo is here." in wrong.text
    reference = _hidden(wrong.text)
    onward = client.post(first, data={"q_photo": reference, "q_wish": "Shade"}).location
    assert "A photo" in client.get(onward).text
    assert client.post(onward).status_code == 303
    (row,) = _rows()
    assert row.response_id is not None and _files() == [row.stored_name]
    (stored,) = stream_answers(version.consultation_id)
    assert stored.answers == {"q_photo": reference, "q_wish": "Shade"}
    receipt = next(c.value for c in client._cookies.values() if c.key == "engage_receipt")
    withdraw(receipt)
    assert (_rows(), _files()) == ([], [])
    assert verify_log(version.consultation_id).missing == ()


def test_all_on_one_page_a_photo_stays_while_the_rest_is_corrected(client: FlaskClient) -> None:
    version = _publish("single_page", required=True)
    address = "/en/consultations/photos/answer"
    receipt = client.get(address).text.split('name="receipt" value="', 1)[1].split('"', 1)[0]
    again = client.post(address, data=_attached(photo(), receipt=receipt, q_wish=" "))
    assert again.status_code == 422
    sent = {"receipt": receipt, "q_photo": _hidden(again.text), "q_wish": "Shade"}
    for _ in range(2):  # a second click is no second response
        assert client.post(address, data=sent).status_code == 303
    assert (
        client.post(address, data=_attached(photo(), receipt=receipt, q_wish="Shade")).status_code
        == 303
    )
    assert len(list(stream_answers(version.consultation_id))) == len(_rows()) == 1


def test_a_photo_that_cannot_be_taken_is_told_and_the_rest_stays_typed(client: FlaskClient) -> None:
    _publish(max_megabytes=1)
    first = client.post("/en/consultations/photos/answer", data={"go": "new"}).location
    large = os.urandom(1024 * 1024 + 1)
    for content, why in ((large, "too large"), (b"nothing", "cannot be read")):
        refused = client.post(first, data=_attached(content, q_wish="More shade"))
        assert refused.status_code == 422 and why in refused.text
        assert "<title>Error: " in refused.text and "More shade" in refused.text
    assert (_rows(), _files()) == ([], [])


def test_another_photo_takes_the_place_of_the_first_and_can_be_taken_away(
    client: FlaskClient,
) -> None:
    _publish()
    first = client.post("/en/consultations/photos/answer", data={"go": "new"}).location
    client.post(first, data=_attached(photo(), q_wish="Shade"))
    before = _rows()[0].reference
    client.post(first, data=_attached(photo("PNG"), q_wish="Shade"))
    (row,) = _rows()
    assert row.reference != before and _files() == [row.stored_name]
    taken = {"q_photo": row.reference, "q_photo.remove": "yes", "q_wish": "Shade"}
    onward = client.post(first, data=taken).location
    assert "A photo" not in client.get(onward).text


def test_nobody_sends_a_photo_of_somebody_else(app: Flask) -> None:
    version = _publish()
    mine, yours = mint_receipt(), mint_receipt()
    question = version.content.question("q_photo")
    reference = keep_upload(version.consultation_id, question, yours, photo())
    answers = {"q_photo": reference, "q_wish": "Shade"}
    with pytest.raises(InvalidInput) as refused:
        submit(Submission(version.id, mine, "web", "en", answers))
    assert list(refused.value.fields) == ["q_photo"]
    assert list(stream_answers(version.consultation_id)) == []
    assert submit(Submission(version.id, yours, "web", "en", answers)).is_new


def test_what_nobody_sends_is_swept_and_what_waits_stays(client: FlaskClient) -> None:
    version = _publish()
    first = client.post("/en/consultations/photos/answer", data={"go": "new"}).location
    client.post(first, data=_attached(photo(), q_wish="Shade"))  # a draft holds this one
    question = version.content.question("q_photo")
    keep_upload(version.consultation_id, question, mint_receipt(), photo())
    stray = keep_file(b"written just before a crash")
    assert len(_rows()) == 2 and len(_files()) == 3
    run_chores(CHORES)
    assert len(_files()) == 3
    with time_machine.travel(now() + timedelta(days=2), tick=False):
        run_chores(CHORES)
    (row,) = _rows()
    assert _files() == [row.stored_name] and stray not in _files()
    client.post("/en/consultations/photos/answer", data={"go": "new"})  # begins anew
    assert (_rows(), _files()) == ([], [])


def test_staff_see_photos_of_what_counts_and_nobody_else_does(
    app: Flask, client: FlaskClient, sign_in: Any
) -> None:
    version = _publish()
    first = client.post("/en/consultations/photos/answer", data={"go": "new"}).location
    onward = client.post(first, data=_attached(photo(), q_wish="Shade")).location
    analyst = sign_in("analyst")
    (row,) = _rows()
    picture = f"/staff/consultations/photos/{row.id}.jpg"
    assert analyst.get(picture).status_code == 404  # not sent yet
    client.post(onward)
    page = analyst.get(f"/staff/consultations/{version.consultation_id}/photos").text
    assert picture in page and "Show us" in page
    answers = analyst.get(f"/staff/consultations/{version.consultation_id}/answers").text
    assert "1 photo" in answers and row.reference not in answers
    shown = analyst.get(picture)
    assert (
        shown.data
        == (Path(app.extensions["engage.settings"].files_folder) / row.stored_name).read_bytes()
    )
    assert shown.mimetype == "image/jpeg"
    assert "sandbox" in shown.headers["Content-Security-Policy"]
    assert client.get(picture).status_code == 303
    assert sign_in("operator").get(picture).status_code == 403


def test_kiosks_ask_for_no_photo_unless_the_survey_says_so(client: FlaskClient) -> None:
    from engage.channels.kiosk.devices import add_device

    version = _publish(required=True)
    code = add_device(SYSTEM, "Library", "Hall", version.consultation_id, 90)
    client.post("/kiosk/enrol", data={"code": code})
    client.get("/kiosk")
    first = client.post("/kiosk/en/begin").location
    assert "q_photo" not in client.get(first).text
    onward = client.post(first, data={"q_wish": "Shade"}).location
    assert client.post(onward).status_code == 303
