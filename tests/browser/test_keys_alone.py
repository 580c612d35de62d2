"""Every kind of question is answered by the keyboard alone, and without script."""

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Locator, Page, expect

from engage.engines.questionnaire import PARTS
from engage.kernel.actors import SYSTEM
from engage.kernel.db import session
from engage.responses import stream_answers
from engage.surveys import get_version, publish_version, save_draft
from tests.domains.test_photos import photo
from tests.engines.questionnaire.specimens import SPECIMENS
from tests.factories import make_consultation

OpenPage = Callable[..., Page]
DESKTOP = {"width": 1200, "height": 900}
MOST_KEYS = 120
TYPED = {
    "q_since.day": "3",
    "q_since.month": "5",
    "q_since.year": "2019",
    "q_rent": "1250.50",
    "q_bus_at": "2:05 pm",
    "q_where": "Mill",
    "q_mail": "amal@example.org",
    "q_spot_place": "By the well",
    "q_people": "4",
    "q_wish": "Shade",
    "q_why": "Because it is hot",
}


def _in_english(part: Any) -> Any:
    """The part of a document with the words of one language."""
    if isinstance(part, dict):
        if "en" in part:
            return {"en": part["en"]}
        return {key: _in_english(value) for key, value in part.items()}
    return [_in_english(each) for each in part] if isinstance(part, list) else part


def _more(code: str, kind: str, **more: Any) -> dict[str, Any]:
    return {"code": code, "kind": kind, "label": {"en": f"A {kind}?"}, **more}


def _document() -> dict[str, Any]:
    parts = [_in_english(specimen.document) for specimen in SPECIMENS]
    parts += [
        _more("q_safe", "scale", minimum=1, maximum=5),
        _more("q_people", "number"),
        _more("q_wish", "short_text"),
        _more("q_why", "long_text"),
        _more("q_photo", "photo"),
        _more("q_paper", "file"),
        _more("i_read", "information", text={"en": "Read this."}),
    ]
    pages = [{"code": "p_1", "questions": parts}]
    head = {"format": 1, "code": "keys", "title": {"en": "Keys"}, "languages": ["en"]}
    return {**head, "layout": "single_page", "pages": pages}


@pytest.mark.browser
def test_every_kind_is_answered_by_keyboard_alone(
    app: Flask, live_server: str, new_page: OpenPage, tmp_path: Path
) -> None:
    picture = tmp_path / "place.jpg"
    picture.write_bytes(photo())
    document = _document()
    kinds = {part.get("kind") for part in document["pages"][0]["questions"]} - {None}
    assert kinds == set(PARTS) - {"calculation"}  # which nobody is asked
    consultation = make_consultation(slug="keys", languages=["en"])
    version = get_version(publish_version(SYSTEM, save_draft(SYSTEM, consultation.id, document)))
    page = new_page(base_url=live_server, java_script_enabled=False, viewport=DESKTOP)
    page.on("filechooser", lambda _: None)  # has it caught from now on, not from the key press on
    page.goto("/en/consultations/keys/answer")

    touched: Counter[str] = Counter()
    for _ in range(MOST_KEYS):
        page.keyboard.press("Tab")
        field = page.locator(":focus")
        name = field.get_attribute("name") or ""
        if not name and "button" in (field.get_attribute("class") or "") and touched:
            break
        is_box = field.get_attribute("type") == "checkbox"
        if name and touched[name] < (2 if is_box else 1):
            _answer(page, field, name, picture)
            touched[name] += 1
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.locator(".errors")).to_have_count(0)
    page.wait_for_url("**/receipt")

    session().rollback()
    (stored,) = stream_answers(consultation.id)
    given = stored.answers
    wanted = {each.code for each in version.content.questions if not each.is_kept_apart}
    # the pin needs a map; behind an option that was not chosen nothing is asked
    beside = {"q_spot"} | {code for code in wanted if code.endswith("_other")}
    assert wanted - beside <= set(given)
    assert (given["q_where"], given["q_since"], given["q_people"]) == ("mill", "2019-05-03", 4)
    assert (given["q_rent"], given["q_spot_area"], given["q_safe"]) == (1250.5, "west", 1)
    assert (given["q_why"], given["q_spot_place"]) == ("Because it is hot", "By the well")
    assert given["q_first"] == ["paths"]


def _answer(page: Page, field: Locator, name: str, picture: Path) -> None:
    """What somebody without a mouse does in the field that has the focus."""
    kind = field.get_attribute("type") or ""
    if kind in ("radio", "checkbox"):
        page.keyboard.press("Space")
    elif kind == "file":
        with page.expect_file_chooser() as chosen:
            page.keyboard.press("Space")
        chosen.value.set_files(picture)
    elif name.startswith("q_first."):
        page.keyboard.type("1" if name.endswith(".paths") else "")
    else:
        page.keyboard.type(TYPED.get(name, "Other words"))
