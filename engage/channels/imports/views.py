"""The page that lists imports and says how to make one."""

from dataclasses import dataclass

from flask import Blueprint, Response

from engage.channels.imports.importing import list_imports
from engage.channels.imports.models import ImportRun
from engage.consultations import ConsultationSummary, get_consultation
from engage.kernel.actors import Permission
from engage.web.access import access
from engage.web.rendering import render

blueprint = Blueprint("imports", __name__, url_prefix="/staff/consultations")


@dataclass(frozen=True)
class ImportsPage:
    """What was imported."""

    consultation: ConsultationSummary
    runs: tuple[ImportRun, ...]
    command: str


@blueprint.get("/<int:consultation_id>/imports")
@access(Permission.IMPORT_RESPONSES)
def index(consultation_id: int) -> Response:
    """Imports of a consultation."""
    found = get_consultation(consultation_id)
    mapping = "--map text=QUESTION --map id=@key"
    command = f"engage import responses FILE.csv --consultation {found.slug} {mapping}"
    page = ImportsPage(found, list_imports(consultation_id), command)
    return render("staff/imports/index.html", page)
