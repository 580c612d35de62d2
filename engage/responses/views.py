"""The page where staff see all consultations with what has come in for each."""

from dataclasses import dataclass

from flask import Blueprint, Response

from engage.consultations import ConsultationSummary, Status, list_consultations
from engage.kernel.actors import Permission
from engage.responses.answers_views import blueprint as answers
from engage.responses.contact_views import blueprint as contacts
from engage.responses.invitation_views import blueprint as invitations
from engage.responses.left_out_views import blueprint as left_out
from engage.responses.queries import count_by_consultation
from engage.responses.upload_views import blueprint as uploads
from engage.web.access import access, current_actor
from engage.web.rendering import render
from engage.web.words import left_out_name

blueprint = Blueprint("responses", __name__, url_prefix="/staff/consultations")
blueprint.add_app_template_global(left_out_name)
blueprint.register_blueprint(answers)
blueprint.register_blueprint(invitations)
blueprint.register_blueprint(contacts)
blueprint.register_blueprint(uploads)
blueprint.register_blueprint(left_out)


@dataclass(frozen=True)
class ConsultationRow:
    """A consultation and how many responses it has; None before anybody could answer."""

    consultation: ConsultationSummary
    responses: int | None


@dataclass(frozen=True)
class ListPage:
    """All consultations, how many of them are open, and what has come in."""

    rows: tuple[ConsultationRow, ...]
    open: int
    responses: int
    may_manage: bool


@blueprint.get("")
@access(Permission.SEE_CONSULTATIONS)
def consultations() -> Response:
    """All consultations."""
    counts = count_by_consultation()
    rows = tuple(_row(item, counts.get(item.id, 0)) for item in list_consultations())
    page = ListPage(
        rows,
        sum(row.consultation.is_open for row in rows),
        sum(row.responses or 0 for row in rows),
        current_actor().may(Permission.MANAGE_CONSULTATIONS),
    )
    return render("staff/consultations/index.html", page)


def _row(item: ConsultationSummary, responses: int) -> ConsultationRow:
    has_opened = item.status not in (Status.DRAFTED, Status.SCHEDULED)
    return ConsultationRow(item, responses if has_opened else None)
