"""The pages of several reviewers without script: claims, both wordings, marks, filters, signing."""

from collections.abc import Callable
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient

from engage.app import JOBS
from engage.kernel.actors import SYSTEM
from engage.kernel.db import transaction
from engage.kernel.jobs import Job, run_next
from engage.surveys import PublishedVersion
from engage.themes import (
    CommentFilter,
    ThemeSummary,
    get_theme,
    list_comments,
    list_themes,
    rename_theme,
)
from engage.themes.review.acting import last_act
from engage.themes.review.nesting import parents_of
from engage.themes.stances.acts import set_stance
from tests.factories import make_consultation, make_response, publish_sample_survey
from tests.factories.themes import make_themes

Q = "q_change"
SignIn = Callable[[str], FlaskClient]
POOL = "Open the swimming pool on lane {n} earlier and lower the price of the swimming pool card."


@pytest.fixture
def version(app: Flask) -> PublishedVersion:
    return publish_sample_survey(make_consultation().id)


@pytest.fixture
def themes(version: PublishedVersion) -> tuple[ThemeSummary, ...]:
    return make_themes(version, each=14)


def _shown(client: FlaskClient, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return unescape(answer.text)


def test_a_claim_is_seen_taken_over_and_given_back(
    themes: tuple[ThemeSummary, ...], sign_in: SignIn
) -> None:
    address = f"/staff/themes/{themes[0].id}"
    lena, ana = sign_in("engagement_lead"), sign_in("analyst")
    assert lena.post(f"{address}/claim", data={"act": "claim"}).status_code == 303
    page = _shown(ana, address)
    assert "took this theme to review" in page
    assert "taken by engagement-lead" in page
    ana.post(f"{address}/claim", data={"act": "claim"})
    assert "has taken this theme to review." in _shown(ana, address)
    ana.post(f"{address}/claim", data={"act": "take_over", "reason": "Lena is on leave"})
    assert "You took this theme to review" in _shown(ana, address)
    ana.post(f"{address}/claim", data={"act": "release"})
    assert "Take it to review" in _shown(ana, address)


def test_who_is_here_stands_on_the_page_and_changes_are_told(
    themes: tuple[ThemeSummary, ...], sign_in: SignIn
) -> None:
    theme = themes[0]
    address = f"/staff/themes/{theme.id}"
    lena, ana = sign_in("engagement_lead"), sign_in("analyst")
    assert lena.post(f"{address}/here", data={"version": theme.version}).json == {
        "text": "",
        "changes": [],
    }
    assert "is on this theme, too." in _shown(ana, address)
    rename_theme(SYSTEM, theme.id, theme.version, {"en": "Buses at night"}, {})
    told = lena.post(f"{address}/here", data={"version": theme.version}).json
    assert told is not None
    assert "to “Buses at night”" in told["changes"][0]
    assert lena.post(f"{address}/left").status_code == 204
    assert "is on this theme, too." not in _shown(ana, address)


def test_both_wordings_stand_side_by_side_after_a_lost_race(
    themes: tuple[ThemeSummary, ...], sign_in: SignIn
) -> None:
    theme, client = themes[0], sign_in("analyst")
    rename_theme(SYSTEM, theme.id, theme.version, {"en": "Buses at night"}, {})
    data = {"version": theme.version, "label_en": "Evening buses"}
    answer = client.post(f"/staff/themes/{theme.id}/edit", data=data)
    page = unescape(answer.text)
    assert answer.status_code == 422
    assert "Engage renamed it" in page
    assert "Buses at night" in page
    assert 'value="Evening buses"' in page
    assert f'name="version" value="{get_theme(theme.id).version}"' in page
    answer = client.post(f"/staff/themes/{theme.id}/define", data=data)
    assert answer.status_code == 422
    assert "Engage renamed it" in unescape(answer.text)
    assert get_theme(theme.id).label["en"] == "Buses at night"


def test_what_was_read_is_marked_and_filtered(
    themes: tuple[ThemeSummary, ...], sign_in: SignIn
) -> None:
    theme, client = themes[0], sign_in("analyst")
    chosen = CommentFilter(theme_id=theme.id)
    ids = [c.id for c in list_comments(theme.consultation_id, Q, chosen).comments]
    address = f"/staff/themes/{theme.id}"
    assert f"You have read 0 of {theme.size} comments" in _shown(client, address)
    read = f"/staff/consultations/{theme.consultation_id}/themes/read"
    client.post(read, data={"question": Q, "comment": ids[:-1], "next": address})
    page = _shown(client, f"{address}?unread=1")
    assert f'id="c{ids[-1]}"' in page
    assert f'id="c{ids[0]}"' not in page
    client.post(read, data={"question": Q, "comment": ids, "act": "unread"})
    assert f"You have read 0 of {theme.size} comments" in _shown(client, address)
    quiet = client.post(read, data={"question": Q, "comment": ids[:1], "quiet": "1"})
    assert quiet.status_code == 204


def test_comments_are_narrowed_to_an_answer_and_a_day(
    themes: tuple[ThemeSummary, ...], sign_in: SignIn
) -> None:
    client, address = sign_in("analyst"), f"/staff/themes/{themes[0].id}"
    assert "No comments here" not in _shown(client, f"{address}?group=q_transport:bus")
    assert "No comments here" in _shown(client, f"{address}?group=q_transport:car")
    assert "No comments here" in _shown(client, f"{address}?until=2001-01-01")
    assert "No comments here" not in _shown(client, f"{address}?since=2001-01-01&until=nonsense")


def test_a_translation_stands_beside_the_original(
    version: PublishedVersion, themes: tuple[ThemeSummary, ...], sign_in: SignIn
) -> None:
    client = sign_in("analyst")
    make_response(version, language="ar", q_change="نريد حافلات ليلية")
    home = f"/staff/consultations/{version.consultation_id}/themes?question={Q}&standing=all"
    found = list_comments(
        version.consultation_id, Q, CommentFilter(standing="any", language="ar")
    ).comments[0]
    address = f"/staff/comments/{found.id}/translation"
    assert "نريد حافلات ليلية" in _shown(client, f"{address}?language=en&next={home}")
    data = {"language": "en", "text": "We want night buses", "next": home}
    assert client.post(address, data=data).location == home
    page = _shown(client, f"{home}&language=ar")
    assert "We want night buses" in page
    assert "Translated by analyst" in page
    assert "نريد حافلات ليلية" in page


def test_two_sign_where_the_consultation_asks_for_two(app: Flask, sign_in: SignIn) -> None:
    version = publish_sample_survey(make_consultation(needs_two_signatures=True).id)
    theme = make_themes(version, each=14)[0]
    lena, omar = sign_in("engagement_lead"), sign_in("engagement_lead")
    address = f"/staff/themes/{theme.id}"
    assert "Two people sign this theme before it stands." in _shown(lena, address)
    asked = lena.post(f"{address}/approve", data={"version": theme.version})
    assert asked.status_code == 200 and get_theme(theme.id).state == "draft"
    assert f"Of {theme.size} comments" in asked.text and "people have opened 0 (0%)" in asked.text
    silent = lena.post(f"{address}/approve", data={"version": theme.version, "reason": " "})
    assert silent.status_code == 422 and "Say why the theme stands all the same." in silent.text
    reason = {"reason": "All alike"}
    lena.post(f"{address}/approve", data={"version": theme.version, **reason})
    page = _shown(omar, address)
    assert "One more person has to sign." in page
    assert "Signed by engagement-lead" in page
    found = list_comments(theme.consultation_id, Q, CommentFilter(theme_id=theme.id))
    data = {"question": Q, "comment": [comment.id for comment in found.comments]}
    omar.post(f"/staff/consultations/{theme.consultation_id}/themes/read", data=data)
    assert f"Somebody has opened {theme.size} (100%)." in _shown(lena, address)
    omar.post(f"{address}/approve", data={"version": get_theme(theme.id).version})
    assert get_theme(theme.id).state == "approved"


def test_a_theme_is_put_under_another_after_a_preview(
    themes: tuple[ThemeSummary, ...], sign_in: SignIn
) -> None:
    one, other = themes[0], themes[1]
    client = sign_in("analyst")
    listed = f"/staff/consultations/{one.consultation_id}/themes/list"
    preview = _shown(client, f"/staff/themes/{other.id}/nest?parent={one.id}")
    assert f"would hold {one.size + other.size} comments" in preview
    data = {"version": other.version, "parent": one.id, "next": listed}
    assert client.post(f"/staff/themes/{other.id}/nest", data=data).location == listed
    assert parents_of(one.consultation_id, Q) == {other.id: one.id}
    assert "depth-1" in _shown(client, listed)
    page = list_comments(one.consultation_id, Q, CommentFilter(theme_id=other.id))
    set_stance(SYSTEM, other.id, [page.comments[0].id], "for")
    # the theme above counts the side taken below it
    both = one.size + other.size
    assert f"1 for · {both - 1} without a stance" in _shown(client, listed)
    stale = client.post(f"/staff/themes/{other.id}/nest", data=data)
    assert stale.status_code == 422


def test_why_a_theme_is_one_is_told(themes: tuple[ThemeSummary, ...], sign_in: SignIn) -> None:
    page = _shown(sign_in("auditor"), f"/staff/themes/{themes[0].id}/why")
    assert "On average, words that the machine had not seen put a comment here" in page
    assert "of their comments in common." in page
    assert "Most typical comments" in page
    assert "Comments least like the others" in page


def test_a_new_run_is_proposed_and_decided_on_its_page(
    version: PublishedVersion, themes: tuple[ThemeSummary, ...], sign_in: SignIn
) -> None:
    rename_theme(SYSTEM, themes[0].id, themes[0].version, {"en": "Buses"}, {})
    for number in range(14):
        make_response(version, q_change=POOL.format(n=number))
    lead, analyst = sign_in("engagement_lead"), sign_in("analyst")
    run = f"/staff/consultations/{version.consultation_id}/themes/run"
    assert "Say what would change" in _shown(analyst, f"{run}?question={Q}")
    asked = analyst.post(run, data={"question": Q, "seed": "0"})
    assert asked.location.endswith("then=change")
    followed = analyst.get(asked.location).location
    assert "job=" in followed
    while run_next(JOBS):
        pass
    home = f"/staff/consultations/{version.consultation_id}/themes/proposal?question={Q}"
    for address in (asked.location, followed):
        assert analyst.get(address).location.startswith(home.partition("?")[0])
    for state, words in (("failed", "The work broke off"), ("cancelled", "The work was stopped")):
        with transaction() as current:
            current.query(Job).update({"state": state})
        assert words in _shown(analyst, followed)
    assert 'name="part"' not in _shown(analyst, home)
    page = _shown(lead, home)
    assert 'name="part"' in page
    before = {theme.id: theme.size for theme in list_themes(version.consultation_id, Q)}
    assert lead.post("/staff/themes/proposals/1", data={"act": "accept"}).status_code == 303
    assert "Choose at least one of the changes." in _shown(lead, home)
    assert {t.id: t.size for t in list_themes(version.consultation_id, Q)} == before
    lead.post("/staff/themes/proposals/1", data={"act": "reject", "part": 1})
    assert "rejected by engagement-lead" in _shown(lead, home)
    done = last_act(version.consultation_id, Q)
    assert done is not None
    lead.post(f"/staff/themes/acts/{done.id}/undo", data={"next": home})
    lead.post("/staff/themes/proposals/1", data={"act": "accept", "part": 1})
    assert "accepted by engagement-lead" in _shown(lead, home)
