"""Finds templates, translations and migrations, in a checkout or in an installed wheel."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def resource_folder(name: str) -> Path:
    """The folder ``name`` beside the package (a checkout) or inside it (a wheel).

    Raises ``FileNotFoundError`` where neither holds it.
    """
    for parent in (_PACKAGE.parent, _PACKAGE):
        folder = parent / name
        if folder.is_dir():
            return folder
    raise FileNotFoundError(f"Engage is installed without its folder '{name}'.")


def static_folder() -> Path:
    """Stylesheets, scripts and pictures that the browser may load."""
    return _PACKAGE / "static"


def typesetting_folder() -> Path:
    """Layouts of printed documents for Typst, and the typefaces they are set in."""
    return _PACKAGE / "typesetting"
