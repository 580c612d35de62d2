"""What residents read about a consultation, and what leads type about it."""

import io
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from babel.support import Translations
from flask import Flask
from flask.testing import FlaskClient
from flask_babel import force_locale, npgettext
from werkzeug.test import TestResponse

from engage.consultations import Status, get_consultation, get_texts, list_consultations
from engage.consultations.documents import LARGEST_DOCUMENT
from engage.kernel.db import session
from engage.kernel.languages import PUBLIC_LOCALES
from engage.resources import resource_folder
from tests.factories import make_consultation, make_response, publish_sample_survey

SignIn = Callable[[str], FlaskClient]
NOW = datetime.now(UTC)
TITLES = {
    "document_title_en": "The plan",
    "document_title_es": "El plan",
    "document_title_ar": "الخطة",
}
PAST, FUTURE = NOW - timedelta(days=2), NOW + timedelta(days=2)


def _typed(**changes: object) -> dict[str, object]:
    return {
        "languages": ["en", "ar"],
        "title_en": "The river bank",
        "title_ar": "ضفة النهر",
        "promise": "consult",
        "opens_at": "2027-03-01 09:00",
        "closes_at": "2027-07-01 18:00",
    } | changes


def _upload(client: FlaskClient, number: int, name: str, content: bytes) -> TestResponse:
    data = TITLES | {"file": (io.BytesIO(content), name)}
    return client.post(f"/staff/consultations/{number}/document", data=data)


def test_home_sorts_consultations_by_what_a_resident_can_do(client: FlaskClient) -> None:
    make_consultation(title={"en": "An open one"}, slug="open")
    make_consultation(title={"en": "A coming one"}, opens_at=FUTURE)
    make_consultation(title={"en": "A closed one"}, closes_at=PAST)
    make_consultation(title={"en": "A settled one"}, stage="reported", closes_at=PAST)
    make_consultation(title={"en": "A drafted one"}, stage="drafted")
    page = client.get("/en/").text
    order = [page.index(f"{kind} one") for kind in ("An open", "A coming", "A closed", "A settled")]
    assert order == sorted(order) and "A drafted one" not in page
    assert page.count("/answer") == 1 and "/en/consultations/open/answer" in page


def test_home_says_so_when_nothing_is_open(client: FlaskClient) -> None:
    assert "Nothing is open at the moment" in client.get("/en/").text


@pytest.mark.parametrize("accepted", ["es", "ar-EG,ar;q=0.9", "fr", ""])
def test_the_first_page_offers_every_language_whatever_the_browser_asks(
    client: FlaskClient, accepted: str
) -> None:
    answer = client.get("/", headers={"Accept-Language": accepted})
    assert answer.status_code == 200
    for code in ("en", "es", "ar"):
        assert f'href="/{code}/"' in answer.text


def test_the_short_address_leads_to_this_consultation_in_each_language(client: FlaskClient) -> None:
    make_consultation(slug="river")
    page = client.get("/c/river").text
    for code in ("en", "es", "ar"):
        assert f'href="/{code}/consultations/river"' in page
    assert client.get("/c/nothing").status_code == 404


@pytest.mark.parametrize(
    ("dates", "may_answer", "says"),
    [
        ({}, True, "You can answer until"),
        ({"opens_at": FUTURE, "closes_at": FUTURE + timedelta(days=1)}, False, "You can answer fr"),
        ({"closes_at": PAST}, False, "This consultation closed on"),
    ],
)
def test_a_consultation_says_whether_one_can_answer(
    client: FlaskClient, dates: dict[str, datetime], may_answer: bool, says: str
) -> None:
    make_consultation(slug="river", **dates)
    page = client.get("/en/consultations/river").text
    assert says in page and ("/consultations/river/answer" in page) == may_answer
    assert ("Other ways to answer" in page) == ("closed on" not in says)


def test_background_in_another_language_is_marked_and_read_in_its_own(client: FlaskClient) -> None:
    make_consultation(slug="river", background={"en": "## Why now\n\nThe **bank** gives way."})
    arabic = client.get("/ar/consultations/river").text
    assert '<div lang="en" dir="ltr"><h2>Why now</h2>' in arabic
    assert '<p class="fell-back">' in arabic
    english = client.get("/en/consultations/river").text
    assert "<strong>bank</strong>" in english and "fell-back" not in english


def test_markup_in_the_background_stays_words(client: FlaskClient) -> None:
    evil = "<script>alert(1)</script> [here](javascript:alert(1)) # x"
    make_consultation(slug="river", background={"en": evil})
    page = client.get("/en/consultations/river").text
    assert "<script>alert" not in page and 'href="javascript' not in page


def test_a_number_in_the_background_keeps_its_order_in_arabic(client: FlaskClient) -> None:
    words = 'اتصلوا بالرقم **0800 555 0100** من 8:00 إلى 20:00، [هنا](/c/river?n=1%202 "1 2").'
    make_consultation(slug="river", background={"ar": words})
    page = client.get("/ar/consultations/river").text
    assert "<strong>\u20660800 555 0100\u2069</strong>" in page
    assert "من 8:00 إلى 20:00" in page and 'href="/c/river?n=1%202"' in page


def test_questions_go_to_the_consultations_own_address_by_one_touch(client: FlaskClient) -> None:
    make_consultation(slug="river", contact_email="river@example.org")
    page = client.get("/ar/consultations/river").text
    assert '<a href="mailto:river@example.org" dir="ltr">river@example.org</a>' in page


def test_a_demonstration_is_called_one(client: FlaskClient) -> None:
    make_consultation(slug="shown", is_demonstration=True)
    make_consultation(slug="real")
    shown, real = (client.get(f"/en/consultations/{name}").text for name in ("shown", "real"))
    assert len(shown) > len(real) and "demonstration" in shown.lower()
    assert "demonstration" not in real.lower()
    assert '<aside class="demo">' in shown  # a landmark, so that no reader skips it


@pytest.mark.parametrize("path", ["help", "accessibility", "consultations/shown"])
def test_a_telephone_number_keeps_its_order_in_arabic(client: FlaskClient, path: str) -> None:
    """Set bare into text from right to left, its groups of digits would change places."""
    make_consultation(slug="shown")
    page = client.get(f"/ar/{path}").text
    number = "0800\u00a0555\u00a00100"
    assert page.count(number) == page.count(f"\u2066{number}\u2069") == 2
    assert "0800 555" not in page


def test_times_are_typed_and_shown_in_the_citys_zone(sign_in: SignIn) -> None:
    lead = sign_in("engagement_lead")
    lead.post("/staff/consultations/new", data=_typed())
    made = list_consultations()[0]
    # Madrid is one hour ahead of UTC in March, two in July
    assert made.opens_at == datetime(2027, 3, 1, 8, 0, tzinfo=UTC)
    assert made.closes_at == datetime(2027, 7, 1, 16, 0, tzinfo=UTC)
    page = lead.get(f"/staff/consultations/{made.id}/edit").text
    assert 'value="2027-03-01 09:00"' in page and 'value="2027-07-01 18:00"' in page


def test_a_refused_draft_keeps_what_was_typed_and_points_at_the_field(sign_in: SignIn) -> None:
    lead = sign_in("engagement_lead")
    for change, field in (({"opens_at": "next week"}, "opens_at"), ({"title_ar": ""}, "title")):
        typed = _typed(background_en="Keep these words.", **change)
        answer = lead.post("/staff/consultations/new", data=typed)
        assert answer.status_code == 422
        assert f'href="#f_{field}' in answer.text and "Keep these words." in answer.text
    assert list_consultations() == ()


def test_an_earlier_close_is_refused_and_stays_as_typed(sign_in: SignIn) -> None:
    lead, running = sign_in("engagement_lead"), make_consultation()
    typed = _typed(closes_at="2026-01-02 03:04", reason="Why.", summary_en="Keep these words.")
    answer = lead.post(f"/staff/consultations/{running.id}/edit", data=typed)
    assert answer.status_code == 422 and 'href="#f_closes_at"' in answer.text
    assert "To end it now, use Close now." in answer.text
    assert 'value="2026-01-02 03:04"' in answer.text and "Keep these words." in answer.text


def test_a_date_that_has_passed_is_named_when_it_is_scheduled(sign_in: SignIn) -> None:
    lead, draft = sign_in("engagement_lead"), make_consultation(stage="drafted")
    publish_sample_survey(draft.id)
    answer = lead.post(f"/staff/consultations/{draft.id}/schedule")
    assert answer.status_code == 422 and "The opening lies in the past" in answer.text


def test_the_short_name_is_a_field_until_the_opening(sign_in: SignIn) -> None:
    lead = sign_in("engagement_lead")
    lead.post("/staff/consultations/new", data=_typed(short_name="bank"))
    made = list_consultations()[0]
    assert made.slug == "bank"
    field = re.compile(r'<input[^>]*id="f_short_name"[^>]*>')
    for found, is_locked in ((made, False), (make_consultation(slug="river"), True)):
        shown = field.search(lead.get(f"/staff/consultations/{found.id}/edit").text)
        assert shown and f'value="{found.slug}"' in shown[0]
        assert ("disabled" in shown[0]) == is_locked
    refused = lead.post("/staff/consultations/new", data=_typed(short_name="The River"))
    assert refused.status_code == 422 and 'value="The River"' in refused.text


def test_the_list_tells_what_came_in_for_each_consultation(sign_in: SignIn) -> None:
    lead, running = sign_in("engagement_lead"), make_consultation(title={"en": "The river"})
    version = publish_sample_survey(running.id)
    for _ in range(3):
        make_response(version)
    make_consultation(title={"en": "A draft"}, stage="drafted")
    page = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", lead.get("/staff/consultations").text))
    assert re.search(r"Consultations 2 Open now 1 Responses 3 ", page)
    assert re.search(r"The river open 3 \d", page)
    assert re.search(r"A draft drafted – not open yet", page)


def test_dates_that_can_no_longer_move_are_shown_and_locked(sign_in: SignIn) -> None:
    lead, running = sign_in("engagement_lead"), make_consultation()
    address = f"/staff/consultations/{running.id}/edit"
    field = re.compile(r'<input[^>]*id="f_(opens_at|closes_at)"[^>]*>')
    locked = {found[1]: "disabled" in found[0] for found in field.finditer(lead.get(address).text)}
    assert locked == {"opens_at": True, "closes_at": False}
    typed = _typed(closes_at="")
    del typed["opens_at"]
    refused = lead.post(address, data=typed)
    shown = {found[1]: 'value=""' in found[0] for found in field.finditer(refused.text)}
    assert refused.status_code == 422 and shown == {"opens_at": False, "closes_at": True}


def test_a_lead_schedules_from_the_overview_once_a_survey_is_published(sign_in: SignIn) -> None:
    lead = sign_in("engagement_lead")
    draft = make_consultation(stage="drafted", opens_at=FUTURE)
    act = f"/staff/consultations/{draft.id}/schedule"
    refused = lead.post(act)
    assert refused.status_code == 409 and "Publish a survey first" in refused.text
    publish_sample_survey(draft.id)
    assert lead.post(act).status_code == 303
    session().expire_all()
    assert get_consultation(draft.id).status is Status.SCHEDULED


def test_an_act_that_does_not_exist_is_not_called_done(sign_in: SignIn) -> None:
    made = make_consultation()
    answer = sign_in("engagement_lead").post(f"/staff/consultations/{made.id}/nothing")
    assert answer.status_code == 404


def test_a_document_is_handed_out_to_keep_and_never_to_run(sign_in: SignIn) -> None:
    lead, made = sign_in("engagement_lead"), make_consultation(slug="river")
    assert _upload(lead, made.id, "Plan (final).PDF", b"%PDF-1.7").status_code == 303
    document = get_texts(made.id).documents[0]
    address = f"/en/consultations/river/documents/{document.id}"
    answer = lead.application.test_client().get(address)
    assert answer.data == b"%PDF-1.7" and answer.mimetype == "application/pdf"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="plan-final.pdf"'
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    for locale, title in (("en", "The plan"), ("es", "El plan"), ("ar", "الخطة")):
        page = lead.get(f"/{locale}/consultations/river").text
        assert title in page and "fell-back" not in page.partition("documents/")[2][:300]
    other = make_consultation(slug="other")
    assert lead.get(f"/en/consultations/other/documents/{document.id}").status_code == 404
    removal = {"document": document.id}
    wrong = lead.post(f"/staff/consultations/{other.id}/remove-document", data=removal)
    assert wrong.status_code == 404
    lead.post(f"/staff/consultations/{made.id}/remove-document", data=removal)
    assert lead.get(address).status_code == 404


def test_a_document_without_a_title_in_each_language_is_refused_and_keeps_the_others(
    sign_in: SignIn,
) -> None:
    lead, made = sign_in("engagement_lead"), make_consultation()
    data = TITLES | {"document_title_ar": " ", "file": (io.BytesIO(b"%PDF"), "plan.pdf")}
    answer = lead.post(f"/staff/consultations/{made.id}/document", data=data)
    assert answer.status_code == 422 and get_texts(made.id).documents == ()
    assert 'href="#f_document_title"' in answer.text and 'value="El plan"' in answer.text


def test_a_document_is_titled_in_the_languages_of_its_consultation_alone(sign_in: SignIn) -> None:
    lead = sign_in("engagement_lead")
    made = make_consultation(languages=["ar", "en"], title={"en": "x", "ar": "س"})
    assert "document_title_es" not in lead.get(f"/staff/consultations/{made.id}").text
    _upload(lead, made.id, "plan.pdf", b"%PDF")
    assert get_texts(made.id).documents[0].title == {"en": "The plan", "ar": "الخطة"}


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("page.html", b"<p>"),
        ("picture.svg", b"<svg/>"),
        ("plan.pdf.exe", b"MZ"),
        ("plan", b"x"),
        ("empty.pdf", b""),
        ("large.pdf", b"x" * (LARGEST_DOCUMENT + 1)),
    ],
)
def test_a_file_of_the_wrong_kind_or_size_is_refused(
    sign_in: SignIn, name: str, content: bytes
) -> None:
    made = make_consultation()
    answer = _upload(sign_in("engagement_lead"), made.id, name, content)
    assert answer.status_code == 422 and get_texts(made.id).documents == ()


def test_the_documents_of_a_draft_are_nobodys_business(sign_in: SignIn) -> None:
    lead, made = sign_in("engagement_lead"), make_consultation(slug="river", stage="drafted")
    _upload(lead, made.id, "plan.pdf", b"%PDF")
    number = get_texts(made.id).documents[0].id
    public = lead.application.test_client()
    assert public.get(f"/en/consultations/river/documents/{number}").status_code == 404
    assert public.get("/c/river").status_code == 404


@pytest.mark.parametrize("page", ["help", "accessibility", "privacy"])
@pytest.mark.parametrize("locale", ["en", "es", "ar"])
def test_the_pages_that_explain_are_there_in_each_language(
    client: FlaskClient, page: str, locale: str
) -> None:
    answer = client.get(f"/{locale}/{page}")
    assert answer.status_code == 200 and f'lang="{locale}"' in answer.text


@pytest.mark.parametrize(
    ("address", "led_to"),
    [
        ("/zh_Hans/help?from=link", "/zh-Hans/help?from=link"),
        ("/zh-CN/help", "/zh-Hans/help"),
        ("/pt-BR/help", "/pt/help"),
        ("/EN", "/en"),
    ],
)
def test_a_language_is_understood_however_it_is_written(
    client: FlaskClient, address: str, led_to: str
) -> None:
    answer = client.get(f"http://localhost{address}")
    assert (answer.status_code, answer.location) == (308, led_to)


def test_chinese_pages_stand_under_the_tag_that_browsers_send(client: FlaskClient) -> None:
    answer = client.get("/zh-Hans/help")
    assert answer.status_code == 200 and 'lang="zh-Hans"' in answer.text
    assert 'href="/zh-Hans/privacy"' in answer.text
    assert client.get("/xx-BR/help").status_code == 404


@pytest.mark.parametrize("locale", [code for code in PUBLIC_LOCALES if code != "en"])
def test_each_language_counts_by_its_own_rules(app: Flask, locale: str) -> None:
    own = Translations.load(str(resource_folder("translations")), [locale], "public")
    with app.test_request_context(), force_locale(locale):
        for number in range(120):
            words = npgettext("outcome", "person answered", "people answered", number)
            assert words == own.npgettext("outcome", "person answered", "people answered", number)
            assert "answered" not in words
