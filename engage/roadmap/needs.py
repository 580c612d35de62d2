"""Needs: written from approved themes, with comments as evidence."""

from dataclasses import dataclass

from sqlalchemy import select

from engage.audit import record
from engage.consultations import get_consultation
from engage.kernel.actors import Actor, Permission
from engage.kernel.db import session, transaction
from engage.kernel.errors import Conflict, InvalidInput, NotFound, message
from engage.kernel.languages import LocaleText
from engage.roadmap.links import set_links
from engage.roadmap.models import Need
from engage.themes import get_theme


@dataclass(frozen=True)
class NeedDraft:
    """A need as it is written: the statement in languages, who lacks it, how badly (1 to 5)."""

    statement: LocaleText
    groups: tuple[LocaleText, ...] = ()
    severity: int = 3
    status: str = "recorded"
    status_reason: str = ""
    owner: str = ""
    other_sources: tuple[str, ...] = ()
    theme_ids: tuple[int, ...] = ()
    comment_ids: tuple[int, ...] = ()


@dataclass(frozen=True)
class NeedRecord:
    """A need as other rooms see it."""

    id: int
    consultation_id: int
    statement: LocaleText
    groups: tuple[LocaleText, ...]
    severity: int
    status: str
    status_reason: str
    owner: str
    other_sources: tuple[str, ...]
    version: int


def add_need(actor: Actor, consultation_id: int, draft: NeedDraft) -> int:
    """Write a need down; gives its number.

    Raises ``InvalidInput`` without a statement or without an approved theme or another source.
    """
    actor.require(Permission.MANAGE_ROADMAP)
    with transaction() as current:
        get_consultation(consultation_id)
        _check(draft, consultation_id)
        row = Need(consultation_id=consultation_id)
        _fill(row, draft)
        current.add(row)
        current.flush()
        _link(actor, row.id, draft)
        record(actor, "need.add", ("need", row.id))
        return row.id


def edit_need(actor: Actor, need_id: int, version: int, draft: NeedDraft) -> None:
    """Change a need.

    Raises ``Conflict`` where somebody else changed it since ``version``, otherwise as ``add_need``.
    """
    actor.require(Permission.MANAGE_ROADMAP)
    with transaction():
        row = _get(need_id)
        _check(draft, row.consultation_id)
        if row.version != version:
            raise Conflict(
                message("roadmap", "Somebody else has changed this since you opened it.")
            )
        before = {"statement": row.statement, "severity": row.severity, "status": row.status}
        _fill(row, draft)
        row.version += 1
        _link(actor, need_id, draft)
        record(actor, "need.change", ("need", need_id), details={"before": before})


def get_need(need_id: int) -> NeedRecord:
    """One need; raises ``NotFound``."""
    return _record(_get(need_id))


def list_needs(consultation_id: int | None = None) -> tuple[NeedRecord, ...]:
    """The needs of one consultation, or all of them, the gravest first."""
    query = select(Need).order_by(Need.severity.desc(), Need.id)
    if consultation_id is not None:
        query = query.where(Need.consultation_id == consultation_id)
    return tuple(_record(row) for row in session().scalars(query))


def _check(draft: NeedDraft, consultation_id: int) -> None:
    fields = {}
    if not any(words.strip() for words in draft.statement.values()):
        fields["statement"] = message("roadmap", "Write what people lack.")
    if not draft.theme_ids and not any(source.strip() for source in draft.other_sources):
        fields["theme_ids"] = message(
            "roadmap", "Choose the themes this need comes from, or name another source."
        )
    if draft.status == "not_accepted" and not draft.status_reason.strip():
        fields["status_reason"] = message("roadmap", "Say why this need is not accepted.")
    for theme_id in draft.theme_ids:
        theme = get_theme(theme_id)
        if (theme.consultation_id, theme.state) != (consultation_id, "approved"):
            fields["theme_ids"] = message(
                "roadmap",
                "A need is written from approved themes. Approve the theme first.",
            )
    if fields:
        raise InvalidInput(message("roadmap", "The need was not saved."), fields)


def _fill(row: Need, draft: NeedDraft) -> None:
    row.statement = dict(draft.statement)
    row.groups = [dict(group) for group in draft.groups]
    row.severity = draft.severity
    row.status, row.status_reason = draft.status, draft.status_reason.strip()
    row.owner = draft.owner.strip()
    row.other_sources = [source.strip() for source in draft.other_sources if source.strip()]


def _link(actor: Actor, need_id: int, draft: NeedDraft) -> None:
    node = ("need", need_id)
    set_links(actor, "raises", node, {"theme": draft.theme_ids}, is_source=False)
    set_links(actor, "evidences", node, {"comment": draft.comment_ids}, is_source=False)


def _get(need_id: int) -> Need:
    row = session().get(Need, need_id, populate_existing=True)
    if row is None:
        raise NotFound(message("roadmap", "There is no such need."))
    return row


def _record(row: Need) -> NeedRecord:
    return NeedRecord(
        id=row.id,
        consultation_id=row.consultation_id,
        statement=row.statement,
        groups=tuple(row.groups),
        severity=row.severity,
        status=row.status,
        status_reason=row.status_reason,
        owner=row.owner,
        other_sources=tuple(row.other_sources),
        version=row.version,
    )
