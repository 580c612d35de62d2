"""Sides and further themes on the pages of staff, without script; groups and files have both."""

import csv
import io
import re
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from engage.engines.disclosure import MaskedCount
from engage.kernel.actors import SYSTEM
from engage.roadmap import NeedDraft, add_need
from engage.themes import (
    CommentFilter,
    approve_theme,
    get_theme,
    get_totals,
    list_comments,
    list_themes,
    merge_theme,
)
from engage.themes.groups.comparing import BY_STANCE, get_group_table
from engage.themes.review.acting import last_act, undo
from engage.themes.review.assigning import add_theme
from engage.themes.stances.acts import is_stance_released, set_stance
from engage.themes.stances.counting import count_together, stances_of_parts
from engage.themes.stances.sides import StanceCounts
from tests.factories import make_consultation, make_response, publish_sample_survey
from tests.factories.placed import Question, make_theme, place

Q = "q_change"
SignIn = Callable[[str], FlaskClient]


@pytest.fixture
def question(app: Flask) -> Question:
    version = publish_sample_survey(make_consultation().id)
    for number in range(48):
        make_response(version, channel=("web", "paper")[number % 2], q_change=f"Lane {number}")
    return version.consultation_id, Q


def _ids(question: Question) -> list[int]:
    found: list[int] = []
    for page in (1, 2):
        chosen = CommentFilter(standing="any", order="newest", page=page)
        found += [comment.id for comment in list_comments(*question, chosen).comments]
    return sorted(found)


def test_stances_are_set_for_one_and_for_many_and_taken_back(
    question: Question, sign_in: SignIn
) -> None:
    client, ids = sign_in("analyst"), _ids(question)
    theme = place(question, "Bus lane", ids)
    address = f"/staff/themes/{theme.id}/stance"
    onward = f"/staff/themes/{theme.id}?stance=unread#c{ids[1]}"
    one = client.post(address, data={"comment": ids[0], "stance": "against", "next": onward})
    assert (one.status_code, one.headers["Location"]) == (303, onward)
    assert "1 comment: against." in client.get(f"/staff/themes/{theme.id}").text
    client.post(address, data={"comment": ids[1:9], "stance": "for"})
    assert get_theme(theme.id).stances == StanceCounts(8, 1, unread=39)
    client.post(address, data={"comment": ids[:2], "stance": "none"})
    assert get_theme(theme.id).stances == StanceCounts(7, 0, unread=41)
    for data, said in (
        ({"stance": "for"}, "Choose at least one comment."),
        ({"comment": ids[0], "stance": "furious"}, "Choose for, against, mixed or unclear."),
    ):
        assert client.post(address, data=data).status_code == 303
        assert said in client.get("/staff/themes").text
    assert sign_in("auditor").post(address, data={"comment": ids[0]}).status_code == 403


def test_the_page_says_each_side_by_itself_and_filters_by_it(
    question: Question, sign_in: SignIn
) -> None:
    client, ids = sign_in("engagement_lead"), _ids(question)
    theme = place(question, "Bus lane", ids)
    set_stance(SYSTEM, theme.id, ids[:20], "for")
    set_stance(SYSTEM, theme.id, ids[20:26], "against")
    page = client.get(f"/staff/themes/{theme.id}").text
    assert "20 for" in page and "6 against" in page and "22 without a stance" in page
    assert "of those for or against take the lesser side" in page and "/sides" in page
    only = client.get(f"/staff/themes/{theme.id}?stance=against").text
    assert "6 comments" in only and only.count("data-comment") == 6
    for address in ("codebook", "list", "groups"):
        found = client.get(f"/staff/consultations/{question[0]}/themes/{address}").text
        assert "20 for" in found and "6 against" in found, address


def test_every_page_with_a_size_has_its_sides(question: Question, sign_in: SignIn) -> None:
    client, ids = sign_in("engagement_lead"), _ids(question)
    lane, noise = place(question, "Bus lane", ids[:30]), place(question, "Noise", ids[30:])
    set_stance(SYSTEM, lane.id, ids[:20], "for")
    set_stance(SYSTEM, lane.id, ids[20:26], "against")
    add_theme(SYSTEM, lane.id, ids[30:33], question)
    approve_theme(SYSTEM, lane.id, get_theme(lane.id).version)
    need = add_need(SYSTEM, question[0], NeedDraft({"en": "A way home"}, theme_ids=(lane.id,)))
    for address in (
        f"consultations/{question[0]}/themes/report",
        f"roadmap/needs/{need}",
        f"roadmap/needs/{need}/edit",
        f"themes/{lane.id}/merge",
    ):
        page = client.get(f"/staff/{address}").text
        assert re.search(r"20 for · 6 against · 7 without a stance", page), address
    merging = client.get(f"/staff/themes/{noise.id}/merge").text
    assert "Together: 48 comments" in merging and "3 of them stand in both and count once" in (
        merging
    )
    assert "20 for · 6 against · 22 without a stance" in merging
    split = client.get(f"/staff/themes/{lane.id}/split?words=Lane").text
    assert "20 for · 6 against · 7 without a stance" in split


def test_what_a_merge_shows_is_what_it_makes(question: Question) -> None:
    ids = _ids(question)
    lane, noise = place(question, "Bus lane", ids[:30]), place(question, "Noise", ids[30:])
    add_theme(SYSTEM, noise.id, ids[:6], question)
    set_stance(SYSTEM, lane.id, ids[:10], "for")
    set_stance(SYSTEM, noise.id, ids[:3], "against")
    shown = count_together(get_theme(lane.id), [get_theme(noise.id)])[noise.id]
    merge_theme(SYSTEM, lane.id, get_theme(lane.id).version, noise.id)
    merged = get_theme(noise.id)
    assert (shown.size, shown.stances, shown.in_both) == (merged.size, merged.stances, 6)
    assert merged.stances == StanceCounts(7, 3, unread=38)


def test_a_proposed_part_has_its_sides(question: Question) -> None:
    ids = _ids(question)
    lane = place(question, "Bus lane", ids)
    set_stance(SYSTEM, lane.id, ids[:10], "for")
    first, second = stances_of_parts(lane.id, [ids[:12], ids[12:]])
    assert (first, second) == (StanceCounts(10, unread=2), StanceCounts(unread=36))


def test_a_theme_is_split_by_its_sides_as_they_were_shown(
    question: Question, sign_in: SignIn
) -> None:
    client, ids = sign_in("analyst"), _ids(question)
    theme = place(question, "Bus lane", ids)
    set_stance(SYSTEM, theme.id, ids[:20], "for")
    set_stance(SYSTEM, theme.id, ids[20:30], "against")
    address = f"/staff/themes/{theme.id}/sides"
    page = client.get(address).text
    assert "Bus lane: against" in page and "20 comments" in page and "10 comments" in page
    assert len(list_themes(*question)) == 1  # looking changes nothing
    data = {
        "version": str(get_theme(theme.id).version),
        "side": "against",
        "ids_against": " ".join(map(str, ids[20:30])),
        "label_against": "No lane",
    }
    late = data | {"ids_against": " ".join(map(str, ids[20:29]))}
    assert client.post(address, data=late).status_code == 422
    assert client.post(address, data=data).status_code == 303
    made = next(each for each in list_themes(*question) if each.label == {"en": "No lane"})
    assert made.stances == StanceCounts(against=10)
    assert get_theme(theme.id).stances == StanceCounts(20, unread=18)
    done = last_act(*question)
    assert done is not None
    undo(SYSTEM, done.id)
    assert get_theme(theme.id).stances == StanceCounts(20, 10, unread=18)
    nothing = {"version": str(get_theme(theme.id).version)}
    assert client.post(address, data=nothing).status_code == 422


def test_numbers_for_the_public_are_released_by_a_lead(question: Question, sign_in: SignIn) -> None:
    theme = place(question, "Bus lane", _ids(question))
    address = f"/staff/themes/{theme.id}/stance/release"
    assert sign_in("analyst").post(address).status_code == 403
    client = sign_in("engagement_lead")
    client.post(address)
    assert is_stance_released(theme.id)
    client.post(address, data={"act": "withhold"})
    assert not is_stance_released(theme.id)


def test_a_theme_is_added_and_left_by_forms(question: Question, sign_in: SignIn) -> None:
    client, ids = sign_in("analyst"), _ids(question)
    lane = place(question, "Bus lane", ids).id
    trees = make_theme(question, "Trees")
    address = f"/staff/consultations/{question[0]}/themes/add"
    client.post(address, data={"question": Q, "comment": ids[:3], "theme": trees})
    assert "3 comments stand in one more theme." in client.get("/staff/themes").text
    page = client.get(f"/staff/themes/{trees}").text
    assert "Stands also in:" in page and "Not in this theme" in page
    assert "48 comments are in themes; counted in each of their themes they are 51." in page
    client.post(address, data={"question": Q, "comment": ids[:1], "theme": "none"})
    assert "Choose the theme in which the comments stand too." in client.get("/staff/themes").text
    move = f"/staff/consultations/{question[0]}/themes/move"
    data = {"question": Q, "comment": ids[:2], "theme": "none", "source": trees}
    client.post(move, data=data)
    assert (get_theme(trees).size, get_theme(lane).size) == (1, 48)
    assert get_totals(*question).no_theme == 0


def _cells(question: Question, rows: str) -> dict[tuple[str, str | None], list[MaskedCount]]:
    table = get_group_table(*question, "channel", rows)
    return {
        (row.theme.label["en"] if row.theme else "", row.stance): [
            one.comparison.raised if one.comparison else None for one in row.findings
        ]
        for row in table.rows
    }


def test_groups_count_a_comment_once_among_all_and_once_in_each_theme(
    question: Question,
) -> None:
    ids = _ids(question)
    place(question, "Bus lane", ids)
    trees = make_theme(question, "Trees")
    add_theme(SYSTEM, trees, ids[:24], question)
    table = get_group_table(*question, "channel")
    assert table.people == 48 and [group.size for group in table.groups] == [24, 24]
    assert [row.raised for row in table.rows] == [48, 24, 0]
    assert _cells(question, "theme")["Trees", None] == [12, 12]


def test_groups_say_who_is_for_and_who_is_against(question: Question) -> None:
    ids = _ids(question)  # even places are web, odd ones paper
    lane = place(question, "Bus lane", ids).id
    set_stance(SYSTEM, lane, ids[::2], "for")
    set_stance(SYSTEM, lane, ids[1::2], "against")
    cells = _cells(question, BY_STANCE)
    assert sorted(stance or "" for _theme, stance in cells) == ["", "against", "for"]
    assert sorted(map(str, cells["Bus lane", "for"])) == ["0", "24"]
    assert cells["Bus lane", "for"] == cells["Bus lane", "against"][::-1]


def test_a_file_of_comments_has_every_theme_and_side(question: Question, sign_in: SignIn) -> None:
    ids = _ids(question)
    lane = place(question, "Bus lane", ids).id
    trees = make_theme(question, "Trees")
    add_theme(SYSTEM, trees, ids[:1], question)
    set_stance(SYSTEM, lane, ids[:1], "against")
    set_stance(SYSTEM, trees, ids[:1], "for")
    address = f"/staff/consultations/{question[0]}/themes/export"
    text = sign_in("analyst").post(address, data={"question": Q, "form": "csv"}).text
    rows = list(csv.DictReader(io.StringIO(text)))
    assert len(rows) == 48  # a comment is a row, however many themes it has
    first = next(row for row in rows if row["Comment"] == str(ids[0]))
    assert (first["Theme"], first["Stance in the theme"]) == ("Bus lane", "against")
    assert first["Numbers of further themes"] == str(trees)
    assert (first["Further themes"], first["Stances in further themes"]) == ("Trees", "for")
