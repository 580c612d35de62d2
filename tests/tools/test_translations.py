"""The way of a text to the translators and back."""

import shutil
from pathlib import Path

import pytest

from tools import catalogues as files
from tools import translations
from tools.placeholders import complaints


@pytest.fixture(scope="module")
def as_written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("catalogues")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(files, "FOLDER", folder)
        translations.update()
    return folder


@pytest.fixture
def catalogues(as_written: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    shutil.copytree(as_written, tmp_path, dirs_exist_ok=True)
    monkeypatch.setattr(files, "FOLDER", tmp_path)
    return tmp_path


def test_every_form_of_a_plural_is_asked_for_and_taken_back(catalogues: Path) -> None:
    asked = translations.missing("ar", "public")
    for entry in asked["entries"]:
        forms = entry.get("plural") and [entry["plural"]] * len(asked["forms"])
        entry["translation"] = forms or entry["text"]

    assert len(asked["forms"]) == 6
    assert translations.fill("ar", "public", asked) == []
    assert translations.missing("ar", "public")["entries"] == []


def test_a_translation_that_loses_a_placeholder_is_refused(catalogues: Path) -> None:
    asked = translations.missing("es", "public")
    entry = next(e for e in asked["entries"] if "%(" in e["text"] and "plural" not in e)
    entry["translation"] = "sin nada"

    refused = translations.fill("es", "public", {"entries": [entry]})

    assert len(refused) == 1
    assert "lost placeholder" in refused[0]
    assert len(translations.missing("es", "public")["entries"]) == len(asked["entries"])


def test_writing_the_catalogues_again_changes_nothing(catalogues: Path) -> None:
    before = {path: path.read_bytes() for path in catalogues.rglob("*.po*")}
    translations.update()
    assert {path: path.read_bytes() for path in catalogues.rglob("*.po*")} == before


@pytest.mark.parametrize(
    ("sources", "translations_given", "faults"),
    [
        (["%(name)s left"], ["%(name)s se fue"], 0),
        (["%(name)s left"], ["se fue"], 1),
        (["%(name)s left"], ["%(nombre)s se fue"], 2),
        (["%(num)s day in %(year)s", "%(num)s days in %(year)s"], ["one in %(year)s"], 0),
        (["%(num)s day in %(year)s", "%(num)s days in %(year)s"], ["%(num)s days"], 1),
        (["%(share)s of all"], ["100 % of %(share)s"], 1),
    ],
)
def test_a_translation_keeps_the_placeholders_of_its_source(
    sources: list[str], translations_given: list[str], faults: int
) -> None:
    assert len(complaints(sources, translations_given)) == faults
