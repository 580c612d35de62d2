"""The work on a file in the background: checking it, then importing it, and what was refused."""

import json
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, BinaryIO

from sqlalchemy import select

from engage.channels.imports.decoding import PIECE, lines_in
from engage.channels.imports.importing import (
    Imported,
    begin_run,
    continue_run,
    try_responses,
)
from engage.channels.imports.models import ImportFile
from engage.channels.imports.received import (
    AREA,
    find_file,
    is_at_work,
    opened,
    source_of,
)
from engage.channels.imports.taking import Refused
from engage.kernel.actors import Actor, Permission
from engage.kernel.clock import now
from engage.kernel.db import session, transaction
from engage.kernel.errors import Conflict, EngageError, Message, message
from engage.kernel.files import delete_file, keep_pieces, open_file
from engage.kernel.jobs import JobContext, enqueue

JOB = "responses.import_file"
KEPT_FOR = timedelta(days=30)


@dataclass(frozen=True)
class RefusedRow:
    """A row that was not taken: where it stands, why, and all its cells."""

    row: int
    problems: tuple[tuple[str, Message], ...]
    cells: tuple[str, ...]


class Refusals:
    """Refused cells as they come, written to a file row by row."""

    def __init__(self, path: Path) -> None:
        self._stream = path.open("w", encoding="utf-8")
        self._path = path
        self._row: list[Refused] = []

    def add(self, refused: Refused) -> None:
        """Write one down; all of a row come one after the other."""
        if self._row and self._row[0].row != refused.row:
            self._write()
        self._row.append(refused)

    def keep(self) -> str:
        """Close the file and keep it for good; gives its name, or "" where nothing was refused."""
        if self._row:
            self._write()
        self._stream.close()
        if not self._path.stat().st_size:
            return ""
        with self._path.open("rb") as stream:
            return keep_pieces(iter(lambda: stream.read(PIECE), b""), AREA)

    def _write(self) -> None:
        problems = [(each.column, asdict(each.reason)) for each in self._row]
        first = self._row[0]
        line = json.dumps([first.row, problems, first.cells], default=str)
        self._stream.write(f"{line}\n")
        self._row = []


def read_refusals(file: ImportFile) -> Iterator[RefusedRow]:
    """The rows that the last check or import refused, in the order of the file."""
    stream = open_file(file.refusals_name) if file.refusals_name else None
    if stream is None:
        return
    with stream:
        for line in stream:
            row, problems, cells = json.loads(line)
            told = tuple((column, Message(**reason)) for column, reason in problems)
            yield RefusedRow(row, told, tuple(cells))


def start(actor: Actor, consultation_id: int, file_id: int, act: str) -> None:
    """Let a worker check a file (``check``), or import one that was checked (``import``).

    Raises ``Conflict`` where it is at work, was not checked, or has been imported.
    """
    assert act in ("check", "import")
    with transaction():
        row = find_file(actor, consultation_id, file_id)
        if is_at_work(row):
            raise Conflict(message("import", "This file is being read. Wait until that is done."))
        if not row.stored_name:
            raise Conflict(message("import", "This file has been imported."))
        if act == "import" and row.checked is None:
            raise Conflict(message("import", "Check the file first."))
        if act == "import" and row.run_id is None:
            row.run_id = begin_run(actor, consultation_id, source_of(row))
        row.problem = None
        row.job_id = enqueue(JOB, {"file_id": file_id, "act": act}, actor.id)


def import_job(context: JobContext, arguments: dict[str, Any]) -> dict[str, Any]:
    """Check or import a file, with progress by how much of it is read."""
    file_id, act = int(arguments["file_id"]), str(arguments["act"])
    row = session().get(ImportFile, file_id, populate_existing=True)
    if row is None:
        return {}
    actor = Actor(row.actor_id, row.actor_name, frozenset({Permission.IMPORT_RESPONSES}))
    work = _check if act == "check" else _import
    with TemporaryDirectory() as folder:
        refusals = Refusals(Path(folder) / "refused")
        try:
            with opened(row) as stream:
                done = work(actor, row, stream, refusals, _reporter(context, stream, act))
        except EngageError as problem:
            _end(file_id, act, None, refusals.keep(), problem.message)
            return {}
        except BaseException:
            if act == "import":
                _end(file_id, "stopped", None, refusals.keep())
            raise
        _end(file_id, act, done, refusals.keep())
    return vars(done)


def forget_old_files() -> None:
    """Delete what was sent and what was refused some time ago, imported or not."""
    old = select(ImportFile).where(ImportFile.uploaded_at < now() - KEPT_FOR)
    rows = old.where((ImportFile.stored_name != "") | (ImportFile.refusals_name != ""))
    names = []
    if session().scalar(rows.limit(1)) is None:
        return
    with transaction() as current:
        for row in current.scalars(rows):
            if not is_at_work(row):
                names += [row.stored_name, row.refusals_name]
                row.stored_name, row.refusals_name, row.checked = "", "", None
    for name in filter(None, names):
        delete_file(name)


def _check(
    actor: Actor,
    row: ImportFile,
    stream: BinaryIO,
    refusals: Refusals,
    report: Callable[[], None],
) -> Imported:
    lines, source = lines_in(stream, row.encoding), source_of(row)
    return try_responses(actor, row.consultation_id, lines, source, refusals.add, report)


def _import(
    actor: Actor,
    row: ImportFile,
    stream: BinaryIO,
    refusals: Refusals,
    report: Callable[[], None],
) -> Imported:
    assert row.run_id is not None
    lines, source = lines_in(stream, row.encoding), source_of(row)
    return continue_run(actor, row.run_id, lines, source, refusals.add, report)


def _reporter(context: JobContext, stream: BinaryIO, act: str) -> Callable[[], None]:
    size = max(stream.seek(0, 2), 1)
    stream.seek(0)
    return lambda: context.report(min(stream.tell() / size, 1.0), act)


def _end(
    file_id: int,
    act: str,
    done: Imported | None,
    refusals_name: str,
    problem: Message | None = None,
) -> None:
    """Note how it ended; a file that was imported whole is deleted."""
    with transaction() as current:
        row = current.get(ImportFile, file_id, populate_existing=True)
        assert row is not None
        gone = [row.refusals_name]
        row.refusals_name = refusals_name
        row.problem = json.loads(json.dumps(asdict(problem), default=str)) if problem else None
        if act == "check":
            row.checked = vars(done) if done else None
        elif done is not None:
            gone.append(row.stored_name)
            row.stored_name = ""
    for name in filter(None, gone):
        delete_file(name)
