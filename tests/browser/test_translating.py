"""From English to Arabic by the keyboard alone; a second person approves; the survey goes out."""

import re
from collections.abc import Callable

import pytest
from flask import Flask
from playwright.sync_api import BrowserContext, Page, expect

from engage.engines.questionnaire.exchange import keyed_texts, with_texts
from engage.kernel.actors import SYSTEM
from engage.surveys import find_current_version, save_draft
from engage.surveys.drafting import Seen, edit_draft, get_draft
from tests.browsers import accessibility_faults, ready, scrolls_sideways, sign_in
from tests.factories import make_actor, make_consultation
from tests.factories.surveys import SAMPLE_SURVEY

DESKTOP = {"width": 1280, "height": 860}


def _opened(new_context: Callable[..., BrowserContext], role: str, **options: object) -> Page:
    page = new_context(viewport=DESKTOP, **options).new_page()
    sign_in(page, make_actor(role))
    return page


def _looks_good(page: Page) -> None:
    assert accessibility_faults(page) == []
    assert not scrolls_sideways(page), page.url


@pytest.mark.browser
def test_from_english_to_arabic_by_the_keyboard_with_a_second_person(
    app: Flask, live_server: str, new_context: Callable[..., BrowserContext]
) -> None:
    consultation_id = make_consultation().id
    survey_id = save_draft(SYSTEM, consultation_id, dict(SAMPLE_SURVEY))
    empty = {text.key: "" for text in keyed_texts(SAMPLE_SURVEY)}
    edit_draft(SYSTEM, survey_id, Seen(), "change", "", lambda d: with_texts(d, "ar", empty))
    arabic = [text.words["ar"] for text in keyed_texts(SAMPLE_SURVEY)]
    address = f"/staff/consultations/{consultation_id}/surveys/{survey_id}/translation"

    page = _opened(new_context, "translator", base_url=live_server, locale="ar")
    page.goto(address)
    _looks_good(page)
    page.goto(f"{address}/ar")
    ready(page)
    _looks_good(page)
    expect(page.locator("#tr_choices a").nth(1)).to_contain_text("16")
    page.locator("[data-words]").first.focus()
    for words in arabic:
        page.keyboard.insert_text(words)
        page.keyboard.press("Control+Enter")
    expect(page.get_by_role("button", name="احفظ وتابع")).to_be_focused()
    expect(page.locator(".tr-text .state.info")).to_have_count(len(arabic))
    expect(page.locator("#tr_progress")).to_contain_text("16")  # counted as it is saved
    expect(page.locator("#tr_choices a").nth(1)).to_contain_text("0")
    _looks_good(page)
    app.extensions["sqlalchemy"].session.rollback()
    assert get_draft(survey_id).document == SAMPLE_SURVEY

    second = _opened(
        new_context, "translator", base_url=live_server, locale="en-GB", color_scheme="dark"
    )
    second.goto(f"{address}/ar?show=unreviewed")
    ready(second)
    second.locator("[data-words]").first.focus()
    for _ in arabic:
        second.keyboard.press("Alt+a")
        second.keyboard.press("Alt+ArrowDown")
    expect(second.locator(".tr-text .state.good")).to_have_count(len(arabic))
    _looks_good(second)

    lead = _opened(new_context, "engagement_lead", base_url=live_server)
    lead.goto(address)
    expect(lead.locator("tbody tr").nth(1)).to_contain_text("16 of 16")
    lead.goto(address.removesuffix("/translation") + "/publish")
    lead.get_by_role("button", name="Yes, publish it").click()
    expect(lead.get_by_text("The survey was published.")).to_be_visible()
    assert re.search(r"/consultations/\d+$", lead.url)
    app.extensions["sqlalchemy"].session.rollback()
    version = find_current_version(consultation_id)
    assert version is not None and version.content.title["ar"] == SAMPLE_SURVEY["title"]["ar"]


@pytest.mark.browser
def test_what_is_typed_is_kept_when_the_connection_breaks(
    app: Flask, live_server: str, new_context: Callable[..., BrowserContext]
) -> None:
    consultation_id = make_consultation().id
    survey_id = save_draft(SYSTEM, consultation_id, dict(SAMPLE_SURVEY))
    page = _opened(new_context, "translator", base_url=live_server)
    page.goto(f"/staff/consultations/{consultation_id}/surveys/{survey_id}/translation/es")
    ready(page)
    field = page.locator("[data-words]").first
    page.route("**/es/text", lambda route: route.abort())
    field.fill("Otra ciudad")
    state = page.locator("[data-state]").first
    expect(state).to_have_text("Not saved yet")
    field.press("Control+Enter")
    expect(state).to_contain_text("the connection is broken")
    page.unroute("**/es/text")
    field.press("Control+Enter")
    expect(state).to_have_text("Saved")
    app.extensions["sqlalchemy"].session.rollback()
    assert get_draft(survey_id).document["title"]["es"] == "Otra ciudad"
