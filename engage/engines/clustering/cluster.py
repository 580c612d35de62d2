"""The steps of a fit on many machines, through a scheduler of dask.distributed.

Part of the extra ``cluster``. The comments travel to the workers, so scheduler and workers belong
on a network of one's own.
"""

import platform
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from importlib.metadata import version
from types import TracebackType
from typing import Any, TypeVar

from threadpoolctl import threadpool_limits

from engage.engines.messages import Message, message

SECONDS_TO_CONNECT = 10
BATCHES_A_THREAD = 2
ALIKE = ("engage", "numpy", "scipy", "scikit-learn", "nltk", "regex")

Common = TypeVar("Common")
Batch = TypeVar("Batch")
Result = TypeVar("Result")


class ClusterUnavailable(RuntimeError):
    """The cluster cannot do the work; ``message`` says why."""

    def __init__(self, why: Message) -> None:
        super().__init__(str(why))
        self.message = why


class Cluster:
    """Workers behind a scheduler, until the ``with`` block ends.

    Raises ``ClusterUnavailable`` where nobody answers, where nobody works, and where a worker has
    other versions, because its results might differ.
    """

    def __init__(self, address: str) -> None:
        self._address = address

    def __enter__(self) -> "Cluster":
        try:
            from distributed import Client
        except ImportError as missing:
            raise ClusterUnavailable(
                message(
                    "cluster command",
                    "Work on several machines needs the extra “cluster”: "
                    ".venv/bin/uv pip install -e '.[cluster]'.",
                )
            ) from missing
        try:
            self._client = Client(self._address, timeout=SECONDS_TO_CONNECT, set_as_default=False)
        except (OSError, ValueError) as problem:
            raise ClusterUnavailable(
                message(
                    "cluster command",
                    "No scheduler answers at %(address)s.",
                    address=self._address,
                )
            ) from problem
        try:
            self._check_workers()
        except ClusterUnavailable:
            self._client.close()
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        problem: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._client.close()

    def run(
        self, step: Callable[[Common, Batch], Result], common: Common, batches: Iterable[Batch]
    ) -> Iterator[Result]:
        """``step(common, batch)`` of each batch, in order; few batches are held at a time.

        A batch whose worker is lost is done by another; raises ``ClusterUnavailable`` where none
        is left or the scheduler is lost.
        """
        from distributed import KilledWorker

        [shared] = self._client.scatter([common], broadcast=True, hash=False)
        most = BATCHES_A_THREAD * sum(self._client.nthreads().values())
        waiting: deque[Any] = deque()
        try:
            for batch in batches:
                waiting.append(self._client.submit(_alone, step, shared, batch, pure=False))
                if len(waiting) > most:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        except (KilledWorker, OSError) as problem:
            raise ClusterUnavailable(
                message(
                    "cluster command",
                    "The scheduler at %(address)s lost its workers: %(reason)s",
                    address=self._address,
                    reason=str(problem),
                )
            ) from problem
        finally:
            self._client.cancel(list(waiting))

    def _check_workers(self) -> None:
        found = self._client.run(_versions, on_error="return")
        if not found:
            raise ClusterUnavailable(
                message(
                    "cluster command",
                    "The scheduler at %(address)s has no workers.",
                    address=self._address,
                )
            )
        for worker, versions in sorted(found.items()):
            if versions != _versions():
                raise ClusterUnavailable(
                    message(
                        "cluster command",
                        "The worker %(worker)s has other versions than this machine: %(theirs)s "
                        "instead of %(ours)s",
                        worker=worker,
                        theirs=str(versions),
                        ours=str(_versions()),
                    )
                )


def _alone(step: Callable[[Common, Batch], Result], common: Common, batch: Batch) -> Result:
    """A step on one thread: with more, sums are rounded otherwise."""
    with threadpool_limits(limits=1):
        return step(common, batch)


def _versions() -> dict[str, str]:
    found = {name: version(name) for name in ALIKE}
    return found | {"python": platform.python_version(), "machine": platform.machine()}
