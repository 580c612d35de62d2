"""Gives a database the schema and an open consultation with a six-question, one-page survey."""

from typing import Any

from engage.app import create_app
from engage.config import Settings
from engage.kernel.actors import SYSTEM
from engage.kernel.db import db
from engage.surveys import publish_version, save_draft
from tests.factories import make_consultation
from tests.schema import make_schema

SLUG = "benchmark"


def _question(code: str, kind: str, **more: Any) -> dict[str, Any]:
    return {"code": code, "kind": kind, "label": {"en": f"Question {code}"}, **more}


def _options(prefix: str, count: int) -> list[dict[str, Any]]:
    codes = [f"{prefix}{number}" for number in range(1, count + 1)]
    return [{"code": code.lower(), "label": {"en": f"Option {code}"}} for code in codes]


SURVEY: dict[str, Any] = {
    "format": 1,
    "code": "benchmark",
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


def prepare(url: str) -> None:
    """Make the schema, the consultation and the survey in an empty database."""
    settings = Settings(environment="test", database_url=url)
    make_schema(create_app(settings))
    app = create_app(settings)
    with app.app_context():
        consultation = make_consultation(
            slug=SLUG, languages=["en"], title={"en": "Six questions"}, summary={"en": "Measure."}
        )
        publish_version(SYSTEM, save_draft(SYSTEM, consultation.id, SURVEY))
        db.session.remove()
        db.engine.dispose()
