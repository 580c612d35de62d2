"""The photos and PDFs that came with responses, for staff."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, select

from engage.kernel.actors import Actor, Permission
from engage.kernel.db import session
from engage.kernel.errors import NotFound, message
from engage.kernel.files import read_file
from engage.responses.models import LEFT_OUT, Response
from engage.responses.uploads_models import Upload

ENDINGS = {"image/jpeg": ("photo", "jpg"), "application/pdf": ("file", "pdf")}


@dataclass(frozen=True)
class StoredUpload:
    """A photo or PDF as staff see it listed; ``size`` is in bytes."""

    id: int
    response_id: int
    question_code: str
    media_type: str
    size: int
    uploaded_at: datetime

    @property
    def name(self) -> str:
        """The name under which it is saved."""
        return file_name(self.id, self.media_type)

    @property
    def is_photo(self) -> bool:
        """Whether it can be shown among others."""
        return self.media_type == "image/jpeg"


def list_uploads(actor: Actor, consultation_id: int) -> tuple[StoredUpload, ...]:
    """The files of the responses that count, the newest first."""
    actor.require(Permission.SEE_THEMES)
    listed = select(
        Upload.id,
        Upload.response_id,
        Upload.question_code,
        Upload.media_type,
        Upload.size,
        Upload.uploaded_at,
    )
    rows = _counted(listed).where(Upload.consultation_id == consultation_id)
    return tuple(StoredUpload(*row) for row in session().execute(rows.order_by(Upload.id.desc())))


def open_upload(actor: Actor, upload_id: int, media_type: str) -> bytes:
    """A file of a response that counts; raises ``NotFound``."""
    actor.require(Permission.SEE_THEMES)
    found = _counted(select(Upload.stored_name)).where(
        Upload.id == upload_id, Upload.media_type == media_type
    )
    name = session().scalar(found)
    content = read_file(name) if name else None
    if content is None:
        raise NotFound(message("picture", "There is no such file."))
    return content


def upload_names(consultation_id: int) -> Mapping[str, str]:
    """What answers call the files of a consultation, and the name under which each is saved."""
    rows = select(Upload.reference, Upload.id, Upload.media_type).where(
        Upload.consultation_id == consultation_id, Upload.response_id.is_not(None)
    )
    return {
        reference: file_name(number, media_type)
        for reference, number, media_type in session().execute(rows)
    }


def file_name(number: int, media_type: str) -> str:
    """The name under which staff save a file: what people called it is not kept."""
    return f"{ENDINGS[media_type][0]}-{number}.{ENDINGS[media_type][1]}"


def _counted(query: "Select[*tuple[Any, ...]]") -> "Select[*tuple[Any, ...]]":
    return query.join(Response, Response.id == Upload.response_id).where(
        Response.disposition.not_in(LEFT_OUT)
    )
