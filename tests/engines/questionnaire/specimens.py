"""One question of each kind with one answer, in every form in which it can come in.

Every way of an answer is tested with every kind by going through this list.
"""

from dataclasses import dataclass, field
from typing import Any


def words(en: str, es: str, ar: str) -> dict[str, str]:
    return {"en": en, "es": es, "ar": ar}


def option(code: str, en: str, es: str, ar: str, **more: Any) -> dict[str, Any]:
    return {"code": code, "label": words(en, es, ar), **more}


@dataclass(frozen=True)
class Specimen:
    """``form`` as a page posts it, ``keyed`` and ``cells`` as typed, ``answers`` as they are kept.

    ``wrong`` is a form that must be refused. ``shown`` is the answer on "check your answers", in
    English and Arabic.
    """

    name: str
    document: dict[str, Any]
    form: dict[str, list[str]]
    keyed: dict[str, str]
    cells: dict[str, str]
    answers: dict[str, Any]
    wrong: dict[str, list[str]]
    shown: tuple[str, str] = ("", "")
    counted: dict[str, dict[str, int]] = field(default_factory=dict)


SPECIMENS = [
    Specimen(
        "yes or no",
        {
            "code": "q_car",
            "kind": "yes_no",
            "dont_know": True,
            "label": words("Do you have a car?", "¿Tiene coche?", "هل لديكم سيارة؟"),
        },
        form={"q_car": ["no"]},
        keyed={"q_car": "2"},
        cells={"q_car": "لا"},
        answers={"q_car": "no"},
        wrong={"q_car": ["maybe"]},
        shown=("No", "لا"),
        counted={"q_car": {"yes": 0, "no": 1, "dont_know": 0}},
    ),
    Specimen(
        "consent that may be declined",
        {
            "code": "q_quote",
            "kind": "consent",
            "label": words("May we quote you?", "¿Podemos citarle?", "هل نقتبس منكم؟"),
            "text": words("Without your name.", "Sin su nombre.", "دون اسمكم."),
        },
        form={"q_quote": ["no"]},
        keyed={"q_quote": "2"},
        cells={"q_quote": "no"},
        answers={"q_quote": "no"},
        wrong={"q_quote": ["perhaps"]},
        shown=("I do not agree", "لا أوافق"),
    ),
    Specimen(
        "consent that must be given",
        {
            "code": "q_keep",
            "kind": "consent",
            "must_be_given": True,
            "label": words("Before you begin", "Antes de empezar", "قبل أن تبدأوا"),
        },
        form={"q_keep": ["yes"]},
        keyed={"q_keep": "1"},
        cells={"q_keep": "yes"},
        answers={"q_keep": "yes"},
        wrong={"q_keep": ["no"]},
        shown=("I agree", "أوافق"),
    ),
    Specimen(
        "date",
        {
            "code": "q_since",
            "kind": "date",
            "earliest": "1900-01-01",
            "label": words("Since when?", "¿Desde cuándo?", "منذ متى؟"),
        },
        form={"q_since.day": ["٣"], "q_since.month": ["05"], "q_since.year": ["2019"]},
        keyed={"q_since": "3/5/2019"},
        cells={"q_since": "2019-05-03"},
        answers={"q_since": "2019-05-03"},
        wrong={"q_since.day": ["31"], "q_since.month": ["2"], "q_since.year": ["2019"]},
        shown=("May 3, 2019", "3 مايو 2019"),
        counted={"q_since": {"2019-05": 1}},
    ),
]

NAMES = [specimen.name for specimen in SPECIMENS]


def survey_of(*specimens: Specimen, layout: str = "one_per_page") -> dict[str, Any]:
    """A survey that asks them, each on a page of its own."""
    pages = [
        {"code": f"p{number}", "questions": [specimen.document]}
        for number, specimen in enumerate(specimens)
    ]
    return {
        "format": 1,
        "code": "specimens",
        "title": words("Specimens", "Ejemplos", "نماذج"),
        "languages": ["en", "es", "ar"],
        "layout": layout,
        "pages": pages,
    }
