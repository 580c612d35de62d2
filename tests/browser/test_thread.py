"""The whole thread on the words of a real city, as an engagement lead, and then as everybody."""

import json
import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from engage.app import JOBS
from engage.channels.imports import Source, import_responses, read_lines, read_mapping
from engage.consultations.models import Consultation
from engage.kernel.actors import SYSTEM
from engage.kernel.clock import now
from engage.kernel.db import session, transaction
from engage.kernel.jobs import run_next
from engage.surveys import find_current_version
from tests.browsers import accessibility_faults, ready, scrolls_sideways
from tests.factories import PASSWORD, make_actor

DESKTOP = {"width": 1280, "height": 860}
SURVEY = {
    "format": 1,
    "code": "better_place",
    "title": {"en": "A better place"},
    "languages": ["en"],
    "layout": "single_page",
    "check_answers": False,
    "pages": [
        {
            "code": "p_all",
            "questions": [
                {
                    "code": "q_change",
                    "kind": "long_text",
                    "required": True,
                    "label": {"en": "What should change?"},
                }
            ],
        }
    ],
}

OpenPage = Callable[..., Page]


def _looks_good(page: Page) -> None:
    assert accessibility_faults(page) == []
    assert not scrolls_sideways(page), page.url


def _import_real_comments(shared: Path) -> int:
    session().rollback()
    version = find_current_version(1)
    assert version is not None
    source = Source("city.csv", read_mapping(["text=q_change", "comment_id=@key"], version.content))
    refused: list[object] = []
    with (shared / "data" / "bowling_green.csv").open("rb") as stream:
        done = import_responses(SYSTEM, 1, read_lines(stream), source, refused.append)
    assert refused == []
    return done.accepted


def _let_it_open() -> None:
    """The day has come."""
    session().rollback()
    with transaction() as current:
        consultation = current.get(Consultation, 1)
        assert consultation is not None and consultation.stage == "scheduled"
        consultation.opens_at = now() - timedelta(hours=5)


@pytest.mark.browser
@pytest.mark.shared
def test_from_a_residents_words_to_a_decision_and_back(
    app: Flask, live_server: str, new_page: OpenPage, shared: Path
) -> None:
    lead = make_actor("engagement_lead")
    page = new_page(viewport=DESKTOP, base_url=live_server)
    page.goto("/staff/consultations")
    page.fill("#f_email", f"{lead.name}@example.org")
    page.fill("#f_password", PASSWORD)
    page.get_by_role("button", name="Sign in").click()

    page.get_by_role("link", name="Draft a consultation").click()
    page.locator("#f_languages_2").uncheck()
    page.locator("#f_languages_3").uncheck()
    page.fill("#f_title_en", "What would make it a better place?")
    page.fill("#f_summary_en", "Tell us.")
    opens, closes = now() + timedelta(days=1), now() + timedelta(days=3)
    page.fill("#f_opens_at", opens.strftime("%Y-%m-%d %H:%M"))
    page.fill("#f_closes_at", closes.strftime("%Y-%m-%d %H:%M"))
    _looks_good(page)
    page.get_by_role("button", name="Save").click()
    page.get_by_role("link", name="Bring a survey in").click()
    page.fill("#f_text", json.dumps(SURVEY))
    page.get_by_role("button", name="Check and keep as a draft").click()
    _looks_good(page)
    page.get_by_role("link", name="Publish …").click()
    _looks_good(page)
    page.get_by_role("button", name="Yes, publish it").click()
    page.get_by_role("button", name="Schedule").click()
    _looks_good(page)
    overview = page.url
    _let_it_open()

    assert _import_real_comments(shared) == 896
    resident = new_page(base_url=live_server)
    resident.goto("/en/")
    _looks_good(resident)
    resident.get_by_role("link", name="Answer").click()
    _looks_good(resident)
    resident.get_by_label("What should change?").fill("Wider sidewalks on Smallhouse Road, please.")
    resident.get_by_role("button", name="Send my answers").click()
    receipt = resident.locator("#receipt-code").inner_text()
    _looks_good(resident)

    page.get_by_role("main").get_by_role("link", name="Themes").click()
    page.get_by_role("button", name="Find themes").click()
    expect(page.get_by_role("button", name="Stop")).to_be_visible()
    session().rollback()
    while run_next(JOBS):
        pass
    page.wait_for_url(re.compile(r"/consultations/1/themes(\?|$)"))  # the page goes on by itself
    expect(page.get_by_role("row", name="All responses 897")).to_be_visible()
    _looks_good(page)
    page.get_by_role("link", name="Rename").click()
    page.fill("#f_label_en", "Parking and the centre")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", name="Parking and the centre", level=1)).to_be_visible()
    ready(page)
    page.keyboard.press("j")
    page.keyboard.press("r")
    page.locator("details[open]").get_by_role("button", name="Release").click()
    expect(page.get_by_text("The quote may be shown to the public.")).to_be_visible()
    ready(page)
    page.get_by_role("button", name="Approve").click()
    expect(page.get_by_role("heading", name="Hardly any comment was opened")).to_be_visible()
    _looks_good(page)
    page.fill("#f_reason", "The comments on this page are all alike")
    page.get_by_role("button", name="Approve all the same").click()
    expect(page.get_by_text("The theme was approved.")).to_be_visible()

    page.get_by_role("link", name="Needs written from this theme").click()
    page.get_by_role("link", name="Write a need").click()
    page.fill("#f_statement_en", "People lack a place to park near the centre")
    _looks_good(page)
    page.get_by_role("button", name="Save").click()
    _looks_good(page)
    page.get_by_role("link", name="Record a decision").click()
    page.get_by_label("Adapted").check()
    page.fill("#f_title_en", "A second car park")
    page.fill("#f_reason_en", "It helps the shops.")
    page.fill("#f_decider_en", "City council")
    page.fill("#f_decided_on", "2026-11-12")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("This consultation is not closed yet.")).to_be_visible()
    expect(page.locator("#f_title_en")).to_have_value("A second car park")
    decision_form = page.url

    page.goto(overview)
    page.get_by_text("Close before its time…").click()
    page.fill("#f_reason", "All answers are in.")
    page.get_by_role("button", name="Close now").click()
    page.goto(decision_form)
    page.get_by_label("Adapted").check()
    page.fill("#f_title_en", "A second car park")
    page.fill("#f_reason_en", "It helps the shops.")
    page.fill("#f_decider_en", "City council")
    page.fill("#f_decided_on", "2026-11-12")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("897 responses in the log")).to_be_visible()
    _looks_good(page)
    page.get_by_role("link", name="Parking and the centre").click()
    expect(page).to_have_url(re.compile(r"/staff/themes/\d+"))

    page.goto("/staff/consultations/1/outcome")
    _looks_good(page)
    page.get_by_role("button", name="Publish").click()
    page.get_by_role("link", name="The public page").click()
    expect(page.get_by_text("A second car park")).to_be_visible()
    expect(page.get_by_text("It helps the shops.")).to_be_visible()
    _looks_good(page)
    page.get_by_role("link", name=re.compile("The chain behind this")).click()
    _looks_good(page)

    resident.goto("/en/follow")
    resident.fill("#f_code", receipt.lower().replace("-", " "))
    resident.get_by_role("button", name="Follow my response").click()
    for step in ("Received", "Read", "Written down as a need", "Decided"):
        expect(resident.get_by_role("heading", name=step, exact=True)).to_be_visible()
    _looks_good(resident)
    assert "Smallhouse" not in resident.content()
