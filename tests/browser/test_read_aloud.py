"""In a call, the texts repeat what is being keyed, at once and without the mouse."""

import re
from collections.abc import Callable

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from engage.kernel.actors import SYSTEM
from engage.kernel.db import session
from engage.responses import count_responses, stream_answers
from engage.surveys import publish_version, save_draft
from tests.browsers import accessibility_faults, ready, sign_in
from tests.domains.test_read_aloud import home
from tests.factories import make_actor, make_consultation

OpenPage = Callable[..., Page]
DESKTOP = {"width": 1280, "height": 800}


def _publish() -> int:
    consultation = make_consultation(slug="home")
    publish_version(SYSTEM, save_draft(SYSTEM, consultation.id, home()))
    return consultation.id


@pytest.mark.browser
def test_what_is_keyed_is_repeated_and_what_is_not_asked_is_passed_over(
    app: Flask, live_server: str, new_page: OpenPage
) -> None:
    consultation_id = _publish()
    page = new_page(viewport=DESKTOP, base_url=live_server)
    sign_in(page, make_actor("operator"))
    page.goto(f"/staff/entry/{consultation_id}/phone")
    ready(page)
    children, wish = page.locator("#f_q_children_row"), page.locator("#f_q_wish_row")
    expect(children).to_contain_text("(your answer to question 1)")
    expect(wish).to_contain_text("Not asked after the answers so far.")
    assert accessibility_faults(page) == []
    page.focus("#f_q_people")
    page.keyboard.type("4")
    expect(children).to_contain_text("How many of the \u20684\u2069 are children?")
    expect(page.locator("#f_q_people")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.type("0")
    expect(wish).to_have_class(re.compile("unasked"))
    page.keyboard.press("Enter")
    expect(page.locator("[data-save]")).to_be_focused()
    page.focus("#f_q_children")
    page.keyboard.press("Control+a")
    page.keyboard.type("3")
    expect(wish).to_contain_text("The share is \u20680.75\u2069.")
    expect(page.locator("#f_i_told_row")).to_contain_text("You said \u20684\u2069.")
    for field in ("#f_q_rate_heat", "#f_q_late", "#f_q_wish"):
        page.keyboard.press("Enter")
        expect(page.locator(field)).to_be_focused()
    page.keyboard.type("Shade")
    assert accessibility_faults(page) == []

    # without a connection nothing old is passed off as right, and with it again it is right again
    page.context.set_offline(True)
    page.fill("#f_q_people", "5")
    expect(page.locator(".keying-state")).to_contain_text("The connection is lost.")
    expect(page.locator("ol.keying")).to_have_class(re.compile("stale"))
    page.context.set_offline(False)
    page.fill("#f_q_people", "6")
    expect(children).to_contain_text("How many of the \u20686\u2069 are children?")
    expect(page.locator(".keying-state")).to_be_empty()
    expect(page.locator("ol.keying")).not_to_have_class(re.compile("stale"))
    page.keyboard.press("Control+Enter")
    expect(page.locator(".flash, .notice").first).to_contain_text("Saved")
    (stored,) = stream_answers(consultation_id)
    assert stored.answers == {"q_people": 6, "q_children": 3, "q_wish": "Shade"}
    assert stored.derived["c_share"] == 0.5


@pytest.mark.browser
def test_without_script_the_answers_are_put_in_on_request(
    app: Flask, live_server: str, new_page: OpenPage
) -> None:
    consultation_id = _publish()
    page = new_page(viewport=DESKTOP, base_url=live_server, java_script_enabled=False)
    sign_in(page, make_actor("operator"))
    page.goto(f"/staff/entry/{consultation_id}/phone?language=ar")
    page.fill("#f_q_people", "4")
    page.fill("#f_place", "Hotline")
    page.press("#f_place", "Enter")  # where no script leads on by Enter, half a form is not saved
    page.get_by_role("button", name="Put the answers into the texts").click()
    expect(page.locator("#f_q_children_row")).to_contain_text("\u20684\u2069")
    expect(page.locator("#f_q_people")).to_have_value("4")
    expect(page.locator("#f_place")).to_have_value("Hotline")
    assert count_responses(consultation_id).total == 0
    page.fill("#f_q_children", "0")
    page.get_by_role("button", name="Save and next").click()
    expect(page.locator("#f_q_people")).to_have_value("")
    session().rollback()
    assert count_responses(consultation_id).total == 1
