"""Pictures that leads put into a survey: made small, kept by their digest, and never changed."""

import hashlib
from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import func, select

from engage.engines.pictures import RefusedPicture, small_picture
from engage.kernel.actors import Actor, Permission
from engage.kernel.clock import now
from engage.kernel.db import insert_unless_there, session, transaction
from engage.kernel.errors import InvalidInput, Message, NotFound, message
from engage.surveys.picture_models import SurveyPicture

MOST_BYTES = 6_000
MOST_BYTES_OF_SURVEY = 20_000  # beside forty questions on a slow line
MOST_SENT = 25 * 1024 * 1024

Part = dict[str, Any]


def add_picture(actor: Actor, content: bytes, document: Mapping[str, Any]) -> str:
    """Keep a picture for a draft; gives its digest. Raises ``InvalidInput``."""
    actor.require(Permission.EDIT_SURVEYS)
    if len(content) > MOST_SENT:
        told = message("own picture", "This picture is too large. It may have 25 MB at most.")
        raise InvalidInput(told, {"picture": told})
    try:
        drawn = small_picture(content, MOST_BYTES)
    except RefusedPicture as refused:
        told = message("own picture", "This picture cannot be read. Choose a JPEG, PNG or WebP.")
        raise InvalidInput(told, {"picture": told}) from refused
    digest = hashlib.sha256(drawn).hexdigest()
    others = {found["file"] for found in own_pictures_in(document)} - {digest}
    weight = len(drawn) + (session().scalar(_weight_of(others)) or 0)
    if weight > MOST_BYTES_OF_SURVEY:
        raise _too_heavy(weight)
    keep_pictures(actor, {digest: drawn})
    return digest


def keep_pictures(actor: Actor, drawn: Mapping[str, bytes]) -> None:
    """Keep pictures that were drawn anew, by their digests."""
    actor.require(Permission.EDIT_SURVEYS)
    with transaction():
        for digest, content in drawn.items():
            values = {"content": content, "size": len(content), "added_at": now()}
            insert_unless_there(SurveyPicture, {"digest": digest, **values}, "digest")


def put_picture(part: Part, option: str, digest: str, language: str, words: str) -> None:
    """Set the picture of a question, or of one of its options; without ``digest`` only its words.

    Raises ``InvalidInput`` where there is no picture to say something of, and without words.
    """
    place = next((each for each in part.get("options", ()) if each["code"] == option), part)
    found = place.get("picture")
    before = found if isinstance(found, Mapping) else {}
    if not words:
        raise _asked(message("own picture", "Say in words what the picture shows."), "words")
    if not digest and not before:
        raise _asked(message("own picture", "Choose a picture."), "picture")
    said = {language: words}
    if not digest or digest == before.get("file"):
        said = {**before.get("label", {}), **said}
    place["picture"] = {"file": digest or before["file"], "label": said}


def picture_content(digest: str) -> bytes:
    """A picture as it was kept; raises ``NotFound``."""
    found = select(SurveyPicture.content).where(SurveyPicture.digest == digest)
    content = session().scalar(found)
    if content is None:
        raise NotFound(message("picture", "There is no such file."))
    return content


def is_picture_here(digest: str) -> bool:
    """Whether a picture was brought here before."""
    return session().scalar(_weight_of({digest})) is not None


def pictures_of(document: Mapping[str, Any]) -> dict[str, bytes]:
    """The contents of a document's own pictures by their digests, as far as they are here."""
    wanted = {found["file"] for found in own_pictures_in(document)}
    rows = select(SurveyPicture.digest, SurveyPicture.content)
    found = session().execute(rows.where(SurveyPicture.digest.in_(wanted)))
    return {row.digest: row.content for row in found}


def missing_pictures(document: Mapping[str, Any]) -> set[str]:
    """The digests of pictures that a document names and nobody has brought here."""
    wanted = {found["file"] for found in own_pictures_in(document)}
    here = select(SurveyPicture.digest).where(SurveyPicture.digest.in_(wanted))
    return wanted - set(session().scalars(here)) if wanted else set()


def own_pictures_in(document: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Every picture that a document brings along."""
    for page in document["pages"]:
        for question in page["questions"]:
            for part in (question, *question.get("options", ())):
                if isinstance(part.get("picture"), Mapping):
                    yield part["picture"]


def _weight_of(digests: set[str]) -> Any:
    return select(func.sum(SurveyPicture.size)).where(SurveyPicture.digest.in_(digests))


def _too_heavy(weight: int) -> InvalidInput:
    told = message(
        "own picture",
        "The pictures of a survey may weigh %(most)s kB together, so that it opens on a slow line; "
        "with this one they would weigh %(weight)s kB. Take one away first.",
        most=MOST_BYTES_OF_SURVEY // 1000,
        weight=-(-weight // 1000),
    )
    return InvalidInput(told, {"picture": told})


def _asked(told: Message, at: str) -> InvalidInput:
    return InvalidInput(told, {at: told})
