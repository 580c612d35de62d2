"""People of a household one after the other: English without script, Arabic with it."""

from collections.abc import Callable

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from engage.kernel.actors import SYSTEM
from engage.responses import stream_answers
from engage.surveys import publish_version, save_draft
from tests.browsers import accessibility_faults, scrolls_sideways
from tests.engines.questionnaire.survey_documents import household
from tests.factories import make_consultation

PHONE = {"width": 360, "height": 740}
OpenPage = Callable[..., Page]

WORDS = {
    "en": {
        **{"begin": "Start", "next": "Continue", "yes": "Yes, add one", "no": "No, go on"},
        **{"remove": "Remove", "send": "Send my answers", "entry": "Person"},
    },
    "ar": {
        **{
            "begin": "ابدأ",
            "next": "متابعة",
            "yes": "نعم، أريد الإضافة",
            "no": "لا، أريد المتابعة",
        },
        **{"remove": "إزالة", "send": "أرسل إجاباتي", "entry": "Person (ar)"},
    },
}


@pytest.mark.browser
@pytest.mark.parametrize(("locale", "has_script"), [("en", False), ("ar", True)])
def test_three_are_added_one_is_removed_and_two_are_counted(
    app: Flask, live_server: str, new_page: OpenPage, locale: str, has_script: bool
) -> None:
    consultation = make_consultation(slug="home", languages=["en", "ar"])
    publish_version(SYSTEM, save_draft(SYSTEM, consultation.id, household()))
    words = WORDS[locale]
    page = new_page(
        viewport=PHONE, base_url=live_server, locale=locale, java_script_enabled=has_script
    )
    page.goto(f"/{locale}/consultations/home/answer")
    page.locator("main form button").first.click()
    page.fill("[name=q_people]", "4")
    _press(page, words["next"])
    for number, (name, age) in enumerate((("Ada", "9"), ("Bo", "7"), ("Cy", "3")), start=1):
        expect(page.locator("h1")).to_have_text(f"{words['entry']} {number}")
        page.fill(f"[name=p_home_{number}_q_name]", name)
        page.fill(f"[name=p_home_{number}_q_age]", age)
        _press(page, words["next"])
        if number == 2:
            _press(page, words["next"])
            expect(page.locator(".errors")).to_be_visible()
            if has_script:
                assert accessibility_faults(page) == []
        page.get_by_label(words["yes" if number < 3 else "no"]).check()
        if number < 3:
            _press(page, words["next"])
    assert not scrolls_sideways(page)
    page.get_by_role("link", name=f"{words['remove']} {words['entry']} 2").click()
    expect(page.locator("h1")).to_contain_text(f"{words['entry']} 2")
    page.locator("main form button").click()
    expect(page.locator(".summary")).not_to_contain_text("Bo")
    expect(page.locator(".summary")).to_contain_text("Cy")
    page.go_back()
    page.goto(f"/{locale}/consultations/home/answer/p_home")
    if has_script:
        assert accessibility_faults(page) == []
    page.get_by_label(words["no"]).check()
    _press(page, words["next"])
    page.locator("[name=q_many][value=no]").check(force=True)
    _press(page, words["next"])
    expect(page.locator("h2", has_text=f"{words['entry']} 2")).to_be_visible()
    if has_script:
        assert accessibility_faults(page) == []
    _press(page, words["send"])
    expect(page).to_have_url(f"{live_server}/{locale}/receipt")
    (stored,) = stream_answers(consultation.id)
    assert stored.answers["p_home"] == 2
    assert (stored.answers["p_home_2_q_name"], stored.answers["p_home_2_q_age"]) == ("Cy", 3)


def _press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()
