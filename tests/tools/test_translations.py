"""The way of a text to the translators and back."""

from pathlib import Path

import pytest

from tools import catalogues as files
from tools import translations
from tools.placeholders import complaints

SOURCES = {
    "templates/receipt.html": """
        {{ pgettext("receipt", "Your receipt") }}
        {{ pgettext("receipt", "%(name)s has answered.", name=name) }}
        {{ npgettext("receipt", "%(num)s day in %(year)s", "%(num)s days in %(year)s", days) }}
    """,
    "templates/staff/audit.html": '{{ pgettext("audit", "Who did what") }}',
    "engage/web/codes.py": 'MISTYPED = message("receipt", "This code is mistyped.")',
}


@pytest.fixture
def catalogues(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The catalogues of a small house: that those of the whole one are complete, a check says."""
    for name, text in SOURCES.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True)
        path.write_text(text, encoding="utf-8")
    monkeypatch.setattr(files, "ROOT", tmp_path)
    monkeypatch.setattr(files, "FOLDER", tmp_path / "translations")
    translations.update()
    return tmp_path / "translations"


def test_residents_texts_and_those_of_staff_are_kept_apart(catalogues: Path) -> None:
    asked = {
        domain: [entry["text"] for entry in translations.missing("es", domain)["entries"]]
        for domain in ("public", "staff")
    }
    assert sorted(asked["public"]) == [
        "%(name)s has answered.",
        "%(num)s day in %(year)s",
        "This code is mistyped.",
        "Your receipt",
    ]
    assert asked["staff"] == ["Who did what"]


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
    assert before
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
