"""Import a file of responses: streamed, checked row by row, repeatable without doubling."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from sqlalchemy import select

from engage.audit import record
from engage.channels.imports.models import ImportRun
from engage.channels.imports.reading import Source, read_rows
from engage.channels.imports.taking import NO_RUN, Intake, Refused
from engage.consultations import get_consultation
from engage.kernel.actors import Actor, Permission
from engage.kernel.clock import now
from engage.kernel.db import session, transaction
from engage.kernel.errors import NotFound, message
from engage.responses import count_imported
from engage.surveys import PublishedVersion, find_current_version


@dataclass(frozen=True)
class Imported:
    """What came of an import, or would."""

    accepted: int
    repeated: int
    refused: int


def _nothing() -> None:
    """What is done after a batch where nobody follows."""


def import_responses(
    actor: Actor,
    consultation_id: int,
    lines: Iterable[str],
    source: Source,
    on_refused: Callable[[Refused], None],
) -> Imported:
    """Read CSV lines and submit each row through the one door.

    A row is known again by its ``@key`` column or, without one, by its content and how often that
    content came before; so the same file, or one that has grown, adds only what is new.
    What cannot be taken goes to ``on_refused``. Raises ``InvalidInput`` where a mapped column is
    missing, ``NotFound`` where no survey is published.
    """
    published_version(consultation_id)
    run_id = begin_run(actor, consultation_id, source)
    return continue_run(actor, run_id, lines, source, on_refused)


def begin_run(actor: Actor, consultation_id: int, source: Source) -> int:
    """Note that a file is being read; gives the number of the run."""
    actor.require(Permission.IMPORT_RESPONSES)
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


def continue_run(
    actor: Actor,
    run_id: int,
    lines: Iterable[str],
    source: Source,
    on_refused: Callable[[Refused], None],
    after_batch: Callable[[], None] = _nothing,
) -> Imported:
    """Import all lines in the name of a run, as often as it is begun anew.

    What an earlier attempt of the same run took in counts as accepted. Where ``after_batch`` raises
    to stop it, the run says what was taken in up to there.
    """
    actor.require(Permission.IMPORT_RESPONSES)
    run = session().get(ImportRun, run_id)
    assert run is not None
    version = published_version(run.consultation_id)
    intake = Intake(version, run_id, source, on_refused)
    rows = read_rows(lines, version.content, source.mapping, source.separator, source.day_order)
    try:
        intake.take_all(rows, after_batch)
    finally:
        session().rollback()
        done = _end(actor, run_id, intake)
    return done


def try_responses(
    actor: Actor,
    consultation_id: int,
    lines: Iterable[str],
    source: Source,
    on_refused: Callable[[Refused], None],
    after_batch: Callable[[], None] = _nothing,
) -> Imported:
    """What ``import_responses`` would say of these lines now; stores nothing."""
    actor.require(Permission.IMPORT_RESPONSES)
    version = published_version(consultation_id)
    intake = Intake(version, NO_RUN, source, on_refused, is_trial=True)
    rows = read_rows(lines, version.content, source.mapping, source.separator, source.day_order)
    intake.take_all(rows, after_batch)
    return Imported(*(intake.counts[name] for name in ("accepted", "repeated", "refused")))


def published_version(consultation_id: int) -> PublishedVersion:
    """The survey that rows answer; raises ``NotFound`` before one is published."""
    version = find_current_version(consultation_id)
    if version is None:
        raise NotFound(message("import", "Publish a survey first."))
    return version


def list_imports(consultation_id: int) -> tuple[ImportRun, ...]:
    """Every import into a consultation, the newest first."""
    return tuple(
        session().scalars(
            select(ImportRun)
            .where(ImportRun.consultation_id == consultation_id)
            .order_by(ImportRun.id.desc())
        )
    )


def _end(actor: Actor, run_id: int, intake: Intake) -> Imported:
    with transaction() as current:
        run = current.get(ImportRun, run_id)
        assert run is not None
        accepted = count_imported(run_id)
        known = intake.counts["accepted"] + intake.counts["repeated"] - accepted
        done = Imported(accepted, max(known, 0), intake.counts["refused"])
        run.accepted, run.repeated, run.refused = done.accepted, done.repeated, done.refused
        run.finished_at = now()
        record(
            actor,
            "responses.import",
            ("consultation", run.consultation_id),
            details={"file": run.filename, **vars(done)},
        )
        return done
