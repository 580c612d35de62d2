"""A page is a template, one frozen dataclass, and the site around it."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, fields, is_dataclass
from typing import Any

from flask import (
    Flask,
    Response,
    current_app,
    g,
    get_flashed_messages,
    make_response,
    render_template,
    request,
    url_for,
)
from flask import flash as flask_flash
from flask_babel import npgettext, pgettext
from jinja2 import StrictUndefined

from engage.config import Settings
from engage.kernel.actors import Actor, Permission
from engage.kernel.languages import (
    PUBLIC_LOCALES,
    STAFF_LOCALES,
    Language,
    easy_of,
    is_easy,
    language,
    public_locale,
)
from engage.web.access import find_actor
from engage.web.locale import current_locale


@dataclass(frozen=True)
class LocaleLink:
    """A language to switch to, by its own name."""

    code: str
    name: str
    direction: str
    href: str
    is_current: bool


@dataclass(frozen=True)
class NavItem:
    """An entry of the bar at the top."""

    label: str
    href: str
    is_current: bool


@dataclass(frozen=True)
class NavEntry:
    """What a domain puts into the staff bar: ``label`` is asked at each request.

    ``room`` is a pattern of the addresses whose pages belong to it.
    """

    label: Callable[[], str]
    endpoint: str
    permission: Permission
    room: str


@dataclass(frozen=True)
class Flash:
    """What was just done, said where it was done."""

    kind: str
    text: str
    undo_href: str = ""


@dataclass(frozen=True)
class Site:
    """What every layout needs to know."""

    city: str
    locale: str
    direction: str
    locales: tuple[LocaleLink, ...]
    help_phone: str
    help_hours: str
    help_email: str
    user: Actor | None
    nav: tuple[NavItem, ...]
    path: str
    flashes: tuple[Flash, ...]
    is_kiosk: bool = False
    product: str = "Engage"
    base_url: str = ""
    extra: dict[str, str] = field(default_factory=dict)


def settings() -> Settings:
    """The settings this application was made with."""
    found: Settings = current_app.extensions["engage.settings"]
    return found


def flash(kind: str, text: str, undo_href: str = "") -> None:
    """Say on the next page what was done (``good``, ``info``, ``warn``, ``bad``). Staff only."""
    flask_flash(f"{undo_href}\n{text}", kind)


def render(template: str, page: object, status: int = 200, **chrome: Any) -> Response:
    """The template with ``page`` (a frozen dataclass) and ``site``, parts of it overridden."""
    if not is_dataclass(page):
        raise TypeError("A page is a dataclass.")
    html = render_template(template, page=page, site=site_of_page(**chrome))
    return make_response(html, status)


def see_other(address: str) -> Response:
    """Send the browser on with a GET, after a write or to the right page."""
    answer = make_response("", 303)
    answer.headers["Location"] = address
    return answer


def site_of_page(**chrome: Any) -> Site:
    """What is around the page of this request, parts of it overridden."""
    config = settings()
    here = _language(current_locale())
    is_staff = request.path.startswith("/staff")
    actor = find_actor() if is_staff else None
    values = {
        "city": config.city,
        "base_url": config.base_url,
        "locale": here.code,
        "direction": here.direction,
        "locales": _locale_links(is_staff),
        "help_phone": config.help_phone,
        "help_hours": config.help_hours,
        "help_email": config.help_email,
        "user": actor,
        "nav": _nav(actor) if is_staff else (),
        "path": request.path,
        "flashes": _flashes() if is_staff and "flashes" not in chrome else (),
    }
    unknown = set(chrome) - {item.name for item in fields(Site)}
    if unknown:
        raise TypeError(f"The site has no {unknown}.")
    return Site(**(values | chrome))


_LANGUAGES: dict[str, Language] = {}


def _language(code: str) -> Language:
    if code not in _LANGUAGES:
        _LANGUAGES[code] = language(code)
    return _LANGUAGES[code]


def offer_variants(languages: Iterable[str]) -> None:
    """Offer the Easy Read wordings of a survey in the language choice of the page."""
    g.variants = {public_locale(code) for code in languages if is_easy(code)}


def _public_locales() -> tuple[str, ...]:
    """The locales of the page, each followed by its Easy Read wording where there is one."""
    offered = {*g.get("variants", ()), current_locale()}
    both = ((code, easy_of(code)) for code in PUBLIC_LOCALES)
    return tuple(code for pair in both for code in pair if not is_easy(code) or code in offered)


def _locale_links(is_staff: bool) -> tuple[LocaleLink, ...]:
    links = []
    for code in STAFF_LOCALES if is_staff else _public_locales():
        found = _language(code)
        links.append(
            LocaleLink(
                code,
                found.name,
                found.direction,
                _href_in(code, is_staff),
                code == current_locale(),
            )
        )
    return tuple(links)


def _href_in(code: str, is_staff: bool) -> str:
    """This page in another language; where the page has no address of its own, the home page."""
    args = dict(request.view_args or {})
    if is_staff:
        return url_for("people.choose_locale", code=code, next=request.path)
    if request.endpoint and "locale" in args:
        values: dict[str, Any] = request.args.to_dict() | args | {"locale": code}
        return url_for(request.endpoint, **values)
    return url_for("public.home", locale=code)


def _nav(actor: Actor | None) -> tuple[NavItem, ...]:
    if actor is None:
        return ()
    entries: tuple[NavEntry, ...] = current_app.extensions["engage.nav"]
    return tuple(
        NavItem(
            entry.label(), url_for(entry.endpoint), re.match(entry.room, request.path) is not None
        )
        for entry in entries
        if actor.may(entry.permission)
    )


def _flashes() -> tuple[Flash, ...]:
    found = []
    for entry in get_flashed_messages(with_categories=True):
        undo_href, _, text = entry[1].partition("\n")
        found.append(Flash(entry[0], text, undo_href))
    return tuple(found)


def init_rendering(app: Flask, config: Settings, nav: tuple[NavEntry, ...]) -> None:
    """Strict templates, the words of translation, and the staff bar."""
    app.extensions["engage.settings"] = config
    app.extensions["engage.nav"] = nav
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.jinja_env.add_extension("jinja2.ext.do")
    app.jinja_env.globals.update(pgettext=pgettext, npgettext=npgettext)
