"""Background jobs: a table that is the queue, so no job is lost when a worker is killed.

Steps must be repeatable: a job whose worker went silent is taken up again from its beginning, at
most ``MAX_ATTEMPTS`` times. Lower domains queue by name; ``engage.app`` binds names to functions.
"""

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, select, update
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Mapped, Session, mapped_column

from engage.kernel.clock import now
from engage.kernel.db import Base, JsonColumn, UtcDateTime, db, session, transaction
from engage.kernel.errors import Conflict, NotFound, message
from engage.kernel.faults import fault_in_short, fault_told

MAX_ATTEMPTS = 3
SILENT_AFTER = timedelta(seconds=30)
BEAT_SECONDS = 5
CHORES_EVERY_SECONDS = 3600

log = logging.getLogger(__name__)


class Job(Base):
    """A piece of work: its name and arguments, how far it is, and how it ended."""

    __tablename__ = "job"
    __table_args__ = (
        CheckConstraint("state IN ('queued','running','done','failed','cancelled')", name="state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    arguments: Mapped[dict[str, Any]] = mapped_column(JsonColumn)
    state: Mapped[str] = mapped_column(default="queued", index=True)
    progress: Mapped[float] = mapped_column(default=0.0)
    step: Mapped[str] = mapped_column(default="")
    result: Mapped[dict[str, Any] | None] = mapped_column(JsonColumn)
    error: Mapped[str] = mapped_column(default="")
    attempts: Mapped[int] = mapped_column(default=0)
    is_cancel_requested: Mapped[bool] = mapped_column(default=False)
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("staff_user.id"))
    queued_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    heartbeat_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    finished_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Cancelled(Exception):
    """Somebody asked this job to stop."""


class JobContext:
    """What a running job may do: report progress, and notice there that it was cancelled."""

    def __init__(self, job_id: int, attempt: int) -> None:
        self.job_id = job_id
        self._attempt = attempt

    def report(self, fraction: float, step: str) -> None:
        """Note progress (0 to 1) and the step's name; raises ``Cancelled``.

        Call it outside a transaction.
        """
        with transaction() as current:
            job = current.get(Job, self.job_id, populate_existing=True)
            if job is None or job.is_cancel_requested or job.attempts != self._attempt:
                raise Cancelled
            job.progress, job.step, job.heartbeat_at = fraction, step, now()


JobFunction = Callable[[JobContext, dict[str, Any]], dict[str, Any]]


def enqueue(name: str, arguments: dict[str, Any], actor_id: int | None = None) -> int:
    """Queue a job and return its number."""
    with transaction() as current:
        job = Job(name=name, arguments=arguments, actor_id=actor_id)
        current.add(job)
        current.flush()
        return job.id


def get_job(job_id: int) -> Job:
    """The job as it stands now; raises ``NotFound``."""
    job = session().get(Job, job_id, populate_existing=True)
    if job is None:
        raise NotFound(message("jobs", "There is no such job."))
    return job


def cancel(job_id: int) -> None:
    """Ask a job to stop; a queued one stops at once. Raises ``Conflict`` if it has ended."""
    with transaction():
        job = get_job(job_id)
        if job.state == "queued":
            job.state, job.finished_at = "cancelled", now()
        elif job.state == "running":
            job.is_cancel_requested = True
        else:
            raise Conflict(message("jobs", "This job has already ended."))


def claim() -> tuple[int, int] | None:
    """Take the oldest job that is queued, or whose worker went silent: (number, attempt)."""
    with transaction() as current:
        while (found := _first_due(current)) is not None:
            if found.is_cancel_requested:
                found.state, found.finished_at = "cancelled", now()
                continue
            if found.attempts >= MAX_ATTEMPTS:
                found.state, found.finished_at = "failed", now()
                found.error = "The worker stopped three times while doing this."
                continue
            found.state, found.heartbeat_at = "running", now()
            found.attempts += 1
            return found.id, found.attempts
    return None


def _first_due(current: Session) -> Job | None:
    silent = now() - SILENT_AFTER
    due = (Job.state == "queued") | ((Job.state == "running") & (Job.heartbeat_at < silent))
    query = select(Job).where(due).order_by(Job.id).limit(1)
    return current.scalars(query.with_for_update(skip_locked=True)).first()


def run_next(functions: dict[str, JobFunction]) -> bool:
    """Do the next job, if there is one; says whether there was. A failure is kept with the job."""
    claimed = claim()
    if claimed is None:
        return False
    job_id, attempt = claimed
    job = get_job(job_id)
    try:
        with _heartbeat(job_id, attempt):
            result = functions[job.name](JobContext(job_id, attempt), dict(job.arguments))
    except Cancelled:
        _end(job_id, attempt, "cancelled")
    except Exception as problem:
        log.error("job %s (%s) failed\n%s", job_id, job.name, fault_told(problem))
        _end(job_id, attempt, "failed", error=fault_in_short(problem))
    else:
        _end(job_id, attempt, "done", result=result)
    return True


def run_chores(chores: tuple[Callable[[], None], ...]) -> None:
    """Do what is done again and again; one that fails is logged and keeps nobody from the next."""
    for chore in chores:
        try:
            chore()
        except Exception as problem:
            log.error("the chore %s failed\n%s", chore.__name__, fault_told(problem))
            session().rollback()


@contextmanager
def _heartbeat(job_id: int, attempt: int) -> Iterator[None]:
    """Say every few seconds that this worker lives, however long a step takes."""
    engine = db.engine
    ended = threading.Event()
    alive = update(Job).where(Job.id == job_id, Job.attempts == attempt)

    def beat() -> None:
        while not ended.wait(BEAT_SECONDS):
            try:
                with engine.begin() as connection:
                    connection.execute(alive.values(heartbeat_at=now()))
            except OperationalError:  # a long write holds SQLite: the next beat may get through
                log.warning("job %s could not say that it lives", job_id)

    thread = threading.Thread(target=beat, daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()


def _end(
    job_id: int,
    attempt: int,
    state: str,
    error: str = "",
    result: dict[str, Any] | None = None,
) -> None:
    session().rollback()
    with transaction() as current:
        ended: dict[str, Any] = {"state": state, "error": error, "result": result}
        ended["finished_at"] = now()
        if state == "done":
            ended["progress"] = 1.0
        current.execute(
            update(Job).where(Job.id == job_id, Job.attempts == attempt).values(**ended)
        )
