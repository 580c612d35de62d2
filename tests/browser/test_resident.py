"""A resident with an old phone: Arabic, 360 px, no script. And axe over what residents see."""

import re
from collections.abc import Callable

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from tests.browsers import accessibility_faults, scrolls_sideways
from tests.factories import make_consultation, publish_sample_survey

OpenPage = Callable[..., Page]


@pytest.mark.browser
def test_a_resident_answers_in_arabic_on_a_phone_without_script(
    app: Flask, live_server: str, new_page: OpenPage
) -> None:
    consultation = make_consultation()
    publish_sample_survey(consultation.id)
    page = new_page(locale="ar", java_script_enabled=False, base_url=live_server)
    page.goto(f"/c/{consultation.slug}")
    page.get_by_role("main").get_by_role("link", name="العربية").click()
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    page.get_by_role("link", name="أجب", exact=True).click()
    page.get_by_role("button", name="ابدأ").click()

    page.get_by_role("button", name="متابعة").click()
    expect(page.locator(".errors")).to_be_visible()
    expect(page.locator(".errors a")).to_have_text("اختر إجابة")
    expect(page).to_have_title(re.compile("^خطأ:"))
    page.get_by_label("بالحافلة").check()
    page.get_by_role("button", name="متابعة").click()
    page.fill("#f_q_wait", "١٥")
    page.get_by_role("button", name="متابعة").click()
    page.locator("#f_q_safe_3").check()
    page.get_by_role("button", name="متابعة").click()
    page.get_by_label("المكتبة").check()
    page.get_by_role("button", name="متابعة").click()
    page.fill("#f_q_change", "حافلات بعد الثامنة مساءً")
    page.get_by_role("button", name="متابعة").click()
    page.go_back()
    expect(page.locator("#f_q_change")).to_have_value("حافلات بعد الثامنة مساءً")
    page.get_by_role("button", name="متابعة").click()
    page.get_by_role("button", name="متابعة").click()

    expect(page.get_by_role("heading", name="راجع إجاباتك")).to_be_visible()
    page.get_by_role("link", name="تغيير").first.click()
    page.get_by_label("بالسيارة").check()
    page.get_by_role("button", name="متابعة").click()
    expect(page.get_by_text("لم تعد في محلها")).to_be_visible()
    page.get_by_role("button", name="أرسل إجاباتي").click()
    expect(page.locator("#receipt-code")).to_be_visible()
    page.go_back()
    page.reload()
    shown = page.locator("#receipt-code").or_(page.get_by_role("button"))
    expect(shown.first).to_be_visible()


@pytest.mark.browser
@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_page_for_residents_is_accessible(
    app: Flask, live_server: str, new_page: OpenPage, language: str, scheme: str
) -> None:
    consultation = make_consultation()
    publish_sample_survey(consultation.id)
    single = make_consultation()
    publish_sample_survey(single.id, layout="single_page")
    page = new_page(
        base_url=live_server, color_scheme=scheme, viewport={"width": 320, "height": 700}
    )
    start = f"/{language}/consultations/{consultation.slug}"
    whole = f"/{language}/consultations/{single.slug}/answer"
    for address in (
        "/",
        f"/{language}/",
        start,
        f"{start}/answer",
        whole,
        f"{start}/outcome",
        f"/{language}/follow",
        f"/{language}/help",
        f"/{language}/accessibility",
        f"/{language}/privacy",
        f"/{language}/nowhere",
    ):
        page.goto(address)
        assert accessibility_faults(page) == [], address
        assert not scrolls_sideways(page), address
    page.goto(whole)
    page.locator("main form button").click()
    expect(page.locator(".errors")).to_be_focused()
    assert accessibility_faults(page) == []
    page.goto(f"{start}/answer")
    page.locator("main form button").click()
    for _ in range(6):
        assert accessibility_faults(page) == [], page.url
        choice = page.locator("main .choice input").first
        if choice.count():
            choice.check()
        elif page.locator("main textarea").count():
            page.locator("main textarea").fill("Buses, please")
        page.locator("main form button").first.click()
        if page.url.endswith("check-answers"):
            break
    assert page.url.endswith("check-answers")
    assert accessibility_faults(page) == []
