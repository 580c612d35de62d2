"""What is typed into the register's forms, as drafts for the commands.

The forms have fields per language and rows that grow, so they are read by hand; every check is in
the commands, and a refusal shows at its field with everything typed still there.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

from werkzeug.datastructures import MultiDict

from engage.consultations import list_consultations
from engage.kernel.errors import InvalidInput, Message, message
from engage.kernel.languages import PUBLIC_LOCALES, STAFF_LOCALES
from engage.roadmap.decisions import DecisionDraft
from engage.roadmap.items import ItemDraft, Risk
from engage.roadmap.needs import NeedDraft

Typed = MultiDict[str, str]


@dataclass
class Problems:
    """What to correct: above the form, and at fields."""

    above: list[str] = field(default_factory=list)
    fields: dict[str, str] = field(default_factory=dict)

    def take(self, refused: InvalidInput, translate: Callable[[Message], str]) -> None:
        """Note a command's refusal."""
        if not refused.fields:
            self.above.append(translate(refused.message))
        self.fields |= {name: translate(text) for name, text in refused.fields.items()}

    @property
    def summary(self) -> list[tuple[str, str]]:
        """(id of the field, what to do)."""
        return [("", text) for text in self.above] + [
            (f"f_{name}", text) for name, text in self.fields.items()
        ]


def register_languages(*kept: Mapping[str, str]) -> tuple[str, ...]:
    """The languages that the city asks its people in, and those that texts are already in."""
    asked = {code for found in list_consultations() for code in found.languages}
    used = asked.union(*kept) or {*STAFF_LOCALES}
    return tuple(code for code in PUBLIC_LOCALES if code in used)


def texts(typed: Typed, name: str, languages: tuple[str, ...]) -> dict[str, str]:
    """What was typed per language; languages left empty are left out."""
    found = {code: typed.get(f"{name}_{code}", "").strip() for code in languages}
    return {code: words for code, words in found.items() if words}


def lines(typed: Typed, name: str) -> tuple[str, ...]:
    """One entry per line."""
    return tuple(line.strip() for line in typed.get(name, "").splitlines() if line.strip())


def day(typed: Typed, name: str) -> date | None:
    """A date typed as YYYY-MM-DD, None where nothing was; raises ``InvalidInput`` at its field."""
    words = typed.get(name, "").strip()
    if not words:
        return None
    try:
        return date.fromisoformat(words)
    except ValueError:
        text = message("roadmap", "Enter the date as year-month-day, for example 2027-03-31.")
        raise InvalidInput(text, {name: text}) from None


PARTING = r"[.,\s'’٬،]"
WHOLE = re.compile(rf"-?(?:\d{{1,30}}|\d{{1,3}}(?:{PARTING}\d{{3}}){{1,9}})")


def whole(typed: Typed, name: str) -> int | None:
    """A whole number, its thousands parted or not; None where nothing was typed.

    Raises ``InvalidInput`` at its field, also for 1.5, which is no thousand and a half.
    """
    words = typed.get(name, "").strip()
    if not words:
        return None
    if not WHOLE.fullmatch(words):
        text = message("roadmap", "Enter a whole number, for example 310000.")
        raise InvalidInput(text, {name: text})
    return int(re.sub(PARTING, "", words))


def numbers(typed: Typed, name: str) -> tuple[int, ...]:
    """The ticked records."""
    return tuple(typed.getlist(name, type=int))


def need_draft(typed: Typed, languages: tuple[str, ...]) -> NeedDraft:
    """A need as typed."""
    return NeedDraft(
        statement=texts(typed, "statement", languages),
        groups=_groups(typed, languages),
        severity=typed.get("severity", 3, type=int),
        status=typed.get("status", "recorded"),
        status_reason=typed.get("status_reason", ""),
        owner=typed.get("owner", ""),
        other_sources=lines(typed, "other_sources"),
        theme_ids=numbers(typed, "theme_ids"),
        comment_ids=numbers(typed, "comment_ids"),
    )


def _groups(typed: Typed, languages: tuple[str, ...]) -> tuple[Mapping[str, str], ...]:
    """One group per line; the same line of each language names the same group."""
    columns = {code: typed.get(f"groups_{code}", "").splitlines() for code in languages}
    longest = max((len(rows) for rows in columns.values()), default=0)
    groups = []
    for row in range(longest):
        group = {
            code: rows[row].strip()
            for code, rows in columns.items()
            if row < len(rows) and rows[row].strip()
        }
        if group:
            groups.append(group)
    return tuple(groups)


def decision_draft(typed: Typed, languages: tuple[str, ...]) -> DecisionDraft:
    """A decision as typed."""
    return DecisionDraft(
        outcome=typed.get("outcome", ""),
        title=texts(typed, "title", languages),
        reason=texts(typed, "reason", languages),
        internal_reason=typed.get("internal_reason", ""),
        decider=texts(typed, "decider", languages),
        decided_on=day(typed, "decided_on"),
        meeting=typed.get("meeting", ""),
        minutes_reference=typed.get("minutes_reference", ""),
        need_ids=numbers(typed, "need_ids"),
    )


def item_draft(typed: Typed, languages: tuple[str, ...], currency: str) -> ItemDraft:
    """A roadmap item as typed."""
    return ItemDraft(
        title=texts(typed, "title", languages),
        challenge=texts(typed, "challenge", languages),
        solution=texts(typed, "solution", languages),
        owner=typed.get("owner", ""),
        starts_on=day(typed, "starts_on"),
        ends_on=day(typed, "ends_on"),
        budget=whole(typed, "budget"),
        currency=currency,
        risks=_risks(typed),
        dependencies=lines(typed, "dependencies"),
        status=typed.get("status", "idea"),
        status_reason=typed.get("status_reason", ""),
        decision_ids=numbers(typed, "decision_ids"),
        depends_on_ids=numbers(typed, "depends_on_ids"),
    )


def _risks(typed: Typed) -> tuple[Risk, ...]:
    columns = zip(
        typed.getlist("risk_text"),
        typed.getlist("risk_likelihood", type=int),
        typed.getlist("risk_impact", type=int),
        typed.getlist("risk_response"),
        strict=False,
    )
    return tuple(
        Risk(text.strip(), likelihood, impact, response.strip())
        for text, likelihood, impact, response in columns
        if text.strip()
    )


def typed_need(draft: NeedDraft, languages: tuple[str, ...]) -> Typed:
    """A need as the form shows it."""
    typed: Typed = MultiDict(_spread("statement", draft.statement))
    for code in languages:
        typed[f"groups_{code}"] = "\n".join(group.get(code, "") for group in draft.groups)
    typed["severity"], typed["status"] = str(draft.severity), draft.status
    typed["status_reason"], typed["owner"] = draft.status_reason, draft.owner
    typed["other_sources"] = "\n".join(draft.other_sources)
    typed.setlist("theme_ids", [str(number) for number in draft.theme_ids])
    typed.setlist("comment_ids", [str(number) for number in draft.comment_ids])
    return typed


def typed_decision(draft: DecisionDraft) -> Typed:
    """A decision as the form shows it."""
    typed: Typed = MultiDict(
        _spread("title", draft.title)
        | _spread("reason", draft.reason)
        | _spread("decider", draft.decider)
    )
    for name in ("outcome", "internal_reason", "meeting", "minutes_reference"):
        typed[name] = getattr(draft, name)
    typed["decided_on"] = draft.decided_on.isoformat() if draft.decided_on else ""
    typed.setlist("need_ids", [str(number) for number in draft.need_ids])
    return typed


def typed_item(draft: ItemDraft) -> Typed:
    """A roadmap item as the form shows it, with spare rows for risks."""
    typed: Typed = MultiDict(
        _spread("title", draft.title)
        | _spread("challenge", draft.challenge or {})
        | _spread("solution", draft.solution or {})
    )
    typed["owner"], typed["status"] = draft.owner, draft.status
    typed["status_reason"] = draft.status_reason
    typed["starts_on"] = draft.starts_on.isoformat() if draft.starts_on else ""
    typed["ends_on"] = draft.ends_on.isoformat() if draft.ends_on else ""
    typed["budget"] = "" if draft.budget is None else str(draft.budget)
    typed["dependencies"] = "\n".join(draft.dependencies)
    typed.setlist("risk_text", [risk.text for risk in draft.risks])
    typed.setlist("risk_likelihood", [str(risk.likelihood) for risk in draft.risks])
    typed.setlist("risk_impact", [str(risk.impact) for risk in draft.risks])
    typed.setlist("risk_response", [risk.response for risk in draft.risks])
    typed.setlist("decision_ids", [str(number) for number in draft.decision_ids])
    typed.setlist("depends_on_ids", [str(number) for number in draft.depends_on_ids])
    return typed


def _spread(name: str, text: Mapping[str, str]) -> dict[str, str]:
    return {f"{name}_{code}": words for code, words in text.items()}
