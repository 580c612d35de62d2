"""A lead ties answers together in the editor; residents meet it in English and Arabic."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from engage.kernel.actors import SYSTEM
from engage.responses import stream_answers
from engage.surveys import publish_version, save_draft
from tests.browsers import accessibility_faults, ready, sign_in
from tests.factories import make_actor, make_consultation

DESKTOP = {"width": 1440, "height": 900}
OpenPage = Callable[..., Page]


def _words(en: str, ar: str) -> dict[str, str]:
    return {"en": en, "ar": ar}


def _number(code: str, en: str, ar: str, **more: Any) -> dict[str, Any]:
    return {"code": code, "kind": "number", "integer": True, "label": _words(en, ar), **more}


HOME: dict[str, Any] = {
    "format": 1,
    "code": "home",
    "title": _words("Your home", "منزلكم"),
    "languages": ["en", "ar"],
    "pages": [
        {
            "code": "p_1",
            "questions": [
                _number("q_people", "How many live here?", "كم شخصًا يعيش هنا؟", required=True)
            ],
        },
        {
            "code": "p_2",
            "questions": [
                _number("q_children", "How many are children?", "كم منهم أطفال؟", required=True)
            ],
        },
        {
            "code": "p_3",
            "questions": [
                {
                    "code": "q_wish",
                    "kind": "short_text",
                    "label": _words("What do they lack?", "ما الذي ينقصهم؟"),
                }
            ],
        },
    ],
}


@pytest.mark.browser
def test_a_lead_ties_answers_together_and_a_resident_answers_in_arabic(
    app: Flask, live_server: str, new_page: OpenPage
) -> None:
    consultation = make_consultation(slug="home", languages=["en", "ar"])
    survey_id = save_draft(SYSTEM, consultation.id, HOME)
    lead = new_page(viewport=DESKTOP, base_url=live_server)
    sign_in(lead, make_actor("engagement_lead"))
    at = f"/staff/consultations/{consultation.id}/surveys/{survey_id}/edit?part="
    _limit_children(lead, at)
    _calculate_share(lead, at)
    _repeat_the_number(lead, at)
    publish_version(SYSTEM, survey_id)
    _answer(new_page(base_url=live_server, locale="ar"))
    (stored,) = stream_answers(consultation.id)
    assert stored.answers == {"q_people": 4, "q_children": 3, "q_wish": "ظل"}
    assert stored.derived == {"q_1": 0.75}


def _save(page: Page) -> None:
    ready(page)
    page.keyboard.press("Control+s")
    expect(page.locator("#ed_state")).to_have_text(re.compile("Saved"))


def _limit_children(page: Page, at: str) -> None:
    """By choosing; then a slip in the expression is told with its place."""
    page.goto(f"{at}q_children")
    ready(page)
    page.select_option("#f_rule_code", "q_people")
    page.click("#b_rule")
    expect(page.locator("#f_x_constraint")).to_have_value(". <= ${q_people}")
    said = re.compile("In words: this answer is at most the answer to “.How many live here")
    expect(page.locator("#f_x_constraint_words")).to_have_text(said)
    page.fill("#f_x_constraint", ". <= ${q_peple}")
    expect(page.locator("#ed_state")).to_have_text(re.compile("Not saved: At character 6"))
    page.fill("#f_x_constraint", ". <= ${q_people}")
    page.fill("#f_w_constraint_message", "Write a number up to")
    page.select_option("#f_insert_code", "q_people")
    page.select_option("#f_insert_into", "w_constraint_message")
    page.click("#b_insert")
    wanted = "Write a number up to ${q_people}"
    expect(page.locator("#f_w_constraint_message")).to_have_value(wanted)
    assert accessibility_faults(page) == []
    expect(page.locator("#ed_state")).to_have_text(re.compile("Saved"))
    page.goto(f"{at}q_children&language=ar")
    page.fill("#f_w_constraint_message", "اكتبوا عددًا لا يتجاوز ${q_people}")
    _save(page)


def _calculate_share(page: Page, at: str) -> None:
    page.goto(f"{at}q_children")
    ready(page)
    page.locator("#o_q_children").focus()
    page.keyboard.press("n")
    expect(page.locator("#f_w_label")).to_be_focused()
    page.wait_for_url("**part=q_1**")
    page.select_option("#f_kind", "calculation")
    expect(page.locator("#f_x_expression")).to_have_value("0")
    page.fill("#f_x_expression", "${q_children} div ${q_people}")
    said = re.compile("In words: the answer to “.How many are children.*÷ the answer to")
    expect(page.locator("#f_x_expression_words")).to_have_text(said)
    frame = page.frame_locator("#ed_frame")
    expect(frame.get_by_text("Nobody sees this")).to_be_visible()


def _repeat_the_number(page: Page, at: str) -> None:
    page.goto(f"{at}q_wish")
    ready(page)
    page.fill("#f_w_label", "What do the children lack?")
    page.press("#f_w_label", "Home")
    for _ in "What do the":
        page.keyboard.press("ArrowRight")
    page.select_option("#f_insert_code", "q_children")
    expect(page.locator("#f_insert_into")).to_have_value("w_label")
    page.click("#b_insert")
    expect(page.locator("#f_w_label")).to_have_value("What do the ${q_children} children lack?")
    page.keyboard.type(" young")
    wanted = "What do the ${q_children} young children lack?"
    expect(page.locator("#f_w_label")).to_have_value(wanted)
    frame = page.frame_locator("#ed_frame")
    expect(frame.get_by_text("your answer to question 2")).to_be_visible()
    page.locator("details summary", has_text="as an expression").click()
    page.fill("#f_x_show_if", "${q_1} >= 0.5 and ${q_children} > 1")
    _save(page)
    page.goto(f"{at}q_wish&language=ar")
    page.fill("#f_w_label", "ما الذي ينقص الأطفال الـ ${q_children}؟")
    _save(page)


def _answer(page: Page) -> None:
    page.goto("/ar/consultations/home/answer")
    page.click("button[name=go]")
    page.fill("#f_q_people", "٤")
    page.click("main form .button")
    page.fill("#f_q_children", "5")
    page.click("main form .button")
    told = page.locator(".field .error")
    expect(told).to_have_text(
        re.compile("اكتبوا عددًا لا يتجاوز \u2068٤\u2069|لا يتجاوز \u20684\u2069")
    )
    assert accessibility_faults(page) == []
    page.fill("#f_q_children", "3")
    page.click("main form .button")
    expect(page.locator("h1, legend, label").first).to_contain_text("ينقص الأطفال")
    page.fill("#f_q_wish", "ظل")
    page.click("main form .button")
    page.click("main form .button")
    page.wait_for_url("**/receipt**")


@pytest.mark.browser
def test_the_receipt_of_a_single_page_names_what_no_longer_applied(
    app: Flask, live_server: str, new_page: OpenPage
) -> None:
    consultation = make_consultation(slug="home", languages=["en", "ar"])
    document = {**HOME, "layout": "single_page", "pages": [dict(page) for page in HOME["pages"]]}
    document["pages"][2]["show_if"] = "${q_children} > 0"
    publish_version(SYSTEM, save_draft(SYSTEM, consultation.id, document))
    page = new_page(base_url=live_server, java_script_enabled=False)
    page.goto("/en/consultations/home/answer")
    for name, text in (("q_people", "2"), ("q_children", "0"), ("q_wish", "Shade")):
        page.fill(f"#f_{name}", text)
    page.click("main form .button")
    page.wait_for_url("**/receipt?left_out=q_wish")
    notice = page.locator(".notice")
    expect(notice).to_contain_text("no longer applies")
    expect(notice).to_contain_text("What do they lack?")
    expect(notice).not_to_contain_text("Shade")
    (stored,) = stream_answers(consultation.id)
    assert stored.answers == {"q_people": 2, "q_children": 0}
