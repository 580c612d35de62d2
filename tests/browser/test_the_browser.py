"""The browser that tests drive is a real one and cannot leave this machine."""

import pytest
from playwright.sync_api import Error

from tests.browsers import OpenPage

pytestmark = pytest.mark.browser


def test_pages_share_no_profile(new_page: OpenPage) -> None:
    arabic, english = new_page(locale="ar"), new_page()
    assert arabic.evaluate("navigator.language") == "ar"
    assert english.evaluate("navigator.language") == "en-GB"
    assert arabic.context != english.context


def test_the_browser_cannot_reach_another_machine(new_page: OpenPage) -> None:
    with pytest.raises(Error, match="ERR_NAME_NOT_RESOLVED"):
        new_page().goto("http://example.org/")
