"""An operator keys paper without touching the mouse, and says by how many keys."""

from collections.abc import Callable

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from engage.audit import list_entries
from engage.kernel.actors import SYSTEM
from engage.kernel.db import session
from engage.responses import count_responses
from engage.responses.models import Comment, Response
from tests.browsers import accessibility_faults, ready
from tests.factories import PASSWORD, make_actor, make_consultation, publish_sample_survey

OpenPage = Callable[..., Page]
DESKTOP = {"width": 1280, "height": 800}


class Keyboard:
    """Presses keys one by one and counts those that are not words of the paper."""

    def __init__(self, page: Page) -> None:
        self.page, self.steering = page, 0

    def write(self, words: str) -> None:
        self.page.keyboard.type(words)

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)
        self.steering += len(keys)

    def is_at(self, name: str) -> None:
        """The field of that name has the focus, or gets it now."""
        expect(self.page.locator(f"[name={name}]")).to_be_focused()

    def save(self) -> None:
        with self.page.expect_navigation():
            self.press("Control+Enter")
        ready(self.page)


@pytest.fixture
def keyboard(app: Flask, live_server: str, new_page: OpenPage) -> Keyboard:
    consultation = make_consultation()
    publish_sample_survey(consultation.id)
    operator = make_actor("operator")
    page = new_page(viewport=DESKTOP, base_url=live_server)
    page.goto(f"/staff/sign-in?next=/staff/entry/{consultation.id}/paper")
    keys = Keyboard(page)
    ready(page)
    page.focus("#f_email")
    keys.write(f"{operator.name}@example.org")
    keys.press("Tab")
    keys.write(PASSWORD)
    with page.expect_navigation():
        keys.press("Enter")
    ready(page)
    keys.is_at("serial")
    keys.steering = 0
    return keys


def _rows() -> list[Response]:
    session().rollback()
    return list(session().query(Response).order_by(Response.id))


@pytest.mark.browser
def test_three_forms_by_keyboard_alone(
    keyboard: Keyboard, capsys: pytest.CaptureFixture[str]
) -> None:
    page, keys = keyboard.page, []

    def counted() -> None:
        keys.append(keyboard.steering)
        keyboard.steering = 0

    # the first form says where it comes from, and is in Spanish
    keyboard.is_at("serial")
    keyboard.write("0001")
    keyboard.press("Shift+Tab", "Shift+Tab")
    with page.expect_navigation():
        keyboard.press("Enter")
    ready(page)
    keyboard.is_at("serial")
    expect(page.locator("#f_serial")).to_have_value("0001")
    expect(page.get_by_text("¿Cómo suele ir al centro?")).to_be_visible()
    keyboard.press("Enter")
    keyboard.is_at("received_on")
    keyboard.write("2026-11-19")
    keyboard.press("Enter")
    keyboard.write("Eastside library")
    keyboard.press("Enter")
    keyboard.write("read aloud")
    keyboard.press("Enter")
    keyboard.is_at("q_transport")
    keyboard.press("2", "Enter", "1", "5", "Enter", "3", "Enter", "1", "2", "Enter")
    keyboard.is_at("q_change")
    keyboard.write("Más luz en el río")
    keyboard.press("Enter")
    keyboard.write("Calle del Molino")
    keyboard.save()
    counted()

    # the second: two ticks are said at once, a number that is none must be corrected
    keyboard.is_at("serial")
    expect(page.locator("#f_place")).to_have_value("Eastside library")
    keyboard.write("0002")
    keyboard.press("Enter", "1", "2")
    expect(page.get_by_text("two ticks, one asked: kept as written")).to_be_visible()
    keyboard.press("Enter", "Enter", "9", "Enter", "b", "Enter")
    keyboard.write("Bancos")
    keyboard.save()
    keyboard.is_at("q_safe")
    expect(page.locator("#f_q_transport")).to_have_value("12")
    assert accessibility_faults(page) == []
    keyboard.press("Control+a", "4", "n")
    keyboard.is_at("note")
    keyboard.write("pencil, hard to read")
    keyboard.press("Enter")
    keyboard.is_at("q_safe")
    keyboard.save()
    counted()

    # the third: Enter alone leads through to saving
    keyboard.is_at("serial")
    keyboard.write("0003")
    keyboard.press("Enter", "1", "Enter", "Enter", "d", "Enter", "4", "Enter")
    keyboard.write("Sombra")
    keyboard.press("Enter", "Enter")
    expect(page.locator("[data-save]")).to_be_focused()
    with page.expect_navigation():
        keyboard.press("Enter")
    counted()

    first, second, third = _rows()
    assert (first.language, first.place, first.help_given) == (
        "es",
        "Eastside library",
        "read aloud",
    )
    assert str(first.received_on) == "2026-11-19"
    assert first.answers == {
        "q_transport": "bus",
        "q_wait": 15,
        "q_safe": 3,
        "q_places": ["library", "park"],
        "q_change": "Más luz en el río",
        "q_street": "Calle del Molino",
    }
    assert (second.marks, second.note) == (
        {"q_transport": "multiple_marked", "q_places": "blank"},
        "pencil, hard to read",
    )
    assert (third.serial, third.answers["q_safe"], third.marks) == ("0003", "dont_know", {})
    assert session().query(Comment).count() == 3
    assert max(keys[1:]) <= 16
    with capsys.disabled():
        print(f"\nkeys beside the words of the paper, form by form: {keys}")


@pytest.mark.browser
def test_the_last_form_comes_back_by_a_key_and_is_saved_anew(keyboard: Keyboard) -> None:
    page = keyboard.page
    keyboard.press("Control+z")
    assert _rows() == []
    keyboard.write("0007")
    keyboard.press(*["Enter"] * 4)
    keyboard.press("1", "2", "Enter", "7", "Enter", "i", "Enter", "3", "1", "Enter")
    keyboard.write("Fewer cars")
    keyboard.press("Enter")
    keyboard.write("Mill Road")
    keyboard.save()
    keyboard.is_at("serial")
    keyboard.write("8")
    keyboard.press("Control+z")
    expect(page.locator("#f_serial")).to_have_value("")  # what was typed went first, as everywhere
    with page.expect_navigation():
        keyboard.press("Control+z")
    ready(page)
    expect(page.get_by_text("The last form is back.")).to_be_visible()
    assert accessibility_faults(page) == []
    names = ("serial", "q_transport", "q_wait", "q_safe", "q_places", "q_change", "q_street")
    shown = {name: page.input_value(f"[name={name}]") for name in names}
    assert shown == {
        "serial": "0007",
        "q_transport": "1 2",
        "q_wait": "7",
        "q_safe": "I",
        "q_places": "1 3",
        "q_change": "Fewer cars",
        "q_street": "Mill Road",
    }
    assert count_responses(1).total == 0
    keyboard.press("Enter", "Control+a", "2")
    keyboard.save()
    taken_back, kept = _rows()
    assert (taken_back.disposition, kept.disposition) == ("excluded", "received")
    assert (kept.serial, kept.answers["q_transport"]) == ("0007", "bus")
    assert count_responses(1).total == 1
    assert [entry.act for entry in list_entries(SYSTEM)].count("response.take_back") == 1
