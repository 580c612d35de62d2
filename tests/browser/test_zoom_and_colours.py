"""Editor, desk, versions and answer pages at 400 % zoom, and in the colours that a reader forces.

A window of 1280 by 1024 at 400 % is 320 by 256 pixels of a stylesheet (WCAG 2.2, 1.4.10).
"""

import copy
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import BrowserContext, Locator, Page

from engage.engines.questionnaire.exchange import keyed_texts, with_texts
from engage.kernel.actors import SYSTEM
from engage.surveys import publish_version, save_draft
from tests.browsers import accessibility_faults, scrolls_sideways, sign_in
from tests.factories import make_actor, make_consultation
from tests.factories.surveys import SAMPLE_SURVEY

ZOOMED = {"width": 320, "height": 256}
EASY = "en-x-easy"
OpenContext = Callable[..., BrowserContext]
COVERED = """
Math.max(0, ...[...document.querySelectorAll("body *")]
    .filter((each) => ["fixed", "sticky"].includes(getComputedStyle(each).position))
    .map((each) => each.getBoundingClientRect())
    .filter((box) => box.width > 0)
    .map((box) => Math.min(box.bottom, innerHeight) - Math.max(box.top, 0))) / innerHeight
"""


def _document() -> dict[str, Any]:
    document = copy.deepcopy(SAMPLE_SURVEY)
    document["languages"] = [*document["languages"], EASY]
    words = {text.key: f"Easy: {text.words['en']}" for text in keyed_texts(document)}
    document = with_texts(document, EASY, words)
    document["pages"][0]["questions"][0]["options"][1]["picture"] = "bus"
    return document


def _survey() -> tuple[str, str]:
    """The slug of a consultation with a version and a draft, and where its survey is for staff."""
    consultation = make_consultation()
    survey_id = save_draft(SYSTEM, consultation.id, _document())
    publish_version(SYSTEM, survey_id)
    changed = copy.deepcopy(_document())
    changed["pages"][0]["questions"][0]["label"]["en"] = "How do you mostly get there?"
    save_draft(SYSTEM, consultation.id, changed)
    return consultation.slug, f"/staff/consultations/{consultation.id}/surveys/{survey_id}"


def _staff_pages(at: str) -> tuple[str, ...]:
    return (
        f"{at}/edit?part=q_transport",
        f"{at}/edit?part=q_places&language=ar",
        f"{at}/translation",
        f"{at}/translation/ar",
        f"{at}/versions?all=yes",
        f"{at}/publish",
        f"{at.partition('/surveys')[0]}/answers",
    )


def _signed_in(new_context: OpenContext, **options: Any) -> Page:
    page = new_context(**options).new_page()
    sign_in(page, make_actor("engagement_lead"))
    return page


@pytest.mark.browser
@pytest.mark.parametrize("locale", ["en-GB", "ar"])
def test_nothing_runs_out_or_is_covered_at_400_percent(
    app: Flask, live_server: str, new_context: OpenContext, locale: str
) -> None:
    slug, at = _survey()
    page = _signed_in(new_context, base_url=live_server, viewport=ZOOMED, locale=locale)
    faults = []
    for address in (*_staff_pages(at), *_answer_pages(slug)):
        _open(page, address)
        if scrolls_sideways(page):
            faults.append(f"{address}: runs out of the screen")
        if page.evaluate(COVERED) > 0.5:
            faults.append(f"{address}: more than half of the screen stays covered")
    assert faults == []


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_forced_colours_leave_everything_to_be_told_apart(
    app: Flask, live_server: str, new_context: OpenContext, scheme: str
) -> None:
    slug, at = _survey()
    looks = {"forced_colors": "active", "color_scheme": scheme, "base_url": live_server}
    page = _signed_in(new_context, **looks)
    faults = []
    for address in (*_staff_pages(at), *_answer_pages(slug)):
        _open(page, address)
        found = accessibility_faults(page)
        # contrast is the reader's own choice here, and measured from styles that do not hold
        faults += [f"{address}: {fault}" for fault in found if "color-contrast" not in fault]
    assert faults == []

    _open(page, f"/en/consultations/{slug}/answer/p_transport")
    first, second = page.locator(".choice label").nth(0), page.locator(".choice label").nth(1)
    page.get_by_label("By bus or tram", exact=True).check()
    _rest(page)
    before = first.screenshot(), second.screenshot()
    page.get_by_label("On foot", exact=True).check()
    _rest(page)
    assert first.screenshot() != before[0], "a chosen answer looks like one that is not chosen"
    assert second.screenshot() != before[1], "an answer that is left looks as if it were chosen"

    page.set_viewport_size({"width": 1440, "height": 900})
    _open(page, f"{at}/edit?part=q_transport")
    outline = page.locator(".ed-outline .ed-part > a")
    sides = {_sides(outline.nth(number)) for number in range(outline.count())}
    assert len(sides) > 1, "the chosen part looks like the others"
    _open(page, f"{at}/translation/ar")
    tabs = page.locator(".tabs a")
    assert len({_sides(tabs.nth(number)) for number in range(tabs.count())}) > 1
    _open(page, f"{at}/versions")
    assert _decoration(page.locator("del").first) != _decoration(page.locator("ins").first)


def _answer_pages(slug: str) -> tuple[str, ...]:
    pages = ("p_transport", "p_safe", "p_places", "p_change")
    locales = ("en", "ar", EASY)
    return tuple(
        f"/{code}/consultations/{slug}/answer/{page}" for code in locales for page in pages
    )


def _open(page: Page, address: str) -> None:
    """Open a page; one of questions after what comes before it has been answered."""
    if "/answer/" in address:
        begin = address.rpartition("/")[0]
        page.request.post(begin, form={"go": "new"})
        for code, form in (
            ("p_transport", {"q_transport": "foot"}),
            ("p_safe", {"q_safe": "3"}),
            ("p_places", {"q_places": "park"}),
        ):
            if address.endswith(code):
                break
            page.request.post(f"{begin}/{code}", form=form)
    answer = page.goto(address)
    assert answer is not None and answer.ok, address
    assert page.url.endswith(address), page.url


def _rest(page: Page) -> None:
    """Neither focus nor pointer on anything."""
    page.evaluate("document.activeElement.blur()")
    page.mouse.move(0, 0)


def _sides(found: Locator) -> str:
    return str(
        found.evaluate(
            """(each) => { const style = getComputedStyle(each)
            return [style.borderInlineStartColor, style.borderBlockEndColor, style.outlineStyle,
                style.fontWeight, style.borderBlockEndStyle].join() }"""
        )
    )


def _decoration(found: Locator) -> str:
    return str(found.evaluate("(each) => getComputedStyle(each).textDecorationLine"))
