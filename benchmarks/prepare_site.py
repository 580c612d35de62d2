"""Gives a database the schema and two open consultations to measure.

One has six questions on a single page, the other forty over ten pages, some of which a person sees
only after a certain answer, and all answers to check at the end.
"""

from typing import Any

from engage.app import create_app
from engage.config import Settings
from engage.kernel.actors import SYSTEM
from engage.kernel.db import db
from engage.surveys import publish_version, save_draft
from tests.factories import make_consultation
from tests.schema import make_schema

SIX = "six"
FORTY = "forty"
PAGES, PER_PAGE = 10, 4


def _question(code: str, kind: str, **more: Any) -> dict[str, Any]:
    return {"code": code, "kind": kind, "label": {"en": f"Question {code}"}, **more}


def _options(prefix: str, count: int) -> list[dict[str, Any]]:
    codes = [f"{prefix}{number}" for number in range(1, count + 1)]
    return [{"code": code.lower(), "label": {"en": f"Option {code}"}} for code in codes]


SIX_QUESTIONS: dict[str, Any] = {
    "format": 1,
    "code": "six",
    "title": {"en": "Six questions"},
    "languages": ["en"],
    "layout": "single_page",
    "check_answers": False,
    "pages": [
        {
            "code": "p_all",
            "questions": [
                _question("q1", "single_choice", required=True, options=_options("A", 4)),
                _question("q2", "multiple_choice", options=_options("T", 5)),
                _question("q3", "scale", required=True, minimum=1, maximum=5),
                _question("q4", "short_text", max_length=200),
                _question("q5", "long_text", required=True, max_length=4000),
                _question("q6", "number", required=True, minimum=1, maximum=9, integer=True),
            ],
        }
    ],
}


def _page_of_four(page: int) -> dict[str, Any]:
    """A choice, a scale, a number and a text; the fourth page on hangs on the page before it."""
    first = page * PER_PAGE + 1
    questions = [
        _question(f"q{first}", "single_choice", required=True, options=_options("A", 4)),
        _question(f"q{first + 1}", "scale", required=True, minimum=1, maximum=5),
        _question(f"q{first + 2}", "number", minimum=1, maximum=9, integer=True),
        _question(f"q{first + 3}", "short_text", max_length=200),
    ]
    if page % 3 == 2:
        for question in questions:
            question["show_if"] = {"question": f"q{first - PER_PAGE}", "is": "a1"}
    return {"code": f"p{page}", "questions": questions}


FORTY_QUESTIONS: dict[str, Any] = {
    "format": 1,
    "code": "forty",
    "title": {"en": "Forty questions"},
    "languages": ["en"],
    "layout": "one_per_page",
    "check_answers": True,
    "pages": [_page_of_four(page) for page in range(PAGES)],
}


def prepare(url: str) -> None:
    """Make the schema, the consultations and their surveys in an empty database."""
    settings = Settings(environment="test", database_url=url)
    make_schema(create_app(settings))
    app = create_app(settings)
    with app.app_context():
        for slug, survey in ((SIX, SIX_QUESTIONS), (FORTY, FORTY_QUESTIONS)):
            consultation = make_consultation(
                slug=slug, languages=["en"], title=survey["title"], summary={"en": "Measure."}
            )
            publish_version(SYSTEM, save_draft(SYSTEM, consultation.id, survey))
        db.session.remove()
        db.engine.dispose()
