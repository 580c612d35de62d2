"""Files of responses brought in on the site: sent, told how to be read, checked, imported."""

import csv
import io
import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import Workbook
from sqlalchemy import func, select

from engage.app import JOBS
from engage.channels.imports import forget_old_files
from engage.channels.imports.models import ImportFile
from engage.kernel.clock import now
from engage.kernel.db import session
from engage.kernel.files import list_files
from engage.kernel.jobs import run_next
from engage.responses import count_responses
from engage.responses.models import Comment, LogEntry, Response
from tests.factories import make_consultation, publish_sample_survey

SignIn = Callable[[str], FlaskClient]
HEAD = "Number,Your comment,How safe do you feel?,Language,Sent\n"
ROWS = (
    "1,More trees,4,English,30/04/2026\n"
    "2,Ampliar el parque,5,Español,01/05/2026\n"
    "3,Buses,nine,en,02/05/2026\n"
    "4,=1+1 is what I say,3,Klingon,02/05/2026\n"
    "1,More trees,4,English,30/04/2026\n"
    ",,,,\n"
    "1,Fewer trees,4,English,30/04/2026\n"
)
CHOSEN = {
    "column_0": "@key",
    "column_1": "q_change",
    "column_2": "q_safe",
    "column_3": "@language",
    "column_4": "",
    "channel": "letter",
    "language": "en",
    "day_order": "dmy",
}


@pytest.fixture
def imports(app: Flask) -> str:
    return f"/staff/consultations/{_open_consultation()}/imports"


def _open_consultation() -> int:
    number = make_consultation().id
    publish_sample_survey(number)
    return number


def _send(client: FlaskClient, imports: str, content: bytes, name: str = "answers.csv") -> str:
    """Send a file; gives the address of its page."""
    answer = client.post(imports, data={"file": (io.BytesIO(content), name)})
    assert answer.status_code == 303, answer.text
    return answer.headers["Location"].removesuffix("/columns")


def _work() -> None:
    session().rollback()
    while run_next(JOBS):
        pass


def _check(client: FlaskClient, file: str, **chosen: str) -> str:
    answer = client.post(f"{file}/columns", data=CHOSEN | chosen)
    assert (answer.status_code, answer.headers["Location"]) == (303, file)
    assert "Waiting for a worker." in client.get(file).text
    _work()
    return client.get(file).text


def _figures(page: str) -> list[int]:
    return [int(each) for each in re.findall(r"<dd>(\d+)</dd></div>", page)]


def _stored() -> list[int]:
    session().rollback()
    tables = (Response, Comment, LogEntry)
    return [session().scalar(select(func.count()).select_from(each)) or 0 for each in tables]


def test_a_file_is_checked_then_imported_and_its_refused_rows_come_back(
    imports: str, sign_in: SignIn
) -> None:
    lead = sign_in("engagement_lead")
    file = _send(lead, imports, (HEAD + ROWS).encode("utf-8-sig"))
    form = lead.get(f"{file}/columns").text
    assert re.search(r'name="column_1".*?value="q_change" selected', form, re.DOTALL)
    assert re.search(r'name="column_3".*?value="@language" selected', form, re.DOTALL)
    assert "Ampliar el parque" in form

    page = _check(lead, file)
    assert _figures(page) == [2, 1, 3] and "Import 2 rows" in page
    assert re.findall(r'rowspan="\d+">(\d+)<', page) == ["4", "5", "8"]
    assert "“Klingon” is no language that is known" in page
    assert _stored() == [0, 0, 0]

    assert lead.post(f"{file}/import").status_code == 303
    assert lead.get(f"{file}/progress").get_json()["is_finished"] is False
    _work()
    page = lead.get(file).text
    assert _figures(page) == [2, 1, 3] and "Import 2 rows" not in page
    assert _stored() == [2, 2, 2]
    assert {row.language for row in session().scalars(select(Comment))} == {"en", "es"}

    refused = lead.get(f"{file}/refused.csv")
    rows = list(csv.reader(io.StringIO(refused.data.decode("utf-8-sig"))))
    assert rows[0][-2:] == ["engage_row", "engage_refused"] and len(rows) == 4
    assert rows[2][1] == "'=1+1 is what I say"
    corrected = refused.data.decode().replace("nine", "1").replace("Klingon", "fr")
    again = _send(lead, imports, corrected.encode())
    assert "engage_row" not in lead.get(f"{again}/columns").text
    assert _figures(_check(lead, again)) == [2, 0, 1]
    lead.post(f"{again}/import")
    _work()
    assert "=1+1 is what I say" in set(session().scalars(select(Comment.text)))
    assert _stored() == [4, 4, 4]


def test_the_same_file_as_a_workbook_or_in_another_encoding_adds_nothing(
    imports: str, sign_in: SignIn
) -> None:
    lead = sign_in("engagement_lead")
    text = "texto;idioma\nAmpliar el parque pequeño;es\nمزيد من الأشجار;ar\n"
    book = Workbook()
    for line in text.splitlines():
        book.active.append(line.split(";"))  # type: ignore[union-attr]
    workbook = io.BytesIO()
    book.save(workbook)
    arabic = "texto\tidioma\nمزيد من الأشجار\tar\nالحافلات متأخرة\tar\n".encode("cp1256")
    latin = "texto;idioma\r\nAmpliar el parque pequeño;es\r\n".encode("cp1252")
    found = []
    for content in (workbook.getvalue(), text.encode("utf-16"), latin, arabic):
        file = _send(lead, imports, content, "file")
        chosen = {"column_0": "q_change", "column_1": "@language", "column_2": "", "column_3": ""}
        found.append(_figures(_check(lead, file, **chosen)))
        lead.post(f"{file}/import")
        _work()
    assert found == [[2, 0, 0], [0, 2, 0], [0, 1, 0], [1, 1, 0]]
    assert "مزيد من الأشجار" in set(session().scalars(select(Comment.text)))


def test_what_the_columns_hold_is_remembered_and_mistakes_are_named(
    imports: str, sign_in: SignIn
) -> None:
    lead = sign_in("analyst")
    file = _send(lead, imports, (HEAD + ROWS).encode())
    wrong = lead.post(f"{file}/columns", data=CHOSEN | {"column_4": "q_change"})
    assert wrong.status_code == 422 and 'href="#f_column_4"' in wrong.text
    nothing = lead.post(f"{file}/columns", data={**CHOSEN, "column_1": "", "column_2": ""})
    assert nothing.status_code == 422 and "at least one column" in nothing.text
    assert lead.post(f"{file}/import").status_code == 409
    _check(lead, file, column_2="", channel="phone")
    again = _send(lead, imports, (HEAD + ROWS).encode())
    form = lead.get(f"{again}/columns").text
    assert re.search(r'name="channel".*?value="phone" selected', form, re.DOTALL)
    assert not re.search(r'value="q_safe" selected', form)
    assert lead.post(f"{again}/delete").status_code == 303
    assert lead.get(again).status_code == 404


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "no rows beneath its head"),
        (b"only a head\n", "no rows beneath its head"),
        (b"PK\x03\x04 no workbook", "This workbook cannot be read"),
        (b'text\n"open' + b"x" * 1_100_000, "Is a quotation mark left open?"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_and_not_kept(
    imports: str, sign_in: SignIn, content: bytes, told: str
) -> None:
    lead = sign_in("engagement_lead")
    answer = lead.post(imports, data={"file": (io.BytesIO(content), "x.csv")})
    assert answer.status_code == 422 and told in answer.text
    assert lead.post(imports, data={}).status_code == 422
    assert list(list_files("imports")) == []
    assert session().scalar(select(func.count(ImportFile.id))) == 0


def test_bytes_of_another_encoding_further_down_stop_the_check_with_a_word(
    imports: str, sign_in: SignIn
) -> None:
    lead = sign_in("engagement_lead")
    file = _send(lead, imports, b"text\n" + b"caf\xe9\n" * 3)
    assert "Windows-1252" in lead.get(f"{file}/columns").text
    lead.post(f"{file}/anew", data={"encoding": "utf-8", "separator": ","})
    assert "The file is not in this encoding" in lead.get(f"{file}/columns").text
    lead.post(f"{file}/anew", data={"encoding": "cp1252", "separator": "tab"})
    form = lead.get(f"{file}/columns").text
    assert "café" in form and 'value="tab" selected' in form


def test_others_neither_see_nor_send_files(imports: str, sign_in: SignIn) -> None:
    lead = sign_in("engagement_lead")
    file = _send(lead, imports, (HEAD + ROWS).encode())
    other = f"/staff/consultations/{_other()}/imports/1"
    assert lead.get(other).status_code == lead.get(f"{other}/columns").status_code == 404
    for role in ("operator", "auditor", "administrator", "translator"):
        stranger = sign_in(role)
        for address in (imports, file, f"{file}/columns", f"{file}/refused.csv"):
            assert stranger.get(address).status_code == 403
        assert stranger.post(f"{file}/import").status_code == 403


def _other() -> int:
    number = make_consultation(slug="another").id
    publish_sample_survey(number)
    return number


def test_what_was_sent_is_deleted_in_time(imports: str, sign_in: SignIn) -> None:
    lead = sign_in("engagement_lead")
    file = _send(lead, imports, (HEAD + ROWS).encode())
    _check(lead, file)
    assert len(list(list_files("imports"))) == 2 and list(list_files()) == []
    forget_old_files()
    assert len(list(list_files("imports"))) == 2
    later: datetime = now() + timedelta(days=31)
    with time_machine.travel(later):
        forget_old_files()
    assert list(list_files("imports")) == []
    session().rollback()
    assert lead.get(f"{file}/columns").status_code == 410


def test_a_check_says_what_an_import_does_on_both_databases(both_databases_app: Flask) -> None:
    client = both_databases_app.test_client()
    from tests.factories import PASSWORD, make_actor

    number = _open_consultation()
    lead = make_actor("engagement_lead")
    client.post("/staff/sign-in", data={"email": f"{lead.name}@example.org", "password": PASSWORD})
    lines = ["id,text,serial"]
    lines += [f"{row},Comment number {row},P-{row % 590}" for row in range(600)]
    lines += ["3,Comment number 3,P-3", "4,Another text,P-4"]
    file = _send(client, f"/staff/consultations/{number}/imports", "\n".join(lines).encode())
    chosen = {"column_1": "q_change", "column_2": "@serial", "column_3": "", "column_4": ""}
    page = _check(client, file, **chosen)
    assert _figures(page) == [590, 1, 11] and _stored() == [0, 0, 0]
    assert client.get(file).text.count('scope="rowgroup"') == 11
    client.post(f"{file}/import")
    _work()
    assert _figures(client.get(file).text) == [590, 1, 11]
    assert count_responses(number).total == 590
