"""Pages where staff make invitation codes and see how many were used."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from flask import Blueprint, Response, request, url_for
from flask_babel import pgettext

from engage.consultations import ConsultationSummary, get_consultation
from engage.kernel.actors import Permission
from engage.kernel.errors import InvalidInput
from engage.responses.invitations import (
    BatchSummary,
    list_batches,
    make_invitations,
    revoke_batch,
    revoke_invitation,
)
from engage.web.access import access, current_actor
from engage.web.downloads import csv_attachment
from engage.web.locale import translate
from engage.web.rendering import flash, render, see_other, settings

blueprint = Blueprint("invitations", __name__, url_prefix="/<int:consultation_id>/invitations")


@dataclass(frozen=True)
class InvitationsPage:
    """The batches, and what is typed to make another or to revoke one code."""

    consultation: ConsultationSummary
    batches: tuple[BatchSummary, ...]
    typed: Mapping[str, str]
    fields: Mapping[str, str]


@blueprint.get("")
@access(Permission.MANAGE_CONSULTATIONS)
def index(consultation_id: int) -> Response:
    """How many codes there are and how many were used."""
    return _page(consultation_id)


@blueprint.post("")
@access(Permission.MANAGE_CONSULTATIONS)
def make(consultation_id: int) -> Response:
    """Make codes; the answer is the file with them, which is there only once."""
    consultation = get_consultation(consultation_id)
    name, count = request.form.get("name", ""), request.form.get("count", 0, type=int)
    try:
        made = make_invitations(current_actor(), consultation_id, name, count)
    except InvalidInput as refused:
        return _page(consultation_id, refused)
    rows = _rows(consultation, made.codes)
    return csv_attachment(rows, f"invitations-{consultation.slug}-{made.id}.csv")


@blueprint.post("/revoke")
@access(Permission.MANAGE_CONSULTATIONS)
def revoke(consultation_id: int) -> Response:
    """Revoke a batch, or one code."""
    batch_id = request.form.get("batch", 0, type=int)
    try:
        if batch_id:
            revoke_batch(current_actor(), consultation_id, batch_id)
            flash("good", pgettext("invitations", "The codes were revoked."))
        else:
            revoke_invitation(current_actor(), consultation_id, request.form.get("code", ""))
            flash("good", pgettext("invitations", "The code was revoked."))
    except InvalidInput as refused:
        return _page(consultation_id, refused)
    return see_other(url_for("responses.invitations.index", consultation_id=consultation_id))


def _page(consultation_id: int, refused: InvalidInput | None = None) -> Response:
    fields = {name: translate(text) for name, text in refused.fields.items()} if refused else {}
    page = InvitationsPage(
        get_consultation(consultation_id),
        list_batches(current_actor(), consultation_id),
        request.form if refused else {},
        fields,
    )
    return render("staff/consultations/invitations.html", page, 422 if refused else 200)


def _rows(
    consultation: ConsultationSummary, codes: tuple[str, ...]
) -> Iterator[tuple[str | int, ...]]:
    yield "number", "code", "address"
    locale = consultation.languages[0]
    for number, code in enumerate(codes, start=1):
        path = url_for("online.entrance.ask", locale=locale, slug=consultation.slug, code=code)
        yield number, code, settings().base_url + path
