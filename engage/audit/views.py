"""The page that shows who did what, when and why."""

from dataclasses import dataclass

from flask import Blueprint, Response, request

from engage.audit.record import Entry, list_entries
from engage.kernel.actors import Permission
from engage.web.access import access, current_actor
from engage.web.rendering import render

blueprint = Blueprint("audit", __name__, url_prefix="/staff/audit")

A_PAGE = 50


@dataclass(frozen=True)
class AuditPage:
    """The newest lines, and where older ones begin."""

    entries: tuple[Entry, ...]
    older_than: int | None


@blueprint.get("")
@access(Permission.READ_AUDIT)
def index() -> Response:
    """The record, the newest first."""
    before = request.args.get("before", type=int)
    entries = list_entries(current_actor(), before_id=before, limit=A_PAGE)
    page = AuditPage(entries, entries[-1].id if len(entries) == A_PAGE else None)
    return render("staff/audit/index.html", page)
