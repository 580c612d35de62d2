"""Pages: what the public sees of consultations, and where staff look after them."""

from dataclasses import dataclass

from flask import Blueprint, Response

from engage.consultations.queries import (
    ConsultationSummary,
    get_consultation,
    get_public_consultation,
    list_consultations,
    list_public_consultations,
)
from engage.kernel.actors import Permission
from engage.web.access import PUBLIC, access
from engage.web.rendering import render

public = Blueprint("public", __name__)
staff = Blueprint("consultations", __name__, url_prefix="/staff/consultations")


@dataclass(frozen=True)
class PlainPage:
    """A page that only says something."""


@dataclass(frozen=True)
class HomePage:
    """What is open, being read, and decided."""

    consultations: tuple[ConsultationSummary, ...]


@dataclass(frozen=True)
class ConsultationPage:
    """One consultation."""

    consultation: ConsultationSummary


@public.get("/")
@access(PUBLIC)
def languages() -> Response:
    """Language first."""
    return render("public_pages/languages.html", PlainPage())


@public.get("/<locale:locale>/")
@access(PUBLIC)
def home(locale: str) -> Response:
    """What a resident can take part in."""
    return render("public_pages/home.html", HomePage(list_public_consultations()))


@public.get("/<locale:locale>/consultations/<slug>")
@access(PUBLIC)
def show(locale: str, slug: str) -> Response:
    """One consultation."""
    return render("consultations/show.html", ConsultationPage(get_public_consultation(slug)))


@public.get("/<locale:locale>/help")
@access(PUBLIC)
def help(locale: str) -> Response:  # noqa: A001 - the page's name
    """How to get help."""
    return render("public_pages/help.html", PlainPage())


@public.get("/<locale:locale>/accessibility")
@access(PUBLIC)
def accessibility(locale: str) -> Response:
    """What works for whom, and what was tested."""
    return render("public_pages/accessibility.html", PlainPage())


@public.get("/<locale:locale>/privacy")
@access(PUBLIC)
def privacy(locale: str) -> Response:
    """What is stored and what is not."""
    return render("public_pages/privacy.html", PlainPage())


@staff.get("")
@access(Permission.SEE_CONSULTATIONS)
def index() -> Response:
    """All consultations."""
    return render("staff/consultations/index.html", HomePage(list_consultations()))


@staff.get("/<int:consultation_id>", endpoint="show")
@access(Permission.SEE_CONSULTATIONS)
def overview(consultation_id: int) -> Response:
    """One consultation with the ways to its rooms."""
    page = ConsultationPage(get_consultation(consultation_id))
    return render("staff/consultations/show.html", page)
