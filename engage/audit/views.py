"""The page that shows who did what, when and why."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask import Blueprint, Response, request

from engage.audit.record import Entry, list_entries
from engage.audit.showing import ShownSubject, act_names, shown_subjects, subject_names
from engage.kernel.actors import Permission
from engage.web.access import access, current_actor
from engage.web.rendering import render

blueprint = Blueprint("audit", __name__, url_prefix="/staff/audit")

A_PAGE = 50


@dataclass(frozen=True)
class AuditPage:
    """The newest lines, of one subject or of all, and where older ones begin.

    ``known`` are the subjects that have a name now, by kind and number.
    """

    entries: tuple[Entry, ...]
    subject: tuple[str, int] | None
    older_than: int | None
    acts: Mapping[str, str]
    subjects: Mapping[str, str]
    known: Mapping[tuple[str, int], ShownSubject]


@blueprint.get("")
@access(Permission.READ_AUDIT)
def index() -> Response:
    """The record, the newest first; ``kind`` and ``id`` keep to one subject."""
    before = request.args.get("before", type=int)
    kind, number = request.args.get("kind"), request.args.get("id", type=int)
    subject = (kind, number) if kind and number else None
    entries = list_entries(current_actor(), subject=subject, before_id=before, limit=A_PAGE)
    older_than = entries[-1].id if len(entries) == A_PAGE else None
    known = shown_subjects((e.subject_kind, e.subject_id) for e in entries if e.subject_id)
    page = AuditPage(entries, subject, older_than, act_names(), subject_names(), known)
    return render("staff/audit/index.html", page)
