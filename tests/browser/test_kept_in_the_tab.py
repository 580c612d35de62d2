"""What is typed survives a reload and a lost connection, and is gone when it was sent."""

import re
from collections.abc import Callable

import pytest
from flask import Flask
from playwright.sync_api import Page, Route, expect
from sqlalchemy import text

from engage.kernel.db import session
from tests.browsers import accessibility_faults, ready, wait_until
from tests.factories import make_consultation, publish_sample_survey

OpenPage = Callable[..., Page]
KEPT = "Object.keys(sessionStorage).filter((key) => key.startsWith('engage.keep:')).length"


def _break_after_sending(route: Route) -> None:
    route.fetch(max_redirects=0)
    route.abort("connectionreset")


def _responses() -> int:
    session().rollback()
    return int(session().scalar(text("SELECT count(*) FROM response")) or 0)


def _answer_in_one_tab_at_a_time(page: Page) -> None:
    """A copy of the tab says that it is one, sends nothing, takes over, gives back by closing."""
    with page.context.expect_page() as opened:
        page.evaluate("void window.open(location.href)")
    copy, send = opened.value, "Send my answers"
    elsewhere = copy.locator("[data-kept=elsewhere]")
    expect(elsewhere).to_be_visible()
    expect(copy.locator("#f_q_change")).to_have_value("Benches in the shade.")
    assert accessibility_faults(copy) == []
    copy.get_by_role("button", name=send).click()
    expect(copy.get_by_role("button", name="Answer here")).to_be_focused()
    copy.get_by_role("button", name="Answer here").click()
    expect(elsewhere).to_be_hidden()
    expect(page.locator("[data-kept=elsewhere]")).to_be_visible()
    copy.close()
    expect(page.locator("[data-kept=elsewhere]")).to_be_hidden()
    expect(page.locator("#f_q_change")).to_have_value("Benches in the shade.")
    assert _responses() == 0


@pytest.mark.browser
def test_a_form_on_one_page_survives_a_reload_and_a_lost_connection(
    app: Flask, live_server: str, new_page: OpenPage
) -> None:
    publish_sample_survey(make_consultation(slug="city").id, layout="single_page")
    page = new_page(base_url=live_server)
    page.goto("/en/consultations/city/answer")
    page.get_by_label("By bus or tram", exact=True).check()
    expect(page.get_by_text("Answer this only if")).to_have_count(0)
    expect(page.locator("#f_q_wait")).to_be_visible()
    page.get_by_label("On foot", exact=True).check()
    expect(page.locator("#f_q_wait")).to_be_hidden()
    page.locator("#f_q_safe_3").check()
    page.get_by_label("Parks").check()
    page.fill("#f_q_change", "Benches in the shade.")
    receipt = page.input_value("input[name=receipt]")
    page.get_by_role("link", name="Help", exact=True).click()
    page.get_by_role("link", name="Back to your answers").click()
    expect(page.locator("#f_q_change")).to_have_value("Benches in the shade.")
    ready(page)
    page.reload()
    expect(page.locator("[data-kept=back]")).to_be_visible()
    assert accessibility_faults(page) == []
    expect(page.locator("#f_q_change")).to_have_value("Benches in the shade.")
    expect(page.get_by_label("Parks")).to_be_checked()
    expect(page.locator("#f_q_safe_3")).to_be_checked()
    expect(page.locator("input[name=receipt]")).to_have_value(receipt)

    _answer_in_one_tab_at_a_time(page)
    page.context.set_offline(True)
    wait_until(page, "!navigator.onLine")
    page.get_by_role("button", name="Send my answers").click()
    expect(page.locator("[data-kept=offline]")).to_be_visible()
    expect(page.locator("#f_q_change")).to_have_value("Benches in the shade.")
    assert _responses() == 0
    page.context.set_offline(False)
    expect(page.locator("[data-kept=online]")).to_be_visible()
    page.get_by_role("button", name="Send my answers").click()
    expect(page.locator("#receipt-code")).to_have_text(receipt)
    wait_until(page, f"{KEPT} === 0")
    assert _responses() == 1


@pytest.mark.browser
def test_an_answer_that_was_taken_but_not_heard_of_is_sent_again_without_doubling(
    app: Flask, live_server: str, new_page: OpenPage
) -> None:
    publish_sample_survey(make_consultation(slug="city").id, layout="single_page")
    page = new_page(base_url=live_server)
    address = "/en/consultations/city/answer"
    page.goto(address)
    ready(page)
    page.get_by_label("On foot", exact=True).check()
    page.locator("#f_q_safe_3").check()
    page.fill("#f_q_change", "Benches in the shade.")
    page.route("**/answer", _break_after_sending)
    page.get_by_role("button", name="Send my answers").click()
    expect(page).to_have_url(re.compile("^chrome-error:"))  # it would come in between otherwise
    page.unroute("**/answer")
    assert _responses() == 1
    page.goto(address)
    expect(page.locator("[data-kept=back]")).to_be_visible()
    page.get_by_role("button", name="Send my answers").click()
    expect(page.locator("#receipt-code")).to_be_visible()
    assert _responses() == 1


@pytest.mark.browser
def test_one_thing_per_page_keeps_the_page_until_the_next_one_comes(
    app: Flask, live_server: str, new_page: OpenPage
) -> None:
    publish_sample_survey(make_consultation(slug="city").id)
    page = new_page(base_url=live_server, locale="ar")
    page.goto("/ar/consultations/city/answer")
    page.locator("main form button").first.click()
    expect(page.get_by_label("بالحافلة")).to_be_visible()
    ready(page)
    page.get_by_label("بالحافلة").check()
    page.reload()
    expect(page.get_by_label("بالحافلة")).to_be_checked()
    page.locator("[data-kept-drop]").click()
    expect(page.get_by_label("بالحافلة")).not_to_be_checked()
    page.reload()
    expect(page.get_by_label("بالحافلة")).not_to_be_checked()
    page.get_by_label("بالحافلة").check()
    page.locator("main form .actions .button").first.click()
    page.wait_for_url("**/p_wait")
    wait_until(page, f"{KEPT} === 0")
    with page.context.expect_page() as opened:
        page.evaluate("void window.open(location.href)")
    told = opened.value.locator("[data-kept=elsewhere]")
    expect(told).to_contain_text("علامة تبويب أخرى")
    page.close()
    expect(told).to_be_hidden()


@pytest.mark.browser
def test_a_saved_answer_goes_on_in_another_browser_in_arabic_without_script(
    app: Flask, live_server: str, new_page: OpenPage
) -> None:
    publish_sample_survey(make_consultation(slug="city").id)
    first = new_page(base_url=live_server)
    first.goto("/en/consultations/city/answer")
    first.get_by_role("button", name="Start").click()
    first.get_by_label("By bus").check()
    first.get_by_role("button", name="Save and come back later").click()
    code = first.locator("#receipt-code").inner_text()
    assert accessibility_faults(first) == []
    other = new_page(base_url=live_server, locale="ar", java_script_enabled=False)
    other.goto("/ar/consultations/city/answer")
    other.locator("main a[href$=saved-answers]").click()
    other.fill("#f_code", code.lower())
    other.locator("main form button").click()
    expect(other.get_by_label("بالحافلة")).to_be_checked()
    expect(other.locator("[data-kept=back]")).to_be_hidden()


@pytest.mark.browser
def test_answers_hidden_by_a_later_change_are_told_before_sending(
    app: Flask, live_server: str, new_page: OpenPage
) -> None:
    publish_sample_survey(make_consultation(slug="city").id)
    page = new_page(base_url=live_server)
    page.goto("/en/consultations/city/answer")
    page.get_by_role("button", name="Start").click()
    page.get_by_label("By bus").check()
    go_on = page.get_by_role("button", name="Continue")
    go_on.click()
    page.fill("#f_q_wait", "15")
    go_on.click()
    page.locator("#f_q_safe_3").check()
    go_on.click()
    page.wait_for_url("**/p_places")
    go_on.click()
    page.fill("#f_q_change", "Shade.")
    go_on.click()
    page.wait_for_url("**/p_street")
    go_on.click()
    expect(page.get_by_role("button", name="Send my answers")).to_be_visible()
    expect(page.get_by_text("will not be sent")).to_have_count(0)
    page.locator("a[href*='p_transport']").click()
    page.get_by_label("By car").check()
    go_on.click()
    told = page.locator(".notice")
    expect(told).to_contain_text("How many minutes do you wait?")
    expect(told).to_contain_text("15")
    assert accessibility_faults(page) == []
    page.locator("a[href*='p_transport']").click()  # back again: the answer is still there
    page.get_by_label("By bus").check()
    go_on.click()
    expect(page.locator(".notice")).to_have_count(0)
    expect(page.get_by_text("15", exact=True)).to_be_visible()
    page.locator("a[href*='p_transport']").click()
    page.get_by_label("By car").check()
    go_on.click()
    page.get_by_role("button", name="Send my answers").click()
    expect(page.locator("#receipt-code")).to_be_visible()
    session().rollback()
    assert "q_wait" not in str(session().scalar(text("SELECT answers FROM response")))
