"""The components alone: the patterns page and a survey page, without domains or a database."""

import threading
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask, render_template, render_template_string
from werkzeug.serving import make_server

from engage.config import Settings
from engage.resources import resource_folder, static_folder
from engage.web.access import PUBLIC, access
from engage.web.headers import init_headers
from engage.web.locale import init_locale
from engage.web.rendering import LocaleLink, NavItem, Site, init_rendering
from engage.web.static_files import init_static_files

LANGUAGES = {"en": ("English", "ltr"), "es": ("Español", "ltr"), "ar": ("العربية", "rtl")}
ELSEWHERE = (
    "people.home",
    "people.sign_out",
    "public.home",
    "public.help",
    "public.accessibility",
    "public.privacy",
)
QUESTION = """
{% extends "layouts/answering.html" %}
{% from "components/back_link.html" import back_link %}
{% from "components/button.html" import button %}
{% from "components/error_summary.html" import error_summary %}
{% from "components/form_actions.html" import form_actions %}
{% from "components/progress.html" import progress %}
{% from "components/radios.html" import radios %}
{% set page_has_errors = errors | length > 0 %}
{% block title %}How do you get to the centre?{% endblock %}
{% block main %}
{{ back_link("#") }}{{ error_summary(errors) }}{{ progress(3, 8, "What should change?") }}
<form method="post">
{{ radios("way", "How do you get to the centre?", ways, "bus", "The one you use most.",
          errors[0][1] if errors else "", true) }}
{% call form_actions() %}{{ button("Continue") }}{{ button("Save", "quiet") }}{% endcall %}
</form>
{% endblock %}
"""
JOB = """
{% extends "layouts/staff.html" %}
{% from "components/progress.html" import progress_job %}
{% block title %}Themes{% endblock %}
{% block main %}<h1>Themes</h1>
{{ progress_job("/job.json", 0, 896, "Reading", "/over", is_finished=finished) }}
{% endblock %}
"""
WAYS = (
    {"value": "foot", "label": "On foot"},
    {"value": "bus", "label": "By bus or tram"},
    {"value": "bike", "label": "بالدراجة", "lang": "ar", "dir": "rtl"},
    {"value": "car", "label": "By car"},
    {"value": "none", "label": "I do not go there"},
)


def make_site(locale: str = "en", **changes: Any) -> Site:
    """The site around a page in that language."""
    values: dict[str, Any] = {
        "city": "Riverton",
        "locale": locale,
        "direction": LANGUAGES[locale][1],
        "locales": tuple(
            LocaleLink(code, name, direction, f"/{code}/", code == locale)
            for code, (name, direction) in LANGUAGES.items()
        ),
        "help_phone": "0800 555 0100",
        "help_hours": "8:00–20:00",
        "help_email": "help@riverton.example",
        "user": None,
        "nav": (NavItem("Consultations", "#", True), NavItem("Decisions", "#", False)),
        "path": "/",
        "flashes": (),
    }
    return Site(**(values | changes))


@access(PUBLIC)
def _nothing() -> str:
    return ""


def _patterns(locale: str, theme: str) -> str:
    site = make_site(locale, extra={"theme": "" if theme == "none" else theme})
    return render_template("staff/patterns/show.html", site=site, page=None)


def _question(locale: str, face: str) -> str:
    extra = {"start_over_href": "/over", "display_href": "#", "theme": ""}
    if face == "idle":
        extra["idle_seconds"] = "31"
    if face == "contrast":
        extra["theme"] = "contrast large"
    site = make_site(locale, nav=(), is_kiosk=face in ("kiosk", "contrast", "idle"), extra=extra)
    errors = [("f_way", "Choose how you get there.")] if face == "error" else []
    return render_template_string(QUESTION, site=site, errors=errors, ways=WAYS)


class _Job:
    """Work that is half done until a test says that it is finished."""

    is_finished = False

    def page(self) -> str:
        return render_template_string(JOB, site=make_site(), finished=self.is_finished)

    def status(self) -> dict[str, object]:
        return {"done": 448, "total": 896, "text": "Grouping", "is_finished": self.is_finished}


@pytest.fixture(scope="session")
def gallery() -> Flask:
    """An application of two pages: every component, and a survey's question."""
    app = Flask("gallery", static_folder=None, template_folder=str(resource_folder("templates")))
    config = Settings(environment="test")
    app.config["BABEL_DEFAULT_LOCALE"] = "en"
    init_locale(app)
    init_rendering(app, config, ())
    init_static_files(app, static_folder())
    init_headers(app)
    for endpoint in ELSEWHERE:
        app.add_url_rule(f"/elsewhere/{endpoint}", endpoint, _nothing, methods=["GET", "POST"])
    app.add_url_rule("/over", "over", _nothing, methods=["GET", "POST"])
    app.add_url_rule("/<locale>/patterns/<theme>", "patterns", _patterns)
    app.add_url_rule("/<locale>/question/<face>", "question", _question)
    job = app.extensions["job"] = _Job()
    app.add_url_rule("/job", "job", job.page)
    app.add_url_rule("/job.json", "job_status", job.status)
    return app


@pytest.fixture(scope="session")
def gallery_address(gallery: Flask) -> Iterator[str]:
    """Where a browser finds the gallery."""
    server = make_server("127.0.0.1", 0, gallery, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
