"""A second reader: blind while coding, measured once, differences settled on record."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_babel import force_locale

from engage.audit import list_entries
from engage.kernel.actors import SYSTEM, Actor
from engage.kernel.errors import Conflict, Forbidden, InvalidInput
from engage.responses import stream_comments
from engage.themes import get_theme
from engage.themes.coding.queries import find_comment_to_code, get_coding, list_differences
from engage.themes.coding.second_coding import code_comment, settle_difference, start_coding
from engage.themes.coding.showing import rounded
from engage.themes.review.acting import last_act, undo
from engage.themes.review.acts import move_comments
from engage.themes.review.assigning import add_theme
from tests.factories import make_actor, make_consultation, make_response, publish_sample_survey
from tests.factories.placed import place

Q = "q_change"
SignIn = Callable[[str], FlaskClient]


def _read(each: int = 30) -> tuple[tuple[int, str], int, int]:
    """Buses and parks, placed by another person; gives the question and both themes."""
    version = publish_sample_survey(make_consultation().id)
    for number in range(each):
        make_response(version, q_change=f"Buses {number}")
        make_response(version, q_change=f"Parks {number}")
    question = version.consultation_id, Q
    words = {one.id: one.text for one in stream_comments(SYSTEM, *question)}
    buses, parks = (
        place(question, name, [n for n, text in words.items() if text.startswith(name)]).id
        for name in ("Buses", "Parks")
    )
    return question, buses, parks


def _code_all(
    actor: Actor, coding_id: int, choices: dict[str, str | list[int]], wrong: int = 0
) -> None:
    while comment := find_comment_to_code(coding_id):
        name = comment.text.split()[0]
        if comment.position <= wrong:
            name = "Parks" if name == "Buses" else "Buses"
        code_comment(actor, coding_id, comment.position, choices[name])


def test_a_sample_is_coded_and_measured_on_both_databases(both_databases_app: Flask) -> None:
    question, buses, parks = _read()
    actor = make_actor("analyst")
    coding_id = start_coding(actor, *question, "stratified", 3)
    assert start_coding(actor, *question, "random") == coding_id
    assert get_coding(coding_id).size == 50
    _code_all(actor, coding_id, {"Buses": [buses], "Parks": [parks]}, wrong=5)
    found = get_coding(coding_id)
    assert found.finished_at is not None and found.agreement is not None
    assert found.agreement.overall.agreement == pytest.approx(0.9)
    assert found.agreement.overall.kappa == pytest.approx(0.8, abs=0.01)
    assert set(found.agreement.by_label) == {buses, parks}
    assert found.alpha is not None and not found.has_several
    assert found.alpha.alpha == pytest.approx(0.8, abs=0.02)
    acts = [entry.act for entry in list_entries(SYSTEM, limit=3)]
    assert "coding.finish" in acts
    one = list_differences(coding_id)[0]
    assert {one.first, one.second} == {(buses,), (parks,)}
    sizes = get_theme(buses).size, get_theme(parks).size
    settle_difference(actor, coding_id, one.position, "second")
    assert (get_theme(buses).size, get_theme(parks).size) != sizes
    assert list_entries(SYSTEM, limit=1)[0].act == "theme.settle"
    with pytest.raises(Conflict):
        settle_difference(actor, coding_id, one.position, "first")
    assert get_coding(coding_id).agreement == found.agreement
    act = last_act(*question)
    assert act is not None
    undo(actor, act.id)
    assert (get_theme(buses).size, get_theme(parks).size) == sizes
    assert list_differences(coding_id)[0].settled_as == ""


def test_nothing_of_the_first_reading_is_on_the_page(app: Flask, sign_in: SignIn) -> None:
    question, buses, _parks = _read()
    client = sign_in("analyst")
    home = f"/staff/consultations/{question[0]}/themes/coding"
    answer = client.post(home, data={"question": Q, "strategy": "random", "seed": 1})
    address = answer.headers["Location"]
    first = client.get(address).text
    position = first.partition('name="position" value="')[2].partition('"')[0]
    words = first.partition('<p class="words"')[2].partition("</p>")[0]
    # the same page for a comment of the other theme differs in the comment alone
    pages = set()
    for at in range(1, 9):
        page = client.get(f"{address}?at={at}").text
        body = page.partition('<form method="post" class="code-choices">')[2].partition("</form>")[
            0
        ]
        pages.add(body.replace(f'name="position" value="{at}"', ""))
    assert len(pages) == 1 and position == "1" and words
    assert "aria-current" not in pages.pop()
    assert (
        str(get_theme(buses).size)
        not in first.partition('class="code-choices"')[2].partition("</form>")[0]
    )
    compared = client.get(f"{address}/compared").text
    assert "has placed 0 of 50 comments" in compared and "This is right" not in compared


def test_the_pages_lead_from_the_first_comment_to_what_was_placed_differently(
    app: Flask, sign_in: SignIn
) -> None:
    question, buses, parks = _read(4)
    client, other = sign_in("analyst"), sign_in("engagement_lead")
    home = f"/staff/consultations/{question[0]}/themes/coding"
    assert client.post(home, data={"question": Q, "strategy": "x"}).status_code == 303
    assert "Choose how the sample is drawn." in client.get(home).text
    address = client.post(home, data={"question": Q, "strategy": "random"}).headers["Location"]
    page = client.get(address).text
    assert f'value="{buses}" data-key="1"' in page and f'value="{parks}" data-key="2"' in page
    assert other.get(address).status_code == 303
    assert other.post(address, data={"position": 1, "choice": "none"}).status_code == 403
    client.post(address, data={"position": 1, "choice": "99"})
    assert "Choose a theme, that there is none" in client.get(address).text
    for position in range(1, 9):
        client.post(
            address, data={"position": position, "choice": "unclear" if position == 1 else "none"}
        )
    page = client.get(address, follow_redirects=True).text
    assert "1 was unclear and is left out of the figures." in page
    assert page.count("This is right") == 15  # what is unclear has no second side
    client.post(f"{address}/settle", data={"position": 2, "as": "second"})
    assert "No theme" in client.get(f"{address}/compared").text
    assert sign_in("auditor").post(f"{address}/settle", data={"position": 3}).status_code == 403


def test_a_comment_gets_several_themes_blind_and_both_readings_can_be_right(
    app: Flask, sign_in: SignIn
) -> None:
    question, buses, parks = _read(4)
    first = next(one.id for one in stream_comments(SYSTEM, *question))
    add_theme(SYSTEM, parks, [first], question)
    client = sign_in("analyst")
    home = f"/staff/consultations/{question[0]}/themes/coding"
    address = client.post(home, data={"question": Q, "strategy": "random"}).headers["Location"]
    coding_id = int(address.rpartition("/")[2])
    for data, said in (
        ({"choice": "ticked"}, "Choose a theme, that there is none"),
        ({"choice": "none", "also": buses}, "You ticked themes and said that none fits."),
    ):
        client.post(address, data={"position": 1, **data})
        assert said in client.get(address).text
    for position in range(1, 9):
        comment = find_comment_to_code(coding_id)
        assert comment is not None
        both = {"choice": str(parks), "also": [buses]} if "Buses" in comment.text else {}
        data = {"position": position, "choice": "ticked", "also": [parks], **both}
        client.post(address, data=data)
        again = find_comment_to_code(coding_id, position)
        assert again is not None and again.themes == ((parks, buses) if both else (parks,))
    found = get_coding(coding_id)
    assert found.has_several and found.alpha is not None and found.agreement is not None
    # three of four on buses were given one theme more; the fourth had both from the first
    assert (found.alpha.alike, found.alpha.in_part) == (0.625, 0.375)
    assert found.agreement.by_label[buses].agreement == 1.0
    assert found.agreement.by_label[parks].first == 5
    page = client.get(f"{address}/compared").text
    assert "alike in part" in page and page.count("keep all themes") == 3
    difference = list_differences(coding_id)[0]
    size = get_theme(parks).size
    client.post(f"{address}/settle", data={"position": difference.position, "as": "both"})
    assert (get_theme(buses).size, get_theme(parks).size) == (4, size + 1)
    assert "Settled by" in client.get(f"{address}/compared").text
    lead = sign_in("engagement_lead")
    report = lead.get(f"/staff/consultations/{question[0]}/themes/report").text
    assert "with several themes each" in report
    act = last_act(*question)
    assert act is not None
    undo(SYSTEM, act.id)
    assert get_theme(parks).size == size
    assert list_differences(coding_id)[0].settled_as == ""
    settle_difference(make_actor("analyst"), coding_id, difference.position, "first")
    assert get_theme(parks).size == size


def test_nobody_is_the_second_reader_of_what_they_placed_themselves(app: Flask) -> None:
    question, buses, _parks = _read(4)
    actor = make_actor("analyst")
    comments = [one.id for one in stream_comments(SYSTEM, *question)]
    move_comments(actor, comments[:6], buses, question)
    coding_id = start_coding(actor, *question, "random")
    assert get_coding(coding_id).size == 2
    with pytest.raises(InvalidInput):
        code_comment(actor, coding_id, 9, "none")
    with pytest.raises(Forbidden):
        code_comment(make_actor("analyst"), coding_id, 1, "none")
    _code_all(actor, coding_id, {"Buses": "unclear", "Parks": "unclear"})
    assert get_coding(coding_id).agreement is None
    with pytest.raises(Conflict):
        code_comment(actor, coding_id, 1, "none")


def test_a_figure_below_nought_keeps_its_minus_in_front_where_one_reads_from_the_right(
    app: Flask,
) -> None:
    with app.test_request_context(), force_locale("ar"):
        assert rounded(-0.078) == "\u200e-0.08"
    with app.test_request_context(), force_locale("en"):
        assert (rounded(-0.078), rounded(None)) == ("-0.08", "–")
