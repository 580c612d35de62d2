"""Finds templates, translations, migrations and what else stands in the checkout."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def resource_folder(name: str) -> Path:
    """The folder ``name`` beside the package: Engage runs from its checkout.

    Raises ``FileNotFoundError`` where the package was installed without it.
    """
    folder = _PACKAGE.parent / name
    if not folder.is_dir():
        raise FileNotFoundError(f"Engage is installed without its folder '{name}'.")
    return folder


def static_folder() -> Path:
    """Stylesheets, scripts and pictures that the browser may load."""
    return _PACKAGE / "static"


def typesetting_folder() -> Path:
    """Layouts of printed documents for Typst, and the typefaces they are set in."""
    return _PACKAGE / "typesetting"
