"""The form of the survey itself: title, introduction, languages and layout, read and written."""

from collections.abc import Mapping, Sequence
from typing import Any

from engage.kernel.languages import easy_of, is_easy, plain_of, public_locale

Values = Mapping[str, str]

LAYOUTS = ("one_per_page", "single_page")


def values_of_survey(document: Mapping[str, Any]) -> dict[str, str]:
    """What the form of the survey itself posts as the document stands."""
    values = {
        "languages": " ".join(document["languages"]),
        "source": document["languages"][0],
        "layout": document.get("layout", LAYOUTS[0]),
    }
    for name in ("title", "intro"):
        values |= {f"{name}_{code}": words for code, words in document.get(name, {}).items()}
    if document.get("check_answers", True):
        values["check_answers"] = "yes"
    return values


def offered_languages(before: Sequence[str], spoken: Sequence[str]) -> tuple[str, ...]:
    """What a survey may be written in: each language, and Easy Read in those that have a page."""
    plain = dict.fromkeys(code for code in (*before, *spoken) if not is_easy(code))
    easy = (easy_of(code) for code in plain if public_locale(code))
    return tuple(dict.fromkeys((*before, *plain, *easy)))


def read_languages(values: Values, before: Sequence[str], spoken: Sequence[str]) -> list[str]:
    """The languages that a form chooses, the one that is written first at the front.

    Easy Read comes with its language, and is never written first.
    """
    chosen = values.get("languages", "").split()
    languages = [code for code in offered_languages(before, spoken) if code in chosen]
    languages = [code for code in languages if plain_of(code) in languages]
    source = values.get("source", "")
    return sorted(languages, key=lambda code: (code != source or is_easy(code), is_easy(code)))


def put_in_survey(document: Mapping[str, Any], values: Values, languages: list[str]) -> Any:
    """The document with what the form of the survey itself says."""
    changed = {**document, "languages": languages}
    for name in ("title", "intro"):
        words = dict(document.get(name, {}))
        for code in languages:
            said = values.get(f"{name}_{code}", words.get(code, "")).strip()
            words = {key: text for key, text in words.items() if key != code}
            words |= {code: said} if said else {}
        if words or name == "title":
            changed[name] = words
        else:
            changed.pop(name, None)
    if values.get("layout") in LAYOUTS:
        changed["layout"] = values["layout"]
    changed["check_answers"] = "check_answers" in values
    return changed
