"""A real scheduler of dask.distributed with worker processes, on ports of its own."""

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

SECONDS = 180


@contextmanager
def cluster(folder: Path, workers: int = 2) -> Iterator[str]:
    """The address of a scheduler with this many workers, each a process with one thread."""
    dask = str(Path(sys.executable).with_name("dask"))
    file = folder / "scheduler.json"
    home = ["--host", "127.0.0.1", "--no-dashboard"]
    scheduler = [dask, "scheduler", *home, "--port", "0", "--scheduler-file", str(file)]
    worker = [dask, "worker", "--scheduler-file", str(file), *home, "--nthreads", "1"]
    worker += ["--nworkers", str(workers), "--local-directory", str(folder)]
    processes = []
    with (folder / "dask.log").open("wb") as log:
        try:
            for command in (scheduler, worker) if workers else (scheduler,):
                processes.append(subprocess.Popen(command, stdout=log, stderr=log))
            yield _address(file, workers)
        finally:
            for process in reversed(processes):
                process.terminate()
            for process in processes:
                process.wait(SECONDS)


def _address(file: Path, workers: int) -> str:
    from distributed import Client

    until = time.monotonic() + SECONDS
    while not file.exists() or not file.read_text(encoding="utf-8").strip():
        if time.monotonic() > until:
            raise TimeoutError("the scheduler did not start")
        time.sleep(0.05)
    address: str = json.loads(file.read_text(encoding="utf-8"))["address"]
    with Client(address, set_as_default=False) as client:
        if workers:
            client.wait_for_workers(workers, timeout=SECONDS)
    return address
