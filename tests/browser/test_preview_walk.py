"""Leads walk through a draft on every channel, in a browser, from the editor and back."""

from collections.abc import Callable

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from engage.kernel.actors import SYSTEM
from engage.surveys import save_draft
from tests.browsers import PHONE, accessibility_faults, scrolls_sideways, sign_in
from tests.domains.test_read_aloud import home
from tests.factories import make_actor, make_consultation

OpenPage = Callable[..., Page]


@pytest.mark.browser
@pytest.mark.parametrize("has_script", [True, False])
def test_a_draft_is_walked_through_by_keyboard_on_every_channel(
    app: Flask, live_server: str, new_page: OpenPage, has_script: bool
) -> None:
    consultation = make_consultation(slug="home")
    survey_id = save_draft(SYSTEM, consultation.id, home())
    page = new_page(viewport=PHONE, base_url=live_server, java_script_enabled=has_script)

    def is_fine() -> None:
        if has_script:  # without, nothing can be measured in the page
            assert not scrolls_sideways(page)
            assert accessibility_faults(page) == []

    sign_in(page, make_actor("engagement_lead"))
    page.goto(f"/staff/consultations/{consultation.id}/surveys/{survey_id}/edit")
    page.get_by_role("link", name="Walk through the survey as people will").click()
    is_fine()
    page.get_by_role("button", name="Start").click()
    page.fill("#f_q_people", "4")
    page.press("#f_q_people", "Enter")
    expect(page.get_by_role("main")).to_contain_text("How many of the \u20684\u2069 are children?")
    is_fine()
    page.fill("#f_q_children", "3")
    page.get_by_role("button", name="العربية").click()
    expect(page.locator("#f_q_children")).to_have_value("3")
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    is_fine()
    page.get_by_role("button", name="At a kiosk").click()
    expect(page.locator("body.kiosk #f_q_children")).to_have_value("3")
    is_fine()
    page.press("#f_q_children", "Enter")
    page.fill("#f_q_wish", "Shade")
    page.locator("main form .button").click()
    is_fine()
    page.locator("main form .button").click()
    expect(page.get_by_text("Nothing of this was stored.")).to_be_visible()
    is_fine()
    page.get_by_role("button", name="On paper").click()
    expect(page.locator("body.sheet #f_q_wish")).to_be_visible()
    is_fine()
    page.get_by_role("button", name="In a call").click()
    page.fill("#f_q_people", "4")
    if not has_script:
        page.locator("noscript button").click()
    expect(page.locator("#f_q_children_row")).to_contain_text("\u20684\u2069")
    is_fine()
    page.get_by_role("link", name="Back to the editor").click()
    expect(page.locator("#ed_frame")).to_be_visible()
