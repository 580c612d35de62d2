"""A draft is walked through as people will answer it, on every channel, and nothing is stored."""

import re
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import MetaData, select

from engage.engines.questionnaire import in_every_language
from engage.kernel.actors import SYSTEM
from engage.kernel.db import session
from engage.surveys import save_draft
from engage.surveys.drafting import begin_survey
from engage.surveys.own_pictures import add_picture
from tests.domains.test_photos import photo
from tests.domains.test_read_aloud import home
from tests.engines.questionnaire.specimens import SPECIMENS, survey_of
from tests.engines.questionnaire.survey_documents import household
from tests.factories import make_actor, make_consultation
from tests.factories.surveys import SAMPLE_SURVEY

SignIn = Callable[[str], FlaskClient]
INPUT = re.compile(r'<input type="hidden" name="([^"]*)" value="([^"]*)">')
FORM = {name: values for each in SPECIMENS for name, values in each.form.items()}


class Walker:
    """Presses the buttons of a walk, with what goes along in the page."""

    def __init__(self, client: FlaskClient, survey_id: int, skin: str, locale: str = "en") -> None:
        self.client, self.survey_id = client, survey_id
        self.address = f"/{locale}/drafts/{survey_id}/walk?skin={skin}"
        self.page = client.get(self.address).text
        self.status = 200

    def press(self, go: str = "on", address: str = "", **typed: Any) -> str:
        along: dict[str, list[str]] = {}
        for name, value in INPUT.findall(self.page):
            along.setdefault(name, []).append(unescape(value))
        self.address = address or self.address
        given = {name: value for name, value in typed.items() if value is not None}
        answer = self.client.post(self.address, data={**along, "-go": go, **given})
        self.page, self.status = unescape(answer.text), answer.status_code
        return self.page

    @property
    def at(self) -> str:
        return dict(INPUT.findall(self.page)).get("-at", "")


def _everything(app: Flask) -> dict[str, list[tuple[Any, ...]]]:
    """All rows of all tables."""
    session().rollback()
    known = MetaData()
    known.reflect(session().connection())
    return {
        name: sorted((tuple(row) for row in session().execute(select(table))), key=repr)
        for name, table in known.tables.items()
    }


def _draft(document: dict[str, Any]) -> int:
    return save_draft(SYSTEM, make_consultation(slug="walked").id, document)


@pytest.mark.parametrize("skin", ["phone", "kiosk"])
def test_a_walk_branches_turns_back_repeats_answers_and_ends(
    app: Flask, sign_in: SignIn, skin: str
) -> None:
    survey_id = _draft(in_every_language({**home(), "languages": ["en", "ar", "en-x-easy"]}))
    client = sign_in("engagement_lead")
    before = _everything(app)
    walk = Walker(client, survey_id, skin)
    assert 'class="kiosk"' in walk.page or skin == "phone"
    assert "Six minutes about your home." in walk.page and "Nothing is stored." in walk.page
    assert "How many live here?" in walk.press()
    walk.press(q_people="many")
    assert (walk.status, walk.at) == (422, "p_1")
    assert 'value="many"' in walk.page
    assert "How many of the \u20684\u2069 are children?" in walk.press(q_people="4")
    walk.press(q_children="9")
    assert (walk.status, "No more than \u20684\u2069 <b>" in walk.page) == (422, True)

    # what is not asked is passed over; a change asks it, and the page goes on where it was
    assert walk.press(q_children="0") and walk.at == "-check"
    walk.press("p_2")
    assert walk.at == "p_2" and 'value="0"' in walk.page
    walk.press(q_children="3")
    assert walk.at == "-check"
    walk.press("back")
    assert walk.at == "p_3" and "The share is \u20680.75\u2069." in walk.page

    # another language and another channel keep page and answers, typed ones too
    arabic = f"/ar/drafts/{survey_id}/walk?skin={skin}"
    walk.press("here", arabic, q_wish="Shade")
    assert "ع The share is \u20680.75\u2069." in walk.page and 'dir="rtl"' in walk.page
    assert re.search(r"<textarea[^>]*>\s*Shade</textarea>", walk.page)
    assert '<header class="walk-bar" lang="en" dir="ltr">' in walk.page
    walk.press("here", f"/en-x-easy/drafts/{survey_id}/walk?skin={skin}", q_wish="Shade")
    assert "Shade</textarea>" in walk.page and "css/easy.css" in walk.page
    walk.press("on", f"/en/drafts/{survey_id}/walk?skin={skin}", q_wish="Shade")
    assert walk.at == "-check"
    assert "Shade" in walk.page

    # an answer that falls off the way is told, and comes back with the change
    walk.press("p_2")
    walk.press(q_children="0")
    assert "Some answers no longer belong" in walk.page
    walk.press("p_2")
    walk.press(q_children="3")
    assert "Some answers no longer belong" not in walk.page
    walk.press()
    assert walk.at == "-end"
    assert "Nothing of this was stored." in walk.page
    assert "Share of children" in walk.page and "0.75" in walk.page and "Shade" in walk.page
    assert _everything(app) == before


@pytest.mark.parametrize("layout", ["single_page", "one_per_page"])
def test_every_kind_of_question_is_walked_through(app: Flask, sign_in: SignIn, layout: str) -> None:
    client = sign_in("engagement_lead")
    survey_id = _draft(survey_of(*SPECIMENS, layout=layout))
    before = _everything(app)
    walk = Walker(client, survey_id, "phone")
    for _ in range(1 if layout == "single_page" else len(SPECIMENS) + 2):
        walk.press(**FORM)
        assert walk.status == 200, walk.page
    assert walk.at == "-end"
    rows = walk.page[walk.page.index("<dl") :]
    for answer in ("By mule", "Mill Lane"):
        assert answer in rows
    assert _everything(app) == before


def test_on_paper_every_question_lies_there_with_what_it_depends_on(
    app: Flask, sign_in: SignIn
) -> None:
    client = sign_in("engagement_lead")
    survey_id = _draft(SAMPLE_SURVEY)
    page = Walker(client, survey_id, "paper", "ar").page
    assert '<html lang="ar" dir="rtl"' in page and 'class="sheet"' in page
    for question in (part for each in SAMPLE_SURVEY["pages"] for part in each["questions"]):
        assert question["label"]["ar"] in page
    # in the words of the form, whoever looks at it
    when = page[page.index("أجب عن هذا فقط إذا:") :][:300]
    assert "بالحافلة" in when and "الجواب عن" in when
    german = Walker(client, survey_id, "paper", "de").page
    assert "Beantworten Sie dies nur, wenn:" in german and "die Antwort auf „" in german


def test_on_paper_files_are_attached_and_places_said_in_words(app: Flask, sign_in: SignIn) -> None:
    client = sign_in("engagement_lead")
    digest = add_picture(SYSTEM, photo(), {"pages": []})
    shows = {"file": digest, "label": {"en": "A bus", "ar": "حافلة"}}
    label = {"en": "Show us", "ar": "أرونا"}
    options = [{"code": "bus", "label": label, "picture": shows}]
    place = next(each for each in SPECIMENS if each.document.get("kind") == "map_point")
    asked = [
        {"code": "q_photo", "kind": "photo", "required": True, "label": label},
        {"code": "q_way", "kind": "single_choice", "label": label, "options": options},
        place.document,
    ]
    page = {"code": "p_1", "questions": asked}
    document = {**household(), "languages": ["en", "ar", "en-x-easy"], "pages": [page]}
    survey_id = _draft(in_every_language(document))
    paper = Walker(client, survey_id, "paper", "en-x-easy").page
    assert "Attach it to this form" in paper and 'type="file"' not in paper
    assert "(optional)</p>" not in paper  # it is asked for as the survey says
    assert f"/pictures/{digest}" in paper and 'alt="A bus"' in paper
    assert "<svg" not in paper and "q_spot_area" in paper
    framed = client.get(f"/en-x-easy/drafts/{survey_id}?part=q_photo&skin=paper").text
    assert "Attach it to this form" in framed
    assert 'type="file"' in client.get(f"/en/drafts/{survey_id}?part=q_photo&skin=phone").text
    assert 'type="file"' in Walker(client, survey_id, "call").page


def test_in_a_call_answers_are_repeated_and_held_against_the_rules(
    app: Flask, sign_in: SignIn
) -> None:
    survey_id = _draft(home())
    client = sign_in("translator")
    before = _everything(app)
    walk = Walker(client, survey_id, "call")
    assert "(your answer to question 1)" in walk.page and "Without your" in walk.page
    walk.press("here", q_people="4", q_children="3")
    assert "How many of the \u20684\u2069 are children?" in walk.page
    assert "The share is \u20680.75\u2069." in walk.page
    walk.press(q_people="4", q_children="9")
    assert walk.status == 422 and "No more than \u20684\u2069 <b>" in walk.page
    walk.press("here", f"/ar/drafts/{survey_id}/walk?skin=call", q_people="4", q_children="9")
    assert "ع How many of the \u20684\u2069" in walk.page
    walk.press(q_people="4", q_children="3", q_wish="Shade", q_yes="1")
    assert walk.at == "-end" and "Shade" in walk.page and "0.75" in walk.page
    assert _everything(app) == before


def test_what_cannot_be_walked_through_says_why(app: Flask, sign_in: SignIn) -> None:
    client = sign_in("engagement_lead")
    actor = make_actor("engagement_lead")
    begun = begin_survey(actor, make_consultation(slug="new").id, {"en": "New"}, ("en",))
    assert "once it is finished" in Walker(client, begun, "phone").page
    letter = {"code": "q_m", "kind": "email", "label": {"en": "Mail?"}, "text": {"en": "Once."}}
    alone = {**home(), "languages": ["en"], "pages": [{"code": "p_1", "questions": [letter]}]}
    survey_id = save_draft(SYSTEM, make_consultation(slug="other").id, alone)
    assert "Nothing of this survey is asked at kiosks." in Walker(client, survey_id, "kiosk").page
    assert client.get("/en/drafts/999/walk").status_code == 404


@pytest.mark.parametrize("skin", ["phone", "kiosk"])
def test_entries_of_a_repeated_section_are_added_changed_and_removed(
    app: Flask, sign_in: SignIn, skin: str
) -> None:
    survey_id = _draft(household())
    client = sign_in("engagement_lead")
    before = _everything(app)
    walk = Walker(client, survey_id, skin)
    walk.press()
    walk.press(q_people="4")
    assert walk.at == "p_home_1"  # one there has to be
    walk.press(p_home_1_q_name="Ada", p_home_1_q_age="9")
    assert walk.at == "p_home" and "Do you want to add another?" in walk.page
    walk.press()
    assert walk.status == 422 and "Choose yes to add one, or no to go on" in walk.page
    walk.press(another="yes")
    walk.press("back")
    assert walk.at == "p_home" and "Person 2" not in walk.page  # a look adds nothing
    walk.press(another="yes")
    walk.press(p_home_2_q_age="7")
    assert walk.status == 422
    walk.press(p_home_2_q_name="Bo", p_home_2_q_age="7")
    walk.press("here", f"/ar/drafts/{survey_id}/walk?skin={skin}")
    assert walk.at == "p_home" and "Person (ar) 2" in walk.page
    walk.press("p_home_1", f"/en/drafts/{survey_id}/walk?skin={skin}")
    walk.press(p_home_1_q_name="Amal", p_home_1_q_age="9")
    assert walk.at == "p_home" and "Amal" in walk.page
    walk.press(another="no")
    assert walk.at == "p_end" and "Are \u20682\u2069 too many?" in walk.page
    walk.press(q_many="no")
    assert walk.at == "-check" and "Person 2" in walk.page
    walk.press("p_home")
    walk.press("remove-1")
    assert "Remove “Person 1”?" in walk.page and "Amal" in walk.page
    walk.press("p_home")
    walk.press("remove-1")
    walk.press("removed-1")
    assert "Bo" in walk.page and "Amal" not in walk.page and 'value="remove-1"' not in walk.page
    walk.press(another="yes")
    walk.press(p_home_2_q_name="Cy", p_home_2_q_age="3")
    assert walk.at == "p_home"
    walk.press(another="no")
    assert walk.at == "-check" and "Cy" in walk.page
    walk.press()
    assert walk.at == "-end" and "Bo" in walk.page and "10" in walk.page
    assert _everything(app) == before


def test_options_that_an_answer_on_the_same_page_offers_are_shown_on_it(
    app: Flask, sign_in: SignIn
) -> None:
    def choice(code: str, *options: dict[str, Any]) -> dict[str, Any]:
        listed = [{**each, "label": {"en": each["code"].title()}} for each in options]
        return {"code": code, "kind": "single_choice", "label": {"en": code}, "options": listed}

    west = {"question": "q_district", "is": "west"}
    district = choice("q_district", {"code": "west"}, {"code": "east"})
    street = choice("q_street", {"code": "anywhere"}, {"code": "mill", "show_if": west})
    asked = {"format": 1, "code": "town", "title": {"en": "Town"}, "languages": ["en"]}
    pages = [{"code": "p_1", "questions": [district, street]}]
    walk = Walker(sign_in("engagement_lead"), _draft({**asked, "pages": pages}), "phone")
    assert "Mill" not in walk.press()
    walk.press(q_district="west")
    assert walk.at == "p_1" and "Mill" in walk.page
    walk.press(q_district="west", q_street="mill")
    assert walk.at == "-check"
    # Nothing new is offered: the page is not shown twice, and what is gone is told.
    walk.press("p_1")
    walk.press(q_district="east", q_street="mill")
    assert walk.at == "-check"
