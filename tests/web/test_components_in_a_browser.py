"""The components as a browser shows them: to axe, at every width, and to the keyboard."""

import re
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from tests.browsers import OpenPage, accessibility_faults, ready
from tests.web.gallery import gallery, gallery_address

__all__ = ["gallery", "gallery_address"]

pytestmark = pytest.mark.browser

SCREENS = {"phone": (320, 640), "desktop": (1280, 800), "kiosk": (1080, 1920)}
TARGETS = """() => [...document.querySelectorAll("main .choice input, main .button")]
  .filter((e) => !e.disabled && e.getClientRects().length)
  .map((e) => [Math.round(e.getBoundingClientRect().height), e.id || e.textContent])"""


def _open(new_page: OpenPage, address: str, screen: str, **options: Any) -> Page:
    width, height = SCREENS[screen]
    page = new_page(viewport={"width": width, "height": height}, **options)
    page.goto(address)
    return page


@pytest.mark.parametrize(
    ("place", "screen"),
    [
        ("en/patterns/none", "desktop"),
        ("en/patterns/none", "phone"),
        ("en/patterns/dark", "desktop"),
        ("ar/patterns/none", "phone"),
        ("en/question/error", "phone"),
        ("ar/question/web", "phone"),
        ("en/question/kiosk", "kiosk"),
        ("ar/question/contrast", "kiosk"),
    ],
)
def test_axe_finds_nothing_and_nothing_scrolls_sideways(
    new_page: OpenPage, gallery_address: str, place: str, screen: str
) -> None:
    page = _open(new_page, f"{gallery_address}/{place}", screen)
    assert accessibility_faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= SCREENS[screen][0]


@pytest.mark.parametrize("place", ["en/question/web", "ar/question/error", "en/patterns/none"])
def test_text_of_twice_the_size_and_wider_spacing_fits_a_phone(
    new_page: OpenPage, gallery_address: str, place: str
) -> None:
    page = _open(new_page, f"{gallery_address}/{place}", "phone", bypass_csp=True)
    for rule in (
        "html { font-size: 200% }",
        "* { line-height: 1.5 !important; letter-spacing: .12em !important;"
        " word-spacing: .16em !important }",
    ):
        style = page.add_style_tag(content=rule)
        assert page.evaluate("document.documentElement.scrollWidth") <= SCREENS["phone"][0]
        style.evaluate("element => element.remove()")


@pytest.mark.parametrize(("face", "least"), [("web", 44), ("kiosk", 72)])
def test_answers_and_buttons_are_large_enough_for_a_thumb(
    new_page: OpenPage, gallery_address: str, face: str, least: int
) -> None:
    page = _open(new_page, f"{gallery_address}/en/question/{face}", "kiosk")
    targets = page.evaluate(TARGETS)
    assert len(targets) == 7
    assert [name for height, name in targets if height < least] == []


def test_the_error_summary_has_the_focus_without_script(
    new_page: OpenPage, gallery_address: str
) -> None:
    page = _open(
        new_page, f"{gallery_address}/en/question/error", "phone", java_script_enabled=False
    )
    expect(page.locator(".errors")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Space")
    expect(page.locator("#f_way")).to_be_focused()
    expect(page.locator("#f_way")).to_be_checked()


def test_a_row_of_paper_is_keyed_without_a_mouse(new_page: OpenPage, gallery_address: str) -> None:
    page = _open(new_page, f"{gallery_address}/en/patterns/none", "desktop")
    ready(page)
    page.locator("#f_k1").focus()
    page.keyboard.press("Control+A")
    page.keyboard.type("3")
    expect(page.locator("#f_k1_codes .chosen")).to_have_text(["3 25–44"])
    page.keyboard.press("Enter")
    page.keyboard.type("by the mill?")
    expect(page.locator("#f_k2")).to_have_value("by the mill?")
    page.keyboard.press("Shift+Tab")
    page.keyboard.type("?")
    expect(page.locator("#keying-keys")).to_be_visible()


def test_single_keys_act_on_the_current_comment_and_can_be_switched_off(
    new_page: OpenPage, gallery_address: str
) -> None:
    page = _open(new_page, f"{gallery_address}/en/patterns/none", "desktop")
    ready(page)
    page.evaluate(
        "document.querySelector('#c1 [data-key=m]').onclick = () => { window.moved = true }"
    )
    page.locator("h1").click()
    page.keyboard.press("j")
    expect(page.locator("#c1")).to_be_focused()
    page.keyboard.press("m")
    assert page.evaluate("window.moved") is True
    page.locator("[data-keys-switch]").uncheck()
    page.locator("h1").click()
    page.keyboard.press("j")
    expect(page.locator("#c1")).not_to_be_focused()


def test_letters_typed_into_a_field_are_never_keys(
    new_page: OpenPage, gallery_address: str
) -> None:
    page = _open(new_page, f"{gallery_address}/en/patterns/none", "desktop")
    ready(page)
    page.locator("#f_name").fill("")
    page.keyboard.type("jam?")
    expect(page.locator("#f_name")).to_have_value("jam?")
    expect(page.locator("#f_name")).to_be_focused()


def test_characters_left_are_counted(new_page: OpenPage, gallery_address: str) -> None:
    page = _open(new_page, f"{gallery_address}/en/patterns/none", "desktop")
    ready(page)
    page.locator("#f_reason").fill("x" * 401)
    expect(page.locator("#f_reason_counter")).to_have_text("Characters too many: 1")


def test_a_kiosk_left_alone_warns_gives_more_time_and_then_starts_over(
    new_page: OpenPage, gallery_address: str
) -> None:
    page = new_page(viewport={"width": 1080, "height": 1920})
    page.clock.install()
    page.goto(f"{gallery_address}/en/question/idle")
    ready(page)
    dialog = page.locator("dialog")
    page.clock.run_for(2000)
    expect(dialog).to_be_visible()
    expect(dialog).to_contain_text(re.compile(r"Seconds left: \d"))  # the clock runs on by itself
    expect(page.locator("[data-more-time]")).to_be_focused()
    page.keyboard.press("Enter")
    expect(dialog).to_be_hidden()
    page.clock.run_for(32_000)
    page.wait_for_url("**/over")


def test_before_what_cannot_be_undone_a_question_is_asked(
    new_page: OpenPage, gallery_address: str
) -> None:
    page = _open(new_page, f"{gallery_address}/en/patterns/none", "desktop")
    ready(page)
    page.get_by_role("button", name="Remove the draft").click()
    dialog = page.locator("#example-dialog")
    expect(dialog).to_be_visible()
    dialog.get_by_role("button", name="No, go back").click()
    expect(dialog).to_be_hidden()
    assert page.url.endswith("/en/patterns/none")


def test_a_job_shows_how_far_it_is_until_it_is_done(
    new_page: OpenPage, gallery: Flask, gallery_address: str
) -> None:
    page = _open(new_page, f"{gallery_address}/job", "desktop")
    expect(page.get_by_text("448 of 896")).to_be_visible()
    expect(page.get_by_role("status")).to_have_text("Grouping")
    expect(page.get_by_role("progressbar")).to_have_attribute("value", "448")
    gallery.extensions["job"].is_finished = True
    expect(page.locator("[data-finished]")).to_be_visible()
    expect(page.get_by_role("button", name="Stop")).to_have_count(0)
