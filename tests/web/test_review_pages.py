"""The pages of review without script: several comments at once, splitting by words and by parts."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event

from engage.audit import list_entries
from engage.kernel.actors import SYSTEM
from engage.kernel.db import db
from engage.themes import (
    CommentFilter,
    ThemeSummary,
    get_theme,
    list_comments,
    list_themes,
    merge_theme,
)
from engage.themes.review.acting import last_act, undo
from engage.themes.review.signing import approve_theme
from engage.themes.review.splitting import find_parts, split_theme
from tests.factories import make_consultation, publish_sample_survey
from tests.factories.themes import make_themes

Q = "q_change"


@pytest.fixture
def themes(app: Flask) -> tuple[ThemeSummary, ...]:
    return make_themes(publish_sample_survey(make_consultation().id), each=16)


def _comments(theme: ThemeSummary) -> list[int]:
    page = list_comments(theme.consultation_id, Q, CommentFilter(theme_id=theme.id))
    return [comment.id for comment in page.comments]


def test_several_comments_move_as_one_act_and_one_step_back(
    themes: tuple[ThemeSummary, ...], sign_in: Callable[[str], FlaskClient]
) -> None:
    client = sign_in("analyst")
    first, second = themes[0], themes[1]
    chosen = _comments(first)[:4]
    page = client.get(f"/staff/themes/{first.id}").text
    assert all(f'value="{number}" form="chosen"' in page for number in chosen)
    before = len(list_entries(SYSTEM, limit=500))
    address = f"/staff/consultations/{first.consultation_id}/themes/move"
    answer = client.post(address, data={"question": Q, "comment": chosen, "theme": second.id})
    assert answer.status_code == 303
    assert get_theme(second.id).size == second.size + 4
    assert len(list_entries(SYSTEM, limit=500)) == before + 1
    done = last_act(first.consultation_id, Q)
    assert done is not None
    undo(SYSTEM, done.id)
    assert (get_theme(first.id).size, get_theme(second.id).size) == (first.size, second.size)


def test_several_comments_are_marked_as_having_no_theme(
    themes: tuple[ThemeSummary, ...], sign_in: Callable[[str], FlaskClient]
) -> None:
    client = sign_in("analyst")
    address = f"/staff/consultations/{themes[0].consultation_id}/themes/move"
    chosen = _comments(themes[0])[:3]
    client.post(address, data={"question": Q, "comment": chosen, "theme": "none"})
    assert "3 comments were marked as having no theme." in client.get("/staff/themes").text
    assert get_theme(themes[0].id).size == themes[0].size - 3


def test_moving_nothing_says_what_to_do(
    themes: tuple[ThemeSummary, ...], sign_in: Callable[[str], FlaskClient]
) -> None:
    client = sign_in("analyst")
    address = f"/staff/consultations/{themes[0].consultation_id}/themes/move"
    assert client.post(address, data={"question": Q, "theme": "none"}).status_code == 303
    assert "Choose at least one comment." in client.get("/staff/themes").text
    data = {"question": Q, "comment": _comments(themes[0])[:1], "theme": ""}
    assert client.post(address, data=data).status_code == 303
    assert "Choose a theme, or that there is none." in client.get("/staff/themes").text
    assert get_theme(themes[0].id).size == themes[0].size


def test_comments_of_another_question_do_not_move(
    themes: tuple[ThemeSummary, ...], sign_in: Callable[[str], FlaskClient]
) -> None:
    address = f"/staff/consultations/{themes[0].consultation_id}/themes/move"
    data = {"question": "q_street", "comment": _comments(themes[0])[:1], "theme": "none"}
    assert sign_in("analyst").post(address, data=data).status_code == 409


def test_comments_with_a_word_become_a_theme_in_one_act(
    themes: tuple[ThemeSummary, ...], sign_in: Callable[[str], FlaskClient]
) -> None:
    client = sign_in("analyst")
    theme = themes[0]
    address = f"/staff/themes/{theme.id}/split"
    matching = list_comments(
        theme.consultation_id, Q, CommentFilter(theme_id=theme.id, words="1")
    ).total
    assert 1 < matching < theme.size
    assert (
        f"{matching} comments of this theme contain “1”."
        in client.get(address, query_string={"words": "1"}).text
    )
    data = {"words": "1", "all": "1", "version": theme.version, "label_en": "Route 1"}
    assert client.post(address, data=data).status_code == 303
    made = next(t for t in list_themes(theme.consultation_id, Q) if t.label == {"en": "Route 1"})
    assert (made.size, get_theme(theme.id).size) == (matching, theme.size - matching)


def test_proposed_parts_are_shown_then_made_and_undone(
    themes: tuple[ThemeSummary, ...], sign_in: Callable[[str], FlaskClient]
) -> None:
    client = sign_in("analyst")
    into, other = themes[0], themes[1]
    merge_theme(SYSTEM, other.id, other.version, into.id)
    theme = get_theme(into.id)
    address = f"/staff/themes/{theme.id}/parts"
    first = client.get(address, query_string={"parts": 2})
    assert client.get(address, query_string={"parts": 2}).text == first.text
    assert 'name="ask" value="1"' in client.get(f"/staff/themes/{theme.id}/split").text
    waiting = client.get(address, query_string={"parts": 2, "ask": 1})
    assert waiting.headers["Refresh"] == f"0; url={address}?parts=2"
    assert f"in the {theme.size} comments of" in waiting.text
    assert get_theme(theme.id).size == theme.size
    proposed = find_parts(theme.id, 2)
    assert len(proposed) == 2
    data: dict[str, str | list[int]] = {
        "version": str(theme.version),
        "language": "en",
        "part": [1, 2],
        "parts": "2",
    }
    for number, part in enumerate(proposed, 1):
        data[f"ids_{number}"] = " ".join(map(str, part.comment_ids))
        data[f"label_{number}"] = f"Part {number}"
        assert data[f"ids_{number}"] in first.text
    assert client.post(address, data=data).status_code == 303
    sizes = {t.label["en"]: t.size for t in list_themes(theme.consultation_id, Q)}
    assert [sizes["Part 1"], sizes["Part 2"]] == [len(part.comment_ids) for part in proposed]
    assert client.post(address, data=data).status_code == 422
    done = last_act(theme.consultation_id, Q)
    assert done is not None
    undo(SYSTEM, done.id)
    assert get_theme(theme.id).size == theme.size


def test_parts_are_two_to_six(
    themes: tuple[ThemeSummary, ...], sign_in: Callable[[str], FlaskClient]
) -> None:
    address = f"/staff/themes/{themes[0].id}/parts"
    answer = sign_in("analyst").get(address, query_string={"parts": 7})
    assert answer.status_code == 422
    assert "Ask for 2 to 6 parts." in answer.text


def test_an_approved_theme_that_takes_the_name_of_another_is_told_so(
    themes: tuple[ThemeSummary, ...], sign_in: Callable[[str], FlaskClient]
) -> None:
    first, second = themes[0], themes[1]
    approve_theme(SYSTEM, first.id, first.version)
    data = {"version": get_theme(first.id).version, "label_en": second.label["en"]}
    client = sign_in("engagement_lead")
    answer = client.post(
        f"/staff/themes/{first.id}/edit", data=data | {"reason": "One"}, follow_redirects=True
    )
    assert "The theme was renamed." in answer.text
    assert "has the same name or nearly so. Merge them, or name them apart." in answer.text


def test_more_themes_take_no_more_statements(
    themes: tuple[ThemeSummary, ...], sign_in: Callable[[str], FlaskClient]
) -> None:
    client, address = sign_in("engagement_lead"), f"/staff/themes/{themes[0].id}"
    asked: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        asked.append(statement)

    def statements() -> int:
        asked.clear()
        assert client.get(address).status_code == 200
        return len(asked)

    def split(comment_ids: list[int]) -> None:
        for number in comment_ids:
            version = get_theme(themes[1].id).version
            split_theme(SYSTEM, themes[1].id, version, [number], {"en": f"Apart {number}"})

    first, *others = _comments(themes[1])[:5]
    split([first])
    event.listen(db.engine, "before_cursor_execute", note)
    few = statements()
    split(others)
    assert statements() == few < 60
    event.remove(db.engine, "before_cursor_execute", note)
