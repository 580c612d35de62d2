"""Questions that come along: the same codes and wording in every survey, so groups can be compared.

What stands here never changes, because published versions mean it; a better question gets a new
name. ``{"code": "q_age", "library": "age_band"}`` is read as if it had been written out.
"""

from collections.abc import Mapping, Sequence
from copy import deepcopy
from typing import Any

from engage.engines.languages import nearest
from engage.engines.questionnaire.library_words import (
    AGE_BAND,
    AREA,
    DISABILITY,
    GENDER,
    LANGUAGE,
    LANGUAGES,
    PREFER_NOT,
    Row,
)

__all__ = [
    "LANGUAGES",
    "LIBRARY",
    "from_library",
    "lists_own_options",
    "unspoken",
    "with_library_written",
]

Document = Mapping[str, Any]

MANY = 12
_SPOKEN = dict.fromkeys(sorted(LANGUAGES), "spoken")
_FROM_TO = ((16, 24), (25, 34), (35, 44), (45, 54), (55, 64), (65, 74))


def _column(rows: Mapping[str, Row], at: int) -> dict[str, str]:
    return {code: row[at] for code, row in rows.items()}


def _options(rows: Mapping[str, Row], *codes: str) -> list[dict[str, Any]]:
    """The options whose words stand behind the question in each row; "other" asks for words."""
    return [
        {
            "code": code,
            "label": _column(rows, at),
            **({"please_say": {}} if code == "other" else {}),
        }
        for at, code in enumerate(codes, start=1)
    ]


def _ages() -> list[dict[str, Any]]:
    between = [
        {
            "code": f"from_{first}",
            "label": {code: row[2].format(first, last) for code, row in AGE_BAND.items()},
        }
        for first, last in _FROM_TO
    ]
    youngest = {"code": "under_16", "label": _column(AGE_BAND, 1)}
    return [youngest, *between, {"code": "from_75", "label": _column(AGE_BAND, 3)}]


def _question(about: str, rows: Mapping[str, Row], options: list[dict[str, Any]]) -> Document:
    last = {"code": "prefer_not", "label": dict(PREFER_NOT)}
    asked = {"kind": "single_choice", "about": about, "label": _column(rows, 0)}
    return {**asked, "options": [*options, last]}


LIBRARY: dict[str, Document] = {
    "age_band": _question("age", AGE_BAND, _ages()),
    "gender": _question("gender", GENDER, _options(GENDER, "woman", "man", "other")),
    "disability": _question(
        "disability", DISABILITY, _options(DISABILITY, "a_lot", "a_little", "no")
    ),
    "language": _question(
        "language",
        LANGUAGE,
        _options(
            LANGUAGE,
            *("arabic", "chinese", "english", "french", "portuguese", "spanish", "turkish"),
            *("urdu", "other"),
        ),
    ),
    # Only the city knows its areas: the survey lists them.
    "area": {"kind": "single_choice", "about": "area", "label": dict(AREA)},
}


def lists_own_options(name: str) -> bool:
    """Whether a question of the library wants its options from the survey."""
    return "options" not in LIBRARY[name]


def unspoken(languages: Sequence[str]) -> tuple[str, ...]:
    """Those of a survey's languages that the library has no words in."""
    return tuple(code for code in languages if not nearest(code, _SPOKEN))


def from_library(document: Document) -> Document:
    """The part as it would be written out; one that is not from the library as it is.

    The words of the library stand where it has any; the survey brings those of other languages.
    """
    if "library" not in document:
        return document
    base = LIBRARY[document["library"]]
    written = {key: value for key, value in document.items() if key != "library"}
    found = {**base, **written}
    if "options" in base and "options" in written:
        own = {each["code"]: each["label"] for each in written["options"]}
        found["options"] = [
            {**each, "label": {**own.get(each["code"], {}), **each["label"]}}
            for each in base["options"]
        ]
    if len(found["options"]) > MANY:
        found["kind"] = "long_list"
    return found


def with_library_written(document: dict[str, Any]) -> dict[str, Any]:
    """The document with places for the words that its questions of the library lack.

    Where the library does not speak a language of the survey, what it says in the others is written
    into the question, to be translated like any other text. The document itself where none is.
    """
    languages = document["languages"]
    if not unspoken(languages):
        return document
    changed = deepcopy(document)
    for page in changed["pages"]:
        for part in page["questions"]:
            if part.get("library") in LIBRARY:
                _write_words(part, languages)
    return document if changed == document else changed


def _write_words(part: dict[str, Any], languages: Sequence[str]) -> None:
    base = LIBRARY[part["library"]]
    own = part.get("label", {})
    if all(own[code] == _said(base["label"], code) for code in own if _said(base["label"], code)):
        part["label"] = {**_in_these(base["label"], languages), **own}
    if "options" in base:
        known = {each["code"]: each["label"] for each in part.get("options", ())}
        part["options"] = [
            {
                "code": each["code"],
                "label": {
                    **known.get(each["code"], {}),
                    **_in_these(each["label"], languages),
                },
            }
            for each in base["options"]
        ]


def _in_these(label: Mapping[str, str], languages: Sequence[str]) -> dict[str, str]:
    return {code: words for code in languages if (words := _said(label, code))}


def _said(label: Mapping[str, str], code: str) -> str:
    return label.get(nearest(code, label), "")
