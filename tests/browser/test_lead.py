"""A lead makes the eight questions of the sample from nothing, translates them at the desk into
Urdu, publishes; a resident answers in Urdu on a phone; the lead finds the answers."""

import re
from collections.abc import Callable

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from tests.browsers import PHONE, accessibility_faults, ready, scrolls_sideways, sign_in
from tests.factories import make_actor, make_consultation

DESKTOP = {"width": 1440, "height": 900}
OpenPage = Callable[..., Page]
SAID = "بس رات آٹھ بجے کے بعد بھی چلنی چاہیے"

# kind, question, answers; those from the library bring everything along
QUESTIONS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    (
        "single_choice",
        "How do you usually get to the city centre?",
        ("On foot", "By bus", "By car"),
    ),
    ("number", "How many minutes did you wait for the bus?", ()),
    ("scale", "How safe do you feel outside after dark?", ()),
    (
        "multiple_choice",
        "Which of these places have you used?",
        ("A library", "A park", "A market"),
    ),
    ("long_text", "What should change first in our city?", ()),
    ("short_text", "Which street or place is this about?", ()),
)
URDU = {
    "Your city": "آپ کا شہر",
    "How do you usually get to the city centre?": "آپ عام طور پر شہر کے مرکز تک کیسے جاتے ہیں؟",
    "On foot": "پیدل",
    "By bus": "بس سے",
    "By car": "گاڑی سے",
    "How many minutes did you wait for the bus?": "آپ نے بس کا کتنے منٹ انتظار کیا؟",
    "How safe do you feel outside after dark?": "اندھیرے کے بعد آپ خود کو کتنا محفوظ سمجھتے ہیں؟",
    "Which of these places have you used?": "آپ نے ان میں سے کون سی جگہیں استعمال کیں؟",
    "A library": "لائبریری",
    "A park": "پارک",
    "A market": "بازار",
    "What should change first in our city?": "ہمارے شہر میں سب سے پہلے کیا بدلنا چاہیے؟",
    "Which street or place is this about?": "یہ کس گلی یا جگہ کے بارے میں ہے؟",
    "Old Town": "پرانا شہر",
    "Harbour": "بندرگاہ",
}


@pytest.mark.browser
def test_a_lead_makes_translates_and_publishes_a_survey_and_finds_what_was_answered_in_urdu(
    app: Flask, live_server: str, new_page: OpenPage
) -> None:
    consultation = make_consultation(languages=["en", "ur"])
    page = new_page(viewport=DESKTOP, base_url=live_server)
    sign_in(page, make_actor("engagement_lead"))
    page.goto(f"/staff/consultations/{consultation.id}")
    page.get_by_role("link", name="Make a survey").click()
    page.fill("#f_title_en", "Your city")
    page.get_by_role("button", name="Begin").click()
    page.wait_for_url("**/edit?part=p_1")
    ready(page)
    for number, question in enumerate(QUESTIONS, start=1):
        _add(page, number, *question)
    _wait_for_the_bus_only(page)
    _bring_from_the_library(page)
    expect(page.locator("#ed_outline .ed-number")).to_have_count(8)

    page.get_by_role("link", name="Translate …").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Translations of “Your city”")
    page.get_by_role("link", name="اردو", exact=True).click()
    _translate(page)
    page.get_by_role("link", name="Translations of “Your city”").click()
    expect(page.locator("tbody tr")).to_contain_text(f"{len(URDU)} of {len(URDU)}")
    page.get_by_role("link", name="Back to the editor").click()
    page.get_by_role("link", name="Publish …").click()
    page.get_by_role("button", name="Yes, publish it").click()
    expect(page.get_by_text("The survey was published.")).to_be_visible()

    resident = new_page(viewport=PHONE, locale="ur", base_url=live_server)
    _answer_in_urdu(resident, consultation.slug)

    page.get_by_role("link", name="What people answered").click()
    expect(page.get_by_role("main")).to_contain_text("اردو")
    expect(page.get_by_role("main")).to_contain_text("By bus")
    expect(page.get_by_text(SAID)).to_be_visible()
    assert accessibility_faults(page) == []
    page.get_by_role("link", name="Read and group them").first.click()
    page.wait_for_url(lambda url: "/themes" in url and url.endswith("question=q_5"))


def _saved(page: Page) -> None:
    expect(page.locator("#ed_state")).to_have_text(re.compile("Saved"))


def _add(page: Page, number: int, kind: str, words: str, answers: tuple[str, ...]) -> None:
    page.get_by_role("button", name="Add a question on a new page").click()
    page.wait_for_url(f"**part=q_{number}**")
    if kind != "single_choice":
        page.select_option("#f_kind", kind)
        chosen = page.locator("#f_kind option:checked").inner_text()
        expect(page.locator(f"#o_q_{number} .ed-kind")).to_contain_text(chosen)
    page.fill("#f_w_label", words)
    for row, answer in enumerate(answers, start=1):
        page.fill(f"#f_options_{row}_label", answer)
    expect(page.locator(f"#o_q_{number}")).to_contain_text(words)
    _saved(page)


def _wait_for_the_bus_only(page: Page) -> None:
    page.locator("#o_q_2").click()
    page.wait_for_url("**part=q_2**")
    page.select_option("#f_when_1_question", "q_1")
    expect(page.locator("#f_when_1_operator")).to_have_value("is")
    page.select_option("#f_when_1_value", label="By bus")
    expect(page.locator("#o_q_2")).to_contain_text("shown only when")
    _saved(page)
    page.locator("#o_q_6").click()
    page.wait_for_url("**part=q_6**")


def _bring_from_the_library(page: Page) -> None:
    page.locator(".ed-left").get_by_role("link", name="Bring questions in …").last.click()
    for words in ("How old are you?", "Which part of the city do you live in?"):
        page.get_by_label(words).check()
    page.get_by_role("button", name="Add the chosen questions").click()
    page.wait_for_url("**part=q_age_band**")
    page.locator("#o_q_area").click()
    page.wait_for_url("**part=q_area**")
    ready(page)
    for row, area in enumerate(("Old Town", "Harbour"), start=1):
        page.fill(f"#f_options_{row}_label", area)
    _saved(page)


def _translate(page: Page) -> None:
    page.wait_for_url(re.compile("/translation/ur"))
    ready(page)
    expect(page.locator(".tr-text")).to_have_count(len(URDU))
    assert accessibility_faults(page) == []
    page.locator("[data-words]").first.focus()
    for source in page.locator("[data-source]").all_inner_texts():
        page.keyboard.insert_text(URDU[source])
        page.keyboard.press("Control+Enter")
    expect(page.locator(".tr-text .state.info")).to_have_count(len(URDU))


def _answer_in_urdu(page: Page, slug: str) -> None:
    page.goto(f"/ur/consultations/{slug}/answer")
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    page.locator("main form .button").first.click()
    page.get_by_label("بس سے").check()
    _go_on(page)
    page.fill("#f_q_2", "15")
    _go_on(page)
    page.locator("#f_q_3_2").check()
    assert accessibility_faults(page) == []
    _go_on(page)
    page.get_by_label("پارک").check()
    _go_on(page)
    page.fill("#f_q_5", SAID)
    _go_on(page)
    page.fill("#f_q_6", "مال روڈ")
    _go_on(page)
    page.get_by_label("25 سے 34 سال").check()
    _go_on(page)
    page.get_by_label("بندرگاہ").check()
    _go_on(page)
    expect(page.get_by_text(SAID)).to_be_visible()
    expect(page.locator(".fell-back")).to_have_count(0)
    assert not scrolls_sideways(page)
    _go_on(page)
    page.wait_for_url("**/ur/receipt**")


def _go_on(page: Page) -> None:
    page.locator("main form .button").first.click()
