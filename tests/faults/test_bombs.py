"""Files that burst, or hold what no database keeps, at every place that takes a file.

Refused, or taken without it, in little memory. ``make faults`` prints the seconds of each.
"""

import time
import tracemalloc
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from engage.kernel.actors import SYSTEM
from engage.kernel.db import db
from engage.surveys import save_draft
from tests.domains.test_files import _publish as publish_with_files
from tests.factories import PASSWORD, SAMPLE_SURVEY, make_actor, make_consultation
from tests.faults import IS_FULL, bombs
from tests.faults.found_forms import forms_of

MEGABYTE = 1024 * 1024
MOST = 50 * MEGABYTE
BASE = "/staff/consultations/1"
SURVEYS, DRAFT = f"{BASE}/surveys", f"{BASE}/surveys/1"
WORDING, CODEBOOK = f"{DRAFT}/translation/ar/import", f"{BASE}/themes/codebook/bring-in"
AREAS, PICTURE = f"{DRAFT}/edit/areas", f"{DRAFT}/edit/picture"
ANSWERING = "/en/consultations/files/answer"
XLF = "urn:oasis:names:tc:xliff:document:2.0"
CODE = {"format": "engage-codebook/1", "themes": [{"label": {"en": "WORDS"}}]}
BESIDES = {"question": "q_change", "part": "q_places", "beside": "question", "words": "A path"}
NO_LETTER = (
    f'<xliff xmlns="{XLF}" version="2.0" srcLang="en" trgLang="ar"><file id="f"><unit id="u">'
    '<segment><source>x</source><target>a<cp hex="0000"/>b</target></segment></unit></file></xliff>'
).encode()

Make = Callable[[], bytes]


def _form(sheet: Callable[[str], bytes]) -> bytes:
    return bombs.workbook(sheet("worksheet"))


BOMBS: dict[str, tuple[str, str, str, Make]] = {
    "a form that unpacks": (SURVEYS, "file", "a.xlsx", bombs.bursting_workbook),
    "a form of entities": (SURVEYS, "file", "b.xlsx", lambda: _form(bombs.laughs)),
    "a form that is deep": (SURVEYS, "file", "c.xlsx", lambda: _form(bombs.nested)),
    "a packed form": (SURVEYS, "file", "d.zip", lambda: bombs.zipped("form.xlsx")),
    "a survey of entities": (SURVEYS, "file", "e.lss", lambda: bombs.laughs("document")),
    "a survey from elsewhere": (SURVEYS, "file", "f.lss", lambda: bombs.from_elsewhere("document")),
    "a survey that is deep": (SURVEYS, "file", "g.lss", lambda: bombs.nested("document")),
    "a document that is deep": (SURVEYS, "file", "h.json", bombs.deep_json),
    "a document of no letters": (
        SURVEYS,
        "file",
        "i.json",
        lambda: bombs.unkeepable(SAMPLE_SURVEY | {"title": {"en": "WORDS"}}),
    ),
    "wording that unpacks": (WORDING, "file", "j.xlsx", bombs.bursting_workbook),
    "wording of entities": (WORDING, "file", "k.xlf", lambda: bombs.laughs("xliff")),
    "wording from elsewhere": (WORDING, "file", "l.xlf", lambda: bombs.from_elsewhere("xliff")),
    "wording that is deep": (WORDING, "file", "m.xlf", lambda: bombs.nested("xliff")),
    "wording of no letters": (WORDING, "file", "n.xlf", lambda: NO_LETTER),
    "a codebook of entities": (CODEBOOK, "file", "o.qdc", lambda: bombs.laughs("CodeBook")),
    "a codebook that is deep": (CODEBOOK, "file", "p.json", bombs.deep_json),
    "a deep codebook": (CODEBOOK, "file", "q.qdc", lambda: bombs.nested("CodeBook")),
    "a codebook of no letters": (CODEBOOK, "file", "r.json", lambda: bombs.unkeepable(CODE)),
    "areas that are deep": (AREAS, "areas", "s.geojson", bombs.deep_json),
    "a picture of many points": (PICTURE, "picture", "t.png", lambda: bombs.png(30_000, 30_000)),
    "a photo of many points": (ANSWERING, "q_file", "u.png", lambda: bombs.png(30_000, 30_000)),
    "a PDF that unpacks": (ANSWERING, "q_file", "v.pdf", lambda: bombs.pdf(bombs.spaces())),
    "a PDF in circles": (ANSWERING, "q_file", "w.pdf", bombs.circular_pdf),
}


def _lead(app: Flask) -> FlaskClient:
    client = app.test_client()
    typed = {"email": f"{make_actor().name}@example.org", "password": PASSWORD}
    assert client.post("/staff/sign-in", data=typed).status_code == 303
    return client


@pytest.fixture
def lead(both_databases_app: Flask) -> FlaskClient:
    """Somebody who may bring anything in, where there is something to bring it into."""
    both_databases_app.config["PROPAGATE_EXCEPTIONS"] = True
    consultation = make_consultation()
    assert (consultation.id, save_draft(SYSTEM, consultation.id, SAMPLE_SURVEY)) == (1, 1)
    publish_with_files("single_page")
    return _lead(both_databases_app)


def _send(client: FlaskClient, address: str, data: dict[str, Any]) -> tuple[int, int, float]:
    """The status, the most bytes it took of this process, and the seconds of it."""
    began = time.process_time()
    tracemalloc.start()
    try:
        status = client.post(address, data=data).status_code
        return status, tracemalloc.get_traced_memory()[1], time.process_time() - began
    finally:
        tracemalloc.stop()


def test_no_file_bursts(lead: FlaskClient) -> None:
    faults = []
    hidden = dict(forms_of(lead.get(ANSWERING).text, ANSWERING)[0].fields)
    for name, (address, field, called, make) in BOMBS.items():
        if not (IS_FULL or db.engine.dialect.name == "sqlite" or name.endswith("no letters")):
            continue  # before the database is reached, both are alike
        content = make()
        data = hidden | BESIDES | {field: (BytesIO(content), called), "q_wish": ""}
        try:
            status, most, seconds = _send(lead, address, data)
        except Exception as fault:
            faults.append(f"{name}: {type(fault).__name__}: {str(fault)[:300]}")
            continue
        if IS_FULL:
            print(f"{name}: {len(content):,} bytes, {status}, {most >> 20} MB, {seconds:.2f} s")
        if status >= 500 or most > MOST:
            faults.append(f"{name}: {status}, {most >> 20} MB")
    assert not faults, "\n".join(faults)


def test_what_a_form_sends_back_packed_does_not_burst(lead: FlaskClient) -> None:
    status, most, _ = _send(lead, WORDING, {"packed": bombs.packed_field(), "act": "apply"})
    assert status == 422 and most < MOST
