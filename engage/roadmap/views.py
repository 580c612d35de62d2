"""Pages of the register: the roadmap at a glance, gaps, suspect links.

Importing this module also puts the pages of needs, decisions and work on the blueprint.
"""

from dataclasses import dataclass

from flask import Response, request, url_for
from flask_babel import pgettext

from engage.engines.tracing import Coverage
from engage.kernel.actors import Permission
from engage.kernel.errors import InvalidInput
from engage.roadmap import decision_views, item_views, need_views
from engage.roadmap.chains import find_suspects, get_coverage
from engage.roadmap.decisions import DecisionRecord, get_decision, list_decisions
from engage.roadmap.items import ItemRecord, get_item, list_items
from engage.roadmap.links import review_link
from engage.roadmap.needs import NeedRecord, get_need, list_needs
from engage.roadmap.record_views import blueprint, may_manage
from engage.roadmap.showing import ShownSuspect, shown_suspects
from engage.roadmap.timeline_showing import ShownTimeline, show_timeline
from engage.themes import ThemeSummary, find_themes
from engage.web.access import access, current_actor
from engage.web.locale import translate
from engage.web.rendering import flash, render, see_other

__all__ = ["blueprint", "decision_views", "item_views", "need_views"]


@dataclass(frozen=True)
class RoadmapPage:
    """Everything on the register at a glance."""

    needs: tuple[NeedRecord, ...]
    decisions: tuple[DecisionRecord, ...]
    items: tuple[ItemRecord, ...]
    timeline: ShownTimeline | None
    coverage: Coverage
    suspect_count: int
    may_manage: bool


@dataclass(frozen=True)
class GapsPage:
    """What is not linked on."""

    themes: tuple[ThemeSummary, ...]
    needs: tuple[NeedRecord, ...]
    decisions: tuple[DecisionRecord, ...]
    accepted: tuple[DecisionRecord, ...]
    items: tuple[ItemRecord, ...]
    may_manage: bool


@dataclass(frozen=True)
class SuspectsPage:
    """Links that wait for a review."""

    suspects: tuple[ShownSuspect, ...]
    problem: str
    may_manage: bool


@blueprint.get("")
@access(Permission.SEE_ROADMAP)
def index() -> Response:
    """The register."""
    items = list_items()
    page = RoadmapPage(
        list_needs(),
        list_decisions(),
        items,
        show_timeline(items, lambda item: url_for("roadmap.item", item_id=item.id)),
        get_coverage(),
        len({suspect.link_id for suspect in find_suspects()}),
        may_manage(),
    )
    return render("staff/roadmap/index.html", page)


@blueprint.get("/gaps")
@access(Permission.SEE_ROADMAP)
def gaps() -> Response:
    """Needs without decision, decisions without need, and the other loose ends."""
    found = get_coverage()
    themes = find_themes(int(i) for i in found.themes_without_need)
    page = GapsPage(
        tuple(themes[int(i)] for i in found.themes_without_need),
        tuple(get_need(int(i)) for i in found.needs_without_decision),
        tuple(get_decision(int(i)) for i in found.decisions_without_need),
        tuple(get_decision(int(i)) for i in found.accepted_without_item),
        tuple(get_item(int(i)) for i in found.items_without_decision),
        may_manage(),
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
    page = SuspectsPage(shown_suspects(find_suspects()), problem, may_manage())
    return render("staff/roadmap/suspects.html", page, 422 if problem else 200)
