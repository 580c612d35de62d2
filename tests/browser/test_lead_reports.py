"""From 896 real comments to an approved codebook and a report to take along, as a lead does it."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from docx import Document as WordDocument
from docx.oxml.ns import qn
from flask import Flask
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from engage.app import JOBS
from engage.channels.imports import Source, import_responses, read_lines, read_mapping
from engage.kernel.db import session
from engage.kernel.jobs import run_next
from engage.surveys import PublishedVersion
from tests.browsers import accessibility_faults, ready, scrolls_sideways, sign_in
from tests.factories import make_actor, make_consultation, publish_sample_survey

DESKTOP = {"width": 1280, "height": 860}
ARABIC = re.compile(r"[\u0600-\u06ff]{3}")
OpenPage = Callable[..., Page]


def _looks_good(page: Page) -> None:
    assert accessibility_faults(page) == []
    assert not scrolls_sideways(page), page.url


def _import(shared: Path, version: PublishedVersion) -> None:
    source = Source("city.csv", read_mapping(["text=q_change", "comment_id=@key"], version.content))
    lead = make_actor("engagement_lead")
    with (shared / "data" / "bowling_green.csv").open("rb") as stream:
        done = import_responses(lead, version.consultation_id, read_lines(stream), source, _refused)
    assert done.accepted == 896


def _refused(row: object) -> None:
    raise AssertionError(row)


def _download(page: Page, button: str, folder: Path) -> Path:
    with page.expect_download() as started:
        page.get_by_role("button", name=button).click()
    path = folder / started.value.suggested_filename
    started.value.save_as(path)
    return path


@pytest.mark.browser
@pytest.mark.shared
def test_real_comments_become_a_codebook_and_a_report(
    app: Flask, live_server: str, new_page: OpenPage, shared: Path, tmp_path: Path
) -> None:
    version = publish_sample_survey(make_consultation().id)
    number = version.consultation_id
    _import(shared, version)
    lead = make_actor("engagement_lead")
    page = new_page(viewport=DESKTOP, base_url=live_server)
    sign_in(page, lead)
    page.goto(f"/staff/consultations/{number}/imports")
    expect(page.get_by_role("row", name="city.csv").get_by_role("cell", name="896")).to_be_visible()

    page.goto(f"/staff/consultations/{number}/themes")
    page.get_by_role("button", name="Find themes").click()
    expect(page.get_by_role("button", name="Stop")).to_be_visible()
    page.goto("about:blank")  # when the job is done the page loads itself anew
    session().rollback()
    while run_next(JOBS):
        pass
    page.goto(f"/staff/consultations/{number}/themes")
    expect(page.get_by_role("row", name="All responses 896")).to_be_visible()
    page.get_by_role("link", name="What is near what").click()
    _looks_good(page)
    assert _covered_labels(page) == []
    page.get_by_role("link", name="Back to the themes").click()

    page.get_by_role("link", name="Rename", exact=True).click()
    page.fill("#f_label_en", "Getting around by car")
    page.fill("#f_label_ar", "التنقل بالسيارة")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", name="Getting around by car", level=1)).to_be_visible()
    ready(page)
    page.keyboard.press("j")
    page.keyboard.press("r")
    opened = page.locator("details[open]").filter(has=page.get_by_role("button", name="Release"))
    said = opened.get_by_role("textbox").input_value()
    opened.get_by_role("button", name="Release").click()
    expect(page.get_by_text("The quote may be shown to the public.")).to_be_visible()

    page.wait_for_load_state()
    addresses = [
        each.get_attribute("href") or "" for each in page.locator("ul.themes > li a").all()
    ]
    assert len(addresses) >= 4
    for address in addresses:
        page.goto(address)
        page.get_by_role("button", name="Mark this page as read").click()
        expect(page.get_by_role("button", name="Mark this page as unread")).to_be_visible()
        page.get_by_role("button", name="Approve").click()
        expect(page.get_by_text("The theme was approved.")).to_be_visible()

    page.goto(f"/staff/consultations/{number}/themes/codebook")
    page.get_by_label("What is new").fill("The first of this consultation")
    page.get_by_role("button", name="Sign off as a version").click()
    expect(page.get_by_role("link", name="Version 1")).to_be_visible()
    _looks_good(page)

    page.goto(f"/staff/consultations/{number}/themes/report")
    expect(page.get_by_role("heading", name="Getting around by car")).to_be_visible()
    expect(page.locator("article")).not_to_contain_text("not approved yet")
    _looks_good(page)
    whole = PdfReader(_download(page, "Download as PDF", tmp_path))
    words = _plain(" ".join(sheet.extract_text() for sheet in whole.pages))
    for sought in ("What people said", "Getting around by car", "of 896 comments", said):
        assert _plain(sought) in words
    assert _plain("codebook, version 1") in words and whole.trailer["/Root"]["/Lang"] == "en"
    assert _leads_to_comments(whole)

    page.get_by_label("In which language").select_option("ar")
    page.get_by_role("button", name="Show").click()
    article = page.locator("article.report")
    expect(article).to_have_attribute("dir", "rtl")
    expect(article.get_by_role("heading", name="التنقل بالسيارة")).to_be_visible()
    _looks_good(page)
    word = WordDocument(str(_download(page, "Download for Word", tmp_path)))
    lines = [paragraph.text for paragraph in word.paragraphs]
    assert "التنقل بالسيارة" in lines and said in lines
    headings = [each for each in word.paragraphs if each.style.name.startswith("Heading")]
    assert len(headings) >= len(addresses)
    arabic = [run for each in headings for run in each._p.iter(qn("w:r")) if _is_arabic(run)]
    assert arabic and all(run.find(f"{qn('w:rPr')}/{qn('w:rtl')}") is not None for run in arabic)


def _is_arabic(run: Any) -> bool:
    return ARABIC.search(run.text) is not None


def _plain(words: str) -> str:
    """Without spaces: a line that ends within "$166/month" is read as two words."""
    return "".join(words.split())


def _leads_to_comments(reader: PdfReader) -> bool:
    notes = [note.get_object() for sheet in reader.pages for note in sheet.get("/Annots") or []]
    return any("?comment=" in str(note["/A"]["/URI"]) for note in notes if "/A" in note)


def _covered_labels(page: Page) -> list[list[str]]:
    """Pairs of labels in the picture that lie over each other, as they are drawn."""
    found: list[list[str]] = page.evaluate("""() => {
        const all = [...document.querySelectorAll(".near text")];
        const boxes = all.map((each) => each.getBoundingClientRect());
        const pairs = [];
        for (let a = 0; a < all.length; a++) for (let b = a + 1; b < all.length; b++) {
            const [one, other] = [boxes[a], boxes[b]];
            const across = Math.min(one.right, other.right) - Math.max(one.left, other.left);
            const down = Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top);
            if (across > 0 && down > 4) pairs.push([all[a].textContent, all[b].textContent]);
        }
        return pairs;
    }""")
    return found
