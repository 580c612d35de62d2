"""Pages of the register: the roadmap, needs, decisions, pieces of work, gaps, suspect links."""

from dataclasses import dataclass

from flask import Blueprint, Response, request, url_for
from flask_babel import pgettext

from engage.consultations import ConsultationSummary, get_consultation, list_consultations
from engage.engines.tracing import Coverage
from engage.kernel.actors import Permission
from engage.kernel.errors import Conflict, InvalidInput
from engage.kernel.languages import STAFF_LOCALES
from engage.responses import StoredComment, get_comment
from engage.roadmap.chains import (
    Chain,
    SuspectLink,
    comments_of_need,
    decisions_of_item,
    dependencies_of_item,
    find_suspects,
    get_chain,
    get_coverage,
    needs_of_decision,
    needs_of_theme,
    themes_of_need,
)
from engage.roadmap.decisions import (
    DecisionDraft,
    DecisionRecord,
    edit_decision,
    get_decision,
    list_decisions,
    make_decision,
)
from engage.roadmap.forms import (
    Problems,
    Typed,
    decision_draft,
    item_draft,
    need_draft,
    typed_decision,
    typed_item,
    typed_need,
)
from engage.roadmap.items import ItemDraft, ItemRecord, add_item, edit_item, get_item, list_items
from engage.roadmap.links import review_link
from engage.roadmap.needs import NeedDraft, NeedRecord, add_need, edit_need, get_need, list_needs
from engage.roadmap.showing import ChainColumn, ShownSuspect, chain_columns, shown_suspects
from engage.themes import (
    CommentFilter,
    ThemeSummary,
    get_theme,
    list_comments,
    list_themes,
)
from engage.web.access import access, current_actor
from engage.web.locale import translate
from engage.web.rendering import flash, render, see_other, settings

blueprint = Blueprint("roadmap", __name__, url_prefix="/staff/roadmap")

QUOTES_OFFERED = 8


@dataclass(frozen=True)
class RoadmapPage:
    """Everything on the register at a glance."""

    needs: tuple[NeedRecord, ...]
    decisions: tuple[DecisionRecord, ...]
    items: tuple[ItemRecord, ...]
    coverage: Coverage
    suspect_count: int
    may_manage: bool


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
class GapsPage:
    """What is not linked on."""

    themes: tuple[ThemeSummary, ...]
    needs: tuple[NeedRecord, ...]
    decisions: tuple[DecisionRecord, ...]
    accepted: tuple[DecisionRecord, ...]
    items: tuple[ItemRecord, ...]


@dataclass(frozen=True)
class SuspectsPage:
    """Links that wait for a review."""

    suspects: tuple[ShownSuspect, ...]
    problem: str
    may_manage: bool


@dataclass(frozen=True)
class ThemeNeedsPage:
    """The needs that a theme raised."""

    theme: ThemeSummary
    needs: tuple[NeedRecord, ...]
    may_manage: bool


@blueprint.get("")
@access(Permission.SEE_ROADMAP)
def index() -> Response:
    """The register."""
    page = RoadmapPage(
        list_needs(),
        list_decisions(),
        list_items(),
        get_coverage(),
        len({suspect.link_id for suspect in find_suspects()}),
        _may_manage(),
    )
    return render("staff/roadmap/index.html", page)


@blueprint.get("/themes/<int:theme_id>")
@access(Permission.SEE_ROADMAP)
def theme_needs(theme_id: int) -> Response:
    """Where a theme leads."""
    needs = tuple(get_need(need_id) for need_id in needs_of_theme(theme_id))
    page = ThemeNeedsPage(get_theme(theme_id), needs, _may_manage())
    return render("staff/roadmap/theme_needs.html", page)


@blueprint.get("/needs/<int:need_id>")
@access(Permission.SEE_ROADMAP)
def need(need_id: int) -> Response:
    """One need."""
    evidence = tuple(get_comment(comment_id) for comment_id in comments_of_need(need_id))
    return _record("need", need_id, get_need(need_id), None, None, evidence)


@blueprint.get("/decisions/<int:decision_id>")
@access(Permission.SEE_ROADMAP)
def decision(decision_id: int) -> Response:
    """One decision."""
    return _record("decision", decision_id, None, get_decision(decision_id), None)


@blueprint.get("/items/<int:item_id>")
@access(Permission.SEE_ROADMAP)
def item(item_id: int) -> Response:
    """One piece of work."""
    return _record("roadmap_item", item_id, None, None, get_item(item_id))


@blueprint.route("/needs/new", methods=["GET", "POST"])
@access(Permission.MANAGE_ROADMAP)
def add_need_page() -> Response:
    """Write a need, best from a theme."""
    theme_id = request.args.get("theme", type=int)
    theme = get_theme(theme_id) if theme_id else None
    consultation_id = theme.consultation_id if theme else request.args.get("consultation", type=int)
    if consultation_id is None:
        return render("staff/roadmap/choose_consultation.html", ChoosePage(list_consultations()))
    languages = get_consultation(consultation_id).languages
    typed: Typed = request.form if request.method == "POST" else _prefilled_need(theme, languages)
    problems = Problems()
    if request.method == "POST":
        try:
            made = add_need(current_actor(), consultation_id, need_draft(typed, languages))
            flash("good", pgettext("roadmap", "The need was written down."))
            return see_other(url_for("roadmap.need", need_id=made))
        except InvalidInput as refused:
            problems.take(refused, translate)
    return _need_form(consultation_id, typed, problems, 0, theme)


@dataclass(frozen=True)
class ChoosePage:
    """Which consultation is this about?"""

    consultations: tuple[ConsultationSummary, ...]


@blueprint.route("/needs/<int:need_id>/edit", methods=["GET", "POST"])
@access(Permission.MANAGE_ROADMAP)
def edit_need_page(need_id: int) -> Response:
    """Change a need."""
    found = get_need(need_id)
    languages = get_consultation(found.consultation_id).languages
    problems = Problems()
    typed: Typed = request.form
    if request.method == "POST":
        try:
            version = request.form.get("version", 0, type=int)
            edit_need(current_actor(), need_id, version, need_draft(typed, languages))
            flash("good", pgettext("roadmap", "The need was changed."))
            return see_other(url_for("roadmap.need", need_id=need_id))
        except (InvalidInput, Conflict) as refused:
            problems.take(_as_input(refused), translate)
    else:
        typed = typed_need(_draft_of_need(found), languages)
    theme_ids = themes_of_need(need_id)
    theme = get_theme(theme_ids[0]) if theme_ids else None
    return _need_form(found.consultation_id, typed, problems, found.version, theme)


@blueprint.route("/decisions/new", methods=["GET", "POST"])
@access(Permission.MANAGE_ROADMAP)
def add_decision_page() -> Response:
    """Record a decision."""
    problems = Problems()
    typed: Typed = request.form
    if request.method == "POST":
        try:
            made = make_decision(current_actor(), decision_draft(typed, STAFF_LOCALES))
            flash("good", pgettext("roadmap", "The decision was recorded."))
            return see_other(url_for("roadmap.decision", decision_id=made))
        except (InvalidInput, Conflict) as refused:
            problems.take(_as_input(refused), translate)
    else:
        wanted = request.args.get("need", type=int)
        draft = DecisionDraft("", {}, {}, "", None, need_ids=(wanted,) if wanted else ())
        typed = typed_decision(draft)
    return _decision_form(typed, problems, 0)


@blueprint.route("/decisions/<int:decision_id>/edit", methods=["GET", "POST"])
@access(Permission.MANAGE_ROADMAP)
def edit_decision_page(decision_id: int) -> Response:
    """Change a decision."""
    found = get_decision(decision_id)
    problems = Problems()
    typed: Typed = request.form
    if request.method == "POST":
        try:
            version = request.form.get("version", 0, type=int)
            draft = decision_draft(typed, STAFF_LOCALES)
            edit_decision(current_actor(), decision_id, version, draft)
            flash("good", pgettext("roadmap", "The decision was changed."))
            return see_other(url_for("roadmap.decision", decision_id=decision_id))
        except (InvalidInput, Conflict) as refused:
            problems.take(_as_input(refused), translate)
    else:
        typed = typed_decision(_draft_of_decision(found))
    return _decision_form(typed, problems, found.version)


@blueprint.route("/items/new", methods=["GET", "POST"])
@access(Permission.MANAGE_ROADMAP)
def add_item_page() -> Response:
    """Put work on the roadmap."""
    problems = Problems()
    typed: Typed = request.form
    if request.method == "POST":
        try:
            draft = item_draft(typed, STAFF_LOCALES, settings().currency)
            made = add_item(current_actor(), draft)
            flash("good", pgettext("roadmap", "The work is on the roadmap."))
            return see_other(url_for("roadmap.item", item_id=made))
        except (InvalidInput, Conflict) as refused:
            problems.take(_as_input(refused), translate)
    else:
        wanted = request.args.get("decision", type=int)
        typed = typed_item(ItemDraft({}, "", None, decision_ids=(wanted,) if wanted else ()))
    return _item_form(typed, problems, 0, None)


@blueprint.route("/items/<int:item_id>/edit", methods=["GET", "POST"])
@access(Permission.MANAGE_ROADMAP)
def edit_item_page(item_id: int) -> Response:
    """Change a piece of work."""
    found = get_item(item_id)
    problems = Problems()
    typed: Typed = request.form
    if request.method == "POST":
        try:
            version = request.form.get("version", 0, type=int)
            draft = item_draft(typed, STAFF_LOCALES, found.currency)
            edit_item(current_actor(), item_id, version, draft)
            flash("good", pgettext("roadmap", "The work was changed."))
            return see_other(url_for("roadmap.item", item_id=item_id))
        except (InvalidInput, Conflict) as refused:
            problems.take(_as_input(refused), translate)
    else:
        typed = typed_item(_draft_of_item(found))
    return _item_form(typed, problems, found.version, item_id)


@blueprint.get("/gaps")
@access(Permission.SEE_ROADMAP)
def gaps() -> Response:
    """Needs without decision, decisions without need, and the other loose ends."""
    found = get_coverage()
    page = GapsPage(
        tuple(get_theme(int(i)) for i in found.themes_without_need),
        tuple(get_need(int(i)) for i in found.needs_without_decision),
        tuple(get_decision(int(i)) for i in found.decisions_without_need),
        tuple(get_decision(int(i)) for i in found.accepted_without_item),
        tuple(get_item(int(i)) for i in found.items_without_decision),
    )
    return render("staff/roadmap/gaps.html", page)


@blueprint.route("/suspects", methods=["GET", "POST"])
@access(Permission.SEE_ROADMAP)
def suspects() -> Response:
    """Links one of whose ends changed; POST says that one still holds."""
    problem = ""
    if request.method == "POST":
        try:
            link_id = request.form.get("link", 0, type=int)
            review_link(current_actor(), link_id, request.form.get("reason", ""))
            flash("good", pgettext("roadmap", "The link was reviewed."))
            return see_other(url_for("roadmap.suspects"))
        except InvalidInput as refused:
            problem = translate(refused.message)
    page = SuspectsPage(shown_suspects(find_suspects()), problem, _may_manage())
    return render("staff/roadmap/suspects.html", page, 422 if problem else 200)


def _record(
    kind: str,
    identifier: int,
    need_found: NeedRecord | None,
    decision_found: DecisionRecord | None,
    item_found: ItemRecord | None,
    evidence: tuple[StoredComment, ...] = (),
) -> Response:
    chain = get_chain(kind, identifier)
    ours: list[SuspectLink] = [
        s for s in chain.suspects if (kind, identifier) in (s.source, s.target)
    ]
    page = RecordPage(
        kind,
        need_found,
        decision_found,
        item_found,
        chain,
        chain_columns(chain),
        shown_suspects(tuple(ours)),
        evidence,
        _may_manage(),
    )
    return render("staff/roadmap/record.html", page)


def _need_form(
    consultation_id: int,
    typed: Typed,
    problems: Problems,
    version: int,
    theme: ThemeSummary | None,
) -> Response:
    quotes: dict[int, StoredComment] = {}
    for comment_id in typed.getlist("comment_ids", type=int):
        quotes[comment_id] = get_comment(comment_id)
    if theme is not None:
        chosen = CommentFilter(theme_id=theme.id)
        offered = list_comments(theme.consultation_id, theme.question_code, chosen).comments
        for comment in offered[:QUOTES_OFFERED]:
            quotes.setdefault(comment.id, get_comment(comment.id))
    page = FormPage(
        typed,
        problems,
        version,
        get_consultation(consultation_id).languages,
        themes=tuple(t for t in list_themes(consultation_id) if t.state == "approved"),
        quotes=tuple(quotes.values()),
        back_href=url_for("roadmap.index"),
    )
    return render("staff/roadmap/need_form.html", page, 422 if problems.summary else 200)


def _decision_form(typed: Typed, problems: Problems, version: int) -> Response:
    page = FormPage(
        typed,
        problems,
        version,
        STAFF_LOCALES,
        needs=list_needs(),
        back_href=url_for("roadmap.index"),
    )
    return render("staff/roadmap/decision_form.html", page, 422 if problems.summary else 200)


def _item_form(typed: Typed, problems: Problems, version: int, item_id: int | None) -> Response:
    page = FormPage(
        typed,
        problems,
        version,
        STAFF_LOCALES,
        decisions=list_decisions(),
        items=tuple(other for other in list_items() if other.id != item_id),
        back_href=url_for("roadmap.index"),
        currency=settings().currency,
    )
    return render("staff/roadmap/item_form.html", page, 422 if problems.summary else 200)


def _prefilled_need(theme: ThemeSummary | None, languages: tuple[str, ...]) -> Typed:
    if theme is None:
        return typed_need(NeedDraft({}), languages)
    statement = theme.description or theme.label
    return typed_need(NeedDraft(statement, theme_ids=(theme.id,)), languages)


def _draft_of_need(found: NeedRecord) -> NeedDraft:
    return NeedDraft(
        found.statement,
        found.groups,
        found.severity,
        found.status,
        found.status_reason,
        found.owner,
        found.other_sources,
        themes_of_need(found.id),
        comments_of_need(found.id),
    )


def _draft_of_decision(found: DecisionRecord) -> DecisionDraft:
    return DecisionDraft(
        found.outcome,
        found.title,
        found.reason,
        found.decider,
        found.decided_on,
        found.meeting,
        found.minutes_reference,
        found.internal_reason,
        needs_of_decision(found.id),
    )


def _draft_of_item(found: ItemRecord) -> ItemDraft:
    return ItemDraft(
        title=found.title,
        owner=found.owner,
        starts_on=found.starts_on,
        ends_on=found.ends_on,
        challenge=found.challenge,
        solution=found.solution,
        budget=found.budget,
        currency=found.currency,
        risks=found.risks,
        dependencies=found.dependencies,
        status=found.status,
        status_reason=found.status_reason,
        decision_ids=decisions_of_item(found.id),
        depends_on_ids=dependencies_of_item(found.id),
    )


def _as_input(refused: InvalidInput | Conflict) -> InvalidInput:
    return InvalidInput(refused.message, getattr(refused, "fields", {}))


def _may_manage() -> bool:
    return current_actor().may(Permission.MANAGE_ROADMAP)
