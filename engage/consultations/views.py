"""Pages that the public sees: languages, home, a consultation, help, accessibility, privacy."""

import re
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, request, url_for

from engage.consultations.lifecycle import Status
from engage.consultations.queries import (
    ConsultationSummary,
    ConsultationTexts,
    get_document,
    get_public_consultation,
    get_texts,
    list_public_consultations,
)
from engage.web.access import PUBLIC, access
from engage.web.downloads import attachment
from engage.web.rendering import render
from engage.web.words import promise_text

public = Blueprint("public", __name__)


ANSWERS = re.compile(r"/[\w-]+/consultations/([\w-]+)/answer(?:/([\w-]+))?")


@dataclass(frozen=True)
class PlainPage:
    """A page that only says something.

    ``answers_href`` leads back to the answers it was opened from. Where it opened in a tab
    ``is_beside`` them, what is typed is in the other one, and with all on one page only there.
    """

    answers_href: str = ""
    is_beside: bool = False


@dataclass(frozen=True)
class HomePage:
    """What is open, what comes, what is being read, and what came of the rest."""

    open: tuple[ConsultationSummary, ...]
    coming: tuple[ConsultationSummary, ...]
    closed: tuple[ConsultationSummary, ...]
    settled: tuple[ConsultationSummary, ...]


@dataclass(frozen=True)
class ConsultationPage:
    """One consultation: what it asks, what it promises, how to answer."""

    consultation: ConsultationSummary
    texts: ConsultationTexts
    promise: str


@dataclass(frozen=True)
class LanguagesPage:
    """The languages, each leading on in itself."""

    consultation: ConsultationSummary | None


@public.get("/")
@access(PUBLIC)
def languages() -> Response:
    """Language first."""
    return render("public_pages/languages.html", LanguagesPage(None))


@public.get("/c/<slug>")
@access(PUBLIC)
def short(slug: str) -> Response:
    """The short address for posters: language first, then this consultation."""
    return render("public_pages/languages.html", LanguagesPage(get_public_consultation(slug)))


@public.get("/<locale:locale>/")
@access(PUBLIC)
def home(locale: str) -> Response:
    """What a resident can take part in, and what came of the rest."""
    found = list_public_consultations()

    def those(*statuses: Status) -> tuple[ConsultationSummary, ...]:
        return tuple(item for item in found if item.status in statuses)

    page = HomePage(
        those(Status.OPEN),
        those(Status.SCHEDULED),
        those(Status.CLOSED),
        those(Status.DECIDED, Status.REPORTED),
    )
    is_demo = any(item.is_demonstration for item in found)
    return render("public_pages/home.html", page, extra={"is_demo": "1"} if is_demo else {})


@public.get("/<locale:locale>/consultations/<slug>")
@access(PUBLIC)
def show(locale: str, slug: str) -> Response:
    """One consultation."""
    consultation = get_public_consultation(slug)
    page = ConsultationPage(
        consultation, get_texts(consultation.id), promise_text(consultation.promise)
    )
    extra = {"is_demo": "1"} if consultation.is_demonstration else {}
    return render("consultations/show.html", page, extra=extra)


@public.get("/<locale:locale>/consultations/<slug>/documents/<int:document_id>")
@access(PUBLIC)
def document(locale: str, slug: str, document_id: int) -> Response:
    """A file to keep."""
    about, content = get_document(get_public_consultation(slug).id, document_id)
    return attachment(content, about.media_type, about.filename)


@public.get("/<locale:locale>/help")
@access(PUBLIC)
def help(locale: str) -> Response:  # noqa: A001 - the page's name
    """How to get help."""
    return render("public_pages/help.html", _read_aside())


@public.get("/<locale:locale>/accessibility")
@access(PUBLIC)
def accessibility(locale: str) -> Response:
    """What works for whom, and what was tested."""
    return render("public_pages/accessibility.html", _read_aside())


@public.get("/<locale:locale>/privacy")
@access(PUBLIC)
def privacy(locale: str) -> Response:
    """What is stored and what is not."""
    return render("public_pages/privacy.html", _read_aside())


def _read_aside() -> PlainPage:
    """A page with the way back that its address tells, put together anew: it leads nowhere else."""
    found = ANSWERS.fullmatch(request.args.get("answers", ""))
    if found is None:
        return PlainPage()
    slug, page_code = found.groups()
    is_beside = request.args.get("tab") == "new"
    values: dict[str, Any] = {"change": 1} if request.args.get("change") == "1" else {}
    if page_code:
        href = url_for("online.page", slug=slug, page_code=page_code, **values)
    else:
        href = "" if is_beside else url_for("online.start", slug=slug)
    return PlainPage(href, is_beside)
