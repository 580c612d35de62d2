"""What there is to choose in the survey editor, and what it is called."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import pgettext

from engage.surveys.editor.conditions import NOT_ANSWERED
from engage.surveys.editor.parts import fields_of_part
from engage.surveys.showing import kind_name


@dataclass(frozen=True)
class Choice:
    """Something to choose: what is posted, and what it is called."""

    value: str
    label: str


def kind_groups() -> tuple[tuple[str, tuple[Choice, ...]], ...]:
    """All kinds of question under headings."""
    groups = (
        (
            pgettext("survey editor", "Choosing"),
            (
                "single_choice",
                "multiple_choice",
                "yes_no",
                "scale",
                "ranking",
                "matrix",
                "long_list",
            ),
        ),
        (pgettext("survey editor", "Writing"), ("long_text", "short_text", "email")),
        (pgettext("survey editor", "Numbers and days"), ("number", "amount", "date", "time")),
        (pgettext("survey editor", "Places, pictures, files"), ("map_point", "photo", "file")),
        (pgettext("survey editor", "To read and agree"), ("information", "consent")),
        (pgettext("survey editor", "From earlier answers"), ("calculation",)),
    )
    return tuple(
        (heading, tuple(Choice(kind, kind_name(kind)) for kind in kinds))
        for heading, kinds in groups
    )


def operator_name(operator: str) -> str:
    """How a comparison is said between the question and the answer."""
    names = {
        "is": pgettext("survey editor", "is"),
        "is_not": pgettext("survey editor", "is not"),
        "includes": pgettext("survey editor", "includes"),
        "first": pgettext("survey editor", "has in first place"),
        "at_least": pgettext("survey editor", "is at least"),
        "at_most": pgettext("survey editor", "is at most"),
        "answered": pgettext("survey editor", "has an answer"),
        NOT_ANSWERED: pgettext("survey editor", "has no answer"),
    }
    return names[operator]


def targets_of(part: Mapping[str, Any]) -> tuple[Choice, ...]:
    """The fields that an earlier answer may be put into."""
    known = fields_of_part(part)
    is_calculated = part.get("kind") == "calculation"
    names = {
        "x_expression": pgettext("survey editor", "How it is calculated"),
        "w_label": pgettext("survey editor", "Question"),
        "w_title": pgettext("survey editor", "Title of the page"),
        "w_text": pgettext("survey editor", "Text"),
        "w_hint": pgettext("survey editor", "Help below the question"),
        "x_constraint": pgettext("survey editor", "What has to hold for an answer"),
        "w_constraint_message": pgettext("survey editor", "What to say where it does not hold"),
        "w_interviewer_note": pgettext("survey editor", "Note for interviewers"),
        "w_interviewer_script": pgettext("survey editor", "What interviewers read out"),
        "x_show_if": pgettext("survey editor", "Shown when, as an expression"),
    }
    return tuple(
        Choice(name, label)
        for name, label in names.items()
        if name == "x_show_if" or name.partition("_")[2] in known
        if not (is_calculated and name == "w_label")
    )
