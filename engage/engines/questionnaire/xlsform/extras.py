"""What XLSForms cannot say, kept in columns of our own so that a form comes back as it went.

``engage::settings`` holds a JSON object. What other columns of the row say goes before it: a text
or a condition in it counts only while the cell still says what was written there.
"""

import json
import re
from collections.abc import Mapping
from typing import Any

from engage.engines.questionnaire.plain_text import clean_text
from engage.engines.questionnaire.xlsform.sheets import cell_text

KIND = "engage::kind"
CODE = "engage::code"
SETTINGS = "engage::settings"
LANGUAGES = "engage::languages"
SCRIPT = "x_interviewer_script"
PAPER_NUMBER = "x_paper_number"
_NOBODY: Mapping[str, str] = {}
_UNFIT = re.compile("[\ufffe\uffff\x7f-\x9f\u2028\u2029\ufeff]")


def write_settings(settings: Mapping[str, Any]) -> str:
    """The text of a cell with settings; empty where there are none."""
    if not settings:
        return ""
    text = json.dumps(settings, ensure_ascii=False, sort_keys=True).replace("${", "\\u0024{")
    return _UNFIT.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def read_settings(text: str) -> dict[str, Any] | None:
    """The settings in a cell; ``None`` where it is no JSON object."""
    try:
        found = json.loads(text) if text else {}
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def lost_in_cells(text: Mapping[str, str], named: Mapping[str, str] = _NOBODY) -> dict[str, str]:
    """The languages of a text whose cells do not give back what was written."""
    codes = dict(zip(named, named, strict=True))
    return {
        locale: words
        for locale, words in text.items()
        if not words or clean_text(cell_text(words, codes)) != words
    }


def restore_text(
    cells: dict[str, str], kept: Any, named: Mapping[str, str] = _NOBODY
) -> dict[str, str]:
    """The text in the cells, with the kept words where their cells were not changed."""
    if isinstance(kept, dict):
        for locale, words in kept.items():
            if isinstance(words, str):
                there = cells.get(locale, "")
                if there == (cell_text(words, named) if words else ""):
                    cells[locale] = words
    return cells
