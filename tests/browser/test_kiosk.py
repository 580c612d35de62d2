"""A kiosk keeps nothing of the person before: three endings, script on and off."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import BrowserContext, Page, expect

from engage.channels.kiosk.devices import add_device
from engage.kernel.actors import SYSTEM
from engage.responses import stream_answers
from engage.surveys import publish_version, save_draft
from tests.browsers import accessibility_faults
from tests.engines.questionnaire.survey_documents import household
from tests.factories import make_consultation, publish_sample_survey

SECRET = "My neighbour at number 7 shouts"
STORAGE = "JSON.stringify([Object.entries(localStorage), Object.entries(sessionStorage)])"


def _enrol(page: Page, document: dict[str, Any] | None = None) -> None:
    consultation = make_consultation()
    if document is None:
        publish_sample_survey(consultation.id)
    else:
        publish_version(SYSTEM, save_draft(SYSTEM, consultation.id, document))
    code = add_device(SYSTEM, "Library", "Main Library", consultation.id, 90)
    page.goto("/kiosk")
    page.fill("#f_code", code)
    page.get_by_role("button", name="Enrol").click()


def _answer(page: Page) -> None:
    page.get_by_role("button", name="English").click()
    page.get_by_label("By car").check()
    page.get_by_role("button", name="Continue").click()
    page.get_by_label("3", exact=True).check()
    page.get_by_role("button", name="Continue").click()
    page.get_by_label("Library").check()
    page.get_by_role("button", name="Continue").click()
    page.fill("#f_q_change", SECRET)
    page.get_by_role("button", name="Continue").click()
    page.fill("#f_q_street", SECRET)
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_text(SECRET).first).to_be_visible()


def _end(page: Page, ending: str) -> str:
    """End the visit; gives what else must not be found afterwards."""
    if ending == "receipt":
        page.get_by_role("button", name="Send my answers").click()
        code = page.locator("#receipt-code").inner_text()
        page.goto("/kiosk")
        return code
    if ending == "start over":
        page.get_by_role("button", name="Start over").last.click()
    else:
        left = page.goto("/kiosk/en/still-there")
        assert left is not None
        page.goto(left.headers["refresh"].partition("url=")[2])
    return SECRET


def _leaks(context: BrowserContext, page: Page, words: list[str], has_script: bool) -> list[str]:
    found = []

    def look(where: str) -> None:
        seen = page.content() + page.url + page.title()
        if has_script:
            seen += str(page.evaluate(STORAGE))
            fields = "[...document.querySelectorAll('input, textarea')].map(f => f.value).join()"
            seen += str(page.evaluate(fields))
        found.extend(f"{where}: {word}" for word in words if word in seen)

    look("after the end")
    for step in range(8):
        page.go_back(wait_until="load")
        look(f"back {step}")
        page.reload()
        look(f"reload {step}")
    for step in range(8):
        page.go_forward(wait_until="load")
        look(f"forward {step}")
    found += [f"cookie: {w}" for w in words for c in context.cookies() if w in str(c)]
    return found


@pytest.mark.browser
@pytest.mark.parametrize("has_script", [True, False])
@pytest.mark.parametrize("ending", ["receipt", "start over", "left alone"])
def test_the_next_person_finds_nothing(
    app: Flask,
    live_server: str,
    new_context: Callable[..., BrowserContext],
    ending: str,
    has_script: bool,
) -> None:
    context = new_context(
        base_url=live_server,
        java_script_enabled=has_script,
        viewport={"width": 1080, "height": 1920},
    )
    page = context.new_page()
    _enrol(page)
    page.locator("button[name=theme]:not([value=''])").first.click()
    assert "engage_display" in {cookie["name"] for cookie in context.cookies()}
    _answer(page)
    code = _end(page, ending)
    expect(page.get_by_role("button", name="English")).to_be_visible()
    chosen = {cookie["name"]: cookie["value"] for cookie in context.cookies()}
    assert not chosen.get("engage_display")
    assert _leaks(context, page, [SECRET, code], has_script) == []


@pytest.mark.browser
def test_the_kiosk_is_accessible_and_leads_nowhere_else(
    app: Flask, live_server: str, new_context: Callable[..., BrowserContext]
) -> None:
    context = new_context(base_url=live_server, viewport={"width": 1080, "height": 1920})
    page = context.new_page()
    _enrol(page)
    assert accessibility_faults(page) == []
    page.get_by_role("button", name="العربية").click()
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    assert accessibility_faults(page) == []
    links = page.eval_on_selector_all("a[href]", "links => links.map(a => a.pathname)")
    assert all(link.startswith("/kiosk") for link in links), links


@pytest.mark.browser
@pytest.mark.parametrize("has_script", [True, False])
def test_nobody_finds_the_household_of_the_person_before(
    app: Flask, live_server: str, new_context: Callable[..., BrowserContext], has_script: bool
) -> None:
    context = new_context(
        base_url=live_server,
        java_script_enabled=has_script,
        viewport={"width": 1080, "height": 1920},
    )
    page = context.new_page()
    _enrol(page, household())
    page.get_by_role("button", name="English").click()
    page.fill("[name=q_people]", "4")
    page.get_by_role("button", name="Continue").click()
    for number in (1, 2):
        page.fill(f"[name=p_home_{number}_q_name]", f"{SECRET} {number}")
        page.get_by_role("button", name="Continue").click()
        expect(page.get_by_text(f"{SECRET} {number}")).to_be_visible()
        if has_script:
            assert accessibility_faults(page) == []
        page.get_by_label("Yes, add one").check()
        page.get_by_role("button", name="Continue").click()
    page.fill("[name=p_home_3_q_name]", SECRET)
    _end(page, "left alone")
    expect(page.get_by_role("button", name="English")).to_be_visible()
    assert _leaks(context, page, [SECRET], has_script) == []
    assert list(stream_answers(1)) == []
    page.goto("/kiosk")
    page.get_by_role("button", name="English").click()
    page.fill("[name=q_people]", "4")
    page.get_by_role("button", name="Continue").click()
    expect(page.locator("[name=p_home_1_q_name]")).to_have_value("")
