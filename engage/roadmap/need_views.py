"""Pages of needs: one need, writing it, the needs that a theme raised."""

from dataclasses import dataclass

from flask import Response, request, url_for
from flask_babel import pgettext

from engage.consultations import ConsultationSummary, get_consultation, list_consultations
from engage.kernel.actors import Permission
from engage.responses import StoredComment, get_comment
from engage.roadmap.forms import Problems, Typed, need_draft, typed_need
from engage.roadmap.needs import NeedDraft, NeedRecord, add_need, edit_need, get_need
from engage.roadmap.record_views import (
    FormPage,
    Shown,
    blueprint,
    leave_form,
    may_manage,
    posted_version,
    show_record,
)
from engage.roadmap.trace import Trace
from engage.themes import CommentFilter, ThemeSummary, get_theme, list_comments, list_themes
from engage.web.access import access, current_actor
from engage.web.rendering import render

QUOTES_OFFERED = 8


@dataclass(frozen=True)
class ThemeNeedsPage:
    """The needs that a theme raised."""

    theme: ThemeSummary
    needs: tuple[NeedRecord, ...]
    may_manage: bool


@dataclass(frozen=True)
class ChoosePage:
    """Which consultation is this about?"""

    consultations: tuple[ConsultationSummary, ...]


@blueprint.get("/themes/<int:theme_id>")
@access(Permission.SEE_ROADMAP)
def theme_needs(theme_id: int) -> Response:
    """Where a theme leads."""
    needs = tuple(get_need(need_id) for need_id in Trace().needs_of_theme(theme_id))
    page = ThemeNeedsPage(get_theme(theme_id), needs, may_manage())
    return render("staff/roadmap/theme_needs.html", page)


@blueprint.get("/needs/<int:need_id>")
@access(Permission.SEE_ROADMAP)
def need(need_id: int) -> Response:
    """One need."""
    evidence = tuple(map(get_comment, Trace().comments_of_need(need_id)))
    return show_record(Shown("need", need_id, need=get_need(need_id), evidence=evidence))


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

    def save() -> str:
        draft = need_draft(request.form, languages)
        return url_for("roadmap.need", need_id=add_need(current_actor(), consultation_id, draft))

    problems = Problems()
    if left := leave_form(save, pgettext("roadmap", "The need was written down."), problems):
        return left
    typed = request.form if request.method == "POST" else _prefilled_need(theme, languages)
    return _need_form(consultation_id, typed, problems, 0, theme)


@blueprint.route("/needs/<int:need_id>/edit", methods=["GET", "POST"])
@access(Permission.MANAGE_ROADMAP)
def edit_need_page(need_id: int) -> Response:
    """Change a need."""
    found = get_need(need_id)
    languages = get_consultation(found.consultation_id).languages

    def save() -> str:
        draft = need_draft(request.form, languages)
        edit_need(current_actor(), need_id, posted_version(), draft)
        return url_for("roadmap.need", need_id=need_id)

    problems = Problems()
    if left := leave_form(save, pgettext("roadmap", "The need was changed."), problems):
        return left
    is_post = request.method == "POST"
    typed = request.form if is_post else typed_need(_draft_of_need(found), languages)
    theme_ids = Trace().themes_of_need(need_id)
    theme = get_theme(theme_ids[0]) if theme_ids else None
    return _need_form(found.consultation_id, typed, problems, found.version, theme)


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


def _prefilled_need(theme: ThemeSummary | None, languages: tuple[str, ...]) -> Typed:
    if theme is None:
        return typed_need(NeedDraft({}), languages)
    # what a theme is called is not what people lack, least of all where the machine named it
    return typed_need(NeedDraft(theme.description or {}, theme_ids=(theme.id,)), languages)


def _draft_of_need(found: NeedRecord) -> NeedDraft:
    trace = Trace()
    return NeedDraft(
        statement=found.statement,
        groups=found.groups,
        severity=found.severity,
        status=found.status,
        status_reason=found.status_reason,
        owner=found.owner,
        other_sources=found.other_sources,
        theme_ids=trace.themes_of_need(found.id),
        comment_ids=trace.comments_of_need(found.id),
    )
