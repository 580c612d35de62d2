"""Languages learned side by side, each in a process of its own, with the result of one by one."""

from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context
from os import sched_getaffinity

from threadpoolctl import threadpool_limits

from engage.engines.clustering.one_language import FitJob, Fitted
from engage.engines.clustering.steps import fit_language

MOST_PROCESSES = 2  # each holds some 250 MB
FEWEST_TEXTS = 10_000  # of fewer, starting the processes takes longer than they save


def usable_processes() -> int:
    """How many of this machine's processors may be used, ``MOST_PROCESSES`` at most."""
    return min(MOST_PROCESSES, len(sched_getaffinity(0)))


def is_worth_it(jobs: Sequence[FitJob], processes: int) -> bool:
    """Whether so many processes learn the languages sooner than one."""
    return processes > 1 and len(jobs) > 1 and sum(len(job.texts) for job in jobs) >= FEWEST_TEXTS


def fit_side_by_side(jobs: Sequence[FitJob], seed: int, processes: int) -> Iterator[Fitted]:
    """The fits in the order of the jobs, each as soon as it and those before it are there.

    The processes are spawned: a forked one would share the database connections of its parent.
    """
    pool = ProcessPoolExecutor(min(processes, len(jobs)), get_context("spawn"))
    try:
        yield from pool.map(partial(_on_one_thread, seed), jobs)
    finally:
        pool.shutdown(cancel_futures=True)


def _on_one_thread(seed: int, job: FitJob) -> Fitted:
    with threadpool_limits(limits=1):
        return fit_language(seed, job)
