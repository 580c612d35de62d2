"""Which background work on a question's themes is queued or at work; one at a time."""

from sqlalchemy import select

from engage.kernel.db import session
from engage.kernel.jobs import Job, enqueue

FIND_JOB = "themes.find"
JOIN_JOB = "themes.join"
PROPOSE_JOB = "themes.propose"
TELL_JOB = "themes.tell"


def find_running(consultation_id: int, question_code: str) -> int | None:
    """The job that is queued or at work on this question, if there is one."""
    names = (FIND_JOB, JOIN_JOB, PROPOSE_JOB)
    jobs = session().scalars(
        select(Job).where(Job.name.in_(names), Job.state.in_(("queued", "running")))
    )
    for job in jobs:
        wanted = (consultation_id, question_code)
        if (job.arguments["consultation_id"], job.arguments["question_code"]) == wanted:
            return job.id
    return None


def is_queued(
    name: str, consultation_id: int, question_code: str, *, waiting: bool = False
) -> bool:
    """Whether such a job on this question is queued or at work; with ``waiting``: not begun."""
    states = ("queued",) if waiting else ("queued", "running")
    jobs = session().scalars(select(Job).where(Job.name == name, Job.state.in_(states)))
    wanted = {"consultation_id": consultation_id, "question_code": question_code}
    return any(job.arguments == wanted for job in jobs)


def ask_for_telling(consultation_id: int, question_code: str) -> None:
    """Let a worker choose the sentences that tell themes, where those have changed much."""
    if not is_queued(TELL_JOB, consultation_id, question_code, waiting=True):
        wanted = {"consultation_id": consultation_id, "question_code": question_code}
        enqueue(TELL_JOB, wanted)
