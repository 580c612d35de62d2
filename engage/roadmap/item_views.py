"""Pages of the work on the roadmap: one piece of it, and writing it down."""

from flask import Response, request, url_for
from flask_babel import pgettext

from engage.kernel.actors import Permission
from engage.roadmap.decisions import list_decisions
from engage.roadmap.forms import (
    Problems,
    Typed,
    item_draft,
    register_languages,
    typed_item,
)
from engage.roadmap.items import ItemDraft, ItemRecord, add_item, edit_item, get_item, list_items
from engage.roadmap.record_views import (
    FormPage,
    Shown,
    blueprint,
    leave_form,
    posted_version,
    show_record,
)
from engage.roadmap.trace import Trace
from engage.web.access import access, current_actor
from engage.web.rendering import render, settings


@blueprint.get("/items/<int:item_id>")
@access(Permission.SEE_ROADMAP)
def item(item_id: int) -> Response:
    """One piece of work."""
    return show_record(Shown("roadmap_item", item_id, item=get_item(item_id)))


@blueprint.route("/items/new", methods=["GET", "POST"])
@access(Permission.MANAGE_ROADMAP)
def add_item_page() -> Response:
    """Put work on the roadmap."""
    languages = register_languages()

    def save() -> str:
        draft = item_draft(request.form, languages, settings().currency)
        return url_for("roadmap.item", item_id=add_item(current_actor(), draft))

    problems = Problems()
    if left := leave_form(save, pgettext("roadmap", "The work is on the roadmap."), problems):
        return left
    wanted = request.args.get("decision", type=int)
    empty = ItemDraft({}, "", None, decision_ids=(wanted,) if wanted else ())
    typed = request.form if request.method == "POST" else typed_item(empty)
    return _item_form(typed, problems, 0, languages)


@blueprint.route("/items/<int:item_id>/edit", methods=["GET", "POST"])
@access(Permission.MANAGE_ROADMAP)
def edit_item_page(item_id: int) -> Response:
    """Change a piece of work."""
    found = get_item(item_id)
    languages = register_languages(found.title, found.challenge, found.solution)

    def save() -> str:
        draft = item_draft(request.form, languages, found.currency)
        edit_item(current_actor(), item_id, posted_version(), draft)
        return url_for("roadmap.item", item_id=item_id)

    problems = Problems()
    if left := leave_form(save, pgettext("roadmap", "The work was changed."), problems):
        return left
    typed = request.form if request.method == "POST" else typed_item(_draft_of_item(found))
    return _item_form(typed, problems, found.version, languages, item_id)


def _item_form(
    typed: Typed,
    problems: Problems,
    version: int,
    languages: tuple[str, ...],
    item_id: int | None = None,
) -> Response:
    page = FormPage(
        typed,
        problems,
        version,
        languages,
        decisions=list_decisions(),
        items=tuple(other for other in list_items() if other.id != item_id),
        back_href=url_for("roadmap.index"),
        currency=settings().currency,
    )
    return render("staff/roadmap/item_form.html", page, 422 if problems.summary else 200)


def _draft_of_item(found: ItemRecord) -> ItemDraft:
    trace = Trace()
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
        decision_ids=trace.decisions_of_item(found.id),
        depends_on_ids=trace.dependencies_of_item(found.id),
    )
