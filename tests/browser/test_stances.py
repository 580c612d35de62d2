"""A lead says who is for and who is against from the keyboard alone, in English and in Arabic."""

from collections.abc import Callable

import pytest
from flask import Flask
from playwright.sync_api import BrowserContext, Page, expect

from engage.kernel.actors import SYSTEM
from engage.themes import CommentFilter, get_theme, get_totals, list_comments
from engage.themes.stances.acts import set_stance
from engage.themes.stances.sides import StanceCounts
from tests.browsers import accessibility_faults, ready, sign_in
from tests.factories import (
    make_actor,
    make_consultation,
    make_response,
    publish_sample_survey,
)
from tests.factories.placed import Question, make_theme, place

Q = "q_change"
SAID = {
    "en": ("Yes, please build the bus lane at number {n}.", "No, do not build it at number {n}."),
    "ar": ("نعم، نريد مسار الحافلات عند الرقم {n}.", "لا، لا نريد مسار الحافلات عند الرقم {n}."),
}


def _city(language: str) -> tuple[Question, int, list[int]]:
    """44 comments on one theme, turn by turn for and against, and another theme without any."""
    version = publish_sample_survey(make_consultation().id)
    for number in range(44):
        words = SAID[language][number % 2].format(n=number)
        make_response(version, language=language, q_change=words)
    question = version.consultation_id, Q
    pages = (list_comments(*question, _everything(page)).comments for page in (1, 2))
    ids = sorted(comment.id for page in pages for comment in page)
    theme = place(question, "Bus lane", ids)
    make_theme(question, "Trees")
    return question, theme.id, ids


def _everything(page: int) -> CommentFilter:
    return CommentFilter(standing="any", order="newest", page=page)


def _press(page: Page, key: str, code: str) -> None:
    """A key as a keyboard of another script sends it: its own character, the same place."""
    page.evaluate(
        "([key, code]) => document.activeElement.dispatchEvent("
        "new KeyboardEvent('keydown', {key, code, bubbles: true}))",
        [key, code],
    )


def _is_at(page: Page, comment_id: int) -> None:
    expect(page.locator(f"#c{comment_id}")).to_be_focused()


def _counts(app: Flask, theme_id: int) -> StanceCounts:
    app.extensions["sqlalchemy"].session.rollback()
    return get_theme(theme_id).stances


@pytest.mark.browser
@pytest.mark.parametrize(("locale", "scheme"), [("en", "light"), ("ar", "dark")])
def test_a_lead_sets_stances_from_the_keyboard(
    app: Flask,
    live_server: str,
    new_context: Callable[..., BrowserContext],
    locale: str,
    scheme: str,
) -> None:
    question, theme_id, ids = _city(locale)
    context = new_context(
        base_url=live_server,
        locale="en-GB" if locale == "en" else locale,
        color_scheme=scheme,
        viewport={"width": 1280, "height": 900},
    )
    page = context.new_page()
    sign_in(page, make_actor("engagement_lead"))
    page.goto(f"/staff/themes/{theme_id}?order=newest")
    ready(page)
    direction = "rtl" if locale == "ar" else "ltr"
    expect(page.locator("html")).to_have_attribute("dir", direction)

    page.keyboard.press("j")
    _is_at(page, ids[-1])
    with page.expect_navigation():
        page.keyboard.press("2")
    ready(page)
    _is_at(page, ids[-2])  # the next comment waits for its key
    with page.expect_navigation():
        if locale == "ar":
            _press(page, "١", "Digit1")
        else:
            page.keyboard.press("1")
    ready(page)
    assert _counts(app, theme_id) == StanceCounts(1, 1, unread=42)
    expect(page.locator(f"#c{ids[-2]} .side.for")).to_have_attribute("aria-pressed", "true")

    for key in ("s", "j", "s", "j", "s"):
        page.keyboard.press(key)
    with page.expect_navigation():
        page.keyboard.press("3")
    ready(page)
    assert _counts(app, theme_id).mixed == 3
    with page.expect_navigation():
        page.keyboard.press("z")
    ready(page)
    assert _counts(app, theme_id) == StanceCounts(1, 1, unread=42)

    set_stance(SYSTEM, theme_id, ids[0:36:2], "for")
    set_stance(SYSTEM, theme_id, ids[1:36:2], "against")
    page.goto(f"/staff/themes/{theme_id}?order=newest&stance=unread")
    ready(page)
    suggested = page.locator(".suggested").count()
    assert suggested >= 4
    assert _counts(app, theme_id).unread == 6  # what is suggested does not count
    assert accessibility_faults(page) == []
    page.locator(".comment:has(.suggested)").first.focus()
    with page.expect_navigation():
        page.keyboard.press("5")
    ready(page)
    assert _counts(app, theme_id).unread == 5

    page.locator(".comment").first.focus()
    page.keyboard.press("c")
    with page.expect_navigation():
        page.locator(".comment").first.locator("details[open] button", has_text="").last.click()
    app.extensions["sqlalchemy"].session.rollback()
    assert get_totals(*question).in_several == 1

    page.goto(f"/staff/themes/{theme_id}/sides")
    assert accessibility_faults(page) == []
    with page.expect_navigation():
        page.locator("main form button").first.click()
    left = _counts(app, theme_id)
    assert min(left.in_favour, left.against) == 0 < max(left.in_favour, left.against)
