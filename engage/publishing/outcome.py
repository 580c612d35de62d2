"""The public outcome, written from the records themselves: nothing is typed twice."""

from collections.abc import Iterable
from dataclasses import dataclass

from engage.audit import record
from engage.consultations import ConsultationSummary, get_consultation
from engage.kernel.actors import Actor, Permission
from engage.kernel.clock import now
from engage.kernel.db import session, transaction
from engage.kernel.errors import Conflict, InvalidInput, NotFound, message
from engage.publishing.models import OutcomePublication
from engage.publishing.released_themes import PublicTheme, has_hidden_sides, public_theme
from engage.responses import Counts, count_responses
from engage.roadmap import (
    DecisionRecord,
    ItemRecord,
    NeedRecord,
    Trace,
    count_suspects,
    get_coverage,
    get_need,
    list_decisions,
    list_items,
    list_needs,
)
from engage.themes import Quote, list_released_quotes, list_released_stances, list_themes

QUOTES_SHOWN = 2


@dataclass(frozen=True)
class Answered:
    """A decision with the work that carries it out."""

    decision: DecisionRecord
    items: tuple[ItemRecord, ...]


@dataclass(frozen=True)
class Heard:
    """A need: the themes it comes from, released quotes, and what was decided.

    The themes' sizes are never added up: a comment may stand in several, and a sum would tell the
    size of a small one.
    """

    need: NeedRecord
    themes: tuple[PublicTheme, ...]
    quotes: tuple[Quote, ...]
    answers: tuple[Answered, ...]


@dataclass(frozen=True)
class HeardTheme:
    """An approved theme with its released quotes, and whether a need came of it."""

    theme: PublicTheme
    quotes: tuple[Quote, ...]
    has_need: bool


@dataclass(frozen=True)
class Outcome:
    """Everything that may be public of a consultation."""

    consultation: ConsultationSummary
    counts: Counts
    heard: tuple[Heard, ...]
    themes: tuple[HeardTheme, ...]

    @property
    def items(self) -> tuple[ItemRecord, ...]:
        """The work that carries the decisions out, each piece once."""
        found = {
            item.id: item
            for heard in self.heard
            for answer in heard.answers
            for item in answer.items
        }
        return tuple(found.values())

    def count_outcomes(self, outcome: str) -> int:
        """How many decisions came to this."""
        found = {
            answer.decision.id
            for heard in self.heard
            for answer in heard.answers
            if answer.decision.outcome == outcome
        }
        return len(found)


@dataclass(frozen=True)
class Checklist:
    """What still stands between the records and a good publication."""

    themes_in_draft: int
    needs_without_decision: int
    themes_without_quote: int
    themes_with_hidden_sides: int
    suspect_links: int
    is_open: bool


def is_published(consultation_id: int) -> bool:
    """Whether everybody may read the outcome."""
    row = session().get(OutcomePublication, consultation_id)
    return row is not None and row.state == "published"


def get_outcome(consultation_id: int, language: str = "") -> Outcome:
    """The outcome as the records have it, public fields only, quotes in this language first."""
    records = _Records(consultation_id, language)
    return Outcome(
        get_consultation(consultation_id),
        count_responses(consultation_id),
        tuple(records.heard(need) for need in list_needs(consultation_id)),
        records.heard_themes(),
    )


def get_heard(need_id: int, language: str = "") -> tuple[ConsultationSummary, Heard]:
    """One need with its chain, quotes in this language first.

    Raises ``NotFound`` unless its consultation's outcome is public.
    """
    need = get_need(need_id)
    if not is_published(need.consultation_id):
        raise NotFound(message("outcome", "This is not public."))
    consultation = get_consultation(need.consultation_id)
    return consultation, _Records(consultation.id, language).heard(need)


def get_checklist(actor: Actor, consultation_id: int) -> Checklist:
    """What a lead should settle before publishing."""
    actor.require(Permission.PUBLISH)
    themes = list_themes(consultation_id)
    approved = [theme for theme in themes if theme.state == "approved"]
    quoted, released = list_released_quotes(consultation_id), list_released_stances(consultation_id)
    return Checklist(
        themes_in_draft=len(themes) - len(approved),
        needs_without_decision=len(get_coverage(consultation_id).needs_without_decision),
        themes_without_quote=sum(theme.id not in quoted for theme in approved),
        themes_with_hidden_sides=sum(
            has_hidden_sides(theme.stances) and theme.id not in released for theme in approved
        ),
        suspect_links=count_suspects(consultation_id),
        is_open=not get_consultation(consultation_id).is_closed,
    )


def publish_outcome(actor: Actor, consultation_id: int) -> None:
    """Let everybody read the outcome; raises ``Conflict`` while answers are still taken."""
    actor.require(Permission.PUBLISH)
    with transaction():
        if not get_consultation(consultation_id).is_closed:
            raise Conflict(
                message("outcome", "The consultation is still open. Publish after the close.")
            )
        _set(consultation_id, "published", actor)
        record(actor, "outcome.publish", ("consultation", consultation_id))


def withhold_outcome(actor: Actor, consultation_id: int, reason: str) -> None:
    """Take the outcome back from the public; the reason stays on record.

    Raises ``InvalidInput`` without a reason.
    """
    actor.require(Permission.PUBLISH)
    if not reason.strip():
        problem = message("outcome", "Say why the outcome is taken back.")
        raise InvalidInput(problem, {"reason": problem})
    with transaction():
        _set(consultation_id, "withheld", actor)
        record(actor, "outcome.withhold", ("consultation", consultation_id), reason=reason.strip())


def _set(consultation_id: int, state: str, actor: Actor) -> None:
    row = session().get(OutcomePublication, consultation_id)
    if row is None:
        row = OutcomePublication(consultation_id=consultation_id, state=state)
        session().add(row)
    row.state = state
    row.published_at = now() if state == "published" else None
    row.published_by_id = actor.id


class _Records:
    """What an outcome is written from, read at once: a page has many needs and themes."""

    def __init__(self, consultation_id: int, language: str) -> None:
        self._language = language
        released = list_released_stances(consultation_id)
        self._themes = {
            theme.id: public_theme(theme, is_stance_released=theme.id in released)
            for theme in list_themes(consultation_id)
            if theme.state == "approved"
        }
        self._quotes = list_released_quotes(consultation_id)
        self._decisions = {decision.id: decision for decision in list_decisions()}
        self._items = {item.id: item for item in list_items()}
        self._trace = Trace()

    def heard_themes(self) -> tuple[HeardTheme, ...]:
        """The approved themes, the largest first."""
        return tuple(
            HeardTheme(
                theme,
                self._quotes_of([theme]),
                bool(self._trace.needs_of_theme(theme.id)),
            )
            for theme in self._themes.values()
        )

    def heard(self, need: NeedRecord) -> Heard:
        """One need with its chain."""
        raised_by = self._trace.themes_of_need(need.id)
        themes = tuple(self._themes[i] for i in raised_by if i in self._themes)
        decisions = (self._decisions[i] for i in self._trace.decisions_of_need(need.id))
        return Heard(
            need,
            themes,
            self._quotes_of(themes),
            tuple(Answered(decision, self._items_of(decision)) for decision in decisions),
        )

    def _quotes_of(self, themes: Iterable[PublicTheme]) -> tuple[Quote, ...]:
        """The first quotes of these themes, those that a reader understands before others."""
        quotes = [quote for theme in themes for quote in self._quotes.get(theme.id, ())]
        quotes.sort(key=lambda quote: quote.language != self._language)
        return tuple(quotes[:QUOTES_SHOWN])

    def _items_of(self, decision: DecisionRecord) -> tuple[ItemRecord, ...]:
        return tuple(self._items[i] for i in self._trace.items_of_decision(decision.id))
