"""The arrays of LimeSurvey: matrices, and questions of their own for cells that take words."""

from collections.abc import Mapping
from typing import Any

from engage.engines.messages import message
from engage.engines.questionnaire.expressions.trees import Asked
from engage.engines.questionnaire.foreign import Codes
from engage.engines.questionnaire.limesurvey.sources import (
    NOT_CHECKED,
    Answer,
    Document,
    Found,
    Reader,
    Source,
    options_of,
)

_YES = {"en": "Yes", "es": "Sí", "ar": "نعم", "fr": "Oui", "de": "Ja"}
_NO = {"en": "No", "es": "No", "ar": "لا", "fr": "Non", "de": "Nein"}
_UNSURE = {"en": "Uncertain", "es": "No estoy seguro", "ar": "غير متأكد", "fr": "Incertain"}
_MORE = {"en": "Increase", "es": "Aumentar", "ar": "زيادة", "fr": "Augmenter"}
_SAME = {"en": "Same", "es": "Igual", "ar": "كما هو", "fr": "Identique"}
_LESS = {"en": "Decrease", "es": "Disminuir", "ar": "نقصان", "fr": "Diminuer"}
DUAL = "1"
_MOST_POINTS = 10  # what LimeSurvey offers in the cells of an array of numbers


def _matrix(answers: list[tuple[str, Mapping[str, str]]] | None) -> Reader:
    def read(source: Source, document: Document, found: Found) -> list[Document]:
        given = source.answers
        if answers is not None:
            given = [Answer(name, source.words(label)) for name, label in answers]
        return [_table(source, document, found, given)]

    return read


def _table(
    source: Source, document: Document, found: Found, answers: list[Answer], end: str = ""
) -> Document:
    """The matrix of some answers; ``end`` is what conditions write behind the name of a row."""
    options, choices = options_of(answers, source)
    codes = Codes()
    rows = []
    for each in source.subquestions:
        code = codes.give(each.name, "r")
        rows.append({"code": code, "label": dict(each.label)})
        asked = Asked(f"{document['code']}_{code}", "single_choice", False, choices)
        found.asked[f"{source.row.get('title')}_{each.name}{end}"] = asked
    return document | {"kind": "matrix", "rows": rows, "options": options}


def _points(count: int) -> list[tuple[str, Mapping[str, str]]]:
    return [(str(point), {"en": str(point)}) for point in range(1, count + 1)]


def _dual(source: Source, document: Document, found: Found) -> list[Document]:
    """Two lists of answers beside each row: a matrix for each list."""
    parts = []
    scales = (("A", source.answers), ("B", source.second_answers))
    for number, (letter, answers) in enumerate(scales):
        code = document["code"] if not number else found.codes.give(f"{document['code']}_2", "q")
        headings = source.attribute_texts(f"dualscale_header{letter}")
        label = _joined(document["label"], headings)
        own = {**document, "code": code, "label": label}
        if answers:
            parts.append(_table(source, own, found, answers, f"_{number}"))
    told = message("survey file", "It became a matrix for each of its lists of answers.")
    source.row.note("type", told)
    return parts


def _cells(kind: str) -> Reader:
    """A question for each row and column."""

    def read(source: Source, document: Document, found: Found) -> list[Document]:
        limits = _limits(source) if kind == "number" else {}
        asked_as = "number" if source.attribute("numbers_only") == "1" else kind
        parts = []
        for row in source.subquestions:
            for column in source.columns:
                code = found.codes.give(f"{document['code']}_{row.name}_{column.name}", "q")
                label = _joined(document["label"], row.label, column.label)
                own = {"code": code, "kind": asked_as, "label": label}
                parts.append({**document, **own, **limits})
                name = f"{source.row.get('title')}_{row.name}_{column.name}"
                found.asked[name] = Asked(code, asked_as, bool(limits.get("integer")))
        told = message("survey file", "It became a question of its own for each of its cells.")
        source.row.note("type", told)
        return parts

    return read


def _numbers(source: Source, document: Document, found: Found) -> list[Document]:
    """Numbers in cells, or ticks where the cells are boxes to tick."""
    if source.attribute("multiflexible_checkbox") != "1":
        return _cells("number")(source, document, found)
    options, _ = options_of(source.columns, source)
    codes = Codes()
    rows = [
        {"code": codes.give(each.name, "r"), "label": dict(each.label)}
        for each in source.subquestions
    ]
    return [document | {"kind": "matrix", "several": True, "rows": rows, "options": options}]


def _limits(source: Source) -> dict[str, Any]:
    """Which numbers may be chosen in the cells of an array, or written where they are boxes."""
    is_written = source.attribute("input_boxes") == "1"
    limits: dict[str, Any] = {} if is_written else {"minimum": 1, "maximum": _MOST_POINTS}
    if not is_written and "multiflexible_step" not in source.attributes:
        limits["integer"] = True
    for theirs, ours in (("multiflexible_min", "minimum"), ("multiflexible_max", "maximum")):
        value = source.attribute(theirs)
        try:
            limits |= {ours: float(value) if "." in value else int(value)} if value else {}
        except ValueError:
            source.attributes[theirs].note("value", NOT_CHECKED)
    return limits


def _joined(*texts: Mapping[str, str]) -> dict[str, str]:
    """Parts of a label behind each other, in the languages of the first."""
    return {
        locale: " – ".join(filter(None, (text.get(locale, "") for text in texts)))
        for locale in texts[0]
    }


TABLES: Mapping[str, Reader] = {
    "F": _matrix(None),
    "H": _matrix(None),
    "A": _matrix(_points(5)),
    "B": _matrix(_points(10)),
    "C": _matrix([("Y", _YES), ("U", _UNSURE), ("N", _NO)]),
    "E": _matrix([("I", _MORE), ("S", _SAME), ("D", _LESS)]),
    DUAL: _dual,
    ":": _numbers,
    ";": _cells("short_text"),
}
