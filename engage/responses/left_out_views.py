"""Pages: one response whole, left out of the results or taken back in; all that is left out."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from flask import Blueprint, Response, request, url_for
from flask_babel import pgettext

from engage.consultations import ConsultationSummary, get_consultation
from engage.kernel.actors import Actor, Permission
from engage.kernel.errors import InvalidInput
from engage.kernel.tables import Cell
from engage.responses.exclusion import (
    EXCLUSION_KINDS,
    exclude,
    keep_counting,
    propose_exclusion,
    take_in,
)
from engage.responses.left_out import (
    LeftOut,
    Proposal,
    WholeResponse,
    count_left_out,
    list_left_out,
    list_proposals,
    read_response,
)
from engage.responses.queries import count_dispositions, get_comment
from engage.web.access import access, current_actor
from engage.web.channels import channel_name
from engage.web.downloads import csv_attachment
from engage.web.locale import current_locale, translate
from engage.web.rendering import flash, render, see_other
from engage.web.words import left_out_name

blueprint = Blueprint("left_out", __name__, url_prefix="/<int:consultation_id>/responses")
SHOWN = 500


@dataclass(frozen=True)
class Choice:
    """A kind of reason to choose."""

    value: str
    label: str


@dataclass(frozen=True)
class ResponsePage:
    """One response, and the form that proposes, agrees to or undoes leaving it out."""

    consultation: ConsultationSummary
    response: WholeResponse
    kinds: tuple[Choice, ...]
    may_decide: bool
    is_own_proposal: bool
    may_read_record: bool
    errors: dict[str, str]
    kind: str
    reason: str


@dataclass(frozen=True)
class LeftOutPage:
    """What is left out, by reason and one by one, beside what counts, and what is proposed."""

    consultation: ConsultationSummary
    proposals: tuple[Proposal, ...]
    counts: dict[str, int]
    counted: int
    shown: tuple[LeftOut, ...]
    more: int


@blueprint.get("/left-out")
@access(Permission.SEE_THEMES)
def index(consultation_id: int) -> Response:
    """All that is left out of a consultation, with the reasons."""
    found = list_left_out(current_actor(), consultation_id)
    all_of_them = sum(count_dispositions(consultation_id).values())
    page = LeftOutPage(
        get_consultation(consultation_id),
        list_proposals(current_actor(), consultation_id),
        count_left_out(consultation_id),
        all_of_them - len(found),
        found[:SHOWN],
        max(len(found) - SHOWN, 0),
    )
    return render("staff/consultations/left_out.html", page)


@blueprint.get("/left-out.csv")
@access(Permission.SEE_THEMES)
def download(consultation_id: int) -> Response:
    """The same as a table; of the answers it holds nothing."""
    found = list_left_out(current_actor(), consultation_id)
    name = f"left-out-{get_consultation(consultation_id).slug}.csv"
    return csv_attachment(_table(found), name, has_bom=True)


@blueprint.get("/<int:response_id>")
@access(Permission.SEE_THEMES)
def show(consultation_id: int, response_id: int) -> Response:
    """One response with all its answers."""
    return _show(consultation_id, response_id)


@blueprint.get("/of-comment/<int:comment_id>")
@access(Permission.SEE_THEMES)
def of_comment(consultation_id: int, comment_id: int) -> Response:
    """Lead on to the response that a comment belongs to."""
    return see_other(_href(consultation_id, get_comment(comment_id).response_id))


@blueprint.post("/<int:response_id>/leave-out")
@access(Permission.APPROVE_THEMES)
def propose(consultation_id: int, response_id: int) -> Response:
    """Propose to leave it out of the results."""
    kind, reason = request.form.get("kind", ""), request.form.get("reason", "")
    return _decide(
        consultation_id,
        response_id,
        lambda actor: propose_exclusion(actor, response_id, reason, kind),
        lambda: pgettext("left out", "Proposed. It counts until another person agrees."),
    )


@blueprint.post("/<int:response_id>/agree")
@access(Permission.APPROVE_THEMES)
def agree(consultation_id: int, response_id: int) -> Response:
    """Leave out what another person proposed."""
    return _decide(
        consultation_id,
        response_id,
        lambda actor: exclude(actor, response_id),
        lambda: pgettext("left out", "The response no longer counts."),
    )


@blueprint.post("/<int:response_id>/keep")
@access(Permission.APPROVE_THEMES)
def keep(consultation_id: int, response_id: int) -> Response:
    """Drop the proposal."""
    reason = request.form.get("reason", "")
    return _decide(
        consultation_id,
        response_id,
        lambda actor: keep_counting(actor, response_id, reason),
        lambda: pgettext("left out", "The response goes on counting."),
    )


@blueprint.post("/<int:response_id>/take-in")
@access(Permission.APPROVE_THEMES)
def take_back_in(consultation_id: int, response_id: int) -> Response:
    """Let it count again."""
    reason = request.form.get("reason", "")
    return _decide(
        consultation_id,
        response_id,
        lambda actor: take_in(actor, response_id, reason),
        lambda: pgettext("left out", "The response counts again."),
    )


def _decide(
    consultation_id: int,
    response_id: int,
    act: Callable[[Actor], None],
    done: Callable[[], str],
) -> Response:
    actor = current_actor()
    read_response(actor, consultation_id, response_id, current_locale())
    try:
        act(actor)
    except InvalidInput as refused:
        return _show(consultation_id, response_id, refused)
    flash("good", done())
    return see_other(_href(consultation_id, response_id))


def _show(consultation_id: int, response_id: int, refused: InvalidInput | None = None) -> Response:
    actor = current_actor()
    found = read_response(actor, consultation_id, response_id, current_locale())
    page = ResponsePage(
        get_consultation(consultation_id),
        found,
        tuple(Choice(kind, left_out_name(kind)) for kind in EXCLUSION_KINDS),
        actor.may(Permission.APPROVE_THEMES),
        found.proposal is not None and found.proposal.by_id == actor.id,
        actor.may(Permission.READ_AUDIT),
        {name: translate(text) for name, text in refused.fields.items()} if refused else {},
        request.form.get("kind", ""),
        request.form.get("reason", ""),
    )
    return render("staff/consultations/response.html", page, 422 if refused else 200)


def _table(found: tuple[LeftOut, ...]) -> Iterator[tuple[Cell, ...]]:
    yield (
        pgettext("left out", "Number"),
        pgettext("left out", "Channel"),
        pgettext("left out", "Sent"),
        pgettext("left out", "Serial number"),
        pgettext("left out", "Reason"),
        pgettext("left out", "In words"),
        pgettext("left out", "By"),
        pgettext("left out", "Agreed by"),
        pgettext("left out", "When"),
    )
    for each in found:
        yield (
            each.number,
            channel_name(each.channel),
            each.submitted_at.isoformat(timespec="seconds"),
            each.serial,
            left_out_name(each.kind),
            each.reason,
            each.by,
            each.agreed_by,
            each.at.isoformat(timespec="seconds") if each.at else "",
        )


def _href(consultation_id: int, response_id: int) -> str:
    return url_for(
        "responses.left_out.show", consultation_id=consultation_id, response_id=response_id
    )
