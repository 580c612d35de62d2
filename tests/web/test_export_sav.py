"""The export for statistics: numbers with labels, each theme a column, whole and in any script."""

import io
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyreadstat
import pytest
from flask import Flask
from flask.testing import FlaskClient

from engage.kernel.actors import SYSTEM
from engage.responses import stream_comments
from engage.themes.export import sav
from engage.themes.export.coded_comments import export_comments
from engage.themes.export.sav import Variable, sav_pieces
from tests.factories import make_consultation, make_response, publish_sample_survey
from tests.factories.placed import place

Q = "q_change"
LONG = ("مواقف " * 300).strip()
SignIn = Callable[[str], FlaskClient]


@pytest.fixture
def number(app: Flask) -> int:
    version = publish_sample_survey(make_consultation().id)
    make_response(version, q_change="=1+1 buses", q_transport="bus", q_wait=7)
    make_response(version, q_change="Parks", q_transport="foot", q_wait=None, q_safe="dont_know")
    make_response(version, language="ar", q_change=LONG, q_places=["pool"])
    words = {one.id: one.text for one in stream_comments(SYSTEM, version.consultation_id, Q)}
    question = version.consultation_id, Q
    place(question, "Buses", [n for n, text in words.items() if "buses" in text])
    place(question, "حدائق", [n for n, text in words.items() if text == "Parks"])
    return version.consultation_id


def _file(client: FlaskClient, number: int) -> bytes:
    address = f"/staff/consultations/{number}/themes/export"
    answer = client.post(address, data={"question": Q, "form": "sav"})
    assert answer.status_code == 200 and answer.is_streamed
    return answer.data


def _read(data: bytes, folder: Path) -> tuple[Any, Any]:
    path = folder / "read.sav"
    path.write_bytes(data)
    return pyreadstat.read_sav(str(path))


def test_answers_and_themes_are_numbers_with_labels(
    number: int, sign_in: SignIn, tmp_path: Path
) -> None:
    rows, about = _read(_file(sign_in("analyst"), number), tmp_path)
    labels = about.column_names_to_labels
    assert labels["q_transport"] == "How do you usually get to the centre?"
    transport = about.variable_value_labels["q_transport"]
    assert [transport[value] for value in rows["q_transport"]] == [
        "By bus or tram",
        "On foot",
        "By bus or tram",
    ]
    assert rows["q_wait"].tolist()[0] == 7 and rows["q_wait"].isna().tolist() == [
        False,
        True,
        False,
    ]
    safe = about.variable_value_labels["q_safe"]
    assert rows["q_safe"].tolist()[0] == 3
    assert safe[rows["q_safe"].tolist()[1]] not in ("1", "2", "3", "4", "5")
    assert labels["q_places_pool"] == "Which of these do you use?: Swimming pool"
    assert rows["q_places_pool"].tolist() == [0, 0, 1]
    themes = about.variable_value_labels["theme"]
    assert [themes.get(value) for value in rows["theme"]] == ["Buses", "حدائق", None]
    parks = next(name for name, label in labels.items() if label == "حدائق")
    assert rows[parks].tolist() == [0, 1, 0]


def test_words_stay_words_and_a_text_too_long_says_so(
    number: int, sign_in: SignIn, tmp_path: Path
) -> None:
    rows, _about = _read(_file(sign_in("analyst"), number), tmp_path)
    assert rows["text"].tolist() == ["=1+1 buses", "Parks", LONG]
    comment = next(iter(export_comments(SYSTEM, number, Q, "sav")))
    letter = "مواقف " * 9_000
    text = Variable("text", "Text", lambda c: c.text, is_text=True)
    ending, pieces = sav_pieces([replace(comment, text=letter)], [text], "City")
    rows, _about = _read(b"".join(pieces), tmp_path)
    said = rows["text"].tolist()[0]
    assert ending == "sav" and said.endswith(" […]") and 30_000 < len(said.encode()) <= 32_767
    assert letter.startswith(said.removesuffix(" […]"))


def test_the_labels_are_in_the_language_of_the_page(
    number: int, sign_in: SignIn, tmp_path: Path
) -> None:
    client = sign_in("analyst")
    client.set_cookie("engage_locale", "ar")
    _rows, about = _read(_file(client, number), tmp_path)
    assert about.column_names_to_labels["q_transport"] == "كيف تصلون عادةً إلى وسط المدينة؟"


def test_many_comments_come_as_several_files_with_the_same_columns(
    number: int, sign_in: SignIn, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sav, "COMMENTS_A_FILE", 2)
    with zipfile.ZipFile(io.BytesIO(_file(sign_in("analyst"), number))) as archive:
        names = archive.namelist()
        read = [_read(archive.read(name), tmp_path)[0] for name in names]
    assert names == ["comments-001.sav", "comments-002.sav"]
    assert [len(rows) for rows in read] == [2, 1]
    assert list(read[0].columns) == list(read[1].columns)
