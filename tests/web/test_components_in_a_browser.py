"""The components as a browser shows them: to axe, at every width, and to the keyboard."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browsers import OpenPage, accessibility_faults
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
    assert page.locator(".errors:focus").count() == 1
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Space")
    assert page.locator("#f_way:focus").is_checked()


def test_a_row_of_paper_is_keyed_without_a_mouse(new_page: OpenPage, gallery_address: str) -> None:
    page = _open(new_page, f"{gallery_address}/en/patterns/none", "desktop")
    page.wait_for_load_state("networkidle")
    page.locator("#f_k1").focus()
    page.keyboard.press("Control+A")
    page.keyboard.type("3")
    assert page.locator("#f_k1_codes .chosen").all_text_contents() == ["3 25–44"]
    page.keyboard.press("Enter")
    page.keyboard.type("by the mill?")
    assert page.locator("#f_k2").input_value() == "by the mill?"
    page.keyboard.press("Shift+Tab")
    page.keyboard.type("?")
    assert page.locator("#keying-keys").is_visible()


def test_single_keys_act_on_the_current_comment_and_can_be_switched_off(
    new_page: OpenPage, gallery_address: str
) -> None:
    page = _open(new_page, f"{gallery_address}/en/patterns/none", "desktop")
    page.wait_for_load_state("networkidle")
    page.evaluate(
        "document.querySelector('#c1 [data-key=m]').onclick = () => { window.moved = true }"
    )
    page.locator("h1").click()
    page.keyboard.press("j")
    assert page.locator("#c1:focus").count() == 1
    page.keyboard.press("m")
    assert page.evaluate("window.moved") is True
    page.locator("[data-keys-switch]").uncheck()
    page.locator("h1").click()
    page.keyboard.press("j")
    assert page.locator("#c1:focus").count() == 0


def test_letters_typed_into_a_field_are_never_keys(
    new_page: OpenPage, gallery_address: str
) -> None:
    page = _open(new_page, f"{gallery_address}/en/patterns/none", "desktop")
    page.wait_for_load_state("networkidle")
    page.locator("#f_name").fill("")
    page.keyboard.type("jam?")
    assert page.locator("#f_name").input_value() == "jam?"
    assert page.locator("#f_name:focus").count() == 1


def test_characters_left_are_counted(new_page: OpenPage, gallery_address: str) -> None:
    page = _open(new_page, f"{gallery_address}/en/patterns/none", "desktop")
    page.wait_for_load_state("networkidle")
    page.locator("#f_reason").fill("x" * 401)
    assert page.locator("#f_reason_counter").inner_text() == "Characters too many: 1"


def test_a_kiosk_left_alone_warns_gives_more_time_and_then_starts_over(
    new_page: OpenPage, gallery_address: str
) -> None:
    page = new_page(viewport={"width": 1080, "height": 1920})
    page.clock.install()
    page.goto(f"{gallery_address}/en/question/idle")
    page.wait_for_load_state("networkidle")
    dialog = page.locator("dialog")
    page.clock.run_for(2000)
    dialog.wait_for()
    assert re.search(r"Seconds left: 2\d", dialog.inner_text())  # the clock runs on by itself
    assert page.locator("[data-more-time]:focus").count() == 1
    page.keyboard.press("Enter")
    assert not dialog.is_visible()
    page.clock.run_for(32_000)
    page.wait_for_url("**/over")


def test_before_what_cannot_be_undone_a_question_is_asked(
    new_page: OpenPage, gallery_address: str
) -> None:
    page = _open(new_page, f"{gallery_address}/en/patterns/none", "desktop")
    page.wait_for_load_state("networkidle")
    page.get_by_role("button", name="Remove the draft").click()
    dialog = page.locator("#example-dialog")
    assert dialog.is_visible()
    dialog.get_by_role("button", name="No, go back").click()
    assert not dialog.is_visible()
    assert page.url.endswith("/en/patterns/none")


def test_a_job_shows_how_far_it_is_until_it_is_done(
    new_page: OpenPage, gallery_address: str
) -> None:
    page = _open(new_page, f"{gallery_address}/job", "desktop")
    page.get_by_text("448 of 896").wait_for()
    assert page.get_by_role("status").inner_text() == "Grouping"
    assert page.get_by_role("progressbar").get_attribute("value") == "448"
    page.locator("[data-finished]").wait_for()
    assert page.get_by_role("button", name="Stop").count() == 0
