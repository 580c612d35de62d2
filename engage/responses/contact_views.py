"""The page of the addresses that people left with their responses: for what, until when."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask import Blueprint, Response, request, url_for
from flask_babel import npgettext

from engage.consultations import ConsultationSummary, get_consultation
from engage.engines.questionnaire import as_in_document
from engage.kernel.actors import Permission
from engage.kernel.languages import LocaleText
from engage.responses.contacts import (
    ContactList,
    delete_contacts,
    export_contacts,
    list_contacts,
)
from engage.surveys import list_versions
from engage.web.access import access, current_actor
from engage.web.downloads import csv_attachment
from engage.web.rendering import flash, render, see_other

blueprint = Blueprint("contacts", __name__, url_prefix="/<int:consultation_id>/addresses")


@dataclass(frozen=True)
class ContactsPage:
    """What was collected; the addresses themselves stand in the file alone."""

    consultation: ConsultationSummary
    lists: tuple[ContactList, ...]
    labels: Mapping[str, LocaleText]


@blueprint.get("")
@access(Permission.SEE_CONTACTS)
def index(consultation_id: int) -> Response:
    """How many addresses there are for what."""
    consultation = get_consultation(consultation_id)
    lists = list_contacts(current_actor(), consultation_id)
    labels = {
        question.code: question.label
        for version in list_versions(consultation_id)
        for question in as_in_document(version.content).questions
        if question.is_kept_apart
    }
    return render("staff/consultations/contacts.html", ContactsPage(consultation, lists, labels))


@blueprint.post("")
@access(Permission.SEE_CONTACTS)
def download(consultation_id: int) -> Response:
    """The addresses of one question as a file."""
    consultation = get_consultation(consultation_id)
    code = request.form.get("question", "")
    lines = export_contacts(current_actor(), consultation_id, code)
    rows = [
        (each.address, each.language, each.given_on.isoformat(), each.purpose) for each in lines
    ]
    header = ("address", "language", "given_on", "purpose")
    return csv_attachment([header, *rows], f"addresses-{consultation.slug}.csv")


@blueprint.post("/delete")
@access(Permission.SEE_CONTACTS)
def delete(consultation_id: int) -> Response:
    """Delete the addresses of one question now."""
    get_consultation(consultation_id)
    count = delete_contacts(current_actor(), consultation_id, request.form.get("question", ""))
    told = npgettext(
        "contacts", "%(num)s address was deleted.", "%(num)s addresses were deleted.", count
    )
    flash("good", told)
    return see_other(url_for("responses.contacts.index", consultation_id=consultation_id))
