"""Questions from the library, which a form has to write out."""

from typing import Any

from engage.engines.languages import nearest
from engage.engines.messages import message
from engage.engines.questionnaire.library import LIBRARY
from engage.engines.questionnaire.xlsform import extras
from engage.engines.questionnaire.xlsform.columns import Row

Document = dict[str, Any]

KEPT = "library"


def named(question: Document, row: Row) -> Document:
    """The question as the library's where it still says the same, or else written out."""
    kept = question.pop(KEPT, None)
    name, own = (kept.get("name"), kept.get("own")) if isinstance(kept, dict) else (None, None)
    if not (isinstance(name, str) and isinstance(own, list) and name in LIBRARY):
        return question
    base = LIBRARY[name]
    short: Document = {"code": question["code"], KEPT: name}
    for key, value in question.items():
        if key in ("code", "kind") or (key in base and key not in own and _says(value, base[key])):
            continue
        if key not in ("label", "hint", "required", "show_if", "options"):
            return _written_out(question, row)
        short[key] = value
    if "options" in short and "options" in base and not _are_translated(short, base):
        return _written_out(question, row)
    return short


def _are_translated(short: Document, base: Any) -> bool:
    """Whether the options only say in more languages what the library does."""
    if [each["code"] for each in short["options"]] != [each["code"] for each in base["options"]]:
        return False
    pairs = zip(short["options"], base["options"], strict=True)
    return all(
        own["label"][code] == words
        for own, shipped in pairs
        for code in own["label"]
        if (words := shipped["label"].get(nearest(code, shipped["label"])))
    )


def _written_out(question: Document, row: Row) -> Document:
    told = message("survey file", "Written out: it is no longer the question of the library.")
    row.note(extras.SETTINGS, told)
    return question


def _says(found: Any, base: Any) -> bool:
    """Whether nothing that was found is other than in the library; it speaks more languages."""
    if isinstance(found, dict) and isinstance(base, dict):
        if "code" in base and set(found) != set(base):
            return False
        return all(key in base and _says(value, base[key]) for key, value in found.items())
    if isinstance(found, list) and isinstance(base, list):
        return len(found) == len(base) and all(map(_says, found, base))
    return bool(found == base)
