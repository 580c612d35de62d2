"""Takes responses in while the disk refuses to sync, and prints how many were acknowledged.

Twice: as the product is, and set to ``synchronous=NORMAL`` behind its back. Run by
``test_synced_first.py`` in a process of its own: what refuses cannot be taken back.
"""

import ctypes
import errno
import platform
import sys

from sqlalchemy.exc import OperationalError

from engage.app import create_app
from engage.config import Settings
from engage.kernel.db import session
from engage.surveys import PublishedVersion, find_current_version
from tests.factories import make_response

NO_SECCOMP = 77
SYNCING = {"x86_64": (74, 75), "aarch64": (82, 83)}  # the numbers of fsync and fdatasync
PR_SET_SECCOMP, PR_SET_NO_NEW_PRIVS, FILTER = 22, 38, 2
LOAD_NUMBER, IF_EQUAL, RETURN = 0x20, 0x15, 0x06
ALLOW, REFUSE = 0x7FFF0000, 0x00050000 | errno.EIO


class _Order(ctypes.Structure):
    _fields_ = (
        ("code", ctypes.c_uint16),
        ("if_true", ctypes.c_uint8),
        ("if_false", ctypes.c_uint8),
        ("k", ctypes.c_uint32),
    )


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("orders", ctypes.POINTER(_Order)))


def refuse_to_sync() -> None:
    """Let the kernel answer every sync of this process with an input/output error.

    Exits with ``NO_SECCOMP`` where the system has no such filters.
    """
    numbers = SYNCING.get(platform.machine())
    if sys.platform != "linux" or numbers is None:
        sys.exit(NO_SECCOMP)
    listed = (
        _Order(LOAD_NUMBER, 0, 0, 0),
        _Order(IF_EQUAL, 2, 0, numbers[0]),
        _Order(IF_EQUAL, 1, 0, numbers[1]),
        _Order(RETURN, 0, 0, ALLOW),
        _Order(RETURN, 0, 0, REFUSE),
    )
    program = _Program(len(listed), (_Order * len(listed))(*listed))
    control = ctypes.CDLL(None, use_errno=True).prctl
    if control(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) or control(
        PR_SET_SECCOMP, FILTER, ctypes.byref(program), 0, 0
    ):
        sys.exit(NO_SECCOMP)


def _count_acknowledged(version: PublishedVersion, number: int) -> int:
    acknowledged = 0
    for _ in range(number):
        try:
            make_response(version)
        except OperationalError:
            session().rollback()
        else:
            acknowledged += 1
    return acknowledged


def _main(url: str, number: int) -> None:
    app = create_app(Settings(environment="test", database_url=url))
    with app.app_context():
        version = find_current_version(1)
        assert version is not None
        make_response(version)
        refuse_to_sync()
        as_it_is = _count_acknowledged(version, number)
        session().connection().exec_driver_sql("COMMIT")  # SQLite takes no such order within one
        session().connection().exec_driver_sql("PRAGMA synchronous=NORMAL")
        session().connection().exec_driver_sql("BEGIN")
        print(as_it_is, _count_acknowledged(version, number))


if __name__ == "__main__":
    _main(sys.argv[1], int(sys.argv[2]))
