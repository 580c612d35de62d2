"""A question for a file as the templates draw it: what is taken, and what is said of it."""

from dataclasses import dataclass

from flask_babel import format_decimal, pgettext

from engage.channels.online.upload_forms import MOST_SENT
from engage.engines.questionnaire import Question
from engage.responses import MEGABYTE, too_large
from engage.web.locale import translate

_MEDIA_TYPES = {"photo": "image/jpeg,image/png,image/webp", "pdf": "application/pdf,.pdf"}


@dataclass(frozen=True)
class Takes:
    """Which files a browser offers, how many bytes one and all of a form may have, what to say."""

    accept: str
    most: int
    told: str
    together: int
    told_together: str


def takes_of(question: Question) -> Takes:
    """What a browser may know before it sends a file."""
    together = pgettext(
        "file",
        "These files are too large to be sent together. All files of a page may have %(most)s MB.",
        most=format_decimal(MOST_SENT // MEGABYTE),
    )
    return Takes(
        ",".join(_MEDIA_TYPES[form] for form in question.accepts),
        question.extra["max_megabytes"] * MEGABYTE,
        translate(too_large(question)),
        MOST_SENT,
        together,
    )


def note_on_files(question: Question) -> str:
    """What is taken, how large it may be and what becomes of it."""
    most = format_decimal(question.extra["max_megabytes"])
    if "pdf" not in question.accepts:
        return pgettext(
            "photo",
            "JPEG, PNG or WebP, %(most)s MB at most. Where and with what it was taken is removed.",
            most=most,
        )
    if "photo" not in question.accepts:
        return pgettext(
            "file",
            "PDF, %(most)s MB at most. Only what its pages show is kept, not who made it or when.",
            most=most,
        )
    return pgettext(
        "file",
        "PDF, or a photo as JPEG, PNG or WebP, %(most)s MB at most. Only what can be seen is kept, "
        "not who made it, when or where.",
        most=most,
    )
