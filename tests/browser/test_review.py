"""Reviewing from the keyboard, and the pages of campaigns and parts in English and Arabic."""

import re
from collections.abc import Callable

import pytest
from flask import Flask
from playwright.sync_api import BrowserContext, expect
from sqlalchemy import func, select

from engage.kernel.db import session
from engage.themes import get_theme
from engage.themes.workbench_models import CommentRead
from tests.browsers import accessibility_faults, ready, sign_in
from tests.factories import (
    make_actor,
    make_consultation,
    make_response,
    publish_sample_survey,
)
from tests.factories.themes import make_themes

LETTER = (
    "Please widen Mill Road now. Traffic queues back to the bridge every morning, deliveries are "
    "late and local businesses are suffering."
)


@pytest.mark.browser
@pytest.mark.parametrize(("locale", "scheme"), [("en-GB", "light"), ("ar", "dark")])
def test_comments_are_chosen_and_moved_from_the_keyboard(
    app: Flask,
    live_server: str,
    new_context: Callable[..., BrowserContext],
    locale: str,
    scheme: str,
) -> None:
    version = publish_sample_survey(make_consultation().id)
    for words in (LETTER, LETTER + " Thank you.", "I run a shop. " + LETTER):
        make_response(version, q_change=words)
    themes = make_themes(version, each=14)
    wide = {"width": 1280, "height": 800}
    context = new_context(base_url=live_server, locale=locale, color_scheme=scheme, viewport=wide)
    page = context.new_page()
    sign_in(page, make_actor("engagement_lead"))

    page.goto(f"/staff/themes/{themes[0].id}")
    ready(page)
    assert accessibility_faults(page) == []
    for key in ("j", "s", "j", "s"):
        page.keyboard.press(key)
    expect(page.locator("[data-choosing]:checked")).to_have_count(2)
    expect(page.locator("[data-chosen] output")).to_have_text("2")
    page.keyboard.press("b")
    expect(page.locator("#bulk_theme")).to_be_focused()
    page.select_option("#bulk_theme", str(themes[1].id))
    with page.expect_navigation():
        page.locator("#chosen button.secondary").click()
    app.extensions["sqlalchemy"].session.rollback()
    assert get_theme(themes[1].id).size == themes[1].size + 2

    # the next comments come by themselves while one reads; where they fail to, a line says so
    unheard = re.compile(r"[?&]after=")
    page.route(unheard, lambda route: route.abort())
    page.goto(f"/staff/consultations/{version.consultation_id}/themes?standing=all&order=newest")
    ready(page)
    cards = page.locator(".comments [data-comment]")
    expect(page.locator(".pager")).to_be_hidden()
    cards.nth(24).focus()
    again = page.locator("[data-going-on=after] [data-state=failed] button")
    expect(again).to_be_visible()
    assert accessibility_faults(page) == []
    page.unroute(unheard)
    again.click()
    expect(cards).to_have_count(45)
    expect(cards.nth(44)).to_have_attribute("aria-posinset", "45")
    cards.nth(24).focus()
    page.keyboard.press("j")
    expect(cards.nth(25)).to_be_focused()
    assert accessibility_faults(page) == []
    with page.expect_navigation():
        page.keyboard.press("d")
    expect(page.locator(".comments .seen").nth(24)).to_be_attached()
    app.extensions["sqlalchemy"].session.rollback()
    assert session().scalar(select(func.count(CommentRead.comment_id))) == 45

    # that act led back to the comment it came from, and so does the next one, up and down
    expect(page).to_have_url(re.compile(r"at=(\d+)#c\1$"))
    number = re.findall(r"\d+$", page.url)[0]
    ready(page)
    expect(page.locator(f"#c{number}")).to_be_focused()
    expect(page.locator(f"#c{number}")).to_be_in_viewport()
    expect(cards).to_have_count(45)
    page.keyboard.press("j")
    following = page.locator("[data-comment]:focus").get_attribute("id") or ""
    assert following != f"c{number}"
    page.keyboard.press("k")
    expect(page.locator(f"#c{number}")).to_be_focused()
    with page.expect_navigation():
        page.keyboard.press("x")
    ready(page)
    expect(page.locator(f"#{following}")).to_be_focused()
    expect(page).to_have_url(re.compile(f"at={following[1:]}(#{following})?$"))
    with page.expect_navigation():
        page.keyboard.press("z")
    ready(page)
    expect(page).to_have_url(re.compile(f"at={following[1:]}(#{following})?$"))

    # what is far away is emptied to its height and filled again; what holds something chosen stays
    expect(cards).to_have_count(45)
    page.set_viewport_size({"width": 1280, "height": 160})
    height = page.evaluate("document.querySelector('.comments').offsetHeight")
    to_end = "document.querySelector('.comments').lastElementChild.scrollIntoView({block: 'end'})"
    page.evaluate("document.activeElement.blur(), scrollTo(0, 0)")
    expect(page.locator(".batch.away:last-child")).to_be_attached()
    page.evaluate(to_end)
    expect(page.locator(".batch:last-child [data-comment]")).to_have_count(20)
    expect(page.locator(".batch.away:first-child")).to_be_attached()
    assert page.evaluate("document.querySelector('.comments').offsetHeight") == height
    page.evaluate("scrollTo(0, 0)")
    page.locator(".batch:first-child [data-choosing]").first.check()
    page.evaluate(to_end)
    page.locator(".batch:last-child [data-comment]").last.focus()
    expect(page.locator(".batch[data-in-sight]:last-child")).to_be_attached()
    expect(page.locator("[data-choosing]:checked")).to_have_count(1)
    expect(page.locator("[data-chosen] output")).to_have_text("1")
    page.set_viewport_size(wide)

    for address in (
        f"/staff/consultations/{version.consultation_id}/themes/campaigns",
        "/staff/campaigns/1",
        f"/staff/themes/{themes[0].id}/split?words=1",
        f"/staff/themes/{themes[0].id}/parts?parts=2",
    ):
        page.goto(address)
        assert accessibility_faults(page) == [], address
