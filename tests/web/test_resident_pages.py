"""What residents see: languages, the survey, the receipt, the outcome, following a response."""

import gzip
import re
from collections import deque
from collections.abc import Callable
from datetime import timedelta
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient

from engage.engines.ledger import new_receipt
from engage.kernel.actors import SYSTEM
from engage.kernel.clock import now
from engage.kernel.db import session
from engage.publishing import publish_outcome
from engage.publishing.following import LOOKUPS
from engage.responses import count_responses, withdraw
from engage.themes import approve_theme, release_quote
from tests.domains.test_roadmap import _close
from tests.factories import make_consultation, make_response, publish_sample_survey
from tests.factories.themes import make_themes

LIMIT = 14 * 1024
REFERENCE = re.compile(r'(?:href|src)="(/static/[^"]+)"')


def test_language_comes_first_and_a_draft_is_nobodys_business(client: FlaskClient) -> None:
    page = client.get("/").text
    assert "العربية" in page and "Español" in page
    make_consultation(slug="secret", stage="drafted")
    assert client.get("/en/consultations/secret").status_code == 404
    assert client.get("/en/consultations/secret/answer").status_code == 404


def test_everything_for_the_first_question_weighs_14_kb_at_most(client: FlaskClient) -> None:
    consultation = make_consultation()
    publish_sample_survey(consultation.id, layout="single_page")
    packed = {"Accept-Encoding": "gzip"}
    answer = client.get(f"/ar/consultations/{consultation.slug}/answer", headers=packed)
    html = gzip.decompress(answer.data).decode()
    weight = len(answer.data)
    references = set(REFERENCE.findall(html))
    assert references
    for address in references:
        weight += len(client.get(address, headers=packed).data)
    assert weight <= LIMIT, weight


def _walk(client: FlaskClient, slug: str, language: str) -> str:
    answers = {
        "p_transport": {"q_transport": "bus"},
        "p_wait": {"q_wait": "١٢"},
        "p_safe": {"q_safe": "4"},
        "p_places": {"q_places": ["park", "pool"]},
        "p_change": {"q_change": "حافلات بعد الثامنة"},
        "p_street": {},
    }
    answer = client.post(f"/{language}/consultations/{slug}/answer", data={"go": "new"})
    while "check-answers" not in answer.location:
        address = answer.location
        assert client.get(address).status_code == 200
        answer = client.post(address, data=answers[address.rsplit("/", 1)[1]])
        assert answer.status_code == 303
    return str(answer.location)


def test_a_change_of_mind_drops_what_no_longer_belongs_and_says_so(client: FlaskClient) -> None:
    consultation = make_consultation()
    publish_sample_survey(consultation.id)
    check = _walk(client, consultation.slug, "en")
    start = client.get(check.removesuffix("/check-answers")).text
    assert "Some are asked only after certain answers." in start
    first = check.replace("check-answers", "p_transport")
    client.post(first, data={"q_transport": "car", "change": "1"})
    page = client.get(check).text
    assert "no longer belong" in page and "How many minutes do you wait?" in page
    answer = client.post(check)
    assert "receipt" in answer.location
    assert 'id="receipt-code"' in client.get(answer.location).text
    assert client.post(check).location == answer.location
    assert count_responses(consultation.id).total == 1


def test_the_language_changes_midway_and_the_answers_stay(client: FlaskClient) -> None:
    consultation = make_consultation()
    publish_sample_survey(consultation.id)
    check = _walk(client, consultation.slug, "ar")
    assert "حافلات بعد الثامنة" in client.get(check.replace("/ar/", "/es/")).text


def test_a_point_of_a_scale_runs_as_the_page_does_and_its_end_says_what_it_means(
    client: FlaskClient,
) -> None:
    consultation = make_consultation()
    publish_sample_survey(consultation.id)
    check = _walk(client, consultation.slug, "ar")
    assert '<dd lang="ar">4</dd>' in client.get(check).text
    client.post(check.replace("check-answers", "p_safe"), data={"q_safe": "1", "change": "1"})
    assert re.search(r'<dd lang="ar" dir="auto">1 – \w', client.get(check).text)


def test_an_error_keeps_what_was_typed_and_links_to_its_field(client: FlaskClient) -> None:
    consultation = make_consultation()
    publish_sample_survey(consultation.id, layout="single_page")
    address = f"/en/consultations/{consultation.slug}/answer"
    form = {"receipt": new_receipt(bytes(10)), "q_wait": "many", "q_change": "Keep me"}
    page = client.post(address, data=form)
    assert page.status_code == 422
    assert "<title>Error: " in page.text and 'href="#f_q_transport"' in page.text
    assert "Keep me" in page.text


def test_every_line_of_the_summary_names_its_question(client: FlaskClient) -> None:
    consultation = make_consultation()
    publish_sample_survey(consultation.id, layout="single_page")
    page = f"/en/consultations/{consultation.slug}/answer"
    form = {"receipt": new_receipt(bytes(10))}
    told = client.post(page, data=form | {"q_change": "Shade"}).text
    for question in ("How do you usually get to the centre?", "How safe do you feel after dark?"):
        assert f">{question} Choose an answer</a>" in told
    one = client.post(page, data=form | {"q_transport": "car", "q_safe": "3"})
    assert _summary(one.text) == ["What should change first? Write an answer"]
    ours = client.post(page.replace("/en/", "/ar/"), data=form | {"q_change": "Shade"}).text
    assert _summary(ours)[0] == "كيف تصلون عادةً إلى وسط المدينة؟ اختر إجابة"
    theirs = client.post(page.replace("/en/", "/zh-Hans/"), data=form | {"q_change": "Shade"}).text
    asked = '<span lang="en" dir="ltr">How do you usually get to the centre?</span>'
    assert _summary(theirs)[0].startswith(asked), "in another language than the page"


def test_one_page_says_when_a_question_is_asked_and_wants_no_answer_else(
    client: FlaskClient,
) -> None:
    publish_sample_survey(make_consultation(slug="city").id, layout="single_page")
    page = "/en/consultations/city/answer"
    asked = unescape(client.get(page).text)
    words = (
        "the answer to “\u2068How do you usually get to the centre?\u2069” is “\u2068By bus or tram"
    )
    assert asked.count("Answer this only if:") == 1 and words in asked
    assert 'data-only-if="["is", "q_transport", "bus"]"' in asked
    form = {"receipt": new_receipt(bytes(10)), "q_safe": "3", "q_change": "Light", "q_wait": "long"}
    refused = client.post(page, data=form | {"q_transport": "bus"}).text
    assert len(_summary(refused)) == 1 and "How many minutes do you wait?" in _summary(refused)[0]
    assert client.post(page, data=form | {"q_transport": "car"}).status_code == 303


def _summary(page: str) -> list[str]:
    return re.findall(r'<li><a href="#f_[^"]+">(.+?)</a></li>', page)


def test_who_goes_back_and_sends_other_answers_is_told_that_the_first_stand(
    client: FlaskClient, sign_in: Callable[[str], FlaskClient]
) -> None:
    consultation = make_consultation()
    publish_sample_survey(consultation.id, layout="single_page")
    page = f"/en/consultations/{consultation.slug}/answer"
    form = {"receipt": new_receipt(bytes(10)), "q_transport": "car", "q_safe": "3"}
    for _ in range(2):
        sent = client.post(page, data=form | {"q_change": "Shade"})
        assert "Your answers were recorded" in client.get(sent.location).text
    told = client.get(client.post(page, data=form | {"q_change": "Light"}).location).text
    assert "<title>You have sent this form before" in told and form["receipt"] in told
    assert "Your answers were recorded" not in told
    withdraw(form["receipt"])
    again = client.post(page, data=form | {"q_change": "Shade"})
    assert again.status_code == 200 and "Shade" in again.text and form["receipt"] not in again.text
    seen = sign_in("analyst").get(f"/staff/consultations/{consultation.id}/answers").text
    assert "No answers yet" in seen and "sent once more" not in seen


def test_a_closed_consultation_says_so(client: FlaskClient) -> None:
    consultation = make_consultation(
        opens_at=now() - timedelta(days=3), closes_at=now() - timedelta(days=1)
    )
    publish_sample_survey(consultation.id)
    assert "closed" in client.get(f"/en/consultations/{consultation.slug}/answer").text


def test_the_outcome_shows_nothing_before_it_is_published(app: Flask, client: FlaskClient) -> None:
    version = publish_sample_survey(make_consultation(slug="city").id)
    theme = make_themes(version, each=20)[0]
    approve_theme(SYSTEM, theme.id, theme.version)
    from engage.themes import CommentFilter, list_comments

    chosen = CommentFilter(theme_id=theme.id)
    comment = list_comments(theme.consultation_id, "q_change", chosen).comments[0]
    release_quote(SYSTEM, comment.id, theme.id, comment.text)
    accepted = make_response(version, q_change="Mine alone, about nothing else at all.")
    _close(theme.consultation_id)
    session().rollback()
    address = "/en/consultations/city/outcome"
    assert comment.text not in client.get(address).text
    publish_outcome(SYSTEM, theme.consultation_id)
    page = client.get(address).text
    assert comment.text in page and theme.label["en"] in page
    followed = client.post("/en/follow", data={"code": accepted.receipt.lower()})
    assert "Received" in followed.text and "Mine alone" not in followed.text
    assert "No need has been written from it yet" in followed.text


def test_the_outcome_of_an_open_consultation_says_when_it_closes(client: FlaskClient) -> None:
    consultation = make_consultation(slug="city")
    publish_sample_survey(consultation.id)
    address = "/en/consultations/city/outcome"
    assert "Closes " in client.get(address).text and "Closed " not in client.get(address).text
    _close(consultation.id)
    session().rollback()
    assert "Closed " in client.get(address).text and "Closes " not in client.get(address).text


def test_small_counts_are_never_published(client: FlaskClient) -> None:
    consultation = make_consultation(slug="few")
    version = publish_sample_survey(consultation.id)
    for number in range(37):
        mode = "car" if number < 3 else "foot" if number < 8 else "bus"
        make_response(version, q_transport=mode, q_wait=None)
    _close(consultation.id)
    session().rollback()
    publish_outcome(SYSTEM, consultation.id)
    rows = client.get("/en/consultations/few/results.json").get_json()
    shown = {row["option"]: row["count"] for row in rows if "centre" in row["question"]}
    assert shown["By car"] == shown["On foot"] == "not shown"
    assert "not shown" in client.get("/en/consultations/few/outcome").text


def test_a_mistyped_receipt_says_what_to_do_and_an_unknown_one_learns_nothing(
    client: FlaskClient,
) -> None:
    mistyped = client.post("/en/follow", data={"code": "K7QM-2F9D"})
    assert mistyped.status_code == 422 and "K7QM-2F9D" in mistyped.text
    unknown = client.post("/en/follow", data={"code": "0000-0000-0000-0000-00"})
    assert unknown.status_code == 404 and "do not know this code" in unknown.text


def test_who_floods_the_page_with_wrong_codes_keeps_nobody_from_their_receipt(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("engage.publishing.following._recent", deque())
    accepted = make_response(publish_sample_survey(make_consultation().id))
    wrong = [new_receipt(number.to_bytes(10, "big")) for number in range(LOOKUPS + 1)]
    answers = [client.post("/en/follow", data={"code": code}).status_code for code in wrong]
    assert answers == [404] * LOOKUPS + [429]
    assert client.post("/en/withdraw", data={"code": wrong[0]}).status_code == 429
    assert client.post("/en/follow", data={"code": accepted.receipt}).status_code == 200
