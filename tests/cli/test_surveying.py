"""Surveys of other systems from the command line."""

import json
from pathlib import Path

from click.testing import CliRunner

from engage.cli import main
from tests.engines.questionnaire.limesurvey.structures import OLD
from tests.engines.questionnaire.survey_documents import document
from tests.engines.questionnaire.xlsform.workbooks import form


def test_a_form_becomes_a_document_and_a_report(tmp_path: Path) -> None:
    source, report = tmp_path / "form.xlsx", tmp_path / "report.json"
    source.write_bytes(form(("text", "a", "A"), ("calculate", "b", "")))
    done = CliRunner().invoke(main, ["survey", "import", str(source), "--report", str(report)])
    assert done.exit_code == 0, done.output
    assert "form.xlsx: survey!3: Left out" in done.output
    written = json.loads((tmp_path / "form.json").read_text(encoding="utf-8"))
    assert written["pages"][0]["questions"][0]["code"] == "a"
    notes = json.loads(report.read_text(encoding="utf-8"))
    assert {"sheet", "row", "column", "heading", "done"} == set(notes[0])
    checked = CliRunner().invoke(main, ["survey", "check", str(tmp_path / "form.json")])
    assert checked.exit_code == 0, checked.output


def test_a_survey_of_limesurvey_becomes_a_document(tmp_path: Path) -> None:
    source, out = tmp_path / "old.lss", tmp_path / "new.json"
    source.write_bytes(OLD)
    done = CliRunner().invoke(main, ["survey", "import", str(source), "--out", str(out)])
    assert done.exit_code == 0, done.output
    assert json.loads(out.read_text(encoding="utf-8"))["title"] == {"en": "Old"}


def test_a_file_with_nothing_to_ask_ends_with_1_and_writes_nothing(tmp_path: Path) -> None:
    source = tmp_path / "form.xlsx"
    source.write_bytes(form(("calculate", "a", "")))
    done = CliRunner().invoke(main, ["survey", "import", str(source)])
    assert done.exit_code == 1
    assert not (tmp_path / "form.json").exists()
    source.write_bytes(b"no workbook")
    assert CliRunner().invoke(main, ["survey", "import", str(source)]).exit_code == 1


def test_a_document_becomes_a_form_and_comes_back(tmp_path: Path) -> None:
    source, out = tmp_path / "survey.json", tmp_path / "form.xlsx"
    source.write_text(json.dumps(document()), encoding="utf-8")
    done = CliRunner().invoke(main, ["survey", "export", str(source), "--out", str(out)])
    assert done.exit_code == 0, done.output
    back = tmp_path / "back.json"
    done = CliRunner().invoke(main, ["survey", "import", str(out), "--out", str(back)])
    assert done.exit_code == 0, done.output
    assert json.loads(back.read_text(encoding="utf-8")) == document()
    source.write_text("{}", encoding="utf-8")
    refused = CliRunner().invoke(main, ["survey", "export", str(source), "--out", str(out)])
    assert refused.exit_code == 1
