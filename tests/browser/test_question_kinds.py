"""Every kind of question in a real browser: accessible, narrow, with and without script."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from engage.kernel.actors import SYSTEM
from engage.kernel.db import session
from engage.responses import stream_answers
from engage.surveys import publish_version, save_draft
from tests.browsers import accessibility_faults, ready, scrolls_sideways
from tests.domains.test_files import document as pdf
from tests.domains.test_photos import photo
from tests.engines.questionnaire.specimens import NAMES, SPECIMENS, survey_of
from tests.factories import make_consultation

OpenPage = Callable[..., Page]
BURST = """[...document.querySelectorAll("main label, main .rank, main .told, main .line")]
    .filter((box) => box.scrollWidth > box.clientWidth && box.clientWidth > 1)
    .map((box) => box.textContent)"""
DESKTOP = {"width": 1200, "height": 900}


def _publish(layout: str, *names: str) -> int:
    chosen = [SPECIMENS[NAMES.index(name)] for name in names] if names else SPECIMENS
    document = survey_of(*chosen, layout=layout)
    told = {"en": "Read **this**.", "es": "Lea **esto**.", "ar": "اقرأوا **هذا**."}
    part = {"code": "i_told", "kind": "information", "label": told, "text": told}
    document["pages"][-1]["questions"].append(part)
    consultation = make_consultation(slug="kinds")
    publish_version(SYSTEM, save_draft(SYSTEM, consultation.id, document))
    return consultation.id


def _stored(consultation_id: int) -> list[dict[str, Any]]:
    session().rollback()
    return [dict(found.answers) for found in stream_answers(consultation_id)]


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_kind_is_accessible_and_fits_a_phone_and_a_desk(
    app: Flask, live_server: str, new_page: OpenPage, scheme: str
) -> None:
    _publish("single_page")
    for locale in ("ar", "en"):
        page = new_page(base_url=live_server, color_scheme=scheme)
        for size in ({"width": 360, "height": 740}, DESKTOP):
            page.set_viewport_size(size)
            page.goto(f"/{locale}/consultations/kinds/answer")
            assert not scrolls_sideways(page)
            assert accessibility_faults(page) == []
        page.get_by_role("main").locator("button").last.click()
        expect(page.locator(".errors")).to_be_focused()
        assert accessibility_faults(page) == []
        for link in page.locator(".errors a").all():
            aim = (link.get_attribute("href") or "")[1:]
            expect(page.locator(f'[id="{aim}"]')).to_have_count(1)


@pytest.mark.browser
@pytest.mark.parametrize("locale", ["en", "ar"])
def test_text_of_twice_the_size_stays_within_its_place(
    app: Flask, live_server: str, new_page: OpenPage, locale: str
) -> None:
    _publish("single_page")
    page = new_page(base_url=live_server)
    page.goto(f"/{locale}/consultations/kinds/answer")
    ready(page)
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert not scrolls_sideways(page)
    assert page.evaluate(BURST) == []


@pytest.mark.browser
def test_a_long_list_is_searched_by_typing_and_chosen_by_keyboard(
    app: Flask, live_server: str, new_page: OpenPage
) -> None:
    consultation_id = _publish("single_page", "a long list")
    page = new_page(base_url=live_server)
    page.goto("/en/consultations/kinds/answer")
    field = page.locator("input[role=combobox]")
    field.press_sequentially("zz")
    expect(page.get_by_role("listbox")).to_be_hidden()
    field.fill("")
    field.press_sequentially("str")
    expect(page.get_by_role("option")).to_have_text(["Acorn Street"])
    assert accessibility_faults(page) == []
    field.press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()
    field.fill("a")
    field.press("ArrowDown")
    field.press("ArrowDown")
    expect(page.get_by_role("option", selected=True)).to_have_text("Acorn Street")
    field.press("Enter")
    expect(field).to_have_value("Acorn Street")
    field.press("Enter")
    page.wait_for_url("**/receipt")
    assert _stored(consultation_id) == [{"q_where": "acorn"}]


@pytest.mark.browser
def test_what_is_typed_and_not_in_a_long_list_is_said_and_kept(
    app: Flask, live_server: str, new_page: OpenPage
) -> None:
    consultation_id = _publish("single_page", "a long list")
    page = new_page(base_url=live_server)
    page.goto("/en/consultations/kinds/answer")
    field = page.locator("input[role=combobox]")
    field.fill("Nowhere")
    page.get_by_role("button", name="Send my answers").click()
    expect(page.locator(".errors a")).to_have_text("Which street? Choose one of the answers listed")
    expect(field).to_have_value("Nowhere")
    field.fill("mill lane")
    page.get_by_role("button", name="Send my answers").click()
    page.wait_for_url("**/receipt")
    assert _stored(consultation_id) == [{"q_where": "mill"}]


@pytest.mark.browser
def test_without_script_the_keyboard_alone_is_enough(
    app: Flask, live_server: str, new_page: OpenPage
) -> None:
    names = ("one of several, or other words", "a matrix with one answer a row", "a ranking")
    consultation_id = _publish("single_page", *names, "a long list", "date")
    page = new_page(base_url=live_server, java_script_enabled=False, viewport=DESKTOP)
    page.goto("/en/consultations/kinds/answer")
    page.locator('[name="q_way"]').first.focus()
    page.keyboard.press("ArrowUp")
    words = page.get_by_label("Please say")
    expect(words).to_be_visible()
    page.keyboard.press("Tab")
    expect(words).to_be_focused()
    for typed in ("By mule", "Space", "Space"):
        page.keyboard.type(typed) if typed == "By mule" else page.keyboard.press(typed)
        page.keyboard.press("Tab")
    for letter in ("1", "", "", "M"):
        page.keyboard.type(letter)
        page.keyboard.press("Tab")
    for typed in ("3", "5", "2019"):
        page.keyboard.type(typed)
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/receipt")
    (stored,) = _stored(consultation_id)
    first = stored.pop("q_first")
    assert len(first) == 1
    assert stored == {
        "q_way": "other",
        "q_way_other": "By mule",
        "q_rate_buses": "bad",
        "q_rate_parks": "bad",
        "q_where": "mill",
        "q_since": "2019-05-03",
    }


@pytest.mark.browser
def test_more_words_are_hidden_until_their_option_is_chosen(
    app: Flask, live_server: str, new_page: OpenPage
) -> None:
    _publish("single_page", "several, other words, and one that stands alone")
    page = new_page(base_url=live_server, java_script_enabled=False)
    page.goto("/en/consultations/kinds/answer")
    expect(page.get_by_label("What?")).to_be_hidden()
    page.get_by_label("Something else").check()
    expect(page.get_by_label("What?")).to_be_visible()
    page.get_by_label("Something else").uncheck()
    expect(page.get_by_label("What?")).to_be_hidden()


@pytest.mark.browser
def test_a_pin_is_put_on_a_map_by_keyboard_and_its_area_is_chosen(
    app: Flask, live_server: str, new_page: OpenPage
) -> None:
    consultation_id = _publish("single_page", "a place on a map")
    page = new_page(base_url=live_server)
    page.goto("/en/consultations/kinds/answer")
    canvas = page.get_by_role("application")
    expect(page.locator(".map-name:visible")).to_have_text(["Westgate", "Eastside"])
    canvas.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Eastside")).to_be_checked()
    expect(page.get_by_text("The pin is in this area: Eastside")).to_be_visible()
    assert accessibility_faults(page) == []
    page.get_by_label("Westgate").check()
    expect(page.get_by_text("There is no pin.")).to_be_visible()
    page.get_by_role("button", name="Put the pin in the middle").press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # take it away again
    expect(page.get_by_role("button", name="Put the pin in the middle")).to_be_focused()
    page.locator(".map-area").first.click()
    expect(page.get_by_label("Westgate")).to_be_checked()
    page.reload()
    expect(page.locator(".map-pin")).to_be_visible()  # kept in the tab
    page.get_by_role("button", name="Send my answers").click()
    page.wait_for_url("**/receipt")
    (stored,) = _stored(consultation_id)
    assert stored["q_spot_area"] == "west" and stored["q_spot"].startswith("41.")


@pytest.mark.browser
def test_without_script_a_place_is_chosen_from_the_list_and_said_in_words(
    app: Flask, live_server: str, new_page: OpenPage
) -> None:
    consultation_id = _publish("single_page", "a place on a map", "an e-mail address")
    page = new_page(base_url=live_server, java_script_enabled=False)
    page.goto("/en/consultations/kinds/answer")
    expect(page.locator("svg")).to_be_hidden()
    page.locator('[name="q_spot_area"]').first.focus()
    for typed in ("ArrowDown", "Tab", "By the well", "Tab", "amal@example.org", "Enter"):
        if " " in typed or "@" in typed:
            page.keyboard.type(typed)
        else:
            page.keyboard.press(typed)
    page.wait_for_url("**/receipt")
    assert _stored(consultation_id) == [{"q_spot_area": "east", "q_spot_place": "By the well"}]


@pytest.mark.browser
def test_leaflet_is_loaded_only_where_a_map_is_asked(
    app: Flask, live_server: str, new_page: OpenPage
) -> None:
    _publish("one_per_page", "date", "a place on a map")
    page = new_page(base_url=live_server)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto("/en/consultations/kinds/answer")
    page.get_by_role("button", name="Start").click()
    page.wait_for_url("**/answer/p0")
    ready(page)
    assert not [address for address in asked if "leaflet" in address or "map" in address]
    page.goto("/en/consultations/kinds/answer/p1")
    expect(page.locator(".map-area")).to_have_count(2)
    assert {address.split("/")[2] for address in asked} == {live_server.split("/")[2]}


@pytest.mark.browser
@pytest.mark.parametrize("has_script", [True, False])
def test_a_photo_and_a_pdf_are_added_corrected_and_sent_by_keyboard(
    app: Flask, live_server: str, new_page: OpenPage, tmp_path: Path, has_script: bool
) -> None:
    consultation_id = _publish_uploads()
    page = new_page(base_url=live_server, java_script_enabled=has_script)
    page.goto("/en/consultations/kinds/answer")
    chosen = page.locator("#f_q_photo")
    expect(chosen).to_have_accessible_description(re.compile("JPEG, PNG or WebP, 10 MB at most"))
    large = tmp_path / "film.pdf"
    with large.open("wb") as file:
        file.truncate((11 if has_script else 101) * 1024 * 1024)
    page.locator("#f_q_file").set_input_files(large)
    if has_script:  # told before it is sent
        expect(page.get_by_role("alert")).to_have_text(
            "This file is too large. It may have 10 MB at most."
        )
        page.get_by_role("button", name="Send my answers").press("Enter")
        expect(page.locator("#f_q_file")).to_be_focused()
        assert accessibility_faults(page) == []
        page.locator("#f_q_file").set_input_files([])
        expect(page.get_by_role("alert")).to_have_text("")
    else:
        page.get_by_role("button", name="Send my answers").press("Enter")
        expect(page.get_by_role("heading", level=1)).to_have_text("What you sent is too large")
        page.get_by_role("link", name="Back to the form").press("Enter")
    (tmp_path / "notes.txt").write_text("no photo")
    chosen.set_input_files(tmp_path / "notes.txt")
    page.get_by_label("In words").fill("By the well")
    page.get_by_label("In words").press("Enter")
    expect(page.locator(".errors a")).to_have_text(
        "Show us the place: This photo cannot be read. Choose a JPEG, PNG or WebP file."
    )
    expect(page.get_by_label("In words")).to_have_value("By the well")
    assert not scrolls_sideways(page)
    if has_script:
        assert accessibility_faults(page) == []
    (tmp_path / "IMG_1.jpg").write_bytes(photo())
    page.locator("#f_q_photo").set_input_files(tmp_path / "IMG_1.jpg")
    (tmp_path / "letter.pdf").write_bytes(pdf())
    page.locator("#f_q_file").set_input_files(tmp_path / "letter.pdf")
    page.get_by_label("In words").fill("")
    page.get_by_role("button", name="Send my answers").press("Enter")
    expect(page.get_by_text("Your photo is here.")).to_be_visible()
    expect(page.get_by_text("Your file is here.")).to_be_visible()
    if has_script:
        assert accessibility_faults(page) == []
    page.get_by_label("Take the photo away").press("Space")
    page.get_by_label("Take the photo away").press("Space")
    page.get_by_label("In words").fill("By the well")
    page.get_by_label("In words").press("Enter")
    page.wait_for_url("**/receipt")
    (stored,) = _stored(consultation_id)
    assert stored["q_words"] == "By the well" and len(stored["q_photo"]) == 32
    assert len(stored["q_file"]) == 32


def _publish_uploads() -> int:
    def said(en: str, ar: str) -> dict[str, str]:
        return {"en": en, "es": en, "ar": ar}

    document = survey_of(SPECIMENS[0], layout="single_page")
    words = {"code": "q_words", "kind": "short_text", "required": True}
    document["pages"][0]["questions"] = [
        {"code": "q_photo", "kind": "photo", "label": said("Show us the place", "أرونا المكان")},
        {"code": "q_file", "kind": "file", "label": said("Your letter", "رسالتكم")},
        {**words, "label": said("In words", "بالكلمات")},
    ]
    consultation = make_consultation(slug="kinds")
    publish_version(SYSTEM, save_draft(SYSTEM, consultation.id, document))
    return consultation.id
