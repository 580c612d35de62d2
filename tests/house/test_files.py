"""What no file of the project may hold."""

import re
import tomllib

from tests.house.sources import ROOT, project_files, relative, text_of

LARGEST_BYTES = 2_000_000
# written in pieces, so that this file keeps its own rule
UNFINISHED = re.compile(r"\b(?:TO" r"DO|FIX" r"ME|XX" r"X)\b")
MACHINE = re.compile(r"(?<![\w.])/(?:work/main|work/shared|ro" r"ot/|ho" r"me/\w+/|opt/py" r"pi)")
REGISTRY = re.compile(
    r"https?://[^\s\"'<>]*(?:/sim" r"ple\b|py" r"pi\.org|pythonho" r"sted|registry\.np" r"mjs)"
)


def _lines_with(pattern: re.Pattern[str]) -> list[str]:
    found = []
    for path in project_files():
        for number, line in enumerate((text_of(path) or "").splitlines(), start=1):
            if pattern.search(line):
                found.append(f"{relative(path)}:{number}: {line.strip()[:80]}")
    return found


def test_nothing_is_left_unfinished() -> None:
    assert _lines_with(UNFINISHED) == []


def test_no_file_names_a_folder_of_one_machine() -> None:
    assert _lines_with(MACHINE) == []


def test_no_file_records_the_address_of_a_package_registry() -> None:
    assert _lines_with(REGISTRY) == []


def test_no_file_is_too_large_for_a_repository() -> None:
    large = [relative(p) for p in project_files() if p.stat().st_size > LARGEST_BYTES]
    assert large == []


def test_no_module_has_a_name_that_says_nothing() -> None:
    empty = {"utils", "helpers", "common", "misc", "manager", "handler", "types", "constants"}
    assert [relative(p) for p in (ROOT / "engage").rglob("*") if p.stem in empty] == []


def test_every_dependency_is_pinned_with_a_hash() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = {
        "product": project["dependencies"],
        "development": project["dependencies"] + project["optional-dependencies"]["dev"],
    }
    for level, dependencies in wanted.items():
        pins = (ROOT / "requirements" / f"{level}.txt").read_text(encoding="utf-8")
        pinned = {name.lower() for name in re.findall(r"^([\w.-]+)(?:\[\S+\])?==", pins, re.M)}
        names = {re.split(r"[^\w.-]", text)[0].lower() for text in dependencies}
        assert names <= pinned, f"run 'make pins': {names - pinned}"
        assert pins.count("==") <= pins.count("--hash=")


def test_both_sets_of_pins_agree() -> None:
    versions = []
    for level in ("product", "development"):
        pins = (ROOT / "requirements" / f"{level}.txt").read_text(encoding="utf-8")
        versions.append(dict(re.findall(r"^([\w.-]+)(?:\[\S+\])?==(\S+)", pins, re.M)))
    product, development = versions
    assert {name: development.get(name) for name in product} == product
