"""The files that lie beside a consultation, to be read before answering."""

from engage.audit import record
from engage.consultations.models import ConsultationDocument
from engage.consultations.queries import get_row
from engage.kernel.actors import Actor, Permission
from engage.kernel.db import transaction
from engage.kernel.errors import InvalidInput, NotFound, message
from engage.kernel.ids import slug
from engage.kernel.languages import LocaleText

MEDIA_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "odt": "application/vnd.oasis.opendocument.text",
    "png": "image/png",
    "jpg": "image/jpeg",
    "txt": "text/plain",
}
LARGEST_DOCUMENT = 10 * 1024 * 1024


def add_document(
    actor: Actor, consultation_id: int, title: LocaleText, filename: str, content: bytes
) -> None:
    """Put a file beside the consultation, with a title in each of its languages.

    Raises ``InvalidInput`` for a missing title, and for the file's kind or size.
    """
    actor.require(Permission.MANAGE_CONSULTATIONS)
    ending = filename.rpartition(".")[2].lower()
    with transaction() as current:
        faults = {}
        wanted = get_row(consultation_id).languages
        written = {code: title.get(code, "").strip() for code in wanted}
        if not all(written.values()):
            faults["document_title"] = message(
                "consultations", "Write the title in every language of the consultation."
            )
        if ending not in MEDIA_TYPES or not content or len(content) > LARGEST_DOCUMENT:
            faults["file"] = message(
                "consultations",
                "Choose a file of at most 10 MB, one of: %(kinds)s.",
                kinds=", ".join(MEDIA_TYPES),
            )
        if faults:
            raise InvalidInput(message("consultations", "The document was not added."), faults)
        document = ConsultationDocument(
            consultation_id=consultation_id,
            title=written,
            filename=f"{slug(filename.rpartition('.')[0])}.{ending}",
            media_type=MEDIA_TYPES[ending],
            content=content,
            size=len(content),
        )
        current.add(document)
        record(actor, "consultation.document", ("consultation", consultation_id))


def remove_document(actor: Actor, consultation_id: int, document_id: int) -> None:
    """Take a file away; raises ``NotFound``."""
    actor.require(Permission.MANAGE_CONSULTATIONS)
    with transaction() as current:
        document = current.get(ConsultationDocument, document_id)
        if document is None or document.consultation_id != consultation_id:
            raise NotFound(message("consultations", "There is no such document."))
        current.delete(document)
        record(actor, "consultation.document_removed", ("consultation", consultation_id))
