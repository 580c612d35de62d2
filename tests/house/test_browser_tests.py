"""What the tests in a browser may not do, since it works on most days only."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.house.sources import ROOT, relative

# asks again by a text that the page evaluates, which its content security policy forbids
RACES = re.compile(r"\.wait_for_func" r"tion\(|\.wait_for_time" r"out\(|\btime\.sle" r"ep\(")
# a page is said to be idle once, whatever it asks for later, and scripts come to work after that
IDLE = re.compile("networkidle")
# says how things are at this moment: ``expect`` asks until they are as they should be
READS = {
    *("is_visible", "is_hidden", "is_checked", "is_enabled", "is_disabled", "is_editable"),
    *("input_value", "inner_text", "inner_html", "text_content", "get_attribute", "title"),
    *("all_inner_texts", "all_text_contents"),
}


def _sources() -> Iterator[tuple[Path, str]]:
    for folder in (ROOT / "tests" / "browser", ROOT / "tests" / "web"):
        for path in sorted(folder.rglob("*.py")):
            yield path, path.read_text(encoding="utf-8")


def _lines_with(pattern: re.Pattern[str]) -> list[str]:
    return [
        f"{relative(path)}:{number}: {line.strip()}"
        for path, source in _sources()
        for number, line in enumerate(source.splitlines(), start=1)
        if pattern.search(line)
    ]


def _reads_once(node: ast.AST) -> bool:
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
        return False
    found, of = node.func.attr, node.func.value
    if found == "count":
        counted = of.func if isinstance(of, ast.Call) else of
        return isinstance(counted, ast.Attribute) and counted.attr.startswith(("locator", "get_by"))
    return found in READS and not node.keywords


def test_a_browser_test_waits_for_what_it_needs_and_not_for_a_while() -> None:
    assert _lines_with(RACES) == []


def test_a_browser_test_waits_for_scripts_at_work_and_not_for_a_quiet_line() -> None:
    assert _lines_with(IDLE) == []


def test_what_a_page_shows_is_expected_and_not_read_once() -> None:
    found = [
        f"{relative(path)}:{node.lineno}: {ast.unparse(node)}"
        for path, source in _sources()
        if "playwright" in source
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Assert) and any(map(_reads_once, ast.walk(node.test)))
    ]
    assert found == []
