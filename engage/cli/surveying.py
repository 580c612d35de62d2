"""The commands ``engage survey import`` and ``export``: forms of other systems, and the report."""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import click

from engage.engines.questionnaire import SurveyProblems
from engage.engines.questionnaire.foreign import BroughtIn, Note, RefusedFile, file_name
from engage.engines.questionnaire.limesurvey import import_limesurvey
from engage.engines.questionnaire.xlsform import export_xlsform, import_xlsform
from engage.surveys.bundles import Pictures, beside, open_bundle, pack
from engage.surveys.own_pictures import own_pictures_in


def import_survey(file: Path, out: Path | None, report: Path | None, language: str) -> None:
    """Write the survey of a form, and say what did not come over; exits with 1 if nothing did.

    Its pictures are those in the same .zip, or beside the file.
    """
    try:
        name, content, pictures = file.name, file.read_bytes(), beside(file)
        if file.suffix.lower() == ".zip":
            bundle = open_bundle(content)
            name, content, pictures = bundle.name, bundle.content, bundle.pictures
        found = _read(name, content, language, pictures)
    except RefusedFile as refused:
        raise click.ClickException(f"{file}: {refused.message}") from refused
    _tell(file, found.notes, report)
    if found.document is None:
        raise click.ClickException(f"{file}: nothing in it can be asked here.")
    text = json.dumps(found.document, ensure_ascii=False, indent=2) + "\n"
    target = out or file.with_suffix(".json")
    named = {each["file"] for each in own_pictures_in(found.document)}
    drawn = {digest: each for digest, each in pictures.drawn.items() if digest in named}
    _write(target, file.with_suffix(".json").name, text.encode(), drawn)
    asked = sum(len(page["questions"]) for page in found.document["pages"])
    click.echo(f"{target}: {asked} questions, {len(found.notes)} notes")


def export_survey(file: Path, out: Path, report: Path | None) -> None:
    """Write a survey as an XLSForm, and say what other systems will not find in it."""
    try:
        document: Any = json.loads(file.read_text(encoding="utf-8"))
        sent = export_xlsform(document)
        pictures = _pictures_beside(file, document)
    except (json.JSONDecodeError, UnicodeDecodeError, RecursionError) as wrong:
        raise click.ClickException(f"{file} is not JSON: {wrong}") from wrong
    except SurveyProblems as wrong:
        told = "This is no survey that can be published: engage survey check says where."
        raise click.ClickException(told) from wrong
    except RefusedFile as refused:
        raise click.ClickException(f"{file}: {refused.message}") from refused
    _write(out, file.with_suffix(".xlsx").name, sent.content, pictures)
    _tell(out, sent.notes, report)
    click.echo(f"{out}: written, {len(sent.notes)} notes")


def _read(name: str, content: bytes, language: str, pictures: Pictures) -> BroughtIn:
    if name.lower().endswith((".lss", ".txt")):
        return import_limesurvey(content)
    return import_xlsform(content, language, pictures.bring)


def _pictures_beside(file: Path, document: Any) -> dict[str, bytes]:
    """The pictures that a survey names, by digest, as far as they lie beside it; says which not."""
    files, found = beside(file).files, {}
    for digest in dict.fromkeys(each["file"] for each in own_pictures_in(document)):
        if read := files.get(file_name(digest)):
            found[digest] = read()
        else:
            click.echo(f"{file.name}: the picture {file_name(digest)} is not beside it", err=True)
    return found


def _write(out: Path, inner: str, content: bytes, pictures: Mapping[str, bytes]) -> None:
    """Write a survey with its pictures in a folder beside it, or all of it as one .zip."""
    if out.suffix.lower() == ".zip":
        out.write_bytes(pack(inner, content, pictures))
        return
    out.write_bytes(content)
    folder = out.with_name(f"{out.stem}-media")
    for digest, drawn in pictures.items():
        folder.mkdir(exist_ok=True)
        (folder / file_name(digest)).write_bytes(drawn)
    if pictures:
        click.echo(f"{folder}: {len(pictures)} pictures")


def _tell(file: Path, notes: Iterable[Note], report: Path | None) -> None:
    for note in notes:
        heading = f" ({note.heading})" if note.heading and note.heading != note.column else ""
        click.echo(f"{file.name}: {note.place}{heading}: {note.done}", err=True)
    if report is not None:
        lines = json.dumps([note.as_json() for note in notes], ensure_ascii=False, indent=2)
        report.write_text(lines + "\n", encoding="utf-8")
