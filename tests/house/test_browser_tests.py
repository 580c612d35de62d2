"""What the tests in a browser may not do, since it works on most days only."""

import re

from tests.house.sources import ROOT, relative

# asks again by a text that the page evaluates, which its content security policy forbids
RACES = re.compile(r"\.wait_for_func" r"tion\(|\.wait_for_time" r"out\(|\btime\.sle" r"ep\(")


def test_a_browser_test_waits_for_what_it_needs_and_not_for_a_while() -> None:
    folders = (ROOT / "tests" / "browser", ROOT / "tests" / "web")
    found = [
        f"{relative(path)}:{number}: {line.strip()}"
        for folder in folders
        for path in sorted(folder.rglob("*.py"))
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if RACES.search(line)
    ]
    assert found == []
