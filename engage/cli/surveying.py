"""The commands ``engage survey import`` and ``export``: forms of other systems, and the report."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import click

from engage.engines.questionnaire import SurveyProblems
from engage.engines.questionnaire.foreign import BroughtIn, Note, RefusedFile
from engage.engines.questionnaire.limesurvey import import_limesurvey
from engage.engines.questionnaire.xlsform import export_xlsform, import_xlsform


def import_survey(file: Path, out: Path | None, report: Path | None, language: str) -> None:
    """Write the survey of a form, and say what did not come over; exits with 1 if nothing did."""
    try:
        found = _read(file, language)
    except RefusedFile as refused:
        raise click.ClickException(f"{file}: {refused.message}") from refused
    _tell(file, found.notes, report)
    if found.document is None:
        raise click.ClickException(f"{file}: nothing in it can be asked here.")
    text = json.dumps(found.document, ensure_ascii=False, indent=2) + "\n"
    target = out or file.with_suffix(".json")
    target.write_text(text, encoding="utf-8")
    asked = sum(len(page["questions"]) for page in found.document["pages"])
    click.echo(f"{target}: {asked} questions, {len(found.notes)} notes")


def export_survey(file: Path, out: Path, report: Path | None) -> None:
    """Write a survey as an XLSForm, and say what other systems will not find in it."""
    try:
        document: Any = json.loads(file.read_text(encoding="utf-8"))
        sent = export_xlsform(document)
    except (json.JSONDecodeError, UnicodeDecodeError, RecursionError) as wrong:
        raise click.ClickException(f"{file} is not JSON: {wrong}") from wrong
    except SurveyProblems as wrong:
        told = "This is no survey that can be published: engage survey check says where."
        raise click.ClickException(told) from wrong
    except RefusedFile as refused:
        raise click.ClickException(f"{file}: {refused.message}") from refused
    out.write_bytes(sent.content)
    _tell(out, sent.notes, report)
    click.echo(f"{out}: written, {len(sent.notes)} notes")


def _read(file: Path, language: str) -> BroughtIn:
    content = file.read_bytes()
    if file.suffix.lower() in (".lss", ".txt"):
        return import_limesurvey(content)
    return import_xlsform(content, language)


def _tell(file: Path, notes: Iterable[Note], report: Path | None) -> None:
    for note in notes:
        heading = f" ({note.heading})" if note.heading and note.heading != note.column else ""
        click.echo(f"{file.name}: {note.place}{heading}: {note.done}", err=True)
    if report is not None:
        lines = json.dumps([note.as_json() for note in notes], ensure_ascii=False, indent=2)
        report.write_text(lines + "\n", encoding="utf-8")
