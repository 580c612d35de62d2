"""PDFs: only what their pages show is kept, with their response and no other."""

import io
import zlib
from typing import Any

import pikepdf
import pypdf
import pytest
from flask import Flask
from flask.testing import FlaskClient
from pikepdf import Array, Dictionary, Name, Pdf, Stream, String

from engage.engines.documents import RefusedDocument, clean_document
from engage.kernel.actors import SYSTEM
from engage.kernel.db import session
from engage.kernel.files import list_files
from engage.responses import stream_answers, withdraw
from engage.responses.uploads_models import Upload
from engage.surveys import PublishedVersion, get_version, publish_version, save_draft
from tests.domains.test_photos import photo
from tests.factories import make_consultation

ADDRESS = "/en/consultations/files/answer"
TELLING = (b"Amal", b"Telltale", b"JavaScript", b"app.alert", b"evil.example", b"prize.exe")


def _picture(pdf: Pdf, *, is_packed: bool) -> Stream:
    """A JPEG that knows its camera, as scanners put it into a PDF."""
    picture = Stream(pdf, zlib.compress(photo()) if is_packed else photo())
    picture.Type, picture.Subtype = Name.XObject, Name.Image
    picture.Width, picture.Height = 64, 48
    picture.ColorSpace, picture.BitsPerComponent = Name.DeviceRGB, 8
    picture.Filter = Array([Name.FlateDecode, Name.DCTDecode]) if is_packed else Name.DCTDecode
    picture.Metadata = Stream(pdf, b"<x:xmpmeta>Amal</x:xmpmeta>")
    return picture


def document(pages: int = 1, **saved: Any) -> bytes:
    """A PDF that knows its author, runs programs, carries a file, and has a form filled in."""
    pdf = Pdf.new()
    for _ in range(pages):
        pdf.add_blank_page(page_size=(300, 300))
    page = pdf.pages[0].obj
    font = pdf.make_indirect(
        Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    )
    pictures = Dictionary(One=_picture(pdf, is_packed=False), AF=_picture(pdf, is_packed=True))
    # the font and a picture have names that mean something else elsewhere
    page.Resources = Dictionary(Font=Dictionary(AA=font), XObject=pictures)
    page.Contents = Stream(pdf, b"BT /AA 20 Tf 20 100 Td (More shade) Tj ET /One Do /AF Do")
    script = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))
    page.AA, pdf.Root.OpenAction = Dictionary(O=script), script
    pdf.docinfo["/Author"] = "Amal"
    with pdf.open_metadata() as metadata:
        metadata["dc:creator"] = ["Amal"]
    pdf.attachments["prize.exe"] = b"MZ-program"
    field = pdf.make_indirect(
        Dictionary(
            Type=Name.Annot, Subtype=Name.Widget, FT=Name.Tx, T=String("n"), V=String("By a well"),
            DA=String("/Helv 12 Tf 0 g"), Rect=Array([20, 200, 200, 220]), F=4, P=page,
        )
    )  # fmt: skip
    away = Dictionary(S=Name.URI, URI=String("http://evil.example"))
    link = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([0, 0, 9, 9]), A=away)
    page.Annots = Array([field, link])
    pdf.Root.AcroForm = Dictionary(
        Fields=Array([field]), NeedAppearances=True, DR=Dictionary(Font=Dictionary(Helv=font))
    )
    out = io.BytesIO()
    pdf.save(out, object_stream_mode=pikepdf.ObjectStreamMode.disable, **saved)
    return out.getvalue()


def _laid_open(content: bytes) -> bytes:
    """The PDF with nothing packed, so that all its words can be looked for."""
    with Pdf.open(io.BytesIO(content)) as pdf:
        out = io.BytesIO()
        pdf.save(
            out, qdf=True, object_stream_mode=pikepdf.ObjectStreamMode.disable,
            stream_decode_level=pikepdf.StreamDecodeLevel.generalized,
        )  # fmt: skip
    return out.getvalue()


def test_a_pdf_loses_everything_but_what_its_pages_show() -> None:
    sent = document()
    assert [word for word in TELLING if word not in _laid_open(sent)] == []
    cleaned = clean_document(sent)
    assert [word for word in TELLING if word in _laid_open(cleaned)] == []
    found = pypdf.PdfReader(io.BytesIO(cleaned))
    assert not found.metadata and not found.attachments
    assert found.pages[0].extract_text().split("\n") == ["More shade", "By a well"]
    assert [image.image.size for image in found.pages[0].images] == [(64, 48)] * 2  # type: ignore[union-attr]
    assert clean_document(sent) == cleaned  # the same file again is the same one


def _saved(pdf: Pdf) -> bytes:
    out = io.BytesIO()
    pdf.save(out)
    return out.getvalue()


def _portfolio() -> bytes:
    pdf = Pdf.new()
    pdf.add_blank_page()
    pdf.Root.Collection = Dictionary(Type=Name.Collection)
    return _saved(pdf)


LOCK = pikepdf.Encryption(owner="one", user="two")


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"%PDF-1.7\nnothing", "cannot be read"),
        (document()[:200], "cannot be read"),
        (_saved(Pdf.new()), "cannot be read"),
        (document(encryption=LOCK), "only with a password"),
        (document(pages=201), "200 at most"),
        (_portfolio(), "do not show what it holds"),
    ],
)
def test_what_is_no_pdf_or_cannot_be_looked_through_is_refused(content: bytes, why: str) -> None:
    with pytest.raises(RefusedDocument, match=why):
        clean_document(content)


def test_a_pdf_that_only_forbids_changes_is_read() -> None:
    locked = document(encryption=pikepdf.Encryption(owner="one", user=""))
    assert (
        "More shade" in pypdf.PdfReader(io.BytesIO(clean_document(locked))).pages[0].extract_text()
    )


def _publish(layout: str = "one_per_page", **more: Any) -> PublishedVersion:
    def words(text: str) -> dict[str, str]:
        return {"en": text, "ar": f"{text} (ar)"}

    asked = {"code": "q_file", "kind": "file", "label": words("Your letter")} | more
    wish = {
        "code": "q_wish", "kind": "long_text", "required": True, "label": words("What?"),
    }  # fmt: skip
    survey = {
        "format": 1,
        "code": "files",
        "title": words("Files"),
        "languages": ["en", "ar"],
        "layout": layout,
        "pages": [{"code": "p_1", "questions": [asked, wish]}],
    }
    consultation = make_consultation(slug="files")
    return get_version(publish_version(SYSTEM, save_draft(SYSTEM, consultation.id, survey)))


def _attached(content: bytes, wish: str = "Shade") -> dict[str, Any]:
    return {"q_file": (io.BytesIO(content), "letter.exe"), "q_wish": wish}  # names say nothing


def _rows() -> list[Upload]:
    session().rollback()
    return list(session().query(Upload).order_by(Upload.id))


def test_a_pdf_goes_with_its_response_to_staff_and_away_with_it(
    client: FlaskClient, sign_in: Any
) -> None:
    version = _publish()
    first = client.post(ADDRESS, data={"go": "new"}).location
    page = client.get(first).text
    assert 'enctype="multipart/form-data"' in page and "10 MB at most" in page
    assert 'accept="application/pdf,.pdf,image/jpeg,image/png,image/webp"' in page
    wrong = client.post(first, data=_attached(document(), wish=""))
    assert wrong.status_code == 422 and "Your file is here." in wrong.text
    reference = wrong.text.split('name="q_file" value="', 1)[1].split('"', 1)[0]
    onward = client.post(first, data={"q_file": reference, "q_wish": "Shade"}).location
    assert "A file" in client.get(onward).text
    analyst = sign_in("analyst")
    (row,) = _rows()
    saved = f"/staff/consultations/files/{row.id}.pdf"
    assert analyst.get(saved).status_code == 404  # not sent yet
    assert client.post(onward).status_code == 303
    (stored,) = stream_answers(version.consultation_id)
    assert stored.answers == {"q_file": reference, "q_wish": "Shade"}
    listed = analyst.get(f"/staff/consultations/{version.consultation_id}/photos").text
    assert saved in listed and "Your letter" in listed
    answers = analyst.get(f"/staff/consultations/{version.consultation_id}/answers").text
    assert "1 file" in answers and reference not in answers
    shown = analyst.get(saved)
    assert "More shade" in pypdf.PdfReader(io.BytesIO(shown.data)).pages[0].extract_text()
    assert shown.headers["Content-Disposition"] == f'attachment; filename="file-{row.id}.pdf"'
    assert shown.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in shown.headers["Content-Security-Policy"]
    assert client.get(saved).status_code == 303
    assert sign_in("operator").get(saved).status_code == 403
    assert analyst.get(saved.replace("files", "photos").replace("pdf", "jpg")).status_code == 404
    out = analyst.post(
        f"/staff/consultations/{version.consultation_id}/themes/export", data={"form": "csv"}
    ).text
    assert f"file-{row.id}.pdf" in out and "Your letter (q_file)" in out
    receipt = next(c.value for c in client._cookies.values() if c.key == "engage_receipt")
    withdraw(receipt)
    assert (_rows(), list(list_files())) == ([], [])


def test_only_what_the_survey_takes_is_kept_by_content_not_by_name(client: FlaskClient) -> None:
    _publish(accept=["pdf"], max_megabytes=1)
    first = client.post(ADDRESS, data={"go": "new"}).location
    assert 'accept="application/pdf,.pdf"' in client.get(first).text
    refused = {
        "no PDF": photo(),
        "too large": document() + bytes(1024 * 1024),
        "only with a password": document(encryption=LOCK),
    }
    for why, content in refused.items():
        told = client.post(first, data=_attached(content, "More shade"))
        assert told.status_code == 422 and why in told.text
        assert "<title>Error: " in told.text and "More shade" in told.text
    assert (_rows(), list(list_files())) == ([], [])
    assert client.post(first, data=_attached(document())).status_code == 303


def test_a_photo_is_taken_where_the_survey_takes_both(client: FlaskClient) -> None:
    _publish("single_page", required=True)
    receipt = client.get(ADDRESS).text.split('name="receipt" value="', 1)[1].split('"', 1)[0]
    for nothing in (b"GIF89a" + bytes(60), b"MZ-program"):
        told = client.post(ADDRESS, data={**_attached(nothing), "receipt": receipt})
        assert told.status_code == 422 and "Choose a PDF, or a photo" in told.text
    sent = client.post(ADDRESS, data={**_attached(photo()), "receipt": receipt})
    assert sent.status_code == 303
    (row,) = _rows()
    assert row.media_type == "image/jpeg"


def test_a_photo_question_takes_no_pdf(app: Flask, client: FlaskClient) -> None:
    _publish(kind="photo")
    first = client.post(ADDRESS, data={"go": "new"}).location
    told = client.post(first, data=_attached(document()))
    assert told.status_code == 422 and "This photo cannot be read." in told.text


def test_a_file_that_is_far_too_large_leaves_the_rest_of_the_form(client: FlaskClient) -> None:
    """More than pages without files may send, so that the answer can be the form itself."""
    _publish("single_page")
    receipt = client.get(ADDRESS).text.split('name="receipt" value="', 1)[1].split('"', 1)[0]
    large = bytes(40 * 1024 * 1024)
    told = client.post(ADDRESS, data={**_attached(large, "By the well"), "receipt": receipt})
    assert told.status_code == 422 and "This file is too large. It may have 10 MB" in told.text
    assert "By the well" in told.text and receipt in told.text


@pytest.mark.parametrize(("locale", "says"), [("en", "may have 100 MB"), ("ar", "100")])
def test_more_than_can_be_taken_leads_back_to_the_form(
    client: FlaskClient, locale: str, says: str
) -> None:
    _publish()
    first = client.post(ADDRESS.replace("en", locale), data={"go": "new"}).location
    page = f"http://localhost{first}?change=1"
    told = client.post(first, data=_attached(bytes(101 * 1024 * 1024)), headers={"Referer": page})
    assert told.status_code == 413 and says in told.text
    assert f'href="{first}?change=1"' in told.text
    elsewhere = {"Referer": "https://elsewhere.example/form"}
    told = client.post("/en/follow", data=b"a" * (33 * 1024 * 1024), headers=elsewhere)
    assert told.status_code == 413 and "may have 32 MB" in told.text
    assert "elsewhere.example" not in told.text
