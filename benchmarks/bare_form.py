"""The ceiling: a bare Flask and SQLAlchemy form that does the same requests and nothing else.

Form, POST, 303, receipt page; one durable row per completion. Or ten pages of four fields, each
kept in the row as it is sent. ``BARE_DATABASE_URL`` says where.
"""

import os
import secrets
from typing import Any

from flask import Flask, make_response, redirect, render_template_string, request
from sqlalchemy import JSON, create_engine, event, text
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column
from werkzeug.wrappers import Response

FORM = """<!doctype html><html lang="en"><title>Form</title><h1>Form</h1>
<form method="post" action="/s"><input type="hidden" name="receipt" value="{{ receipt }}">
{% for code in ["q1", "q2", "q3", "q4", "q5", "q6"] %}
<p><label for="{{ code }}">Question {{ code }}</label> <input id="{{ code }}" name="{{ code }}"></p>
{% endfor %}<button>Send</button></form></html>"""
DONE = """<!doctype html><html lang="en"><title>Done</title><h1>Thank you</h1>
<p>Your answers were recorded. {{ receipt }}</p></html>"""


class Base(DeclarativeBase):
    pass


class Row(Base):
    __tablename__ = "bare_row"
    id: Mapped[int] = mapped_column(primary_key=True)
    receipt: Mapped[str] = mapped_column(unique=True)
    answers: Mapped[dict[str, Any]] = mapped_column(JSON)


def _engine() -> Any:
    engine = create_engine(os.environ["BARE_DATABASE_URL"])
    if engine.dialect.name == "sqlite":

        @event.listens_for(engine, "connect")
        def durable(connection: Any, _record: object) -> None:
            connection.execute("PRAGMA journal_mode=WAL")
            connection.execute("PRAGMA synchronous=FULL")
            connection.execute("PRAGMA busy_timeout=15000")

    return engine


engine = _engine()
app = Flask(__name__)


@app.get("/s")
def form() -> str:
    return render_template_string(FORM, receipt=secrets.token_hex(10))


@app.post("/s")
def submit() -> Response:
    receipt = request.form["receipt"]
    with Session(engine) as session, session.begin():
        session.add(Row(receipt=receipt, answers=request.form.to_dict(flat=False)))
    answer = make_response(redirect("/done", 303))
    answer.set_cookie("receipt", receipt, httponly=True)
    return answer


@app.get("/done")
def done() -> str:
    with Session(engine) as session:
        found = session.scalar(
            text("SELECT receipt FROM bare_row WHERE receipt = :r"),
            {"r": request.cookies["receipt"]},
        )
    return render_template_string(DONE, receipt=found)


WALK = """<!doctype html><html lang="en"><title>Form</title><h1>Form</h1>
<form method="post" action="/w/{{ page }}">
<input type="hidden" name="receipt" value="{{ receipt }}">
{% for code in codes %}
<p><label for="{{ code }}">Question {{ code }}</label> <input id="{{ code }}" name="{{ code }}"></p>
{% endfor %}<button>Send</button></form></html>"""
PAGES, PER_PAGE = 10, 4


@app.get("/w/<int:page>")
def walk(page: int) -> str:
    receipt = request.cookies.get("receipt") or secrets.token_hex(10)
    codes = [f"q{page * PER_PAGE + at + 1}" for at in range(PER_PAGE)]
    return render_template_string(WALK, receipt=receipt, codes=codes, page=page)


@app.post("/w/<int:page>")
def walk_on(page: int) -> Response:
    receipt = request.form["receipt"]
    with Session(engine) as session, session.begin():
        row = session.query(Row).filter_by(receipt=receipt).one_or_none()
        if row is None:
            session.add(Row(receipt=receipt, answers=request.form.to_dict(flat=False)))
        else:
            row.answers = row.answers | request.form.to_dict(flat=False)
    answer = make_response(redirect(f"/w/{page + 1}" if page + 1 < PAGES else "/done", 303))
    answer.set_cookie("receipt", receipt, httponly=True)
    return answer


def make_table() -> None:
    Base.metadata.create_all(engine)


if __name__ == "__main__":
    make_table()
