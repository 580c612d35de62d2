"""Loads the sample consultation through the same commands and the same door as real ones."""

import csv
import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

from engage.consultations import (
    ConsultationDraft,
    add_consultation,
    add_document,
    list_consultations,
    mark_decided,
    mark_reported,
    schedule_consultation,
)
from engage.demo.deciding import decide
from engage.demo.reviewing import review
from engage.engines.ledger import new_receipt
from engage.kernel.actors import SYSTEM
from engage.kernel.clock import date_in_city, start_in_city, today
from engage.kernel.db import transaction
from engage.kernel.jobs import JobFunction, run_next
from engage.publishing import follow, publish_outcome
from engage.responses import Assistance, Submission, submit
from engage.surveys import get_version, publish_version, save_draft
from engage.themes import start_run

CONTENT = Path(__file__).resolve().parent / "content"
QUESTION = "q_change"
OPENED_DAYS_AGO = 78
A_MINUTE = timedelta(minutes=1)

Say = Callable[[str], None]


@dataclass(frozen=True)
class Loaded:
    """The sample consultation in the database."""

    consultation_id: int
    version_id: int
    opened_at: datetime


def is_loaded() -> bool:
    """Whether the sample is already there."""
    return any(item.is_demonstration for item in list_consultations())


def load_sample(functions: dict[str, JobFunction], say: Say) -> None:
    """A consultation from its opening to its outcome, and one that is open now."""
    say("Drafting the consultation and its survey")
    loaded = _consult()
    say("Handing in the responses")
    _respond(loaded)
    say("Reading the comments and finding themes")
    start_run(SYSTEM, loaded.consultation_id, QUESTION)
    while run_next(functions):
        pass
    say("Reviewing themes, writing needs, deciding")
    outcome = _read("outcome.json")
    reviewed = review(loaded.consultation_id, QUESTION, outcome["themes"])
    decide(loaded.consultation_id, loaded.opened_at, outcome, reviewed)
    mark_decided(SYSTEM, loaded.consultation_id, loaded.opened_at + timedelta(days=63))
    mark_reported(SYSTEM, loaded.consultation_id, loaded.opened_at + timedelta(days=70))
    publish_outcome(SYSTEM, loaded.consultation_id)
    say("Opening the next consultation")
    _open_next()


def _consult() -> Loaded:
    about = _read("consultation.json")
    opened = _morning(OPENED_DAYS_AGO)
    consultation_id = add_consultation(SYSTEM, _draft(about, opened, about["open_days"]))
    facts = _read("facts.json")
    text = "\n".join(f"- {fact['en']}" for fact in facts["facts"])
    add_document(SYSTEM, consultation_id, facts["title"], "facts.txt", text.encode())
    version_id = publish_version(SYSTEM, save_draft(SYSTEM, consultation_id, _read("survey.json")))
    schedule_consultation(SYSTEM, consultation_id, has_survey=True, at=opened)
    return Loaded(consultation_id, version_id, opened)


def _open_next() -> None:
    about = _read("consultation.json")
    about["title"] = {
        "en": "What should change next in our city?",
        "es": "¿Qué debería cambiar ahora en nuestra ciudad?",
        "ar": "ما الذي ينبغي أن يتغيّر تاليًا في مدينتنا؟",
    }
    about["slug"] = "what-should-change-next"
    opened = _morning(2)
    consultation_id = add_consultation(SYSTEM, _draft(about, opened, about["open_days"]))
    publish_version(SYSTEM, save_draft(SYSTEM, consultation_id, _read("survey.json")))
    schedule_consultation(SYSTEM, consultation_id, has_survey=True, at=opened)


def _morning(days_ago: int) -> datetime:
    """Eight o'clock or so in the city, some days ago: nobody opens a consultation at 03:27."""
    return start_in_city(today() - timedelta(days=days_ago)) + timedelta(hours=8)


def _draft(about: dict[str, Any], opened: datetime, days: int) -> ConsultationDraft:
    background = {
        code: f"**{about['made_up_notice'][code]}**\n\n{words}"
        for code, words in about["background"].items()
    }
    return ConsultationDraft(
        title=about["title"],
        summary=about["summary"],
        background=background,
        next_steps=about["next_steps"],
        privacy_note=about["privacy_note"],
        languages=tuple(about["languages"]),
        promise=about["promise"],
        contact_email=about["contact_email"],
        contact_phone=about["contact_phone"],
        opens_at=opened,
        closes_at=start_in_city(date_in_city(opened) + timedelta(days=days + 1)) - A_MINUTE,
        short_name=about["slug"],
        is_demonstration=True,
    )


def sample_receipt() -> str | None:
    """The receipt of a made-up response that a decision answers, or None where there is none."""
    number = 0
    while followed := follow(_receipt(number)):
        if any(heard.answers for heard in followed.heard):
            return _receipt(number)
        number += 1
    return None


def _receipt(number: int) -> str:
    """Known to all: whoever looks at the sample shall follow a response, and nobody wrote it."""
    return new_receipt(hashlib.sha256(f"made-up response {number}".encode()).digest()[:10])


def _respond(loaded: Loaded) -> None:
    survey = get_version(loaded.version_id).content
    minutes = count(37, 7)
    with (CONTENT / "responses.csv").open(encoding="utf-8", newline="") as file, transaction():
        for number, row in enumerate(csv.DictReader(file)):
            answers = {
                question.code: _value(question.kind, row[question.code])
                for question in survey.questions
                if row[question.code]
            }
            given = timedelta(
                days=int(row["received_offset_days"]), minutes=next(minutes) % 1380 + 30
            )
            is_assisted = row["channel"] not in ("web", "kiosk")
            submit(
                Submission(
                    version_id=loaded.version_id,
                    receipt=_receipt(number),
                    channel=row["channel"],
                    language=row["language"],
                    answers=answers,
                    happened_at=loaded.opened_at + given,
                    assistance=Assistance(
                        None, row["place"], row["help_given"], row["serial"] or None
                    )
                    if is_assisted or row["place"]
                    else None,
                )
            )


def _value(kind: str, words: str) -> Any:
    if kind == "multiple_choice":
        return words.split("|")
    if kind in ("scale", "number") and words.lstrip("-").isdigit():
        return int(words)
    return words


def _read(name: str) -> Any:
    return json.loads((CONTENT / name).read_text(encoding="utf-8"))
