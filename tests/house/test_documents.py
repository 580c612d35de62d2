"""The documents name only what there is."""

import re
from pathlib import Path

import pytest

import run
from tests.house.sources import ROOT, relative

DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
TARGET = re.compile(r"`make ([a-z-]+)")
LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)#\s]+)")


def _targets() -> set[str]:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    return set(re.findall(r"^([a-z-]+):", makefile, re.M))


def test_make_offers_every_command() -> None:
    assert _targets() == {"help", *run.COMMANDS}


def test_every_setting_is_told() -> None:
    read = (ROOT / "engage" / "config.py").read_text(encoding="utf-8")
    told = (ROOT / "docs" / "operating.md").read_text(encoding="utf-8")
    settings = {f"ENGAGE_{name}" for name in re.findall(r'value\("([A-Z_]+)"', read)}
    assert settings - set(re.findall(r"`(ENGAGE_[A-Z_]+)`", told)) == set()


@pytest.mark.parametrize("path", DOCUMENTS, ids=relative)
def test_a_document_names_only_targets_that_make_has(path: Path) -> None:
    assert set(TARGET.findall(path.read_text(encoding="utf-8"))) <= _targets()


@pytest.mark.parametrize("path", DOCUMENTS, ids=relative)
def test_a_document_links_only_to_files_that_exist(path: Path) -> None:
    links = LINK.findall(path.read_text(encoding="utf-8"))
    assert [link for link in links if not (path.parent / link).exists()] == []
