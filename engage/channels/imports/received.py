"""Files that were sent to be imported: kept, looked into, told how to be read, thrown away."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from typing import BinaryIO

from sqlalchemy import select

from engage.channels.imports.days import ORDERS
from engage.channels.imports.decoding import (
    ENCODINGS,
    PIECE,
    SEPARATORS,
    UTF_8,
    guess_encoding,
    guess_separator,
    lines_in,
)
from engage.channels.imports.importing import published_version
from engage.channels.imports.models import ImportFile
from engage.channels.imports.naming import guess_mapping, language_of
from engage.channels.imports.reading import (
    OURS,
    Defaults,
    Source,
    is_target,
    name_columns,
    read_table,
)
from engage.consultations import get_consultation
from engage.engines.sheets import RefusedWorkbook, is_workbook, rows_of_workbook
from engage.kernel.actors import Actor, Permission
from engage.kernel.db import session, transaction
from engage.kernel.errors import Conflict, Gone, InvalidInput, NotFound, message
from engage.kernel.files import delete_file, keep_pieces, open_file
from engage.kernel.jobs import get_job
from engage.kernel.keepable import keepable
from engage.responses import CHANNELS

AREA = "imports"
FIRST_ROWS = 20
MOST_COLUMNS = 500
_EMPTY = message("import", "The file has no rows beneath its head.")


@dataclass(frozen=True)
class Reading:
    """How a file is to be read; columns that are not in ``mapping`` are left out."""

    mapping: Mapping[str, str]
    encoding: str
    separator: str
    day_order: str
    defaults: Defaults


def receive(actor: Actor, consultation_id: int, filename: str, stream: BinaryIO) -> int:
    """Keep a file (CSV or .xlsx) and guess how it is read; gives its number.

    A file with the same head as an earlier one is read as that was. Raises ``InvalidInput`` for
    what holds no rows, ``NotFound`` before a survey is published.
    """
    actor.require(Permission.IMPORT_RESPONSES)
    survey = published_version(consultation_id).content
    consultation = get_consultation(consultation_id)
    stored_name = keep_pieces(_pieces(stream), AREA)
    try:
        encoding, separator, head, rows = _look_into(stored_name)
    except InvalidInput:
        delete_file(stored_name)
        raise
    earlier = _same_head(consultation_id, head)
    if earlier is None:
        mapping, channel, order = guess_mapping(head, rows, survey), "letter", "ymd"
        language, late_reason = (*consultation.languages, "en")[0], ""
    else:
        mapping, channel, order = earlier.mapping, earlier.channel, earlier.day_order
        language, late_reason = earlier.language, earlier.late_reason
    with transaction() as current:
        row = ImportFile(
            consultation_id=consultation_id,
            actor_id=actor.id,
            actor_name=actor.name,
            filename=keepable(filename)[:200] or "file",
            stored_name=stored_name,
            encoding=encoding,
            separator=separator,
            head=list(head),
            mapping={name: what for name, what in mapping.items() if is_target(what, survey)},
            channel=channel,
            language=language,
            day_order=order,
            late_reason=late_reason,
        )
        current.add(row)
        current.flush()
        return row.id


def find_file(actor: Actor, consultation_id: int, file_id: int) -> ImportFile:
    """A file of this consultation; raises ``NotFound``."""
    actor.require(Permission.IMPORT_RESPONSES)
    row = session().get(ImportFile, file_id, populate_existing=True)
    if row is None or row.consultation_id != consultation_id:
        raise NotFound(message("import", "There is no such file."))
    return row


def list_files_of(consultation_id: int) -> tuple[ImportFile, ...]:
    """The files that were sent to this consultation and are still here, the newest first."""
    query = select(ImportFile).where(ImportFile.consultation_id == consultation_id)
    kept = query.where((ImportFile.stored_name != "") | ImportFile.run_id.is_not(None))
    return tuple(session().scalars(kept.order_by(ImportFile.id.desc())))


def first_rows(file: ImportFile) -> tuple[tuple[str, ...], ...]:
    """The first rows beneath the head; raises ``InvalidInput`` where they cannot be read."""
    with opened(file) as stream:
        rows = read_table(lines_in(stream, file.encoding), file.separator)
        return tuple(cells for _, _, cells in islice(rows, 1, 1 + FIRST_ROWS))


@contextmanager
def opened(file: ImportFile) -> Iterator[BinaryIO]:
    """The file itself; raises ``Gone`` once it was deleted."""
    stream = open_file(file.stored_name) if file.stored_name else None
    if stream is None:
        raise Gone(message("import", "This file has been deleted. Send it again."))
    with stream:
        yield stream


def read_anew(
    actor: Actor, consultation_id: int, file_id: int, encoding: str, separator: str
) -> None:
    """Read the file in another encoding or with another separator, and guess its columns anew."""
    row = find_file(actor, consultation_id, file_id)
    survey = published_version(consultation_id).content
    if encoding not in ENCODINGS or separator not in SEPARATORS:
        raise InvalidInput(message("import", "Choose one of the list."))
    head, rows = _head_and_rows(row.stored_name, encoding, separator)
    with transaction():
        row = _idle(find_file(actor, consultation_id, file_id))
        row.encoding, row.separator, row.head = encoding, separator, list(head)
        row.mapping = guess_mapping(head, rows, survey)
        row.checked, row.problem = None, None


def settle_reading(actor: Actor, consultation_id: int, file_id: int, wanted: Reading) -> None:
    """Keep how the file is to be read; what an earlier check said no longer holds.

    Raises ``InvalidInput``, naming columns by ``column_`` and their place, where two are to be the
    same or none answers a question.
    """
    survey = published_version(consultation_id).content
    with transaction():
        row = _idle(find_file(actor, consultation_id, file_id))
        if wanted.day_order not in ORDERS or wanted.defaults.channel not in CHANNELS:
            raise InvalidInput(message("import", "Choose one of the list."))
        targets = [wanted.mapping.get(column, "") for column in row.head]
        problems = {}
        for place, target in enumerate(targets):
            if target and not is_target(target, survey):
                problems[f"column_{place}"] = message("import", "Choose one of the list.")
            elif target and target in targets[:place]:
                problems[f"column_{place}"] = message(
                    "import", "Another column is taken for this already."
                )
        if not any(target and not target.startswith("@") for target in targets):
            problems["column_0"] = message(
                "import", "Choose at least one column with answers to a question."
            )
        if problems:
            raise InvalidInput(message("import", "Say what the columns hold."), problems)
        row.mapping = {
            name: target for name, target in zip(row.head, targets, strict=True) if target
        }
        row.channel, row.language = wanted.defaults.channel, language_of(wanted.defaults.language)
        row.late_reason, row.day_order = (
            keepable(wanted.defaults.late_reason).strip(),
            wanted.day_order,
        )
        row.checked, row.problem = None, None


def throw_away(actor: Actor, consultation_id: int, file_id: int) -> None:
    """Delete a file that was not imported, and what was said of it."""
    with transaction() as current:
        row = _idle(find_file(actor, consultation_id, file_id))
        if row.run_id is not None:
            raise Conflict(message("import", "This file has been imported."))
        names = (row.stored_name, row.refusals_name)
        current.delete(row)
    for name in filter(None, names):
        delete_file(name)


def source_of(file: ImportFile) -> Source:
    """How the rows of a file become responses."""
    defaults = Defaults(file.channel, file.language, file.late_reason)
    return Source(file.filename, file.mapping, defaults, file.separator, file.day_order)


def is_at_work(file: ImportFile) -> bool:
    """Whether a worker checks or imports it, or is about to."""
    return file.job_id is not None and get_job(file.job_id).state in ("queued", "running")


def _idle(file: ImportFile) -> ImportFile:
    if is_at_work(file):
        raise Conflict(message("import", "This file is being read. Wait until that is done."))
    return file


def _pieces(stream: BinaryIO) -> Iterable[bytes]:
    """The file as rows of text, piece by piece: a workbook is turned into CSV."""
    piece = stream.read(PIECE)
    if not is_workbook(piece):
        while piece:
            yield piece
            piece = stream.read(PIECE)
        return
    try:
        yield rows_of_workbook(piece + stream.read())
    except RefusedWorkbook as refused:
        raise InvalidInput(refused.message, {"file": refused.message}) from refused


def _look_into(stored_name: str) -> tuple[str, str, tuple[str, ...], list[tuple[str, ...]]]:
    stream = open_file(stored_name)
    assert stream is not None
    with stream:
        encoding = guess_encoding(stream)
        stream.seek(0)
        try:
            separator = guess_separator(lines_in(stream, encoding))
        except InvalidInput:  # bytes that the code page does not have: people choose
            encoding, separator = UTF_8, ","
    try:
        return encoding, separator, *_head_and_rows(stored_name, encoding, separator)
    except InvalidInput as wrong:
        raise InvalidInput(wrong.message, {"file": wrong.message}) from wrong


def _head_and_rows(
    stored_name: str, encoding: str, separator: str
) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    stream = open_file(stored_name) if stored_name else None
    if stream is None:
        raise Gone(message("import", "This file has been deleted. Send it again."))
    with stream:
        rows = read_table(lines_in(stream, encoding), separator)
        first = [cells for _, _, cells in islice(rows, 1 + FIRST_ROWS)]
    if len(first) < 2:
        raise InvalidInput(_EMPTY, {"file": _EMPTY})
    if len(first[0]) > MOST_COLUMNS:
        text = message("import", "The file has more than %(most)s columns.", most=MOST_COLUMNS)
        raise InvalidInput(text, {"file": text})
    head = name_columns(first[0])
    return head, first[1:]


def _same_head(consultation_id: int, head: tuple[str, ...]) -> ImportFile | None:
    """The last file of this consultation whose columns have the same names, refused rows or not."""
    own = head[: -len(OURS)] if head[-len(OURS) :] == OURS else head
    query = select(ImportFile).where(ImportFile.consultation_id == consultation_id)
    for row in session().scalars(query.order_by(ImportFile.id.desc()).limit(50)):
        if tuple(row.head) in (own, head, own + OURS) and row.mapping:
            return row
    return None
