"""What comes out of a printer: the words and the addresses, without the bars of the screen."""

from collections.abc import Callable

import pytest
from flask import Flask
from playwright.sync_api import BrowserContext, Page, expect
from sqlalchemy import text

from engage.kernel.actors import SYSTEM
from engage.kernel.clock import now
from engage.kernel.db import session, transaction
from engage.publishing import publish_outcome
from tests.factories import make_consultation, make_response, publish_sample_survey

pytestmark = pytest.mark.browser
A4_AT_96_DPI = {"width": 680, "height": 1000}  # between the margins
ADDRESS = "getComputedStyle(document.querySelector('a[data-address]'), '::after').content"
SEEN = "getComputedStyle(document.documentElement).getPropertyValue('--paper')"


@pytest.fixture
def paper(new_context: Callable[..., BrowserContext]) -> BrowserContext:
    """A dark screen, from which somebody prints."""
    return new_context(viewport=A4_AT_96_DPI, color_scheme="dark")


def _is_fit_for_paper(page: Page) -> None:
    page.emulate_media(media="print")
    for bar in (".skip", ".languages", "nav.pages", ".foot", ".inline-form", ".back"):
        for found in page.locator(bar).all():
            expect(found).not_to_be_visible()
    expect(page.locator("h1")).to_be_visible()
    expect(page.locator(".top .home")).to_be_visible()
    assert page.evaluate(SEEN) == "#fff"
    assert page.evaluate("document.documentElement.scrollWidth") <= A4_AT_96_DPI["width"]


@pytest.mark.parametrize("locale", ["en", "ar"])
def test_a_receipt_is_printed_with_its_code_and_where_to_follow_it(
    app: Flask, live_server: str, paper: BrowserContext, locale: str
) -> None:
    version = publish_sample_survey(make_consultation().id)
    accepted = make_response(version)
    session().rollback()
    paper.add_cookies([{"name": "engage_receipt", "value": accepted.receipt, "url": live_server}])
    page = paper.new_page()
    page.goto(f"{live_server}/{locale}/receipt")
    assert page.evaluate(ADDRESS) == "none"
    _is_fit_for_paper(page)
    expect(page.locator("#receipt-code")).to_have_text(accepted.receipt)
    address = page.evaluate(ADDRESS)
    assert "http" in address and f"/{locale}/follow" in address
    code = page.locator("#receipt-code").evaluate("e => parseFloat(getComputedStyle(e).fontSize)")
    assert code >= 14 * 96 / 72
    picture = page.locator(".receipt img").bounding_box()
    assert picture is not None and picture["width"] >= 30 / 25.4 * 96


@pytest.mark.parametrize("locale", ["en", "ar"])
def test_an_outcome_is_printed_with_its_bars_and_its_address(
    app: Flask, live_server: str, paper: BrowserContext, locale: str
) -> None:
    consultation = make_consultation(slug="city")
    version = publish_sample_survey(consultation.id)
    for number in range(24):
        make_response(version, q_transport="bus" if number % 2 else "car", q_wait=None)
    with transaction() as current:
        current.execute(
            text("UPDATE consultation SET closes_at = :at WHERE id = :id"),
            {"at": now().replace(tzinfo=None), "id": consultation.id},
        )
    session().rollback()
    publish_outcome(SYSTEM, consultation.id)
    page = paper.new_page()
    page.goto(f"{live_server}/{locale}/consultations/city/outcome")
    expect(page.locator(".on-paper").first).not_to_be_visible()
    _is_fit_for_paper(page)
    expect(page.locator(".on-paper").first).to_contain_text(f"/{locale}/consultations/city/outcome")
    bar = page.locator(".bars .bar").first
    assert bar.evaluate("e => getComputedStyle(e).printColorAdjust") == "exact"
    for table in page.locator(".scroll").all():
        assert table.evaluate("e => e.scrollWidth <= e.clientWidth")
