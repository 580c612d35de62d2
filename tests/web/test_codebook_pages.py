"""Codebooks: what themes mean, versions that stand, files out and in, differences in words."""

import io
from collections.abc import Callable
from pathlib import Path
from xml.etree.ElementTree import fromstring

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from engage.audit import list_entries
from engage.engines.clustering.tables import read_table
from engage.kernel.actors import SYSTEM
from engage.kernel.db import session
from engage.kernel.errors import Conflict, InvalidInput
from engage.themes import get_theme, list_themes, merge_theme
from engage.themes.codebook.changes import compare_codebooks
from engage.themes.codebook.editing import (
    Definition,
    bring_in,
    define_theme,
    get_codebook,
    list_editions,
    sign_off,
)
from engage.themes.codebook.formats import Code, as_csv, as_json, as_qdc, read_codebook
from engage.themes.review.acting import last_act, undo
from tests.factories import make_consultation, make_response, publish_sample_survey
from tests.factories.placed import make_theme

Q = "q_change"
SignIn = Callable[[str], FlaskClient]
BUSES = Code(
    {"en": "Buses & trams", "ar": "الحافلات"},
    {"en": "Public transport after dark"},
    {"en": "Evening services"},
    {"en": "School buses"},
    ("The last bus leaves at 8.", "لا حافلة بعد الثامنة"),
    "6F9619FF-8B86-D011-B42D-00C04FC964FF",
)
HEADINGS = {"includes": "In", "excludes": "Out", "examples": "Examples"}


@pytest.fixture
def question(app: Flask) -> tuple[int, str]:
    version = publish_sample_survey(make_consultation().id)
    make_response(version)
    return version.consultation_id, Q


def _define(theme_id: int, name: str = "Buses", **parts: dict[str, str]) -> None:
    words = Definition(
        {"en": name},
        parts.get("definition", {}),
        parts.get("includes", {}),
        parts.get("excludes", {}),
        ("The last bus.",),
    )
    define_theme(SYSTEM, theme_id, get_theme(theme_id).version, words)


def test_a_theme_is_defined_and_that_is_undone_on_both_databases(both_databases_app: Flask) -> None:
    question = publish_sample_survey(make_consultation().id).consultation_id, Q
    number = make_theme(question, "buses late")
    _define(number, definition={"en": "Late"}, includes={"en": "Evenings", "es": " "})
    (each,) = get_codebook(*question)
    assert (each.code.label, each.code.includes) == ({"en": "Buses"}, {"en": "Evenings"})
    assert list_entries(SYSTEM, limit=1)[0].act == "theme.define"
    act = last_act(*question)
    assert act is not None
    undo(SYSTEM, act.id)
    (each,) = get_codebook(*question)
    assert (each.code.label, each.code.includes, each.code.examples) == (
        {"en": "buses late"},
        {},
        (),
    )


def test_a_version_stands_for_ever_on_both_databases(both_databases_app: Flask) -> None:
    question = publish_sample_survey(make_consultation().id).consultation_id, Q
    with pytest.raises(Conflict):
        sign_off(SYSTEM, *question)
    number = make_theme(question, "Buses")
    assert sign_off(SYSTEM, *question, "first") == 1
    with pytest.raises(Conflict, match="version 1"):
        sign_off(SYSTEM, *question)
    _define(number, excludes={"en": "School buses"})
    assert sign_off(SYSTEM, *question) == 2
    second, first = list_editions(*question)
    assert first.content[0][1].excludes == {} and first.note == "first"
    assert second.content[0][1].guid == first.content[0][1].guid
    for statement in ("UPDATE codebook_version SET note = 'x'", "DELETE FROM codebook_version"):
        with pytest.raises(DatabaseError, match="append-only"):
            session().execute(text(statement))
        session().rollback()


def test_differences_are_found_by_theme_and_not_by_name() -> None:
    trees = Code({"en": "Trees"})
    night = Code({"en": "Night buses"}, BUSES.definition, {}, BUSES.excludes, ())
    changes = compare_codebooks([(1, BUSES), (2, trees)], [(1, night), (3, trees)])
    kinds = [change.kind for change in changes]
    assert kinds == ["removed", "renamed", "includes", "examples", "added"]
    assert compare_codebooks([(1, BUSES)], [(1, BUSES)]) == ()


def test_json_brings_everything_back() -> None:
    written = as_json([BUSES], "A city").encode()
    assert read_codebook("codebook.JSON", written, "en") == (BUSES,)


def test_refi_qda_has_names_descriptions_and_guids_and_comes_back() -> None:
    written = as_qdc([BUSES], "en", HEADINGS)
    root = fromstring(written)
    assert root.tag == "{urn:QDA-XML:codebook:1.0}CodeBook"
    (code,) = root.iter("{urn:QDA-XML:codebook:1.0}Code")
    assert code.attrib == {"guid": BUSES.guid, "name": "Buses & trams", "isCodable": "true"}
    (read,) = read_codebook("a.qdc", written, "en")
    assert (read.label, read.guid) == ({"en": "Buses & trams"}, BUSES.guid)
    assert "Public transport after dark\n\nIn: Evening services" in read.definition["en"]


def test_a_codebook_of_another_program_is_read_with_its_levels() -> None:
    other = (
        '<?xml version="1.0"?><CodeBook xmlns="urn:QDA-XML:codebook:1:0"><Codes>'
        '<Code guid="1" name="Transport" isCodable="false"><Code guid="2" name="Buses"'
        ' isCodable="true" color="#ff0000"/></Code></Codes></CodeBook>'
    )
    assert read_codebook("nvivo.qdc", other.encode(), "es") == (Code({"es": "Buses"}),)


def test_csv_is_what_the_command_line_reads(tmp_path: Path) -> None:
    path = tmp_path / "codebook.csv"
    path.write_bytes(as_csv([BUSES, Code({"en": "Trees"}, {"en": "Shade"})], "en"))
    rows = read_table(path, ["text", "theme"])
    assert rows[0] == ["The last bus leaves at 8.", "Buses & trams"]
    assert rows[-1] == ["Shade", "Trees"]
    codes = read_codebook("c.csv", path.read_bytes(), "en")
    assert [code.examples for code in codes] == [BUSES.examples, ("Shade",)]


def test_what_a_resident_wrote_is_no_formula_in_a_codebook_and_comes_back_as_written() -> None:
    code = Code({"en": "Buses"}, examples=('=HYPERLINK("x")', "-5", "+44 20 7946 0000"))
    table = as_csv([code], "en")
    assert b"'=HYPERLINK" in table and b",-5" in table
    assert read_codebook("c.csv", table, "en")[0].examples == code.examples


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.docx", b"PK"),
        ("a.csv", b"name,words\n1,2\n"),
        ("a.csv", b"\xff\xfe"),
        ("a.json", b"{}"),
        ("a.json", b'{"format": "engage-codebook/1", "themes": [{"label": {}}]}'),
        ("a.qdc", b"<Project/>"),
        ("a.qdc", b'<!DOCTYPE x [<!ENTITY e "e">]><CodeBook>&e;</CodeBook>'),
        ("a.qdc", b"<CodeBook"),
    ],
)
def test_what_is_no_codebook_is_refused(name: str, content: bytes) -> None:
    with pytest.raises(InvalidInput):
        read_codebook(name, content, "en")


def test_a_codebook_brought_in_makes_drafts_once_and_is_undone(question: tuple[int, str]) -> None:
    make_theme(question, "TREES")
    assert bring_in(SYSTEM, *question, [BUSES, Code({"en": "Trees"})]) == 1
    with pytest.raises(Conflict):
        bring_in(SYSTEM, *question, [BUSES])
    brought = next(each for each in get_codebook(*question) if each.theme.label == BUSES.label)
    assert (brought.theme.state, brought.code.examples) == ("draft", BUSES.examples)
    act = last_act(*question)
    assert act is not None
    undo(SYSTEM, act.id)
    assert [theme.label for theme in list_themes(*question)] == [{"en": "TREES"}]


def test_the_pages_lead_from_words_to_a_version_and_out_as_files(
    question: tuple[int, str], sign_in: SignIn
) -> None:
    first, second = make_theme(question, "Buses"), make_theme(question, "Trams")
    home = f"/staff/consultations/{question[0]}/themes/codebook"
    analyst, lead = sign_in("analyst"), sign_in("engagement_lead")
    assert lead.post(f"{home}/sign-off", data={"question": Q}).status_code == 303
    data = {
        "version": get_theme(first).version,
        "label_en": "Buses",
        "excludes_en": "School <buses>",
        "examples": "One\n\nTwo",
    }
    assert analyst.post(f"/staff/themes/{first}/define", data=data).status_code == 303
    assert analyst.post(f"/staff/themes/{first}/define", data=data).status_code == 422
    assert analyst.post(f"{home}/sign-off", data={"question": Q}).status_code == 403
    merge_theme(SYSTEM, second, get_theme(second).version, first)
    lead.post(f"{home}/sign-off", data={"question": Q, "note": "Trams are buses"})
    page = analyst.get(home).text
    assert "School &lt;buses&gt;" in page and "Trams are buses" in page
    newest = list_editions(*question)[0]
    version = analyst.get(f"/staff/codebooks/{newest.id}").text
    assert "“Trams” is no longer there." in version
    assert "What does not belong to “Buses” is worded anew." in version
    assert "“Buses” has other examples." in version and "One\nTwo" in version
    for ending, kind in (("csv", "text/csv"), ("json", "application/json"), ("qdc", "xml")):
        answer = analyst.get(f"{home}.{ending}?question={Q}&version={newest.number}")
        assert kind in answer.headers["Content-Type"] and b"Buses" in answer.data
    assert analyst.get(f"{home}.csv?version=9").status_code == 404


def test_a_file_makes_drafts_in_another_consultation(
    question: tuple[int, str], sign_in: SignIn
) -> None:
    client = sign_in("analyst")
    home = f"/staff/consultations/{question[0]}/themes/codebook"
    file = (io.BytesIO(as_json([BUSES], "x").encode()), "from-elsewhere.json")
    client.post(f"{home}/bring-in", data={"question": Q, "file": file})
    assert "1 theme was brought in as a draft." in client.get(home).text
    client.post(f"{home}/bring-in", data={"question": Q, "file": (io.BytesIO(b"x"), "x.csv")})
    assert "This is no codebook that can be read" in client.get(home).text
    assert sign_in("auditor").post(f"{home}/bring-in", data={"question": Q}).status_code == 403
