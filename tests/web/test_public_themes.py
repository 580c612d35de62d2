"""What the outcome tells everybody of themes: sizes and sides, and nothing under ten."""

import re
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import event

from engage.kernel.actors import SYSTEM
from engage.kernel.db import db, session
from engage.publishing import publish_outcome
from engage.publishing.outcome import get_checklist, get_outcome
from engage.publishing.released_themes import release_stances
from engage.roadmap import NeedDraft, add_need
from engage.surveys import find_current_version
from engage.themes import (
    CommentFilter,
    StanceCounts,
    approve_theme,
    get_theme,
    list_comments,
    release_quote,
)
from engage.themes.stances.acts import release_stance, set_stance
from tests.domains.test_roadmap import _close as close
from tests.factories import (
    make_actor,
    make_consultation,
    make_response,
    publish_sample_survey,
)
from tests.factories.placed import Question, place

Q = "q_change"


@pytest.fixture
def question(app: Flask) -> Question:
    version = publish_sample_survey(make_consultation(slug="city").id)
    for number in range(40):
        make_response(version, q_change=f"Something about number {number}.")
    return version.consultation_id, Q


def _ids(question: Question) -> list[int]:
    found: list[int] = []
    for page in (1, 2):
        chosen = CommentFilter(standing="any", order="newest", page=page)
        found += [comment.id for comment in list_comments(*question, chosen).comments]
    return sorted(found)


def _approved(question: Question, label: str, ids: list[int]) -> int:
    theme = place(question, label, ids)
    approve_theme(SYSTEM, theme.id, theme.version)
    return theme.id


def _published(question: Question, client: FlaskClient) -> str:
    close(question[0])
    publish_outcome(SYSTEM, question[0])
    return client.get("/en/consultations/city/outcome").text


def test_a_theme_of_few_is_named_and_not_counted_out(
    question: Question, client: FlaskClient
) -> None:
    ids = _ids(question)
    large, small = _approved(question, "Buses", ids[:31]), _approved(question, "Ramps", ids[31:37])
    add_need(SYSTEM, question[0], NeedDraft({"en": "A way home"}, theme_ids=(large, small)))
    page = _published(question, client)
    assert "31 comments" in page and page.count("fewer than 10 comments") == 2
    assert not re.search(r"\b(6|37) comments?\b", page)
    [heard] = get_outcome(question[0]).heard
    assert [theme.size for theme in heard.themes] == [31, None]
    chain = client.get(f"/en/needs/{heard.need.id}").text
    assert "fewer than 10 comments" in chain and not re.search(r"\b(6|37) comments?\b", chain)


def test_a_receipt_leads_through_theme_and_need(question: Question, client: FlaskClient) -> None:
    version = find_current_version(question[0])
    assert version is not None
    accepted = make_response(version, q_change="A bus that waits for the last train.")
    buses = _approved(question, "Buses", _ids(question)[9:])
    add_need(SYSTEM, question[0], NeedDraft({"en": "A way home"}, theme_ids=(buses,)))
    _published(question, client)
    page = client.post("/en/follow", data={"code": accepted.receipt}).text
    steps = re.findall(r"<h2>([^<]+)</h2>\s*(?:<p>[^<]+</p>\s*)?(?:<ul><li><strong>([^<]+))?", page)
    assert [step for step, _ in steps[:4]] == [
        "Received",
        "Read",
        "Written down as a need",
        "Decided",
    ]
    assert dict(steps)["Read"] == "Buses"
    assert dict(steps)["Written down as a need"] == "A way home"
    assert "A bus that waits" not in page


def test_sides_are_public_when_somebody_released_them_and_never_summed_up(
    question: Question, client: FlaskClient
) -> None:
    ids = _ids(question)
    theme = _approved(question, "Bus lane", ids)
    set_stance(SYSTEM, theme, ids[:21], "for")
    set_stance(SYSTEM, theme, ids[21:34], "against")
    set_stance(SYSTEM, theme, ids[34:], "unclear")
    said = "Some are for it and some against it; how many is not public."
    before = _published(question, client)
    assert "21 for" not in before and said in before
    lead = make_actor()
    assert get_checklist(lead, question[0]).themes_with_hidden_sides == 1
    release_stance(SYSTEM, theme)
    assert get_checklist(lead, question[0]).themes_with_hidden_sides == 0
    page = client.get("/en/consultations/city/outcome").text
    # six are unclear: neither their number nor what it could be worked out from
    assert said not in page
    assert "unclear: not shown" in page and "21 for" in page and "against: not shown" in page
    assert not re.search(r"\b(6|13) (unclear|against)\b", page)


@given(st.lists(st.integers(0, 40), min_size=5, max_size=5))
def test_no_side_under_ten_can_be_worked_out(counts: list[int]) -> None:
    shown = release_stances(StanceCounts(*counts))
    masked = [real for (_stance, count), real in zip(shown, counts, strict=False) if count is None]
    assert all(count is None or count == 0 or count >= 10 for _stance, count in shown)
    # what is masked is known together, so never one alone, nor so few that each must be 1
    assert not masked or (len(masked) > 1 and sum(masked) > len(masked) + 4)


def test_a_theme_with_few_says_nothing_of_its_sides(question: Question) -> None:
    ids = _ids(question)
    theme = _approved(question, "Ramps", ids[:9])
    set_stance(SYSTEM, theme, ids[:9], "for")
    release_stance(SYSTEM, theme)
    assert get_theme(theme).stances.in_favour == 9
    [shown] = get_outcome(question[0]).themes
    assert (shown.theme.size, shown.theme.stances) == (None, ())


def test_many_needs_take_no_more_statements_than_one(question: Question) -> None:
    ids = _ids(question)
    themes = [_approved(question, f"Theme {at}", ids[at : at + 8]) for at in (0, 8, 16, 24)]

    def statements() -> int:
        said: list[str] = []

        def listen(*given: Any) -> None:
            said.append(given[2])

        session().rollback()
        event.listen(db.engine, "before_cursor_execute", listen)
        assert get_outcome(question[0]).heard
        event.remove(db.engine, "before_cursor_execute", listen)
        return len(said)

    add_need(SYSTEM, question[0], NeedDraft({"en": "A way home"}, theme_ids=(themes[0],)))
    few = statements()
    for theme_id in themes:
        add_need(SYSTEM, question[0], NeedDraft({"en": "Another"}, theme_ids=(theme_id,)))
    assert statements() == few


def test_quotes_that_the_reader_understands_come_first(
    question: Question, client: FlaskClient
) -> None:
    ids = _ids(question)
    version = find_current_version(question[0])
    assert version is not None
    words = {"es": "Más autobuses por la noche.", "ar": "نريد حافلات ليلية."}
    for language, text in words.items():
        make_response(version, language=language, q_change=text)
    foreign = [number for number in _ids(question) if number not in ids]
    theme_id = _approved(question, "Buses", [*ids[:20], *foreign])
    add_need(SYSTEM, question[0], NeedDraft({"en": "A way home"}, theme_ids=(theme_id,)))
    for number in (*ids[:2], *foreign):
        release_quote(SYSTEM, number, theme_id, "")
    for language, text in words.items():
        [heard] = get_outcome(question[0], language).heard
        assert (heard.quotes[0].text, heard.quotes[1].language) == (text, "en")
    _published(question, client)
    for address in (f"/ar/needs/{heard.need.id}", "/ar-x-easy/needs/" + str(heard.need.id)):
        assert words["ar"] in client.get(address).text
    assert words["ar"] not in client.get(f"/en/needs/{heard.need.id}").text
