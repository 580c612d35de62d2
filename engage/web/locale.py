"""Which language a page is in, and how text, dates and numbers are written in it."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from babel import Locale
from babel.dates import get_datetime_format
from babel.lists import format_list
from babel.numbers import format_currency
from flask import Flask, current_app, g, redirect, request
from flask_babel import (
    force_locale,
    format_date,
    format_decimal,
    format_time,
    get_translations,
    pgettext,
    to_user_timezone,
)
from flask_babel import get_locale as babel_locale
from markupsafe import Markup, escape
from werkzeug.exceptions import NotFound
from werkzeug.routing import BaseConverter
from werkzeug.wrappers import Response

from engage.config import UnsafeSettings
from engage.kernel.errors import Message
from engage.kernel.languages import (
    DEFAULT_LOCALE,
    PUBLIC_LOCALES,
    STAFF_LOCALES,
    are_same_language,
    easy_of,
    in_language,
    language,
    plain_of,
    public_locale,
    tag_of,
    written_as,
)
from engage.resources import resource_folder
from engage.web.access import find_actor
from engage.web.channels import channel_name
from engage.web.counting import CountingBabel, init_counting
from engage.web.markdown import markdown
from engage.web.words import (
    OUTCOME_KINDS,
    item_status_name,
    need_status_name,
    outcome_name,
    promise_text,
    status_name,
)

STAFF_COOKIE = "engage_locale"


class LocaleConverter(BaseConverter):
    """A language in a public address, as the web writes it: ``zh-Hans``, ``ar``, ``ar-x-easy``."""

    regex = "|".join(map(tag_of, (*map(easy_of, PUBLIC_LOCALES), *PUBLIC_LOCALES)))

    def to_python(self, value: str) -> str:
        """The code of the locale."""
        return public_locale(value)

    def to_url(self, value: str) -> str:
        """The locale's tag."""
        return tag_of(value)


def current_locale() -> str:
    """The code of the page's language, e.g. ``ar``, or ``ar-x-easy`` for Easy Read."""
    if "locale" not in g:
        g.locale = _choose_locale()
    code: str = g.locale
    return code


def interface_locale() -> str:
    """The language of what Engage says itself, e.g. ``ar``: Easy Read is a wording of surveys."""
    return plain_of(current_locale())


def _written_locale() -> str:
    return written_as(interface_locale())


def _choose_locale() -> str:
    args = request.view_args or {}
    if plain_of(str(args.get("locale"))) in PUBLIC_LOCALES:
        return str(args["locale"])
    if request.path.startswith("/staff"):
        return staff_locale()
    return public_locale(_first_of_path()) or best_locale(PUBLIC_LOCALES)


def _first_of_path() -> str:
    return request.path.removeprefix("/kiosk").strip("/").split("/", maxsplit=1)[0]


def _lead_to_written_tag() -> Response | None:
    """Send on for good whoever writes a language in another way: ``pt-BR``, ``zh_Hans``, ``EN``."""
    if not isinstance(request.routing_exception, NotFound):
        return None
    first = _first_of_path()
    tag = tag_of(public_locale(first))
    if not tag or tag == first:
        return None
    address = request.full_path if request.query_string else request.path
    address = f"/{address.lstrip('/')}"  # two slashes would name another site
    return redirect(address.replace(f"/{first}", f"/{tag}", 1), 308)


def staff_locale() -> str:
    """The language that whoever is signed in has chosen for the pages of staff."""
    wanted = request.cookies.get(STAFF_COOKIE)
    if wanted in STAFF_LOCALES:
        return wanted
    actor = find_actor()
    if actor and actor.locale in STAFF_LOCALES:
        return str(actor.locale)
    return best_locale(STAFF_LOCALES)


@contextmanager
def speaking(code: str) -> Iterator[None]:
    """Everything within is said in this language of the interface, whatever the page's is."""
    before = current_locale()
    g.locale = code
    try:
        with force_locale(written_as(code)):
            yield
    finally:
        g.locale = before


def best_locale(locales: tuple[str, ...]) -> str:
    """Of these locales the one the browser asks for most, else the city's, else English."""
    of_city: str = current_app.config["BABEL_DEFAULT_LOCALE"]
    default = of_city if of_city in locales else DEFAULT_LOCALE
    return request.accept_languages.best_match(locales, default) or default


def translate(text: Message) -> str:
    """A marked sentence in the page's language, its numbers written as that language does."""
    if any(text.own.values()):
        return in_language(text.own, current_locale())[0]
    params = {key: _shown(value) for key, value in text.params.items()}
    if text.plural:
        params.setdefault("num", format_decimal(text.count))
        found = get_translations().npgettext(text.context, text.text, text.plural, text.count)
        return str(found) % params
    return str(pgettext(text.context, text.text, **params))


def _shown(value: Any) -> Any:
    if isinstance(value, Message):
        return translate(value)
    if isinstance(value, bool | str):
        return value
    if isinstance(value, date):
        return _date(value)
    return format_decimal(value) if isinstance(value, int | float | Decimal) else value


def in_locale(text: Mapping[str, str]) -> Markup:
    """Text of several languages in the page's one, marked where it had to fall back."""
    words, used = in_language(text, current_locale())
    if are_same_language(used, current_locale()) or not words:
        return escape(words)
    return Markup('<span lang="{}" dir="{}">{}</span> <span class="fell-back">{}</span>').format(
        tag_of(used), language(used).direction, words, _fell_back_to(used)
    )


def markdown_in_locale(text: Mapping[str, str]) -> Markup:
    """Markdown of several languages in the page's one, marked where it had to fall back."""
    words, used = in_language(text, current_locale())
    html = markdown(words)
    if are_same_language(used, current_locale()) or not words:
        return html
    return Markup('<p class="fell-back">{}</p><div lang="{}" dir="{}">{}</div>').format(
        _fell_back_to(used), tag_of(used), language(used).direction, html
    )


def _fell_back_to(code: str) -> str:
    return str(pgettext("language", "(in %(language)s)", language=language(code).name))


def plain(text: Mapping[str, str]) -> str:
    """Text of several languages in the page's one, without marks: for titles and attributes."""
    return in_language(text, current_locale())[0]


def _date(value: date) -> str:
    return str(format_date(value, "long"))


def when(value: datetime) -> str:
    """A day and a time in full, as the page's language writes them."""
    pattern = str(get_datetime_format("long", babel_locale()))
    day, time = format_date(to_user_timezone(value), "long"), format_time(value, "short")
    return pattern.replace("'", "").replace("{1}", day).replace("{0}", time)


def _number(value: float) -> str:
    return str(format_decimal(value))


def percent(value: float) -> str:
    """A share between 0 and 1 as whole percent, as the language writes it."""
    return str(babel_locale().percent_formats[None].apply(round(value, 2), babel_locale()))


def _money(value: float, currency: str) -> str:
    locale = babel_locale()
    if value != int(value):
        return str(format_currency(value, currency, locale=locale))
    whole = locale.currency_formats["standard"].pattern.replace(".00", "")
    return str(format_currency(value, currency, whole, locale, currency_digits=False))


def _phone(number: str) -> str:
    """A telephone number that stays in one piece and in order, also in text from right to left."""
    return "\u2066" + number.replace(" ", "\u00a0") + "\u2069"


def listing(items: list[str]) -> str:
    """The items as the page's language lists them: ``a, b and c``."""
    return format_list(items, locale=Locale.parse(_written_locale()))


def either(items: list[str]) -> str:
    """The items as the page's language offers them: ``a, b or c``."""
    return str(format_list(items, style="or", locale=Locale.parse(_written_locale())))


def _other_language(code: str) -> str:
    """The own name of the language that somebody wrote in, where it is not the page's."""
    return "" if not code or are_same_language(code, current_locale()) else language(code).name


def _refuse_unknown_default(app: Flask) -> None:
    if app.config["BABEL_DEFAULT_LOCALE"] not in PUBLIC_LOCALES:
        known = ", ".join(PUBLIC_LOCALES)
        raise UnsafeSettings(f"ENGAGE_DEFAULT_LOCALE must be one of {known}.")


def init_locale(app: Flask) -> None:
    """Set Babel up with the public and the staff catalogue as one, and its filters.

    Raises ``UnsafeSettings`` for a default locale that no page is in.
    """
    _refuse_unknown_default(app)
    folder = str(resource_folder("translations"))
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = f"{folder};{folder}"
    # of the rules for plurals the last catalogue's hold, and not every language has one for staff
    app.config["BABEL_DOMAIN"] = "staff;public"
    app.url_map.converters["locale"] = LocaleConverter
    CountingBabel(app, locale_selector=_written_locale)
    init_counting(app)
    app.before_request(_lead_to_written_tag)

    @app.url_defaults
    def add_locale(endpoint: str, values: dict[str, Any]) -> None:
        if "locale" not in values and app.url_map.is_endpoint_expecting(endpoint, "locale"):
            values["locale"] = current_locale()

    _offer_to_templates(app)


def _offer_to_templates(app: Flask) -> None:
    app.jinja_env.filters.update(
        date=_date,
        datetime=when,
        number=_number,
        percent=percent,
        money=_money,
        phone=_phone,
        listing=listing,
        markdown=markdown,
        translate=translate,
    )
    app.jinja_env.globals.update(
        in_locale=in_locale,
        plain=plain,
        translate=translate,
        language_of=language,
        other_language=_other_language,
        channel_name=channel_name,
        markdown_in_locale=markdown_in_locale,
        outcome_name=outcome_name,
        outcome_kinds=OUTCOME_KINDS,
        item_status_name=item_status_name,
        need_status_name=need_status_name,
        promise_text=promise_text,
        status_name=status_name,
    )
