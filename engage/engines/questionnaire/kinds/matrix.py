"""Several questions with the same answers, asked as one; each row is a question of its own.

A row is answered, checked, keyed, imported, counted and compared like any choice, under the
matrix's code and its own: ``q_services_buses``. Only on the screen do they stand together.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, ClassVar

from engage.engines.languages import nearest
from engage.engines.questionnaire.kinds.kind import CODE, TEXT, Part, picture_of
from engage.engines.questionnaire.kinds.multiple_choice import MultipleChoice
from engage.engines.questionnaire.kinds.options import FILTERED, options_schema, repeated_codes
from engage.engines.questionnaire.kinds.single_choice import SingleChoice
from engage.engines.questionnaire.model import LocaleText, Question
from engage.engines.questionnaire.problems import Problem


class Matrix(Part):
    """Rows that each take one of the same answers, or with ``several`` any of them."""

    name = "matrix"
    properties: ClassVar[Mapping[str, Any]] = {
        "rows": {
            "type": "array",
            "minItems": 1,
            "items": {
                "type": "object",
                "properties": {"code": CODE, "label": TEXT},
                "required": ["code", "label"],
                "additionalProperties": False,
            },
        },
        "options": options_schema(exclusive={"type": "boolean"}, **FILTERED),
        "several": {"type": "boolean"},
    }
    needed = ("rows", "options")

    def problems(self, document: Mapping[str, Any], place: str) -> Iterator[Problem]:
        yield from repeated_codes(document["rows"], f"{place}/rows")
        yield from repeated_codes(document["options"], f"{place}/options")

    def build(self, document: Mapping[str, Any], numbers: Iterator[int]) -> tuple[Question, ...]:
        kind = MultipleChoice() if document.get("several") else SingleChoice()
        shared = {
            key: document[key]
            for key in ("options", "required", "required_message", "interviewer_note", "show_if")
            if key in document
        }
        rows = []
        for row in document["rows"]:
            asked = {
                "code": f"{document['code']}_{row['code']}",
                "label": _together(document["label"], row["label"]),
                **shared,
            }
            (question,) = kind.build(asked, numbers)
            rows.append(replace(question, within=document["code"], short_label=dict(row["label"])))
        lead = Question(
            code=document["code"],
            number=0,
            kind=self.name,
            label=dict(document["label"]),
            hint=dict(document.get("hint", {})),
            interviewer_note=dict(document.get("interviewer_note", {})),
            interviewer_script=dict(document.get("interviewer_script", {})),
            picture=picture_of(document),
            required=document.get("required", False),
            options=rows[0].options,
            condition=rows[0].condition,
            takes_answer=False,
        )
        return (lead, *rows)


def _together(whole: LocaleText, row: LocaleText) -> dict[str, str]:
    """What a row is called where it stands alone: in a review, a chart, on paper."""
    return {
        locale: f"{words} – {row.get(nearest(locale, row), '')}" for locale, words in whole.items()
    }
