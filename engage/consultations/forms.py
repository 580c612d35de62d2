"""What is typed about a consultation: texts per language, moments in the city's own time."""

from collections.abc import Mapping
from datetime import datetime

from werkzeug.datastructures import MultiDict

from engage.consultations.drafting import ConsultationDraft
from engage.consultations.queries import ConsultationSummary, ConsultationTexts
from engage.kernel.clock import moment_in_city, time_in_city
from engage.kernel.errors import InvalidInput, message
from engage.kernel.languages import PUBLIC_LOCALES

Typed = MultiDict[str, str]


def draft_of(typed: Typed) -> ConsultationDraft:
    """The consultation as typed; raises ``InvalidInput`` for a moment that is none."""
    return ConsultationDraft(
        title=texts_of(typed, "title"),
        summary=texts_of(typed, "summary"),
        background=texts_of(typed, "background"),
        next_steps=texts_of(typed, "next_steps"),
        privacy_note=texts_of(typed, "privacy_note"),
        languages=tuple(code for code in PUBLIC_LOCALES if code in typed.getlist("languages")),
        promise=typed.get("promise", ""),
        contact_email=typed.get("contact_email", ""),
        contact_phone=typed.get("contact_phone", ""),
        opens_at=_moment(typed, "opens_at"),
        closes_at=_moment(typed, "closes_at"),
        short_name=typed.get("short_name", "").strip(),
        who_may_answer=typed.get("who_may_answer", ""),
        needs_two_signatures=bool(typed.get("needs_two_signatures")),
    )


def typed_of(found: ConsultationSummary, texts: ConsultationTexts) -> Typed:
    """A stored consultation as the form shows it."""
    typed: Typed = MultiDict()
    values: dict[str, Mapping[str, str]] = {
        "title": found.title,
        "summary": found.summary,
        "background": texts.background,
        "next_steps": texts.next_steps,
        "privacy_note": texts.privacy_note,
    }
    for name, text in values.items():
        for code, words in text.items():
            typed[f"{name}_{code}"] = words
    typed.setlist("languages", list(found.languages))
    typed["promise"], typed["short_name"] = found.promise, found.slug
    typed["contact_email"], typed["contact_phone"] = found.contact_email, found.contact_phone
    typed["who_may_answer"] = found.who_may_answer
    if found.needs_two_signatures:
        typed["needs_two_signatures"] = "1"
    typed["opens_at"] = _local(found.opens_at)
    typed["closes_at"] = _local(found.closes_at)
    return typed


def texts_of(typed: Typed, name: str) -> dict[str, str]:
    """One text as typed in each language; those left empty are not there."""
    found = {code: typed.get(f"{name}_{code}", "").strip() for code in PUBLIC_LOCALES}
    return {code: words for code, words in found.items() if words}


def _moment(typed: Typed, name: str) -> datetime | None:
    words = typed.get(name, "").strip()
    if not words:
        return None
    try:
        return moment_in_city(datetime.fromisoformat(words))
    except ValueError:
        text = message(
            "consultations", "Enter date and time like this: 2027-03-31 09:00, in the city's time."
        )
        raise InvalidInput(text, {name: text}) from None


def _local(moment: datetime | None) -> str:
    return "" if moment is None else time_in_city(moment).strftime("%Y-%m-%d %H:%M")
