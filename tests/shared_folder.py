"""Tests that read the folder named by ENGAGE_SHARED (default: ``shared`` beside the checkout).

On the build server these tests fail without it. Elsewhere they are left out, and the end of the
run lists each of them by name.
"""

import os
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent
NAMES = "without_shared_folder"
LEFT_OUT = pytest.StashKey[list[str]]()


def _folder() -> Path:
    return (ROOT / os.environ.get("ENGAGE_SHARED", "../shared")).resolve()


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder with the data and limits handed to the project; mark the test ``shared``."""
    return _folder()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out the tests marked ``shared`` where there is no such folder."""
    if _folder().is_dir() or os.environ.get("CI") == "true":
        return
    without = [item for item in items if item.get_closest_marker("shared")]
    if without:
        config.stash[LEFT_OUT] = [item.nodeid for item in without]
        config.hook.pytest_deselected(items=without)
        items[:] = [item for item in items if item not in without]


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Fail where the folder is missing and nothing may be left out."""
    if item.get_closest_marker("shared") and not _folder().is_dir():
        pytest.fail("This test reads the folder named by ENGAGE_SHARED, and there is none.")


@pytest.hookimpl(tryfirst=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """A worker of xdist tells its controller which tests it left out."""
    output: dict[str, Any] | None = getattr(session.config, "workeroutput", None)
    if output is not None:
        output[NAMES] = session.config.stash.get(LEFT_OUT, [])


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """The controller of xdist hears which tests a worker left out."""
    names = getattr(node, "workeroutput", {}).get(NAMES, [])
    if names:
        node.config.stash[LEFT_OUT] = names


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    """Name every test that was left out."""
    names = config.stash.get(LEFT_OUT, [])
    if names:
        terminalreporter.section("not run: they read the folder named by ENGAGE_SHARED")
        for name in names:
            terminalreporter.write_line(name)
