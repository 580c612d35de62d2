"""The privacy page names every cookie there is, what it is for and how long it stays."""

import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any
from wsgiref.types import StartResponse, WSGIEnvironment

import pytest
from flask import Flask
from flask.testing import FlaskClient

import engage
from engage.kernel.languages import PUBLIC_LOCALES, tag_of
from tests.factories import make_consultation, publish_sample_survey

SignIn = Callable[[str], FlaskClient]
Cookies = dict[str, bool]
ENTRY = re.compile(
    r"<dt><code[^>]*>(\w+)</code></dt>\s*<dd>([^<]+)</dd>\s*<dd class=\"soft\">([^<]+)</dd>"
)
IN_CODE = re.compile(r'cookie.*"(engage_[a-z]+)"', re.IGNORECASE)
ANSWERS: tuple[tuple[str, dict[str, str]], ...] = (
    ("p_transport", {"q_transport": "foot"}),
    ("p_safe", {"q_safe": "3"}),
    ("p_places", {}),
    ("p_change", {"q_change": "Light."}),
    ("p_street", {}),
)


@pytest.fixture
def cookies(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Cookies:
    """Every cookie that any answer sets, and whether it outlives the browser; removals left out."""
    found: Cookies = {}
    inner = app.wsgi_app

    def collect(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        def start(status: str, headers: list[tuple[str, str]], *failure: Any) -> Any:
            for key, line in headers:
                if key == "Set-Cookie" and "Max-Age=0" not in line:
                    found[line.partition("=")[0]] = "Max-Age=" in line or "Expires=" in line
            return start_response(status, headers, *failure)

        return inner(environ, start)

    monkeypatch.setattr(app, "wsgi_app", collect)  # outside: sessions are written last of all
    return found


def _named(client: FlaskClient, locale: str = "en") -> dict[str, tuple[str, str]]:
    page = client.get(f"/{tag_of(locale)}/privacy").text
    return {name: (purpose, period) for name, purpose, period in ENTRY.findall(page)}


def _answer_online(client: FlaskClient, slug: str) -> None:
    base = f"/en/consultations/{slug}/answer"
    client.get(base)
    client.post(base)
    for page, answers in ANSWERS:
        assert client.post(f"{base}/{page}", data=answers).status_code == 303
    sent = client.post(f"{base}/check-answers")
    assert sent.status_code == 303 and "Thank you" in client.get(sent.location).text


def _answer_at_a_kiosk(staff: FlaskClient, client: FlaskClient, consultation_id: int) -> None:
    form = {"name": "Library", "consultation": consultation_id, "idle_seconds": "90"}
    code = re.search(r'id="kiosk-code">([0-9A-Z-]+)<', staff.post("/staff/kiosks", data=form).text)
    assert code and client.post("/kiosk/enrol", data={"code": code[1]}).status_code == 303
    client.get("/kiosk")
    client.post("/kiosk/en/display", data={"theme": "contrast"})
    client.post("/kiosk/en/begin")
    for page, answers in ANSWERS:
        assert client.post(f"/kiosk/en/answer/{page}", data=answers).status_code == 303
    sent = client.post("/kiosk/en/check")
    assert sent.status_code == 303 and "Thank you" in client.get(sent.location).text
    client.post("/kiosk/en/begin")
    client.post("/kiosk/en/start-over")


def _enter_where_not_everybody_may(staff: FlaskClient, client: FlaskClient) -> None:
    once = make_consultation(slug="once", who_may_answer="one_per_browser")
    publish_sample_survey(once.id)
    client.get("/en/consultations/once/answer")
    invited = make_consultation(slug="invited", who_may_answer="invited")
    form = {"name": "North", "count": 1}
    made = staff.post(f"/staff/consultations/{invited.id}/invitations", data=form)
    code = made.text.splitlines()[1].split(",")[1]
    entered = client.post("/en/consultations/invited/invitation", data={"code": code})
    assert entered.status_code == 303


def test_the_privacy_page_names_every_cookie_a_walk_over_the_site_sets(
    app: Flask, cookies: Cookies, sign_in: SignIn
) -> None:
    consultation = make_consultation(slug="city")
    publish_sample_survey(consultation.id)
    _answer_online(app.test_client(), "city")
    staff = sign_in("engagement_lead")
    _enter_where_not_everybody_may(staff, app.test_client())
    staff.get("/staff/language/es?next=/staff/roadmap")
    _answer_at_a_kiosk(staff, app.test_client(), consultation.id)
    staff.post("/staff/sign-out")
    for path in ("/", "/en/", "/en/help", "/en/follow", "/en/withdraw", "/c/city"):
        app.test_client().get(path)
    assert len(cookies) >= 7
    named = _named(app.test_client())
    assert set(named) == set(cookies)
    for name, is_kept in cookies.items():
        period = named[name][1]
        assert is_kept == bool(re.search(r"\b(year|years|day|days|hour)\b", period)), name


def test_the_privacy_page_names_every_cookie_in_the_code(client: FlaskClient) -> None:
    """Those that no walk has met yet: every cookie's name begins with ``engage_``."""
    sources = Path(engage.__file__).parent.rglob("*.py")
    used = {name for path in sources for name in IN_CODE.findall(path.read_text(encoding="utf-8"))}
    assert used == set(_named(client))


@pytest.mark.parametrize("locale", PUBLIC_LOCALES)
def test_every_language_says_what_each_cookie_is_for(client: FlaskClient, locale: str) -> None:
    english, own = _named(client), _named(client, locale)
    assert set(own) == set(english)
    assert all(purpose.strip() and period.strip() for purpose, period in own.values())
    if locale != "en":
        assert all(own[name][place] != english[name][place] for name in english for place in (0, 1))
