"""Import a file of responses: streamed, checked row by row, repeatable without doubling."""

import hashlib
import hmac
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing, nullcontext
from dataclasses import dataclass
from itertools import islice

from sqlalchemy import select

from engage.audit import record
from engage.channels.imports.models import ImportRun
from engage.channels.imports.occurrences import Occurrences
from engage.channels.imports.reading import Row, as_day, as_moment, read_rows
from engage.consultations import get_consultation
from engage.engines import ledger
from engage.engines.questionnaire import canonical, finish
from engage.kernel.actors import Actor, Permission
from engage.kernel.clock import now
from engage.kernel.db import session, transaction
from engage.kernel.errors import Conflict, EngageError, InvalidInput, Message, NotFound, message
from engage.kernel.keys import key_for
from engage.responses import Assistance, Submission, submit
from engage.surveys import PublishedVersion, find_current_version

BATCH = 500


@dataclass(frozen=True)
class Defaults:
    """What holds for rows that do not say it themselves."""

    channel: str = "letter"
    language: str = "en"
    late_reason: str = ""


@dataclass(frozen=True)
class Source:
    """What is read: the file's name, how its columns map, and what holds where they say nothing."""

    filename: str
    mapping: Mapping[str, str]
    defaults: Defaults = Defaults()


@dataclass(frozen=True)
class Refused:
    """A cell (or with no column a whole row) that was not taken, and why."""

    line: int
    column: str
    reason: Message


@dataclass(frozen=True)
class Imported:
    """What came of an import."""

    accepted: int
    repeated: int
    refused: int


def import_responses(
    actor: Actor,
    consultation_id: int,
    lines: Iterable[str],
    source: Source,
    on_refused: Callable[[Refused], None],
) -> Imported:
    """Read CSV lines and submit each row through the one door, ``BATCH`` rows a transaction.

    A row is known again by its ``@key`` column or, without one, by its content and how often that
    content came before; so the same file, or one that has grown, adds only what is new.
    What cannot be taken goes to ``on_refused``. Raises ``InvalidInput`` where a mapped column is
    missing, ``NotFound`` where no survey is published.
    """
    actor.require(Permission.IMPORT_RESPONSES)
    version = find_current_version(consultation_id)
    if version is None:
        raise NotFound(message("import", "Publish a survey first."))
    run_id = _begin(actor, consultation_id, source)
    counts = Counter[str]()
    rows = read_rows(lines, version.content, source.mapping)
    with closing(Occurrences()) as seen:
        while batch := list(islice(rows, BATCH)):
            with transaction():
                for row in batch:
                    counts[_take(version, row, run_id, seen, source.defaults, on_refused)] += 1
            session().expunge_all()
    done = Imported(counts["accepted"], counts["repeated"], counts["refused"])
    _end(actor, run_id, done)
    return done


def list_imports(consultation_id: int) -> tuple[ImportRun, ...]:
    """Every import into a consultation, the newest first."""
    return tuple(
        session().scalars(
            select(ImportRun)
            .where(ImportRun.consultation_id == consultation_id)
            .order_by(ImportRun.id.desc())
        )
    )


def _take(
    version: PublishedVersion,
    row: Row,
    run_id: int,
    seen: Occurrences,
    defaults: Defaults,
    on_refused: Callable[[Refused], None],
) -> str:
    if row.problems:
        for column, text in row.problems.items():
            on_refused(Refused(row.line, column, text))
        return "refused"
    try:
        if not row.answers:
            raise InvalidInput(message("import", "This row has no answer."))
        submission = _submission(version, row, run_id, seen, defaults)
        # A serial that is taken is refused by the database; the savepoint keeps the batch alive.
        with session().begin_nested() if row.meta.get("serial") else nullcontext():
            accepted = submit(submission)
        if accepted.is_conflict:
            raise Conflict(
                message("import", "This row came in before with other answers, and those stand.")
            )
    except InvalidInput as refused:
        for code, text in (refused.fields or {"": refused.message}).items():
            on_refused(Refused(row.line, code, text))
        return "refused"
    except EngageError as refused:
        on_refused(Refused(row.line, "", refused.message))
        return "refused"
    except ValueError:
        on_refused(
            Refused(row.line, "", message("import", "Write dates as year-month-day (ISO 8601)."))
        )
        return "refused"
    return "accepted" if accepted.is_new else "repeated"


def _submission(
    version: PublishedVersion, row: Row, run_id: int, seen: Occurrences, defaults: Defaults
) -> Submission:
    meta = row.meta
    key = meta.get("key", "")
    if not key:
        content = canonical(row.answers) + canonical(dict(meta))
        key = f"{hashlib.sha256(content.encode()).hexdigest()}:{seen.count_before(content)}"
    problems = finish(version.content, row.answers).problems
    unasked = {code: "not_asked" for code in problems if code not in row.answers}
    received_on = as_day(meta.get("received_on", ""))
    return Submission(
        version_id=version.id,
        receipt=_receipt(version.consultation_id, key),
        channel=meta.get("channel") or defaults.channel,
        language=meta.get("language") or defaults.language,
        answers=row.answers,
        marks=unasked,
        import_id=run_id,
        happened_at=as_moment(meta.get("happened_at", "")),
        assistance=Assistance(
            operator_id=None,
            place=meta.get("place", ""),
            help_given=meta.get("help_given", ""),
            serial=meta.get("serial") or None,
            received_on=received_on,
            late_reason=defaults.late_reason,
        ),
    )


def _receipt(consultation_id: int, key: str) -> str:
    """The same row always gets the same receipt."""
    purpose = f"{consultation_id}:{key}".encode()
    return ledger.new_receipt(hmac.new(key_for("imports"), purpose, hashlib.sha256).digest()[:10])


def _begin(actor: Actor, consultation_id: int, source: Source) -> int:
    with transaction() as current:
        get_consultation(consultation_id)
        run = ImportRun(
            consultation_id=consultation_id,
            actor_id=actor.id,
            actor_name=actor.name,
            filename=source.filename,
            mapping=dict(source.mapping),
        )
        current.add(run)
        current.flush()
        return run.id


def _end(actor: Actor, run_id: int, done: Imported) -> None:
    with transaction() as current:
        run = current.get(ImportRun, run_id)
        assert run is not None
        run.accepted, run.repeated, run.refused = done.accepted, done.repeated, done.refused
        run.finished_at = now()
        record(
            actor,
            "responses.import",
            ("consultation", run.consultation_id),
            details={"file": run.filename, **vars(done)},
        )


def read_lines(stream: Iterable[bytes]) -> Iterator[str]:
    """Bytes as UTF-8 lines (with or without a mark); raises ``InvalidInput`` naming the line."""
    for number, line in enumerate(stream, start=1):
        try:
            yield line.decode("utf-8-sig" if number == 1 else "utf-8")
        except UnicodeDecodeError as wrong:
            raise InvalidInput(
                message(
                    "import",
                    "Line %(line)s is not UTF-8 at byte %(byte)s. Save the file as UTF-8.",
                    line=number,
                    byte=wrong.start + 1,
                )
            ) from wrong
