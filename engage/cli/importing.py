"""The command ``engage import responses``: progress on screen, refusals by row and column."""

import csv
from collections.abc import Iterator
from pathlib import Path

import click

from engage.app import create_app
from engage.channels.imports import (
    Defaults,
    Refused,
    Source,
    import_responses,
    read_lines,
    read_mapping,
)
from engage.consultations import list_consultations
from engage.kernel.actors import SYSTEM
from engage.kernel.errors import EngageError
from engage.surveys import find_current_version

SHOWN = 20


def import_file(
    file: Path, slug: str, pairs: tuple[str, ...], defaults: Defaults, refused_file: Path | None
) -> None:
    """Import and say what was added, known before and refused; exits with 1 where it can't."""
    refusals: list[Refused] = []
    with create_app().app_context():
        found = next((c for c in list_consultations() if c.slug == slug), None)
        version = find_current_version(found.id) if found else None
        if found is None or version is None:
            raise click.ClickException(f"There is no consultation “{slug}” with a survey.")
        try:
            source = Source(file.name, read_mapping(pairs, version.content), defaults)
            with file.open("rb") as stream:
                lines = read_lines(_followed(stream, file.stat().st_size))
                done = import_responses(SYSTEM, found.id, lines, source, refusals.append)
        except EngageError as problem:
            raise click.ClickException(str(problem.message)) from problem
    for item in refusals[:SHOWN]:
        click.echo(f"line {item.line}, {item.column or 'row'}: {item.reason}", err=True)
    if len(refusals) > SHOWN:
        click.echo(f"... and {len(refusals) - SHOWN} more", err=True)
    if refused_file is not None:
        _write(refused_file, refusals)
    click.echo(f"{done.accepted} added, {done.repeated} known before, {done.refused} refused")


def _followed(stream: Iterator[bytes], size: int) -> Iterator[bytes]:
    with click.progressbar(length=size, label="Importing") as bar:
        for line in stream:
            yield line
            bar.update(len(line))


def _write(path: Path, refusals: list[Refused]) -> None:
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(["line", "column", "reason"])
        writer.writerows((r.line, r.column, str(r.reason)) for r in refusals)
