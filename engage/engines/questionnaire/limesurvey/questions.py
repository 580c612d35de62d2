"""From a question of LimeSurvey to question documents."""

from engage.engines.messages import message
from engage.engines.questionnaire.expressions.trees import CannotSay
from engage.engines.questionnaire.limesurvey.equations import EQUATION, repeat_answers
from engage.engines.questionnaire.limesurvey.kinds_in import READERS
from engage.engines.questionnaire.limesurvey.relevance import read_relevance
from engage.engines.questionnaire.limesurvey.sections import Fields
from engage.engines.questionnaire.limesurvey.sources import NOT_CHECKED, Document, Found, Source


def read_question(source: Source, found: Found) -> list[Document]:
    """The questions that one of LimeSurvey's becomes; none where it has to be left out."""
    row, kind = source.row, source.row.take("type")
    reader = READERS.get(kind)
    if kind == "I":
        row.leave_out(message("survey file", "Left out: every page lets people choose a language."))
        return []
    if reader is None:
        told = message(
            "survey file",
            "Left out: questions of the type “%(type)s” cannot be asked here.",
            type=kind,
        )
        row.leave_out(told)
        return []
    if source.attribute("hidden") == "1" and kind != EQUATION:
        row.leave_out(message("survey file", "Left out: the question is hidden."))
        return []
    before = dict(found.asked)
    parts = reader(source, _begun(source, found), found)
    repeat_answers(parts, before, row)
    for name, told in _NOT_SAID.items():
        if name not in row.used and row.get(name) not in ("", "N"):
            row.note(name, told)
    row.close()
    for attribute in source.attributes.values():
        attribute.close_attribute()
    return parts


_NOT_SAID = {
    "preg": NOT_CHECKED,
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


def condition_of_row(row: Fields, name: str, found: Found) -> Document | str | None:
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
