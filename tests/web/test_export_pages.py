"""Taking the coded comments out: whole, by those who may see them, and on record."""

import csv
import io
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import load_workbook

from engage.audit import list_entries
from engage.kernel.actors import SYSTEM
from engage.themes import ThemeSummary, approve_theme, get_theme
from engage.themes.export.coded_comments import export_comments
from engage.themes.review.acts import move_comments
from tests.factories import make_consultation, make_response, publish_sample_survey
from tests.factories.themes import make_themes

Q = "q_change"
SignIn = Callable[[str], FlaskClient]


@pytest.fixture
def themes(app: Flask) -> tuple[ThemeSummary, ...]:
    return make_themes(publish_sample_survey(make_consultation().id), each=12)


def _rows(client: FlaskClient, number: int, form: str = "csv") -> list[dict[str, str]]:
    answer = client.post(
        f"/staff/consultations/{number}/themes/export", data={"question": Q, "form": form}
    )
    assert answer.status_code == 200 and answer.is_streamed
    return list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"), newline="")))


def test_a_row_says_all_there_is_to_know_of_a_comment(
    themes: tuple[ThemeSummary, ...], sign_in: SignIn
) -> None:
    number, first = themes[0].consultation_id, themes[0]
    approve_theme(SYSTEM, first.id, first.version)
    moved = next(iter(export_comments(SYSTEM, number, Q, "csv"))).number
    move_comments(SYSTEM, [moved], None, (number, Q))
    rows = {int(row["Comment"]): row for row in _rows(sign_in("analyst"), number)}
    assert len(rows) == 36
    assert (rows[moved]["Theme"], rows[moved]["Placed by"]) == ("no theme", "person")
    inside = [row for row in rows.values() if row["Number of the theme"] == str(first.id)]
    assert len(inside) == get_theme(first.id).size
    one = inside[0]
    assert (one["State of the theme"], one["Placed by"]) == ("approved", "machine")
    assert 0 < float(one["Score"]) <= 1
    # the sample's comments are near-identical on purpose, so they are a campaign too
    assert one["Disposition of the response"] == "copy of a campaign" and int(one["Campaign"]) > 0
    assert one["Channel"] in ("Web", "Kiosk", "Phone") and one["Language"] == "English"
    assert one["How do you usually get to the centre? (q_transport)"] == "By bus or tram"
    assert one["How many minutes do you wait? (q_wait)"] == "12"
    assert one["Which of these do you use? (q_places)"] == "Library | Parks"


def test_the_spreadsheet_holds_the_same_rows(
    themes: tuple[ThemeSummary, ...], sign_in: SignIn
) -> None:
    client, number = sign_in("analyst"), themes[0].consultation_id
    answer = client.post(
        f"/staff/consultations/{number}/themes/export", data={"question": Q, "form": "xlsx"}
    )
    sheet = load_workbook(io.BytesIO(answer.data)).worksheets[0]
    cells = [[str(cell or "") for cell in row] for row in sheet.iter_rows(values_only=True)]
    rows = _rows(client, number)
    assert cells[0] == list(rows[0])
    assert [line[2] for line in cells[1:]] == [row["Text"] for row in rows]


def test_the_export_is_on_record_before_anything_is_sent(
    themes: tuple[ThemeSummary, ...], sign_in: SignIn
) -> None:
    number = themes[0].consultation_id
    _rows(sign_in("auditor"), number)
    entry = list_entries(SYSTEM, limit=1)[0]
    assert entry.act == "comments.export" and entry.actor.startswith("auditor")
    assert entry.details == {"questions": [Q], "form": "csv", "comments": 36}


def test_who_may_not_see_themes_gets_no_file(
    themes: tuple[ThemeSummary, ...], sign_in: SignIn
) -> None:
    address = f"/staff/consultations/{themes[0].consultation_id}/themes/export"
    for role in ("operator", "translator", "administrator"):
        assert sign_in(role).post(address, data={"form": "csv"}).status_code == 403
    assert not [e for e in list_entries(SYSTEM, limit=500) if e.act == "comments.export"]


def test_a_question_that_nobody_answered_is_no_file(
    themes: tuple[ThemeSummary, ...], sign_in: SignIn
) -> None:
    address = f"/staff/consultations/{themes[0].consultation_id}/themes/export"
    assert sign_in("analyst").post(address, data={"question": "q_none"}).status_code == 404


def test_every_comment_meets_its_own_answers_on_both_databases(both_databases_app: Flask) -> None:
    version = publish_sample_survey(make_consultation().id)
    for wait in range(30):
        words = None if wait % 3 == 0 else f"Waited {wait} minutes"
        make_response(version, q_wait=wait, q_change=words or "x", q_street=None)
    found = list(export_comments(SYSTEM, version.consultation_id, "", "csv"))
    assert len(found) == 30
    for comment in found:
        assert comment.text in ("x", f"Waited {comment.answers['q_wait']} minutes")
