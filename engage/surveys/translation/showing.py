"""The desk of translators as it is shown: what each text is, its state, what changed in it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import url_for
from flask_babel import format_decimal, npgettext, pgettext

from engage.engines.questionnaire.exchange import KeyedText, Piece, differences
from engage.kernel.languages import Language, in_language, language, public_locale
from engage.surveys.translation.translated import MISSING, REVIEWED, STALE, Progress, Translation

FILTERS = ("all", "missing", "stale", "unreviewed")
MUCH_LONGER, WORTH_A_HINT = 1.5, 25


@dataclass(frozen=True)
class ShownText:
    """A text on the desk. ``typed`` is what stands in its field, saved or not."""

    id: str
    number: str
    found: Translation
    typed: str
    context: str
    state: str
    state_kind: str
    changes: tuple[Piece, ...]
    hints: tuple[str, ...]
    clash: str
    is_own: bool
    preview_href: str

    @property
    def may_approve(self) -> bool:
        """Whether this person may approve of it."""
        return self.found.state == "translated" and not self.is_own

    @property
    def is_approved_at_once(self) -> bool:
        """Whether it is among those approved in one go: nothing about it asks for a look."""
        return self.may_approve and not self.found.lost

    @property
    def is_stale(self) -> bool:
        """Whether the source has changed since it was translated."""
        return self.found.state == STALE


@dataclass(frozen=True)
class ShownProgress:
    """A language in the overview."""

    language: Language
    counts: Progress


def shown_progress(counts: Progress) -> ShownProgress:
    """A language of the overview with its name."""
    return ShownProgress(language(counts.language), counts)


def shows(filtered: str, found: Translation) -> bool:
    """Whether a text belongs to what was asked for."""
    wanted = {"missing": MISSING, "stale": STALE, "unreviewed": "translated"}
    return filtered not in wanted or found.state == wanted[filtered]


def filter_name(name: str) -> str:
    """What a choice of texts is called."""
    return {
        "all": pgettext("translation desk", "All"),
        "missing": pgettext("translation desk", "Missing"),
        "stale": pgettext("translation desk", "Source changed"),
        "unreviewed": pgettext("translation desk", "To be approved"),
    }[name]


def state_of(found: Translation) -> tuple[str, str]:
    """The state of a text in words, and its kind."""
    if found.state == MISSING:
        return pgettext("translation desk", "missing"), "bad"
    if found.state == STALE:
        return pgettext("translation desk", "source changed"), "warn"
    if found.state == REVIEWED:
        return pgettext("translation desk", "approved"), "good"
    return pgettext("translation desk", "to be approved by a second person"), "info"


def role_name(role: str) -> str:
    """What a text is there for."""
    names = {
        "title": pgettext("text of a survey", "title"),
        "intro": pgettext("text of a survey", "introduction"),
        "label": pgettext("text of a survey", "question"),
        "hint": pgettext("text of a survey", "hint"),
        "picture": pgettext("text of a survey", "what a picture shows"),
        "text": pgettext("text of a survey", "text to read"),
        "option": pgettext("text of a survey", "option"),
        "row": pgettext("text of a survey", "row"),
        "short_label": pgettext("text of a survey", "short name"),
        "repeat": pgettext("text of a survey", "what an entry is called"),
        "please_say": pgettext("text of a survey", "what is asked in words"),
        "low": pgettext("text of a survey", "low end"),
        "high": pgettext("text of a survey", "high end"),
        "dont_know": pgettext("text of a survey", "“I don’t know”"),
        "yes": pgettext("text of a survey", "“yes”"),
        "no": pgettext("text of a survey", "“no”"),
        "constraint_message": pgettext("text of a survey", "what is said where it does not hold"),
        "required_message": pgettext("text of a survey", "what is said where it is not answered"),
        "interviewer_note": pgettext("text of a survey", "note for interviewers"),
        "interviewer_script": pgettext("text of a survey", "what interviewers read out"),
    }
    return names.get(role, role)


def context_of(document: Mapping[str, Any], text: KeyedText, locale: str) -> str:
    """Where a text stands and what it is there for, in words."""
    role = role_name(text.role)
    if not text.owner:
        return pgettext("text of a survey", "%(role)s of the survey", role=role)
    if text.role in ("title", "repeat"):
        return pgettext(
            "text of a survey", "%(role)s of the page %(code)s", role=role, code=text.owner
        )
    code = f"{text.owner} / {text.part}" if text.part else text.owner
    if text.role == "label":
        return f"{role} · \u2068{code}\u2069"
    asked = _question_words(document, text.owner, locale)
    return f"{role} · \u2068{asked}\u2069 · \u2068{code}\u2069" if asked else f"{role} · {code}"


def shown_text(
    found: Translation, number: int, actor_id: int | None, context: str, preview_href: str
) -> ShownText:
    """A text of the desk as it stands."""
    state, kind = state_of(found)
    changes = differences(found.made_from, found.source) if found.state == STALE else ()
    return ShownText(
        id=f"t{number}",
        number=format_decimal(number),
        found=found,
        typed=found.words,
        context=context,
        state=state,
        state_kind=kind,
        changes=changes,
        hints=tuple(_hints(found)),
        clash="",
        is_own=found.translator_id is not None and found.translator_id == actor_id,
        preview_href=preview_href,
    )


def preview_href(survey_id: int, text: KeyedText, language: str) -> str:
    """The question as residents will see it; "" where the site does not speak the language."""
    locale = public_locale(language)
    if not locale:
        return ""
    part = text.owner or None
    return url_for("sketch.show", locale=locale, survey_id=survey_id, part=part)


def _hints(found: Translation) -> list[str]:
    hints = []
    if found.lost:
        hints.append(
            pgettext(
                "translation desk",
                "Keep this as it is: %(marks)s",
                marks=" ".join(f"\u2068{mark}\u2069" for mark in found.lost),
            )
        )
    longer = len(found.words) - len(found.source)
    if longer > WORTH_A_HINT and len(found.words) > MUCH_LONGER * len(found.source):
        hints.append(
            npgettext(
                "translation desk",
                "Longer than the source by %(num)s character: look at it on a phone.",
                "Longer than the source by %(num)s characters: look at it on a phone.",
                longer,
            )
        )
    return hints


def _question_words(document: Mapping[str, Any], code: str, locale: str) -> str:
    for page in document["pages"]:
        for question in page["questions"]:
            if question["code"] == code:
                words = in_language(question.get("label", {}), locale)[0]
                return words if len(words) <= 90 else f"{words[:88]}…"
    return ""
