"""Campaigns: found, counted as people and as one voice, never dropped, dismissed and undone."""

import pytest
from flask import Flask

from engage.app import JOBS
from engage.audit import list_entries
from engage.kernel.actors import SYSTEM
from engage.kernel.errors import Conflict, Forbidden
from engage.kernel.jobs import run_next
from engage.responses import count_dispositions
from engage.surveys import PublishedVersion
from engage.themes import approve_theme, get_theme, get_totals, list_themes, start_run
from engage.themes.campaigns.dismissing import dismiss_campaign, restore_campaign
from engage.themes.campaigns.queries import count_copies, count_ends, list_campaigns, list_copies
from engage.themes.review.acting import last_act, undo
from tests.factories import (
    PASSWORD,
    leave_out,
    make_actor,
    make_consultation,
    make_response,
    publish_sample_survey,
)
from tests.factories.themes import SUBJECTS

Q = "q_change"
LETTER = (
    "Please widen Mill Road now. Traffic queues back to the bridge every morning, deliveries are "
    "late and local businesses are suffering."
)
COPIES = (LETTER, LETTER, LETTER + " Thank you.", "I run a shop. " + LETTER)


@pytest.fixture
def version(both_databases_app: Flask) -> PublishedVersion:
    version = publish_sample_survey(make_consultation().id)
    for number in range(16):
        for words in SUBJECTS.values():
            short = " ".join(words.format(n=number).split()[:10])
            make_response(version, q_change=short)
    for words in COPIES:
        make_response(version, q_change=words)
    leave_out(make_response(version).response_id, "sent in by a robot")
    _find(version)
    return version


def _find(version: PublishedVersion) -> None:
    start_run(SYSTEM, version.consultation_id, Q, n_themes=3)
    while run_next(JOBS):
        pass


def test_copies_are_people_and_one_voice_and_nobody_is_dropped(version: PublishedVersion) -> None:
    (campaign,) = list_campaigns(version.consultation_id, Q)
    assert (campaign.people, campaign.texts, campaign.template) == (4, 3, LETTER)
    assert get_totals(version.consultation_id, Q).comments == 52
    ends = count_ends(version.consultation_id, Q)
    assert (ends.campaign, ends.left_out, ends.responses) == (4, 1, 53)
    assert count_dispositions(version.consultation_id)["campaign"] == 4
    in_themes = sum(count_copies(theme)[0] for theme in list_themes(version.consultation_id, Q))
    assert in_themes == 4 - campaign.by_theme.get(None, 0)


def test_a_copy_shows_what_its_sender_changed(version: PublishedVersion) -> None:
    (campaign,) = list_campaigns(version.consultation_id, Q)
    texts = list_copies(campaign).texts
    assert len(texts[0].comment_ids) == 2
    added = {piece.text.strip() for text in texts for piece in text.pieces if piece.kind == "added"}
    assert added == {"Thank you.", "I run a shop."}


def test_a_lead_says_that_it_is_none_and_takes_that_back(version: PublishedVersion) -> None:
    number = version.consultation_id
    (campaign,) = list_campaigns(number, Q)
    with pytest.raises(Forbidden):
        dismiss_campaign(make_actor("analyst"), campaign.id)
    lead = make_actor("engagement_lead")
    dismiss_campaign(lead, campaign.id, "neighbours who agree")
    assert count_ends(number, Q).campaign == 0
    assert count_ends(number, Q).responses == 53
    assert "campaign" not in count_dispositions(number)
    with pytest.raises(Conflict):
        dismiss_campaign(lead, campaign.id)
    entry = list_entries(SYSTEM, subject=("campaign", campaign.id))[0]
    assert (entry.act, entry.reason) == ("campaign.dismiss", "neighbours who agree")
    done = last_act(number, Q)
    assert done is not None
    with pytest.raises(Forbidden):
        undo(make_actor("analyst"), done.id)
    undo(lead, done.id)
    assert count_ends(number, Q).campaign == 4
    assert count_dispositions(number)["campaign"] == 4


def test_a_new_run_keeps_what_a_lead_decided(version: PublishedVersion) -> None:
    number = version.consultation_id
    (campaign,) = list_campaigns(number, Q)
    dismiss_campaign(SYSTEM, campaign.id)
    make_response(version, q_change=LETTER.replace("every morning", "each morning"))
    _find(version)
    (again,) = list_campaigns(number, Q)
    assert (again.id, again.state, again.people) == (campaign.id, "dismissed", 5)
    restore_campaign(SYSTEM, campaign.id)
    assert count_ends(number, Q).campaign == 5


def test_approving_and_its_undo_leave_copies_what_they_are(version: PublishedVersion) -> None:
    number = version.consultation_id
    before = count_dispositions(number)
    for theme in list_themes(number, Q):
        approve_theme(SYSTEM, theme.id, get_theme(theme.id).version)
    approved = count_dispositions(number)
    assert approved["campaign"] == 4
    assert approved["themed"] > 0
    for _theme in list_themes(number, Q):
        done = last_act(number, Q)
        assert done is not None
        undo(SYSTEM, done.id)
    assert count_dispositions(number) == before


def test_the_pages_mark_the_copies_and_dismiss_them(
    both_databases_app: Flask, version: PublishedVersion
) -> None:
    client = both_databases_app.test_client()
    email = f"{make_actor('engagement_lead').name}@example.org"
    client.post("/staff/sign-in", data={"email": email, "password": PASSWORD})
    (campaign,) = list_campaigns(version.consultation_id, Q)
    page = client.get(f"/staff/consultations/{version.consultation_id}/themes/campaigns").text
    assert LETTER in page
    assert "4 people" in page
    shown = client.get(f"/staff/campaigns/{campaign.id}").text
    assert "<ins>Thank you.</ins>" in shown
    answer = client.post(f"/staff/campaigns/{campaign.id}/decide", data={"act": "dismiss"})
    assert answer.status_code == 303
    assert "It is a campaign" in client.get(f"/staff/campaigns/{campaign.id}").text
