"""What the pages of the register share: their blueprint, one record's page, a form's page."""

from collections.abc import Callable
from dataclasses import dataclass

from flask import Blueprint, Response, request

from engage.kernel.actors import Permission
from engage.kernel.errors import Conflict, InvalidInput
from engage.responses import StoredComment
from engage.roadmap.chains import Chain, SuspectLink, get_chain
from engage.roadmap.decisions import DecisionRecord
from engage.roadmap.forms import Problems, Typed
from engage.roadmap.items import ItemRecord
from engage.roadmap.needs import NeedRecord
from engage.roadmap.showing import ChainColumn, ShownSuspect, chain_columns, shown_suspects
from engage.themes import ThemeSummary
from engage.web.access import current_actor
from engage.web.locale import translate
from engage.web.rendering import flash, render, see_other

blueprint = Blueprint("roadmap", __name__, url_prefix="/staff/roadmap")


@dataclass(frozen=True)
class RecordPage:
    """One record with the chain that leads to it and from it."""

    kind: str
    need: NeedRecord | None
    decision: DecisionRecord | None
    item: ItemRecord | None
    chain: Chain
    columns: tuple[ChainColumn, ...]
    suspects: tuple[ShownSuspect, ...]
    evidence: tuple[StoredComment, ...]
    may_manage: bool


@dataclass(frozen=True)
class FormPage:
    """A record being written; ``typed`` is what the fields hold."""

    typed: Typed
    problems: Problems
    version: int
    languages: tuple[str, ...]
    themes: tuple[ThemeSummary, ...] = ()
    quotes: tuple[StoredComment, ...] = ()
    needs: tuple[NeedRecord, ...] = ()
    decisions: tuple[DecisionRecord, ...] = ()
    items: tuple[ItemRecord, ...] = ()
    back_href: str = ""
    currency: str = ""


@dataclass(frozen=True)
class Shown:
    """The one record that a page is about, and the comments that stand as its evidence."""

    kind: str
    id: int
    need: NeedRecord | None = None
    decision: DecisionRecord | None = None
    item: ItemRecord | None = None
    evidence: tuple[StoredComment, ...] = ()


def show_record(shown: Shown) -> Response:
    """A record with its chain and the links of its own that are suspect."""
    node = (shown.kind, shown.id)
    chain = get_chain(*node)
    ours: list[SuspectLink] = [s for s in chain.suspects if node in (s.source, s.target)]
    page = RecordPage(
        shown.kind,
        shown.need,
        shown.decision,
        shown.item,
        chain,
        chain_columns(chain),
        shown_suspects(tuple(ours)),
        shown.evidence,
        may_manage(),
    )
    return render("staff/roadmap/record.html", page)


def leave_form(save: Callable[[], str], said: str, problems: Problems) -> Response | None:
    """Save what was posted and go to its page, which ``save`` names.

    None where nothing was posted or it was refused; then ``problems`` say why.
    """
    if request.method != "POST":
        return None
    try:
        saved = save()
    except (InvalidInput, Conflict) as refused:
        problems.take(InvalidInput(refused.message, getattr(refused, "fields", {})), translate)
        return None
    flash("good", said)
    return see_other(saved)


def posted_version() -> int:
    """The version of the record that the form was opened with."""
    return request.form.get("version", 0, type=int)


def may_manage() -> bool:
    """Whether who looks may also change the register."""
    return current_actor().may(Permission.MANAGE_ROADMAP)
