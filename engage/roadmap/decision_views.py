"""Pages of decisions: one decision, and recording it."""

from flask import Response, request, url_for
from flask_babel import pgettext

from engage.kernel.actors import Permission
from engage.roadmap.decisions import (
    DecisionDraft,
    DecisionRecord,
    edit_decision,
    get_decision,
    make_decision,
)
from engage.roadmap.forms import (
    Problems,
    Typed,
    decision_draft,
    register_languages,
    typed_decision,
)
from engage.roadmap.needs import list_needs
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
from engage.web.rendering import render


@blueprint.get("/decisions/<int:decision_id>")
@access(Permission.SEE_ROADMAP)
def decision(decision_id: int) -> Response:
    """One decision."""
    return show_record(Shown("decision", decision_id, decision=get_decision(decision_id)))


@blueprint.route("/decisions/new", methods=["GET", "POST"])
@access(Permission.MANAGE_ROADMAP)
def add_decision_page() -> Response:
    """Record a decision."""
    languages = register_languages()

    def save() -> str:
        draft = decision_draft(request.form, languages)
        return url_for("roadmap.decision", decision_id=make_decision(current_actor(), draft))

    problems = Problems()
    if left := leave_form(save, pgettext("roadmap", "The decision was recorded."), problems):
        return left
    wanted = request.args.get("need", type=int)
    empty = DecisionDraft("", {}, {}, {}, None, need_ids=(wanted,) if wanted else ())
    typed = request.form if request.method == "POST" else typed_decision(empty)
    return _decision_form(typed, problems, 0, languages)


@blueprint.route("/decisions/<int:decision_id>/edit", methods=["GET", "POST"])
@access(Permission.MANAGE_ROADMAP)
def edit_decision_page(decision_id: int) -> Response:
    """Change a decision."""
    found = get_decision(decision_id)
    languages = register_languages(found.title, found.reason, found.decider)

    def save() -> str:
        draft = decision_draft(request.form, languages)
        edit_decision(current_actor(), decision_id, posted_version(), draft)
        return url_for("roadmap.decision", decision_id=decision_id)

    problems = Problems()
    if left := leave_form(save, pgettext("roadmap", "The decision was changed."), problems):
        return left
    is_post = request.method == "POST"
    typed = request.form if is_post else typed_decision(_draft_of_decision(found))
    return _decision_form(typed, problems, found.version, languages)


def _decision_form(
    typed: Typed, problems: Problems, version: int, languages: tuple[str, ...]
) -> Response:
    page = FormPage(
        typed,
        problems,
        version,
        languages,
        needs=list_needs(),
        back_href=url_for("roadmap.index"),
    )
    return render("staff/roadmap/decision_form.html", page, 422 if problems.summary else 200)


def _draft_of_decision(found: DecisionRecord) -> DecisionDraft:
    return DecisionDraft(
        outcome=found.outcome,
        title=found.title,
        reason=found.reason,
        decider=found.decider,
        decided_on=found.decided_on,
        meeting=found.meeting,
        minutes_reference=found.minutes_reference,
        internal_reason=found.internal_reason,
        need_ids=Trace().needs_of_decision(found.id),
    )
