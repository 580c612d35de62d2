"""Two leads at one codebook: company and a lost race; a run that proposes; a tree by keys."""

import re
from collections.abc import Callable

import pytest
from flask import Flask
from playwright.sync_api import BrowserContext, Page, expect

from engage.app import JOBS
from engage.kernel.actors import SYSTEM, Actor
from engage.kernel.jobs import run_next
from engage.themes import approve_theme, get_theme, list_themes, rename_theme
from engage.themes.review.nesting import parents_of
from tests.browsers import accessibility_faults, ready, sign_in
from tests.factories import (
    make_actor,
    make_consultation,
    make_response,
    publish_sample_survey,
)
from tests.factories.themes import make_themes

Q = "q_change"
LIST, NEST = re.compile(r"^[^?]*/themes/list"), re.compile(r"^[^?]*/nest")
OpenContext = Callable[..., BrowserContext]
POOL = "Open the swimming pool on lane {n} earlier and lower the price of the swimming pool card."


def _open(new_context: OpenContext, address: str, actor: Actor, locale: str = "en-GB") -> Page:
    wide = {"width": 1280, "height": 900}
    context = new_context(base_url=address, locale=locale, viewport=wide)
    page = context.new_page()
    sign_in(page, actor)
    return page


def _work(app: Flask) -> None:
    app.extensions["sqlalchemy"].session.rollback()
    while run_next(JOBS):
        pass
    app.extensions["sqlalchemy"].session.rollback()


@pytest.mark.browser
def test_two_leads_see_each_other_and_lose_no_edit(
    app: Flask, live_server: str, new_context: OpenContext
) -> None:
    theme = make_themes(publish_sample_survey(make_consultation().id), each=14)[0]
    lena, omar = make_actor(), make_actor()
    first = _open(new_context, live_server, lena)
    second = _open(new_context, live_server, omar)
    first.goto(f"/staff/themes/{theme.id}")
    ready(first)
    second.goto(f"/staff/themes/{theme.id}")
    expect(second.locator("[data-company]")).to_have_text(f"{lena.name} is on this theme, too.")

    first.keyboard.press("t")
    expect(first.get_by_role("button", name="Give it back")).to_be_visible()
    second.reload()
    expect(second.get_by_text(f"{lena.name} took this theme to review")).to_be_visible()
    second.get_by_role("button", name="Take it over").click()
    # to change what another person decided asks why; the words can be typed at once
    expect(second.locator("#f_reason")).to_be_focused()
    second.keyboard.type("On leave")
    second.keyboard.press("Enter")
    expect(second.get_by_role("button", name="Give it back")).to_be_visible()
    ready(second)

    first.goto(f"/staff/themes/{theme.id}/edit")
    first.fill("[name=label_en]", "Evening buses")
    second.keyboard.press("e")
    second.fill("[name=label_en]", "Night buses")
    second.wait_for_load_state()  # which button is the last is known when all are there
    second.locator("main button.button").last.click()
    expect(second.locator("h1")).to_have_text("Night buses")
    first.locator("main button.button").last.click()
    conflict = first.locator(".both-wordings")
    expect(conflict).to_contain_text("Night buses")
    expect(conflict).to_contain_text("Evening buses")
    expect(first.get_by_text(f"{omar.name} renamed it")).to_be_visible()
    expect(first.locator("[name=label_en]")).to_have_value("Evening buses")
    assert accessibility_faults(first) == []
    first.locator("main button.button").last.click()
    expect(first.get_by_text(f"{omar.name} named the theme.")).to_be_visible()
    assert accessibility_faults(first) == []
    expect(first.locator("#f_reason")).to_be_focused()
    first.keyboard.type("They run until ten")
    first.keyboard.press("Enter")
    expect(first.locator("h1")).to_have_text("Evening buses")
    app.extensions["sqlalchemy"].session.rollback()
    assert get_theme(theme.id).label["en"] == "Evening buses"


@pytest.mark.browser
@pytest.mark.parametrize("locale", ["en-GB", "ar"])
def test_a_new_run_only_proposes_and_a_lead_decides(
    app: Flask, live_server: str, new_context: OpenContext, locale: str
) -> None:
    version = publish_sample_survey(make_consultation().id)
    for theme in make_themes(version, each=14):
        rename_theme(SYSTEM, theme.id, theme.version, {"en": f"Named {theme.id}"}, {})
        approve_theme(SYSTEM, theme.id, get_theme(theme.id).version)
    before = {theme.id for theme in list_themes(version.consultation_id, Q)}
    for number in range(14):
        make_response(version, q_change=POOL.format(n=number))
    page = _open(new_context, live_server, make_actor(), locale)
    page.goto(f"/staff/consultations/{version.consultation_id}/themes/run?question={Q}")
    with page.expect_navigation():
        page.locator("form[method=post][novalidate] button").click()
    _work(app)
    page.goto(f"/staff/consultations/{version.consultation_id}/themes/proposal?question={Q}")
    ready(page)
    assert accessibility_faults(page) == []
    assert {theme.id for theme in list_themes(version.consultation_id, Q)} == before
    page.keyboard.press("j")
    page.keyboard.press("s")
    expect(page.locator("[name=part]:checked")).to_have_count(1)
    page.keyboard.press("a")
    expect(page.locator(".proposed-part.decided")).to_have_count(1)
    ready(page)
    app.extensions["sqlalchemy"].session.rollback()
    after = list_themes(version.consultation_id, Q)
    assert before < {theme.id for theme in after}
    page.keyboard.press("z")
    expect(page.locator(".proposed-part.decided")).to_have_count(0)
    app.extensions["sqlalchemy"].session.rollback()
    assert {theme.id for theme in list_themes(version.consultation_id, Q)} == before


@pytest.mark.browser
@pytest.mark.parametrize("locale", ["en-GB", "ar"])
def test_a_theme_is_nested_and_taken_out_by_the_keyboard(
    app: Flask, live_server: str, new_context: OpenContext, locale: str
) -> None:
    version = publish_sample_survey(make_consultation().id)
    make_themes(version, each=14)
    page = _open(new_context, live_server, make_actor("analyst"), locale)
    page.goto(f"/staff/consultations/{version.consultation_id}/themes/list")
    ready(page)
    assert accessibility_faults(page) == []
    for key in ("j", "j", "i"):
        page.keyboard.press(key)
    page.wait_for_url(NEST)
    expect(page.locator(".nest-preview li").first).to_be_visible()
    expect(page.locator("button[autofocus]")).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url(LIST)
    expect(page.locator("th.depth-1")).to_have_count(1)
    app.extensions["sqlalchemy"].session.rollback()
    assert len(parents_of(version.consultation_id, Q)) == 1
    ready(page)
    for key in ("j", "j", "u"):
        page.keyboard.press(key)
    page.wait_for_url(NEST)
    expect(page.locator("button[autofocus]")).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url(LIST)
    expect(page.locator("th.depth-1")).to_have_count(0)
    ready(page)
    page.keyboard.press("z")
    expect(page.locator("th.depth-1")).to_have_count(1)
