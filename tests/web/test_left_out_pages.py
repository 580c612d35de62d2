"""A lead leaves a response out of the results, for a reason, and takes it back in."""

import csv
import io
from collections.abc import Callable
from unittest.mock import ANY

import pytest
from flask import Flask
from flask.testing import FlaskClient

from engage.audit import list_entries
from engage.kernel.actors import SYSTEM
from engage.kernel.db import session
from engage.kernel.errors import Conflict, Forbidden, InvalidInput
from engage.responses import (
    count_dispositions,
    count_left_out,
    count_responses,
    exclude,
    find_by_receipt,
    keep_counting,
    propose_exclusion,
    stream_comments,
    take_in,
    verify_log,
    withdraw,
)
from engage.themes import (
    approve_theme,
    get_theme,
    get_totals,
    list_released_quotes,
    release_quote,
    themes_of_comments,
)
from engage.themes.campaigns.queries import count_ends
from tests.factories import (
    leave_out,
    make_actor,
    make_consultation,
    make_response,
    publish_sample_survey,
)
from tests.factories.themes import SUBJECTS, make_themes

SignIn = Callable[[str], FlaskClient]
WORDS = SUBJECTS["buses"].format(n=99)
WHY = {"kind": "repeat", "reason": "=Two of the same letter from one household"}


def test_what_is_left_out_leaves_every_count_and_comes_back_as_it_was(
    both_databases_app: Flask,
) -> None:
    version = publish_sample_survey(make_consultation().id)
    number = version.consultation_id
    kept = make_response(version, q_change=WORDS)
    for theme in make_themes(version, each=12):
        approve_theme(SYSTEM, theme.id, theme.version)
    found = find_by_receipt(kept.receipt)
    assert found is not None
    [(comment_id, (theme_id,))] = themes_of_comments(number, found.comment_ids).items()
    release_quote(SYSTEM, comment_id, theme_id, "")

    def figures() -> tuple[object, ...]:
        session().expire_all()
        return (
            count_responses(number),
            count_dispositions(number),
            get_theme(theme_id).size,
            get_totals(number, "q_change"),
            count_ends(number, "q_change"),
            {theme: len(quotes) for theme, quotes in list_released_quotes(number).items()},
            sum(1 for _ in stream_comments(SYSTEM, number)),
        )

    before = figures()
    lead = make_actor()
    propose_exclusion(make_actor(), kept.response_id, WHY["reason"], WHY["kind"])
    assert figures() == before
    exclude(lead, kept.response_id)
    assert count_left_out(number) == {"repeat": 1}
    assert get_theme(theme_id).size == before[2] - 1  # type: ignore[operator]
    assert list_released_quotes(number) == {}
    assert themes_of_comments(number, found.comment_ids) == {}
    ends = count_ends(number, "q_change")
    assert (ends.left_out, ends.responses) == (1, 37)
    assert verify_log(number).is_whole and verify_log(number).size == 37

    with pytest.raises(InvalidInput):
        take_in(lead, kept.response_id, " ")
    take_in(lead, kept.response_id, "They are two people")
    assert figures() == before and count_left_out(number) == {}
    with pytest.raises(Conflict):
        take_in(lead, kept.response_id, "Once more")
    acts = [
        (entry.act, entry.actor, entry.reason)
        for entry in list_entries(SYSTEM, subject=("response", kept.response_id))
    ]
    assert acts == [
        ("response.take_in", lead.name, "They are two people"),
        ("response.exclude", lead.name, WHY["reason"]),
        ("response.propose_exclusion", ANY, WHY["reason"]),
    ]


def test_two_leads_decide_and_one_drops_what_one_proposed(app: Flask) -> None:
    version = publish_sample_survey(make_consultation().id)
    kept = make_response(version).response_id
    one, other = make_actor(), make_actor()
    for role in ("operator", "analyst", "auditor", "administrator"):
        with pytest.raises(Forbidden):
            propose_exclusion(make_actor(role), kept, "No", "test")
    with pytest.raises(InvalidInput) as refused:
        propose_exclusion(one, kept, "", "because")
    assert set(refused.value.fields) == {"kind", "reason"}
    with pytest.raises(Conflict):
        exclude(other, kept)
    propose_exclusion(one, kept, "A test", "test")
    for again in (one, other):
        with pytest.raises(Conflict):
            propose_exclusion(again, kept, "Once more", "test")
    with pytest.raises(Conflict):
        exclude(one, kept)
    with pytest.raises(InvalidInput):
        keep_counting(other, kept, " ")
    keep_counting(other, kept, "A real person wrote it")
    propose_exclusion(one, kept, "A test", "test")
    keep_counting(one, kept, "")
    with pytest.raises(Conflict):
        exclude(other, kept)
    assert count_left_out(version.consultation_id) == {}


def test_what_was_withdrawn_never_comes_back(app: Flask) -> None:
    version = publish_sample_survey(make_consultation().id)
    kept, proposed = make_response(version), make_response(version)
    leave_out(kept.response_id)
    propose_exclusion(SYSTEM, proposed.response_id, "A test", "test")
    withdraw(kept.receipt)
    withdraw(proposed.receipt)
    with pytest.raises(Conflict):
        exclude(make_actor(), proposed.response_id)
    with pytest.raises(Conflict):
        take_in(SYSTEM, kept.response_id, "No")
    assert count_left_out(version.consultation_id) == {"withdrawn": 2}


def test_the_pages_leave_out_tell_the_resident_and_take_back_in(
    app: Flask, client: FlaskClient, sign_in: SignIn
) -> None:
    version = publish_sample_survey(make_consultation().id)
    number = version.consultation_id
    kept = make_response(version, q_change=WORDS)
    page = f"/staff/consultations/{number}/responses/{kept.response_id}"
    everything = f"/staff/consultations/{number}/responses/left-out"
    lead, other, auditor = (
        sign_in(role) for role in ("engagement_lead", "engagement_lead", "auditor")
    )
    assert "Every response counts" in auditor.get(everything).text
    led = lead.get(f"/staff/consultations/{number}/responses/of-comment/1")
    assert (led.status_code, led.headers["Location"]) == (303, page)
    assert WORDS in lead.get(page).text and "Propose to leave it out" in lead.get(page).text
    assert "Propose to leave it out" not in auditor.get(page).text
    wrong = lead.post(f"{page}/leave-out", data={"kind": "", "reason": "so"})
    assert wrong.status_code == 422 and 'href="#f_kind"' in wrong.text
    assert lead.post(f"{page}/leave-out", data=WHY).status_code == 303
    answers = f"/staff/consultations/{number}/answers"
    assert "1 response waits for a second person" in auditor.get(answers).text
    assert "Waiting for a second person" in auditor.get(everything).text
    assert "another lead has to agree" in lead.get(page).text
    assert "Leave out of the results" not in lead.get(page).text + auditor.get(page).text
    told = client.post("/en/follow", data={"code": kept.receipt}, follow_redirects=True).text
    assert "not counted" not in told
    assert lead.post(f"{page}/agree").status_code == 409
    assert "Do you agree?" in other.get(page).text and WHY["reason"] in other.get(page).text
    wrong = other.post(f"{page}/keep", data={"reason": ""})
    assert wrong.status_code == 422 and "goes on counting" in wrong.text
    assert other.post(f"{page}/agree").status_code == 303
    assert "agreed to by" in lead.get(page).text

    assert "does not count" in lead.get(answers).text
    listed = auditor.get(everything).text
    assert "the same person answered more than once" in listed and WHY["reason"] in listed
    table = auditor.get(f"{everything}.csv").data.decode("utf-8-sig")
    assert next(csv.DictReader(io.StringIO(table)))["In words"] == f"'{WHY['reason']}"
    told = client.post("/en/follow", data={"code": kept.receipt}, follow_redirects=True).text
    assert "The reason that is on record: the same person answered more than once." in told
    assert "no theme and in no number" in told and "household" not in told

    assert lead.post(f"{page}/take-in", data={"reason": ""}).status_code == 422
    assert lead.post(f"{page}/take-in", data={"reason": "Two people"}).status_code == 303
    told = client.post("/en/follow", data={"code": kept.receipt}, follow_redirects=True).text
    assert "not counted" not in told
    audited = sign_in("engagement_lead").get("/staff/audit").text
    assert "Response taken back into the count" in audited and page in audited
    other = make_consultation(slug="another").id
    foreign = f"/staff/consultations/{other}/responses/{kept.response_id}"
    assert lead.get(foreign).status_code == 404
    assert lead.post(f"{foreign}/leave-out", data=WHY).status_code == 404
