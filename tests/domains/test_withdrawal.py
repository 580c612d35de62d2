"""A resident withdraws a response: it leaves everything that is counted, read or shown."""

import re
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from engage.audit import list_entries
from engage.consultations import close_consultation, mark_decided
from engage.engines.ledger import ReceiptMistyped, new_receipt
from engage.kernel.actors import SYSTEM
from engage.kernel.clock import now
from engage.kernel.db import session
from engage.kernel.errors import Conflict, NotFound
from engage.kernel.ids import random_bytes
from engage.publishing import publish_outcome
from engage.responses import (
    count_responses,
    find_by_receipt,
    propose_exclusion,
    settle,
    stream_answers,
    stream_comments,
    verify_log,
    withdraw,
)
from engage.surveys import PublishedVersion
from engage.themes import (
    approve_theme,
    get_theme,
    get_totals,
    list_released_quotes,
    release_quote,
    themes_of_comments,
)
from tests.factories import make_consultation, make_response, publish_sample_survey
from tests.factories.themes import SUBJECTS, make_themes

WORDS = SUBJECTS["buses"].format(n=99)


def _open(**changes: object) -> PublishedVersion:
    return publish_sample_survey(make_consultation(**changes).id)


def _disposition(receipt: str) -> str:
    session().expire_all()
    found = find_by_receipt(receipt)
    assert found is not None
    return found.disposition


def test_a_withdrawn_response_leaves_counts_themes_results_and_quotes(
    both_databases_app: Flask,
) -> None:
    version = _open()
    number = version.consultation_id
    accepted = make_response(version, q_change=WORDS)
    for theme in make_themes(version, each=12):
        approve_theme(SYSTEM, theme.id, theme.version)
    found = find_by_receipt(accepted.receipt)
    assert found is not None and found.disposition in ("themed", "campaign")
    [(comment_id, (theme_id,))] = themes_of_comments(number, found.comment_ids).items()
    release_quote(SYSTEM, comment_id, theme_id, "")
    assert [quote.text for quote in list_released_quotes(number)[theme_id]] == [WORDS]
    size, comments = get_theme(theme_id).size, get_totals(number, "q_change").comments

    withdraw(accepted.receipt.lower().replace("-", " "))

    assert _disposition(accepted.receipt) == "withdrawn"
    assert count_responses(number).total == 36
    assert accepted.response_id not in {row.response_id for row in stream_answers(number)}
    assert WORDS not in {comment.text for comment in stream_comments(SYSTEM, number)}
    assert get_theme(theme_id).size == size - 1
    assert get_totals(number, "q_change").comments == comments - 1
    assert list_released_quotes(number) == {}
    state = verify_log(number)
    assert (state.size, state.missing, state.doubled) == (37, (), ())
    [entry] = list_entries(SYSTEM, subject=("response", accepted.response_id))
    assert (entry.act, entry.actor, entry.details) == ("response.withdraw", "respondent", {})


def test_what_was_withdrawn_stays_withdrawn_whatever_comes_after(app: Flask) -> None:
    version = _open()
    receipt = new_receipt(random_bytes(10))
    accepted = make_response(version, receipt=receipt)
    withdraw(receipt)
    withdraw(receipt)
    settle(SYSTEM, [accepted.response_id], "themed")
    with pytest.raises(Conflict):
        propose_exclusion(SYSTEM, accepted.response_id, "It says the same twice.", "repeat")
    again = make_response(version, receipt=receipt)
    assert (again.response_id, again.is_new) == (accepted.response_id, False)
    assert _disposition(receipt) == "withdrawn"
    acts = [entry.act for entry in list_entries(SYSTEM) if entry.act == "response.withdraw"]
    assert len(acts) == 1


def test_after_the_close_nothing_is_withdrawn(app: Flask) -> None:
    version = _open()
    accepted = make_response(version)
    close_consultation(SYSTEM, version.consultation_id, "The square was flooded.")
    with pytest.raises(Conflict):
        withdraw(accepted.receipt)
    assert _disposition(accepted.receipt) == "received"


def test_a_code_that_belongs_to_no_response_withdraws_nothing(app: Flask) -> None:
    with pytest.raises(NotFound):
        withdraw(new_receipt(random_bytes(10)))
    with pytest.raises(ReceiptMistyped):
        withdraw("K7QM")


def test_a_resident_is_asked_once_more_and_then_it_is_done(client: FlaskClient) -> None:
    version = _open()
    accepted = make_response(version)
    code = accepted.receipt.lower()
    assert client.get("/en/withdraw").status_code == 200
    asked = client.post("/en/withdraw", data={"code": code})
    assert asked.status_code == 200 and "Withdraw this response?" in asked.text
    assert _disposition(accepted.receipt) == "received"
    form = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', asked.text))
    done = client.post("/en/withdraw", data=form)
    assert done.status_code == 303 and code not in done.location
    assert "left out of every count" in client.get(done.location).text
    assert _disposition(accepted.receipt) == "withdrawn"
    assert "withdrawn already" in client.post("/en/withdraw", data={"code": code}).text
    followed = client.post("/en/follow", data={"code": code}).text
    assert "It was withdrawn." in followed and "Withdraw this response" not in followed


def test_withdrawing_is_offered_only_while_it_is_possible(client: FlaskClient) -> None:
    version = _open()
    data = {"code": make_response(version).receipt}
    assert "/en/withdraw" in client.post("/en/follow", data=data).text
    close_consultation(SYSTEM, version.consultation_id, "The square was flooded.")
    assert "/en/withdraw" not in client.post("/en/follow", data=data).text
    asked = client.post("/en/withdraw", data=data)
    assert "too late" in asked.text and 'name="act"' not in asked.text
    refused = client.post("/en/withdraw", data=data | {"act": "withdraw"})
    assert refused.status_code == 409 and "has closed" in refused.text


def test_the_receipt_says_that_it_can_be_used_to_withdraw(client: FlaskClient) -> None:
    version = _open(slug="city", languages=["en"])
    assert version.content.layout == "one_per_page"
    whole = publish_sample_survey(version.consultation_id, layout="single_page")
    page = client.get("/en/consultations/city/answer").text
    found = re.search(r'name="receipt" value="([^"]+)"', page)
    assert found and whole.number == 2
    answers = {"q_transport": "foot", "q_safe": "3", "q_change": "Light."}
    sent = client.post("/en/consultations/city/answer", data=answers | {"receipt": found[1]})
    assert sent.status_code == 303
    assert "/en/withdraw" in client.get(sent.location).text


def test_a_code_that_is_mistyped_or_unknown_is_named_at_its_field(client: FlaskClient) -> None:
    for code, status in (("K7QM", 422), (new_receipt(random_bytes(10)), 404), ("", 422)):
        for act in ({}, {"act": "withdraw"}):
            answer = client.post("/en/withdraw", data={"code": code} | act)
            assert answer.status_code == status and 'href="#f_code"' in answer.text


def test_words_of_a_withdrawn_response_are_not_shown_when_the_outcome_is(
    client: FlaskClient,
) -> None:
    version = _open(slug="city")
    number = version.consultation_id
    accepted = make_response(version, q_change=WORDS)
    for theme in make_themes(version, each=12):
        approve_theme(SYSTEM, theme.id, theme.version)
    found = find_by_receipt(accepted.receipt)
    assert found is not None
    [(comment_id, (theme_id,))] = themes_of_comments(number, found.comment_ids).items()
    release_quote(SYSTEM, comment_id, theme_id, "")
    withdraw(accepted.receipt)
    close_consultation(SYSTEM, number, "Enough.")
    mark_decided(SYSTEM, number, now() + timedelta(seconds=1))
    publish_outcome(SYSTEM, number)
    session().expire_all()
    page = client.get("/en/consultations/city/outcome").text
    assert get_theme(theme_id).label["en"] in page and WORDS not in page
