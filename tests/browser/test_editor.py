"""A survey made from nothing by keyboard, published, and answered in Arabic; and without script."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Locator, Page, Route, expect

from engage.kernel.actors import SYSTEM
from engage.surveys import save_draft
from tests.browsers import accessibility_faults, ready, sign_in
from tests.domains.test_photos import photo
from tests.factories import SAMPLE_SURVEY, make_actor, make_consultation

DESKTOP = {"width": 1440, "height": 900}
OpenPage = Callable[..., Page]
PASTE = """text => { const clipboardData = new DataTransfer(); clipboardData.setData("text", text);
  const pasted = new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true });
  document.activeElement.dispatchEvent(pasted); }"""
_SAVED = re.compile("Saved")
WORDS = {
    "q_1": ("Do you cycle?", "هل تركبون الدراجة؟"),
    "q_2": ("How often?", "كم مرة؟"),
    "q_3": ("Why not?", "لماذا لا؟"),
    "q_4": ("How safe is it?", "ما مدى الأمان؟"),
    "q_5": ("Which street?", "أيّ شارع؟"),
}


def _saved(page: Page) -> None:
    expect(page.locator("#ed_state")).to_have_text(_SAVED)


def _tab_to(page: Page, identifier: str) -> None:
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == identifier:
            return
    pytest.fail(f"{identifier} is not reached by Tab")


def _new_question(page: Page, behind: str, code: str, kind: str) -> None:
    ready(page)  # nobody hears keys before the script is there
    page.focus(f"#o_{behind}")
    page.keyboard.press("n")
    expect(page.locator("#f_w_label")).to_be_focused()
    page.wait_for_url(f"**part={code}**")
    page.keyboard.type(WORDS[code][0])
    if kind:
        page.select_option("#f_kind", kind)
        shown = page.locator(f"#o_{code} .ed-kind")
        expect(shown).to_contain_text(_chosen(page.locator("#f_kind")))
        _saved(page)


@pytest.mark.browser
def test_a_lead_makes_a_survey_by_keyboard_and_a_resident_answers_it(
    app: Flask, live_server: str, new_page: OpenPage
) -> None:
    consultation = make_consultation(languages=["en", "ar"])
    page = new_page(viewport=DESKTOP, base_url=live_server)
    sign_in(page, make_actor("engagement_lead"))
    page.goto(f"/staff/consultations/{consultation.id}")
    page.get_by_role("link", name="Make a survey").press("Enter")
    page.wait_for_url("**/surveys/new")
    page.focus("#f_title_en")
    page.keyboard.type("Cycling")
    page.keyboard.press("Tab")
    page.keyboard.type("ركوب الدراجات")
    page.get_by_role("button", name="Begin").press("Enter")
    page.wait_for_url("**/edit?part=p_1")

    _new_question(page, "p_1", "q_1", "yes_no")
    _new_question(page, "q_1", "q_2", "")
    _tab_to(page, "f_options_1_label")
    page.keyboard.type("Every day")
    page.keyboard.press("Enter")
    page.evaluate(PASTE, "Now and then\n\nRarely\n")
    expect(page.locator("#f_options_3_label")).to_have_value("Rarely")
    _new_question(page, "q_2", "q_3", "long_text")
    _tab_to(page, "f_when_1_question")
    page.select_option("#f_when_1_question", "q_1")
    expect(page.locator("#f_when_1_operator")).to_have_value("is")
    page.select_option("#f_when_1_value", "no")
    expect(page.locator("#o_q_3")).to_contain_text("shown only when")
    _new_question(page, "q_3", "q_4", "scale")
    _new_question(page, "q_4", "q_5", "short_text")
    frame = page.frame_locator("#ed_frame")
    expect(frame.get_by_text("Which street?")).to_be_visible()
    assert accessibility_faults(page) == []

    labels = page.locator("#ed_outline .ed-number + .ed-label")
    page.focus("#o_q_5")
    page.keyboard.press("Alt+ArrowUp")
    expect(labels.nth(3)).to_have_text("Which street?")
    expect(page.locator("#o_q_5")).to_be_focused()
    page.keyboard.press("u")
    expect(labels.nth(3)).to_have_text("How safe is it?")
    page.focus("#o_q_5")
    page.keyboard.press("Shift+U")
    expect(labels.nth(3)).to_have_text("Which street?")
    page.focus("#o_q_1")
    page.keyboard.press("j")
    expect(page.locator("#o_q_2")).to_be_focused()
    page.keyboard.press("?")
    expect(page.locator("#editor-keys")).to_be_visible()
    page.keyboard.press("Escape")

    _translate(page)
    page.get_by_role("link", name="Publish …").press("Enter")
    page.get_by_role("button", name="Yes, publish it").press("Enter")
    page.wait_for_url(f"**/staff/consultations/{consultation.id}")
    _answer_in_arabic(new_page(base_url=live_server, locale="ar"), consultation.slug)


def _translate(page: Page) -> None:
    for code, (_, words) in WORDS.items():
        page.locator(f"#o_{code}").press("Enter")
        page.wait_for_url(f"**part={code}**")
        page.locator("#l_ar").press("Enter")
        page.wait_for_url("**language=ar**")
        expect(page.locator("#f_w_label")).to_have_attribute("dir", "rtl")
        page.fill("#f_w_label", words)
        if code == "q_2":
            for number, answer in enumerate(("كل يوم", "أحيانًا", "نادرًا"), start=1):
                page.fill(f"#f_options_{number}_label", answer)
        expect(page.locator(f"#o_{code} .tag")).to_have_count(0)
        page.locator("#l_en").press("Enter")
        page.wait_for_url(lambda url: "language" not in url)


def _answer_in_arabic(page: Page, slug: str) -> None:
    page.goto(f"/ar/consultations/{slug}/answer")
    page.locator("main form .button").first.click()
    expect(page.get_by_text("هل تركبون الدراجة؟")).to_be_visible()
    page.get_by_label("لا", exact=True).check()
    page.get_by_label("أحيانًا").check()
    page.locator("main form .button").first.click()
    page.get_by_label("لماذا لا؟").fill("الطريق خطرة")
    page.locator("main form .button").first.click()
    expect(page.get_by_text("الطريق خطرة")).to_be_visible()
    page.locator("main form .button").first.click()
    page.wait_for_url("**/ar/receipt**")


@pytest.mark.browser
def test_what_cannot_be_saved_stays_and_is_said(
    app: Flask, live_server: str, new_page: OpenPage
) -> None:
    consultation = make_consultation(languages=["en"])
    page = new_page(viewport=DESKTOP, base_url=live_server)
    lead = make_actor("engagement_lead")
    sign_in(page, lead)
    page.goto(f"/staff/consultations/{consultation.id}/surveys/new")
    page.fill("#f_title_en", "Streets")
    page.keyboard.press("Enter")
    page.wait_for_url("**/edit?part=p_1")
    _new_question(page, "p_1", "q_1", "number")
    _leave_while_it_saves(page)
    other = page.context.new_page()
    other.goto(page.url)
    other.fill("#f_w_label", "How many trees?")
    _saved(other)
    expect(other.locator("#o_q_1")).to_contain_text("How many trees?")
    page.fill("#f_w_label", "How many lamps?")
    expect(page.locator("#ed_state")).to_contain_text("somebody else has changed this")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Two people changed this")
    expect(page.get_by_text(f"Saved last by {lead.name} at")).to_be_visible()
    expect(page.get_by_role("cell", name="How many trees?")).to_be_visible()
    assert accessibility_faults(page) == []
    page.get_by_role("button", name="Use mine").click()
    expect(page.locator("#f_w_label")).to_have_value("How many lamps?")


def _leave_while_it_saves(page: Page) -> None:
    """A save without an answer is nobody else's, and one that never went goes later."""
    page.on("dialog", lambda dialog: dialog.accept())

    def swallow(route: Route) -> None:
        if route.request.method == "POST":
            route.fetch(max_redirects=0)
        route.abort() if route.request.method == "POST" else route.continue_()

    page.route("**/edit", swallow)
    page.fill("#f_w_label", "How many benches?")
    expect(page.locator("#ed_state")).to_contain_text("the connection is broken")
    page.unroute("**/edit")
    page.fill("#f_w_label", "How many bins?")
    _saved(page)
    page.route("**/edit", lambda route: route.abort())
    page.fill("#f_w_label", "How many bridges?")
    expect(page.locator("#ed_state")).to_contain_text("the connection is broken")
    page.unroute("**/edit")
    page.reload()
    expect(page.locator("#o_q_1")).to_contain_text("How many bridges?")
    expect(page.locator("#f_w_label")).to_have_value("How many bridges?")
    _saved(page)


@pytest.mark.browser
def test_what_is_typed_while_an_answer_is_on_its_way_stays(
    app: Flask, live_server: str, new_page: OpenPage
) -> None:
    """In the same form at its place, in one that is left by being saved first; keys do nothing."""
    survey_id = save_draft(SYSTEM, make_consultation(slug="city").id, SAMPLE_SURVEY)
    page = new_page(viewport={"width": 1280, "height": 800}, base_url=live_server)
    sign_in(page, make_actor("engagement_lead"))
    page.goto(f"/staff/consultations/1/surveys/{survey_id}/edit?part=q_change")
    ready(page)
    form, preview = (page.locator(pane).bounding_box() for pane in (".ed-middle", ".ed-right"))
    assert form and preview and preview["x"] > form["x"] + form["width"]  # beside, on a laptop, too
    kind = page.locator("#f_kind")
    with _held(page, "**/edit", lambda: kind.select_option("short_text")):
        page.fill("#f_w_label", "What first")
        page.keyboard.press("Home")
        page.keyboard.type("Say: ")
    expect(page.locator("#f_n_max_length")).to_be_visible()
    expect(page.locator("#o_q_change .ed-kind")).to_contain_text(_chosen(kind))
    page.keyboard.type("please, ")
    expect(page.locator("#o_q_change")).to_contain_text("Say: please, What first")
    page.focus("#o_q_change")
    _saved(page)  # nothing is on its way any more that could be held by mistake
    with _held(page, "**/edit/question", lambda: page.keyboard.press("n")):
        page.keyboard.type("nu")
        page.fill("#f_w_label", "What then")
    expect(page.locator("#f_w_label")).to_have_value("")
    expect(page.locator("#f_w_label")).to_be_focused()
    expect(page.locator("#o_q_change")).to_contain_text("What then")
    expect(page.locator(".ed-number")).to_have_count(7)


@contextmanager
def _held(page: Page, address: str, act: Callable[[], object]) -> Iterator[None]:
    """Let what ``act`` sends wait for its answer until the block is done."""
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route(address, hold, times=1)
    with page.expect_request(address):
        act()
    yield
    held[0].continue_()


def _chosen(select: Locator) -> str:
    return select.locator("option:checked").inner_text()


@pytest.mark.browser
def test_the_editor_without_script(
    app: Flask, live_server: str, new_page: OpenPage, tmp_path: Path
) -> None:
    consultation = make_consultation(languages=["en"])
    page = new_page(base_url=live_server, java_script_enabled=False)
    sign_in(page, make_actor("engagement_lead"))
    page.goto(f"/staff/consultations/{consultation.id}/surveys/new")
    page.fill("#f_title_en", "Streets")
    page.get_by_role("button", name="Begin").click()
    page.get_by_role("button", name="Add a question", exact=True).click()
    page.fill("#f_w_label", "What do you use?")
    page.select_option("#f_kind", "multiple_choice")
    page.fill("#f_options_1_label", "Bus")
    page.fill("#f_options_2_label", "Train")
    page.get_by_role("button", name="Add lines").click()
    expect(page.locator("[data-row]")).to_have_count(8)
    expect(page.locator("#f_kind")).to_have_value("multiple_choice")
    page.get_by_role("button", name="Move down: Bus").click()
    expect(page.locator("#f_options_1_label")).to_have_value("Train")
    page.get_by_role("button", name="Undo").click()
    expect(page.locator("#f_options_1_label")).to_have_value("Bus")
    expect(page.locator("#checks")).to_contain_text("it can be published")
    page.get_by_role("button", name="Add a question", exact=True).click()
    page.fill("#f_w_label", "The new stop")
    page.select_option("#f_kind", "information")
    page.get_by_role("button", name="Save", exact=True).click()
    (tmp_path / "stop.jpg").write_bytes(photo())
    page.set_input_files("#f_picture", tmp_path / "stop.jpg")
    page.get_by_role("button", name="Use this picture").click()
    expect(page.get_by_text("Say in words what the picture shows.").first).to_be_visible()
    page.set_input_files("#f_picture", tmp_path / "stop.jpg")
    page.fill("#f_words", "A tram at the stop")
    page.get_by_role("button", name="Use this picture").click()
    expect(page.get_by_text("The picture is in its place.")).to_be_visible()
    expect(page.locator("figure.ed-own")).to_contain_text("A tram at the stop")
