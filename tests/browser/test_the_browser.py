"""The browser that tests drive is a real one and cannot leave this machine."""

import pytest
from playwright.sync_api import Error, Page

from tests.browsers import OpenPage, accessibility_faults

pytestmark = pytest.mark.browser


def test_pages_share_no_profile(new_page: OpenPage) -> None:
    arabic, english = new_page(locale="ar"), new_page()
    assert arabic.evaluate("navigator.language") == "ar"
    assert english.evaluate("navigator.language") == "en-GB"
    assert arabic.context != english.context


def test_the_browser_cannot_reach_another_machine(new_page: OpenPage) -> None:
    with pytest.raises(Error, match="ERR_NAME_NOT_RESOLVED"):
        new_page().goto("http://example.org/")


def test_axe_tells_what_is_wrong_and_switches_targets_on(page: Page) -> None:
    small = (
        "<a href='#a' style='font: 6px/1 serif'>a</a><a href='#b' style='font: 6px/1 serif'>b</a>"
    )
    page.set_content(f"<main><img src='data:,'><p>{small}</main>")
    assert {fault.partition(":")[0] for fault in accessibility_faults(page)} >= {
        "image-alt",
        "target-size",
    }
    page.set_content("<html lang=en><title>A page</title><main><h1>Well made</h1></main>")
    assert accessibility_faults(page) == []
