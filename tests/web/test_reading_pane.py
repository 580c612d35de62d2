"""Reading a theme's comments: page by page or batch by batch, and back to where one was."""

import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient

from engage.themes import CommentFilter, ThemeSummary, list_comments
from engage.themes.placed import ANY
from tests.factories import make_consultation, make_response, publish_sample_survey
from tests.factories.placed import place

Q = "q_change"
SignIn = Callable[[str], FlaskClient]


@pytest.fixture
def theme(app: Flask) -> ThemeSummary:
    """A theme of 60 comments, three of them so short that they come last."""
    version = publish_sample_survey(make_consultation().id)
    for number in range(60):
        text = "Trees." if number % 20 == 7 else f"More trees along street number {number}, please."
        make_response(version, q_change=text)
    here = (version.consultation_id, Q)
    chosen = CommentFilter(standing=ANY)
    pages = (list_comments(*here, replace(chosen, page=page)).comments for page in (1, 2, 3))
    return place(here, "Trees", [one.id for page in pages for one in page])


def _cards(client: FlaskClient, address: str) -> list[int]:
    return [int(number) for number in re.findall(r'id="c(\d+)"', client.get(address).text)]


def test_batches_have_every_comment_once_and_in_order(theme: ThemeSummary, sign_in: SignIn) -> None:
    client = sign_in("analyst")
    for order in ("typical", "unusual", "uncertain", "newest"):
        home = f"/staff/themes/{theme.id}?order={order}"
        pages = [number for page in (1, 2, 3) for number in _cards(client, f"{home}&page={page}")]
        assert len(set(pages)) == 60
        first = _cards(client, home)
        second = _cards(client, f"{home}&after={first[-1]}")
        third = _cards(client, f"{home}&after={second[-1]}")
        assert [first, second, third] == [pages[:25], pages[25:50], pages[50:]], order
        assert _cards(client, f"{home}&after={pages[-1]}") == []
        assert _cards(client, f"{home}&before={third[0]}") == second
        assert _cards(client, f"{home}&before={pages[0]}") == []
        again = "+".join(map(str, second[::-1]))
        assert _cards(client, f"{home}&only={again}") == second[::-1]
        assert _cards(client, f"{home}&at={second[12]}") == second


def test_what_was_read_or_moved_meanwhile_skips_nobody(
    theme: ThemeSummary, sign_in: SignIn
) -> None:
    client, consultation = sign_in("analyst"), theme.consultation_id
    home = f"/staff/themes/{theme.id}?order=newest&unread=1"
    first = _cards(client, home)
    data: dict[str, str | list[int]] = {"question": Q, "comment": first, "quiet": "1"}
    client.post(f"/staff/consultations/{consultation}/themes/read", data=data)
    assert _cards(client, f"{home}&after={first[-1]}") == [number - 25 for number in first]
    # what was read is there still for who scrolls back, though the filter would leave it out now
    assert _cards(client, f"{home}&only={'+'.join(map(str, first))}") == first


def test_an_act_leads_back_to_the_next_comment_on_whatever_page(
    theme: ThemeSummary, sign_in: SignIn
) -> None:
    client = sign_in("analyst")
    second = _cards(client, f"/staff/themes/{theme.id}?page=2")
    page = client.get(f"/staff/themes/{theme.id}?page=2").text
    ways = re.findall(r'name="next" value="([^"]*#c\d+)"', page)
    following = _cards(client, f"/staff/themes/{theme.id}?page=3")[0]
    assert f"/staff/themes/{theme.id}?at={following}#c{following}" in ways
    move = f"/staff/consultations/{theme.consultation_id}/themes/move"
    here = f"/staff/themes/{theme.id}?at={second[10]}#c{second[10]}"
    assert here in ways
    data = {"question": Q, "comment": second[9], "source": theme.id, "next": here}
    answer = client.post(move, data=data)
    assert answer.location == here
    assert second[10] in _cards(client, here) and second[9] not in _cards(client, here)
    # where the comment itself has gone, the address leads to those around it
    assert second[10] in _cards(client, f"/staff/themes/{theme.id}?at={second[9]}")
    done = client.get(here).text
    undo = re.findall(r'action="(/staff/themes/acts/\d+/undo)"', done)[0]
    back = client.post(undo, headers={"Referer": f"http://localhost{here.partition('#')[0]}"})
    assert back.location == here.partition("#")[0]


def test_a_batch_keeps_to_its_question_and_to_who_may_see_it(
    theme: ThemeSummary, sign_in: SignIn
) -> None:
    home = f"/staff/consultations/{theme.consultation_id}/themes?standing=all&order=newest"
    assert len(_cards(sign_in("analyst"), f"{home}&question={Q}&after=61")) == 0
    assert _cards(sign_in("analyst"), f"{home}&question={Q}&after=60")[:2] == [59, 58]
    assert _cards(sign_in("analyst"), f"{home}&question=q_street&after=60") == []
    # a place that is nowhere is no error
    for asked in ("after=999999", "before=x&after=", "only=a+b", "at=999999"):
        assert sign_in("analyst").get(f"/staff/themes/{theme.id}?{asked}").status_code == 200
    assert sign_in("operator").get(f"{home}&question={Q}&after=60").status_code == 403
