"""Migrates as often as it is told to on its standard input, and kills itself half-way each time.

``before 17`` dies before the 17th statement, ``after 17`` after it; the answer is the signal. Run
by ``test_killed_migrations.py`` in a process of its own, which has one thread and so may fork.
"""

import os
import signal
import sys

from flask_migrate import upgrade
from sqlalchemy import event

from engage.app import create_app
from engage.config import Settings
from engage.kernel.db import db


def _upgrade_and_die(when: str, at: int) -> None:
    left = [at]

    def count(*_: object) -> None:
        left[0] -= 1
        if left[0] == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    event.listen(db.engine, f"{when}_cursor_execute", count)
    upgrade()


def _main(url: str) -> None:
    with create_app(Settings(environment="test", database_url=url)).app_context():
        for line in sys.stdin:
            when, at = line.split()
            db.engine.dispose()
            child = os.fork()
            if child == 0:
                try:
                    _upgrade_and_die(when, int(at))
                finally:
                    os._exit(0)
            print(os.WTERMSIG(os.waitpid(child, 0)[1]), flush=True)


if __name__ == "__main__":
    _main(sys.argv[1])
