"""The command ``engage import responses``: progress on screen, refusals by row and column."""

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Self, TextIO

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


class Refusals:
    """Refused cells, told as they come: the first on screen, all in a file where one is named."""

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._file: TextIO | None = None
        self._first: list[Refused] = []
        self._count = 0

    def __enter__(self) -> Self:
        if self._path is not None:
            self._file = self._path.open("w", encoding="utf-8", newline="")
            csv.writer(self._file).writerow(["line", "column", "reason"])
        return self

    def __exit__(self, *_problem: object) -> None:
        if self._file is not None:
            self._file.close()

    def add(self, refused: Refused) -> None:
        """Write one down; only the first few stay in memory."""
        self._count += 1
        if self._file is not None:
            csv.writer(self._file).writerow((refused.line, refused.column, str(refused.reason)))
        if len(self._first) < SHOWN:
            self._first.append(refused)

    def show(self) -> None:
        """Say the first ones, and how many more there are."""
        for item in self._first:
            click.echo(f"line {item.line}, {item.column or 'row'}: {item.reason}", err=True)
        if self._count > SHOWN:
            click.echo(f"... and {self._count - SHOWN} more", err=True)


def import_file(
    file: Path, slug: str, pairs: tuple[str, ...], defaults: Defaults, refused_file: Path | None
) -> None:
    """Import and say what was added, known before and refused; exits with 1 where it can't."""
    with create_app().app_context(), Refusals(refused_file) as refusals:
        found = next((c for c in list_consultations() if c.slug == slug), None)
        version = find_current_version(found.id) if found else None
        if found is None or version is None:
            raise click.ClickException(f"There is no consultation “{slug}” with a survey.")
        try:
            source = Source(file.name, read_mapping(pairs, version.content), defaults)
            with file.open("rb") as stream:
                lines = read_lines(_followed(stream, file.stat().st_size))
                done = import_responses(SYSTEM, found.id, lines, source, refusals.add)
        except EngageError as problem:
            raise click.ClickException(str(problem.message)) from problem
    refusals.show()
    click.echo(f"{done.accepted} added, {done.repeated} known before, {done.refused} refused")


def _followed(stream: Iterator[bytes], size: int) -> Iterator[bytes]:
    with click.progressbar(length=size, label="Importing") as bar:
        for line in stream:
            yield line
            bar.update(len(line))
