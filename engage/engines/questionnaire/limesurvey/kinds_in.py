"""How each type of question in LimeSurvey becomes a question document."""

import re
from collections.abc import Mapping
from typing import Any

from engage.engines.messages import message
from engage.engines.questionnaire.expressions.trees import Asked
from engage.engines.questionnaire.foreign import time_behind
from engage.engines.questionnaire.foreign.codes import LONGEST
from engage.engines.questionnaire.limesurvey.equations import EQUATION, equation
from engage.engines.questionnaire.limesurvey.patterns import constraint_of
from engage.engines.questionnaire.limesurvey.sources import (
    NOT_CHECKED,
    Document,
    Found,
    Reader,
    Source,
    options_of,
    remember,
)
from engage.engines.questionnaire.limesurvey.tables import TABLES
from engage.engines.questionnaire.xlsform.kinds_in import OTHER

_WOMAN = {"en": "Female", "es": "Mujer", "ar": "أنثى", "fr": "Femme", "de": "Weiblich"}
_COMMENT = {"en": "Comment", "es": "Comentario", "ar": "تعليق", "fr": "Commentaire"}
_COMMENT |= {"de": "Kommentar", "pt": "Comentário", "it": "Commento"}
_MAN = {"en": "Male", "es": "Hombre", "ar": "ذكر", "fr": "Homme", "de": "Männlich"}


def _choice(kind: str, *, is_several: bool = False) -> Reader:
    def read(source: Source, document: Document, found: Found) -> list[Document]:
        answers = source.subquestions if is_several else source.answers
        if kind == "ranking":
            answers = source.answers or source.subquestions
        options, choices = options_of(answers, source)
        document |= {"kind": kind, "options": options}
        if source.row.take("other") == "Y":
            label = source.words(OTHER)
            options.append({"code": "other", "label": label, "please_say": {}})
            choices["-oth-"] = "other"
        order = (source.attribute("random_order"), source.attribute("answer_order"))
        if "1" in order or "random" in order:
            document["order"] = "shuffled"
        if kind != "single_choice":
            _counts(source, document)
        for name in source.attribute("exclude_all_others").split(";"):
            for option in options:
                if name and option["code"] == choices.get(name):
                    option["exclusive"] = True
        remember(source, document, found, choices)
        return [document]

    return read


def _counts(source: Source, document: Document) -> None:
    for theirs, ours in (("min_answers", "min_choices"), ("max_answers", "max_choices")):
        value = source.attribute(theirs)
        if value.isdecimal() and int(value) > 0:
            document[ours] = int(value)


def _text(kind: str) -> Reader:
    def read(source: Source, document: Document, found: Found) -> list[Document]:
        document["kind"] = kind
        if source.attribute("location_mapservice") not in ("", "0"):
            told = message("survey file", "Asked in words: a map needs the outlines of its areas.")
            source.row.note("type", told)
            document["kind"] = "map_point"
            return [document]
        document |= _limits(source, kind)
        remember(source, document, found, {})
        return [document]

    return read


def _limits(source: Source, kind: str) -> Document:
    """What may be answered, of a text or a number."""
    if kind != "number":
        limits: Document = {}
        most = source.attribute("maximum_chars")
        if most.isdecimal() and int(most) > 0:
            limits["max_length"] = int(most)
        constraint = constraint_of(source.row.get("preg"))
        if constraint:
            limits["constraint"] = constraint
            source.row.take("preg")
        return limits
    limits = {"integer": True} if source.attribute("num_value_int_only") == "1" else {}
    for theirs, ours in (("min_num_value_n", "minimum"), ("max_num_value_n", "maximum")):
        value = source.attribute(theirs)
        try:
            limits[ours] = float(value) if "." in value else int(value)
        except ValueError:
            if value:
                source.attributes[theirs].note("value", NOT_CHECKED)
    return limits


def _number(source: Source, document: Document, found: Found) -> list[Document]:
    document |= {"kind": "number", **_limits(source, "number")}
    remember(source, document, found, {})
    return [document]


def _date(source: Source, document: Document, found: Found) -> list[Document]:
    document["kind"] = "date"
    for theirs, ours in (("date_min", "earliest"), ("date_max", "latest")):
        value = source.attribute(theirs)
        if re.fullmatch(r"\d{4}-\d\d-\d\d", value):
            document[ours] = value
        elif value:
            source.attributes[theirs].note("value", NOT_CHECKED)
    remember(source, document, found, {})
    if "h" not in source.attribute("date_format").lower():
        return [document]
    told = message("survey file", "Asked as two questions: the day, and behind it the time.")
    source.row.note("type", told)
    return [document, time_behind(document, found.codes.give(f"{document['code']}_time", "q"))]


def _plain(kind: str, **more: Any) -> Reader:
    def read(source: Source, document: Document, found: Found) -> list[Document]:
        document |= {"kind": kind, **more}
        choices = {"Y": "yes", "N": "no"} if kind == "yes_no" else {}
        remember(source, document, found, choices)
        return [document]

    return read


def _upload(source: Source, document: Document, _found: Found) -> list[Document]:
    told = message("survey file", "One PDF or photo is taken for each question, no other files.")
    source.row.note("type", told)
    return [{**document, "kind": "file"}]


def _gender(source: Source, document: Document, found: Found) -> list[Document]:
    options = [("female", _WOMAN), ("male", _MAN)]
    document |= {
        "kind": "single_choice",
        "options": [{"code": code, "label": source.words(label)} for code, label in options],
    }
    remember(source, document, found, {"F": "female", "M": "male"})
    return [document]


def _information(source: Source, document: Document, _found: Found) -> list[Document]:
    """A text to read, with its help below it."""
    text = document.pop("label")
    if "hint" in document:
        told = message("survey file", "The help was joined to the text.")
        source.row.note("qid", told)
        hint = document.pop("hint")
        text = {
            code: "\n\n".join(filter(None, (words, hint.get(code)))) for code, words in text.items()
        }
    document.pop("required", None)
    return [{**document, "kind": "information", "text": text}]


def _each(kind: str) -> Reader:
    """A question of each subquestion."""

    def read(source: Source, document: Document, found: Found) -> list[Document]:
        asked_as = "number" if source.attribute("numbers_only") == "1" else kind
        limits = _limits(source, asked_as)
        parts = []
        for each in source.subquestions:
            code = found.codes.give(f"{document['code']}_{each.name}", "q")
            label = {
                locale: f"{document['label'].get(locale, '')} – {words}".strip(" –")
                for locale, words in each.label.items()
            }
            parts.append({**document, "code": code, "kind": asked_as, "label": label, **limits})
            name = f"{source.row.get('title')}_{each.name}"
            found.asked[name] = Asked(code, asked_as, bool(limits.get("integer")))
        told = message("survey file", "It became a question of its own for each of its lines.")
        source.row.note("type", told)
        return parts

    return read


def _commented(source: Source, document: Document, found: Found) -> list[Document]:
    """A choice with a line for a comment, which becomes a question of its own behind it."""
    code = found.codes.give(f"{document['code']}_comment", "q")
    said = source.words(_COMMENT)
    label = {
        locale: f"{words} – {said.get(locale, _COMMENT['en'])}"
        for locale, words in document["label"].items()
    }
    comment: Document = {"code": code, "kind": "long_text", "label": label}
    if "show_if" in document:
        comment["show_if"] = document["show_if"]
    told = message("survey file", "Its comment became a question of its own.")
    source.row.note("type", told)
    found.asked[f"{source.row.get('title')}_comment"] = Asked(code, "long_text")
    return [*_choice("single_choice")(source, document, found), comment]


def _each_commented(source: Source, document: Document, found: Found) -> list[Document]:
    """Ticks with a line for words beside each of them."""
    parts = _choice("multiple_choice", is_several=True)(source, document, found)
    for option in document["options"]:
        code = f"{document['code']}_{option['code']}"
        if len(code) > LONGEST:
            told = message("survey file", "Some answers lost their lines: codes would be too long.")
            source.row.note("type", told)
            continue
        option.setdefault("please_say", {})
    return parts


READERS: Mapping[str, Reader] = {
    "L": _choice("single_choice"),
    "!": _choice("single_choice"),
    "O": _commented,
    "M": _choice("multiple_choice", is_several=True),
    "P": _each_commented,
    "R": _choice("ranking"),
    **TABLES,
    "5": _plain("scale", minimum=1, maximum=5),
    "N": _number,
    "K": _each("number"),
    "Q": _each("short_text"),
    "S": _text("short_text"),
    "T": _text("long_text"),
    "U": _text("long_text"),
    "D": _date,
    "Y": _plain("yes_no"),
    "G": _gender,
    "|": _upload,
    "X": _information,
    EQUATION: equation,
}
