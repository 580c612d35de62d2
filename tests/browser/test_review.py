"""Reviewing from the keyboard, and the pages of campaigns and parts in English and Arabic."""

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

    # the second page comes by itself while one reads, and what is done with a page takes it in
    page.goto(f"/staff/consultations/{version.consultation_id}/themes?standing=all")
    ready(page)
    page.locator(".comments [data-comment]").nth(24).focus()
    expect(page.locator(".comments [data-comment]")).to_have_count(45)
    expect(page.locator(".pager [rel=next]")).to_have_count(0)
    page.keyboard.press("j")
    expect(page.locator(".comments [data-comment]").nth(25)).to_be_focused()
    assert accessibility_faults(page) == []
    page.keyboard.press("d")
    expect(page.locator(".comments .seen").nth(24)).to_be_attached()
    app.extensions["sqlalchemy"].session.rollback()
    assert session().scalar(select(func.count(CommentRead.comment_id))) == 45

    for address in (
        f"/staff/consultations/{version.consultation_id}/themes/campaigns",
        "/staff/campaigns/1",
        f"/staff/themes/{themes[0].id}/split?words=1",
        f"/staff/themes/{themes[0].id}/parts?parts=2",
    ):
        page.goto(address)
        assert accessibility_faults(page) == [], address
