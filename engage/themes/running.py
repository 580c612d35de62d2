"""Which background work on a question's themes is queued or at work; one at a time."""

from sqlalchemy import select

from engage.kernel.db import session
from engage.kernel.jobs import Job

FIND_JOB = "themes.find"
JOIN_JOB = "themes.join"
PROPOSE_JOB = "themes.propose"


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
