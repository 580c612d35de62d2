"""From a question of LimeSurvey to question documents."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from engage.engines.messages import message
from engage.engines.questionnaire.expressions.trees import Asked, CannotSay
from engage.engines.questionnaire.foreign import Codes
from engage.engines.questionnaire.limesurvey.relevance import read_relevance
from engage.engines.questionnaire.limesurvey.sections import Fields
from engage.engines.questionnaire.xlsform.kinds_in import OTHER

Document = dict[str, Any]
Texts = dict[str, str]

_WOMAN = {"en": "Female", "es": "Mujer", "ar": "أنثى", "fr": "Femme", "de": "Weiblich"}
_MAN = {"en": "Male", "es": "Hombre", "ar": "ذكر", "fr": "Homme", "de": "Männlich"}
_YES = {"en": "Yes", "es": "Sí", "ar": "نعم", "fr": "Oui", "de": "Ja"}
_NO = {"en": "No", "es": "No", "ar": "لا", "fr": "Non", "de": "Nein"}
_UNSURE = {"en": "Uncertain", "es": "No estoy seguro", "ar": "غير متأكد", "fr": "Incertain"}
_MORE = {"en": "Increase", "es": "Aumentar", "ar": "زيادة", "fr": "Augmenter"}
_SAME = {"en": "Same", "es": "Igual", "ar": "كما هو", "fr": "Identique"}
_LESS = {"en": "Decrease", "es": "Disminuir", "ar": "نقصان", "fr": "Diminuer"}


@dataclass
class Answer:
    """An answer or a subquestion: its code there, and its texts."""

    name: str
    label: Texts


@dataclass
class Source:
    """A question with everything in the file that belongs to it."""

    row: Fields
    label: Texts
    help: Texts
    answers: list[Answer]
    subquestions: list[Answer]
    attributes: dict[str, Fields]
    locales: tuple[str, ...]

    def attribute(self, name: str) -> str:
        """The value of an attribute; it is used."""
        found = self.attributes.get(name)
        if found is None:
            return ""
        found.used |= {"attribute", "value"}
        return found.get("value")

    def words(self, shipped: Mapping[str, str]) -> Texts:
        """Words of ours in the languages of the survey."""
        return {code: shipped.get(code, shipped["en"]) for code in self.locales}


@dataclass
class Found:
    """What the questions so far have given."""

    codes: Codes = field(default_factory=Codes)
    asked: dict[str, Asked] = field(default_factory=dict)


Reader = Callable[[Source, Document, Found], list[Document]]


def read_question(source: Source, found: Found) -> list[Document]:
    """The questions that one of LimeSurvey's becomes; none where it has to be left out."""
    row, kind = source.row, source.row.take("type")
    reader = _READERS.get(kind)
    if reader is None:
        told = message(
            "survey file",
            "Left out: questions of the type “%(type)s” cannot be asked here.",
            type=kind,
        )
        row.leave_out(told)
        return []
    if source.attribute("hidden") == "1":
        row.leave_out(message("survey file", "Left out: the question is hidden."))
        return []
    parts = reader(source, _begun(source, found), found)
    for name, told in _NOT_SAID.items():
        if name not in row.used and row.get(name) not in ("", "N"):
            row.note(name, told)
    row.close()
    for attribute in source.attributes.values():
        attribute.close_attribute()
    return parts


_NOT_SAID = {
    "preg": message("survey file", "Not checked, or only in part: limits here cannot say this."),
    "other": message("survey file", "Left out: other words cannot be said here."),
}


def _begun(source: Source, found: Found) -> Document:
    """What questions of every type have."""
    row, name = source.row, source.row.take("title")
    code = found.codes.give(name or "q", "q")
    if code != name:
        row.note("title", message("survey file", "The code became “%(code)s”.", code=code))
    document: Document = {"code": code, "label": source.label}
    if not any(source.label.values()):
        document["label"] = {source.locales[0]: name or code}
        row.note("title", message("survey file", "There is no text: the name stands for it."))
    if any(source.help.values()):
        document["hint"] = source.help
    mandatory = row.take("mandatory")
    if mandatory in ("Y", "S"):
        document["required"] = True
    if mandatory == "S":
        told = message("survey file", "It became required: nobody is merely asked again here.")
        row.note("mandatory", told)
    condition = condition_of_row(row, "relevance", found)
    if condition:
        document["show_if"] = condition
    return document


def condition_of_row(row: Fields, name: str, found: Found) -> Document | None:
    """The condition in a field of a row, ``None`` for always; one that cannot be said is noted."""
    try:
        return read_relevance(row.take(name), found.asked)
    except CannotSay as why:
        told = message(
            "survey file",
            "Asked of everybody: this condition was not taken. %(why)s",
            why=why.message,
        )
        row.note(name, told)
        return None


def _remember(source: Source, document: Document, found: Found, choices: Texts) -> None:
    is_whole = bool(document.get("integer")) or document["kind"] == "scale"
    asked = Asked(document["code"], document["kind"], is_whole, choices)
    row = source.row
    for name in (row.get("title"), f"{row.get('sid')}X{row.get('gid')}X{row.get('qid')}"):
        found.asked[name] = asked


def _options(answers: list[Answer], source: Source) -> tuple[list[Document], Texts]:
    codes = Codes()
    given = {each.name: codes.give(each.name, "o") for each in answers}
    changed = [f"{name} → {code}" for name, code in given.items() if name != code]
    if changed:
        told = message(
            "survey file", "Its answers have other codes: %(codes)s.", codes=", ".join(changed)
        )
        source.row.note("qid", told)
    return [{"code": given[each.name], "label": dict(each.label)} for each in answers], given


def _choice(kind: str, *, is_several: bool = False) -> Reader:
    def read(source: Source, document: Document, found: Found) -> list[Document]:
        answers = source.subquestions if is_several else source.answers
        if kind == "ranking":
            answers = source.answers or source.subquestions
        options, choices = _options(answers, source)
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
        _remember(source, document, found, choices)
        return [document]

    return read


def _counts(source: Source, document: Document) -> None:
    for theirs, ours in (("min_answers", "min_choices"), ("max_answers", "max_choices")):
        value = source.attribute(theirs)
        if value.isdecimal() and int(value) > 0:
            document[ours] = int(value)


def _matrix(answers: list[tuple[str, Mapping[str, str]]] | None) -> Reader:
    def read(source: Source, document: Document, found: Found) -> list[Document]:
        given = source.answers
        if answers is not None:
            given = [Answer(name, source.words(label)) for name, label in answers]
        options, choices = _options(given, source)
        codes = Codes()
        rows = []
        for each in source.subquestions:
            code = codes.give(each.name, "r")
            rows.append({"code": code, "label": dict(each.label)})
            asked = Asked(f"{document['code']}_{code}", "single_choice", False, choices)
            found.asked[f"{source.row.get('title')}_{each.name}"] = asked
        document |= {"kind": "matrix", "rows": rows, "options": options}
        return [document]

    return read


def _points(count: int) -> list[tuple[str, Mapping[str, str]]]:
    return [(str(point), {"en": str(point)}) for point in range(1, count + 1)]


def _text(kind: str) -> Reader:
    def read(source: Source, document: Document, found: Found) -> list[Document]:
        document["kind"] = kind
        if source.attribute("location_mapservice") not in ("", "0"):
            told = message("survey file", "Asked in words: a map needs the outlines of its areas.")
            source.row.note("type", told)
            document["kind"] = "map_point"
            return [document]
        most = source.attribute("maximum_chars")
        if most.isdecimal() and int(most) > 0:
            document["max_length"] = int(most)
        _remember(source, document, found, {})
        return [document]

    return read


def _number(source: Source, document: Document, found: Found) -> list[Document]:
    document["kind"] = "number"
    if source.attribute("num_value_int_only") == "1":
        document["integer"] = True
    for theirs, ours in (("min_num_value_n", "minimum"), ("max_num_value_n", "maximum")):
        value = source.attribute(theirs)
        try:
            document[ours] = float(value) if "." in value else int(value)
        except ValueError:
            if value:
                source.attributes[theirs].note("value", _NOT_SAID["preg"])
    _remember(source, document, found, {})
    return [document]


def _plain(kind: str, **more: Any) -> Reader:
    def read(source: Source, document: Document, found: Found) -> list[Document]:
        document |= {"kind": kind, **more}
        choices = {"Y": "yes", "N": "no"} if kind == "yes_no" else {}
        _remember(source, document, found, choices)
        return [document]

    return read


def _upload(source: Source, document: Document, _found: Found) -> list[Document]:
    told = message("survey file", "Photos are taken, one for each question, and no other files.")
    source.row.note("type", told)
    return [{**document, "kind": "photo"}]


def _gender(source: Source, document: Document, found: Found) -> list[Document]:
    options = [("female", _WOMAN), ("male", _MAN)]
    document |= {
        "kind": "single_choice",
        "options": [{"code": code, "label": source.words(label)} for code, label in options],
    }
    _remember(source, document, found, {"F": "female", "M": "male"})
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
        parts = []
        for each in source.subquestions:
            code = found.codes.give(f"{document['code']}_{each.name}", "q")
            label = {
                locale: f"{document['label'].get(locale, '')} – {words}".strip(" –")
                for locale, words in each.label.items()
            }
            parts.append({**document, "code": code, "kind": kind, "label": label})
            name = f"{source.row.get('title')}_{each.name}"
            found.asked[name] = Asked(code, kind)
        told = message("survey file", "It became a question of its own for each of its lines.")
        source.row.note("type", told)
        return parts

    return read


def _commented(reader: Reader) -> Reader:
    """A question with a line for a comment, which is left out."""

    def read(source: Source, document: Document, found: Found) -> list[Document]:
        told = message("survey file", "Asked without its lines for comments.")
        source.row.note("type", told)
        return reader(source, document, found)

    return read


_READERS: Mapping[str, Reader] = {
    "L": _choice("single_choice"),
    "!": _choice("single_choice"),
    "O": _commented(_choice("single_choice")),
    "M": _choice("multiple_choice", is_several=True),
    "P": _commented(_choice("multiple_choice", is_several=True)),
    "R": _choice("ranking"),
    "F": _matrix(None),
    "H": _matrix(None),
    "A": _matrix(_points(5)),
    "B": _matrix(_points(10)),
    "C": _matrix([("Y", _YES), ("U", _UNSURE), ("N", _NO)]),
    "E": _matrix([("I", _MORE), ("S", _SAME), ("D", _LESS)]),
    "5": _plain("scale", minimum=1, maximum=5),
    "N": _number,
    "K": _each("number"),
    "Q": _each("short_text"),
    "S": _text("short_text"),
    "T": _text("long_text"),
    "U": _text("long_text"),
    "D": _plain("date"),
    "Y": _plain("yes_no"),
    "G": _gender,
    "|": _upload,
    "X": _information,
}
