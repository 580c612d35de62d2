"""Pages: the outcome for everybody, follow my response, and the desk where a lead publishes."""

import json
from dataclasses import dataclass

from flask import Blueprint, Response, request, url_for
from flask_babel import pgettext

from engage.consultations import ConsultationSummary, get_consultation, get_public_consultation
from engage.engines.disclosure import MaskedCount
from engage.engines.ledger import ReceiptMistyped
from engage.kernel.actors import Permission
from engage.kernel.errors import InvalidInput, NotFound, message
from engage.publishing.following import Followed, follow
from engage.publishing.outcome import (
    Checklist,
    Heard,
    Outcome,
    get_checklist,
    get_heard,
    get_outcome,
    is_published,
    publish_outcome,
    withhold_outcome,
)
from engage.publishing.releasing import release_shares
from engage.publishing.results import count_results
from engage.publishing.results_showing import ShownResult, show_result
from engage.publishing.showing import public_stance
from engage.responses import count_left_out
from engage.roadmap import ItemRecord, ShownTimeline, show_timeline
from engage.web.access import PUBLIC, access, current_actor
from engage.web.downloads import csv_attachment
from engage.web.locale import interface_locale, plain, translate
from engage.web.rendering import flash, render, see_other

public = Blueprint("outcome", __name__, url_prefix="/<locale:locale>")
desk = Blueprint("publishing", __name__, url_prefix="/staff/consultations")
public.add_app_template_global(public_stance)


@dataclass(frozen=True)
class OutcomePage:
    """What everybody may read."""

    outcome: Outcome
    results: tuple[ShownResult, ...]
    timeline: ShownTimeline | None
    is_published: bool
    is_preview: bool
    by_channel: dict[str, MaskedCount] | None
    by_language: dict[str, MaskedCount] | None
    share_off_web: float | None
    left_out: dict[str, int]


@dataclass(frozen=True)
class HeardPage:
    """The chain behind one decision."""

    consultation: ConsultationSummary
    heard: Heard


@dataclass(frozen=True)
class FollowPage:
    """A code to enter, and what became of it."""

    code: str
    error: str
    followed: Followed | None


@dataclass(frozen=True)
class DeskPage:
    """What is missing, and the button that publishes."""

    consultation: ConsultationSummary
    checklist: Checklist
    is_published: bool
    problem: str


@public.get("/consultations/<slug>/outcome")
@access(PUBLIC)
def show(locale: str, slug: str) -> Response:
    """The outcome, or how far it is."""
    consultation = get_public_consultation(slug)
    return _outcome(consultation.id, is_published(consultation.id), is_preview=False)


@public.get("/consultations/<slug>/results.<ending>")
@access(PUBLIC)
def results(locale: str, slug: str, ending: str) -> Response:
    """The masked counts as a file (csv or json)."""
    consultation = get_public_consultation(slug)
    if not is_published(consultation.id) or ending not in ("csv", "json"):
        raise NotFound(message("outcome", "This is not public."))
    columns = ("question", "option", "count")
    rows = [
        (plain(result.label), plain(cell.label), "not shown" if cell.count is None else cell.count)
        for result in count_results(consultation.id)
        for cell in result.cells
    ]
    if ending == "csv":
        return csv_attachment([columns, *rows], f"{slug}.csv")
    named = [dict(zip(columns, row, strict=True)) for row in rows]
    return Response(json.dumps(named, ensure_ascii=False), mimetype="application/json")


@public.get("/needs/<int:need_id>")
@access(PUBLIC)
def chain(locale: str, need_id: int) -> Response:
    """Who asked for this, and what became of it."""
    consultation, heard = get_heard(need_id, interface_locale())
    return render("outcome/chain.html", HeardPage(consultation, heard))


@public.route("/follow", methods=["GET", "POST"], endpoint="follow")
@access(PUBLIC)
def follow_response(locale: str) -> Response:
    """Enter the receipt; see what became of the response."""
    code = request.values.get("code", "").strip()
    if request.method == "GET":
        return render("outcome/follow.html", FollowPage(code, "", None))
    try:
        followed = follow(code, interface_locale())
    except ReceiptMistyped as mistyped:
        page = FollowPage(code, translate(mistyped.message), None)
        return render("outcome/follow.html", page, 422)
    if followed is None:
        unknown = pgettext(
            "follow", "We do not know this code. Check it against your receipt, letter by letter."
        )
        return render("outcome/follow.html", FollowPage(code, unknown, None), 404)
    return render("outcome/follow.html", FollowPage(code, "", followed))


@desk.get("/<int:consultation_id>/outcome")
@access(Permission.PUBLISH)
def show_desk(consultation_id: int) -> Response:
    """Before and after publishing."""
    return _desk(consultation_id)


def _desk(consultation_id: int, problem: str = "") -> Response:
    page = DeskPage(
        get_consultation(consultation_id),
        get_checklist(current_actor(), consultation_id),
        is_published(consultation_id),
        problem,
    )
    return render("staff/outcome/desk.html", page, 422 if problem else 200)


@desk.get("/<int:consultation_id>/outcome/preview")
@access(Permission.PUBLISH)
def preview(consultation_id: int) -> Response:
    """The page as the public will see it."""
    return _outcome(consultation_id, True, is_preview=True)


@desk.post("/<int:consultation_id>/outcome")
@access(Permission.PUBLISH)
def publish(consultation_id: int) -> Response:
    """Publish, or take it back."""
    if request.form.get("act") == "withhold":
        try:
            withhold_outcome(current_actor(), consultation_id, request.form.get("reason", ""))
        except InvalidInput as refused:
            return _desk(consultation_id, translate(refused.message))
        flash("info", pgettext("outcome", "The outcome is no longer public."))
    else:
        publish_outcome(current_actor(), consultation_id)
        flash("good", pgettext("outcome", "The outcome is public."))
    return see_other(url_for("publishing.show_desk", consultation_id=consultation_id))


def _outcome(consultation_id: int, may_show: bool, *, is_preview: bool) -> Response:
    outcome = get_outcome(consultation_id, interface_locale())
    counts = outcome.counts
    by_channel = release_shares(counts.by_channel)
    found = count_results(consultation_id) if may_show else ()
    page = OutcomePage(
        outcome,
        tuple(map(show_result, found)),
        show_timeline(outcome.items, _no_page) if may_show else None,
        may_show,
        is_preview,
        by_channel,
        release_shares(counts.by_language),
        _share_off_web(by_channel, counts.total),
        count_left_out(consultation_id) if may_show else {},
    )
    return render("outcome/show.html", page)


def _share_off_web(by_channel: dict[str, MaskedCount] | None, total: int) -> float | None:
    """None where the share would tell how many answered on the web, and that is masked."""
    web = None if by_channel is None else by_channel.get("web", 0)
    return None if web is None else (total - web) / total


def _no_page(item: ItemRecord) -> str:
    """Work has no page of its own for the public; it stands with the need it answers."""
    return ""
