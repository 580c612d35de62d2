"""What strangers write stays words: in pages no element and no script, in logs nothing at all."""

import logging
from collections.abc import Callable
from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient

from engage.app import JOBS
from engage.channels.kiosk.devices import add_device
from engage.config import Settings
from engage.kernel.actors import SYSTEM
from engage.kernel.db import transaction
from engage.kernel.jobs import run_next
from engage.people import add_account
from engage.publishing import publish_outcome
from engage.responses.models import SetAside
from engage.roadmap import ItemDraft, NeedDraft, add_item, add_need, make_decision
from engage.surveys import save_draft
from engage.themes import (
    CommentFilter,
    approve_theme,
    list_comments,
    list_themes,
    release_quote,
    rename_theme,
    start_run,
)
from engage.themes.codebook.editing import sign_off
from tests.browser.test_every_page import ADMINISTRATION, RESIDENTS, STAFF
from tests.domains.test_roadmap import _close, _decision
from tests.factories import SAMPLE_SURVEY, make_consultation, make_response, publish_sample_survey
from tests.factories.themes import SUBJECTS

SignIn = Callable[[str], FlaskClient]
HOSTILE = "\"'></title></textarea><xss onerror=alert(1)>{{ 7 * 7 }}</xss>"
HOSTILE_EVERYWHERE = {"en": HOSTILE, "es": HOSTILE, "ar": HOSTILE}
SAID = {"q_change": "Words in a row"}
Q = "q_change"


def _fill() -> str:
    """A consultation in which all that people write, inside and outside, is hostile; its slug."""
    words = dict.fromkeys(("title", "summary", "background", "next_steps"), HOSTILE_EVERYWHERE)
    consultation = make_consultation(**words)
    version = publish_sample_survey(consultation.id)
    save_draft(SYSTEM, consultation.id, SAMPLE_SURVEY | {"title": HOSTILE_EVERYWHERE})
    for number in range(8):
        for subject in SUBJECTS.values():
            change = f"{subject.format(n=number)} {HOSTILE}"
            make_response(version, q_change=change, q_street=HOSTILE)
    add_device(SYSTEM, HOSTILE, HOSTILE, consultation.id, 90)
    add_account(SYSTEM, HOSTILE, "hostile@example.org", "a long enough password", ("analyst",))
    start_run(SYSTEM, consultation.id, Q, n_themes=3)
    while run_next(JOBS):
        pass
    for theme in list_themes(consultation.id, Q):
        rename_theme(SYSTEM, theme.id, theme.version, HOSTILE_EVERYWHERE, HOSTILE_EVERYWHERE)
        approve_theme(SYSTEM, theme.id, theme.version + 1)
        chosen = CommentFilter(theme_id=theme.id)
        release_quote(
            SYSTEM, list_comments(consultation.id, Q, chosen).comments[0].id, theme.id, ""
        )
    sign_off(SYSTEM, consultation.id, Q, HOSTILE)
    _close(consultation.id)
    themes = tuple(theme.id for theme in list_themes(consultation.id, Q))
    draft = NeedDraft(HOSTILE_EVERYWHERE, (HOSTILE_EVERYWHERE,), owner=HOSTILE, theme_ids=themes)
    decision = make_decision(SYSTEM, _decision(add_need(SYSTEM, consultation.id, draft)))
    day = date(2027, 3, 31)
    add_item(SYSTEM, ItemDraft(HOSTILE_EVERYWHERE, HOSTILE, day, decision_ids=(decision,)))
    publish_outcome(SYSTEM, consultation.id)
    return consultation.slug


def test_no_page_takes_what_somebody_wrote_for_markup(app: Flask, sign_in: SignIn) -> None:
    slug = _fill()
    lead, administrator = sign_in("engagement_lead"), sign_in("administrator")
    shown = []
    for client, pages in (
        (app.test_client(), RESIDENTS),
        (lead, STAFF),
        (administrator, ADMINISTRATION),
    ):
        for endpoint, address in pages.items():
            here = address.format(locale="en", slug=slug).replace("/surveys/3", "/surveys/1")
            answer = client.get(here.replace("/consultations/2", "/consultations/1"))
            assert answer.status_code in (200, 303, 404), (endpoint, answer.status_code)
            assert "<xss" not in answer.text and "49</xss" not in answer.text, endpoint
            shown += [endpoint] if "xss" in answer.text else []
    assert len(shown) > 40, shown


def test_logs_hold_neither_words_nor_codes_nor_addresses(
    app: Flask, client: FlaskClient, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    app.config["PROPAGATE_EXCEPTIONS"] = False
    consultation = make_consultation()
    accepted = make_response(publish_sample_survey(consultation.id), q_change="Only I say this.")
    base = f"/en/consultations/{consultation.slug}"
    client.post(f"{base}/answer/p_change", data={"q_change": "Words of mine"})
    client.post("/en/follow", data={"code": accepted.receipt})
    client.post("/en/follow", data={"code": "K7QM-2F9D"})
    client.post("/staff/sign-in", data={"email": "mina@example.org", "password": "secret words"})
    client.post("/en/withdraw", data={"code": accepted.receipt, "act": "withdraw"})
    app.view_functions["outcome.follow"] = _fault
    assert client.post("/en/follow", data={"code": accepted.receipt}).status_code == 500
    app.view_functions["outcome.follow"] = _refused_row
    assert client.post("/en/follow", data={"code": accepted.receipt}).status_code == 500
    told = caplog.text
    assert "sign-in failed" in told and "RuntimeError: a fault" in told
    assert "in _refused_row" in told and "IntegrityError" in told
    seeded = (
        "Only I say",
        "Words of mine",
        "Words in a row",
        accepted.receipt,
        "mina@",
        "secret words",
        "127.0.0.1",
    )
    assert [words for words in seeded if words in told] == []


def _fault(locale: str) -> str:
    raise RuntimeError("a fault")


def _refused_row(locale: str) -> str:
    with transaction() as current:
        current.add(
            SetAside(response_id=999, digest="", channel="web", language="en", answers=SAID)
        )
    return ""


def test_every_answer_says_what_a_browser_may_do_with_it(app: Flask, client: FlaskClient) -> None:
    app.config["SESSION_COOKIE_SECURE"] = True
    app.extensions["engage.settings"] = Settings(environment="production")
    encrypted = {"base_url": "https://engage.example"}
    for address in ("/", "/en/", "/en/follow", "/nowhere", "/staff/roadmap", "/kiosk", "/c/none"):
        headers = client.get(address, **encrypted).headers
        assert headers["Content-Security-Policy"].startswith("default-src 'none'"), address
        assert "unsafe" not in headers["Content-Security-Policy"], address
        assert headers["Cache-Control"] == "no-store", address
        assert headers["X-Content-Type-Options"] == "nosniff", address
        assert headers["Referrer-Policy"] == "same-origin", address
        assert "max-age=" in headers["Strict-Transport-Security"], address


def test_every_cookie_is_for_this_site_alone_and_for_no_script(app: Flask, sign_in: SignIn) -> None:
    app.config["SESSION_COOKIE_SECURE"] = True
    app.extensions["engage.settings"] = Settings(environment="production")
    make_consultation(slug="city")
    publish_sample_survey(1)
    once = make_consultation(slug="once", who_may_answer="one_per_browser")
    publish_sample_survey(once.id)
    client, code = app.test_client(), add_device(SYSTEM, "Library", "", 1, 90)
    answers = (
        client.post("/en/consultations/city/start"),
        client.get("/en/consultations/once/answer"),
        client.get("/staff/language/ar"),
        client.post("/kiosk/enrol", data={"code": code}),
        sign_in("analyst").get("/staff/language/es"),
    )
    cookies = [line for answer in answers for line in answer.headers.getlist("Set-Cookie")]
    assert len(cookies) > 3
    for line in cookies:
        assert "HttpOnly" in line and "SameSite=Lax" in line and "Secure" in line, line
