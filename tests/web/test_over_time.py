"""Then and now: the same codebook in two consultations, in words, bars and a table."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from engage.kernel.actors import SYSTEM
from engage.kernel.clock import now
from engage.kernel.db import session
from engage.kernel.errors import Conflict
from engage.themes import move_comments
from engage.themes.codebook.editing import bring_in, get_codebook
from engage.themes.codebook.over_time import compare_over_time, list_sharing
from engage.themes.placed import placed_comments
from engage.themes.queries import list_themes
from engage.themes.review.acts import rename_theme
from tests.factories import make_consultation, make_response, publish_sample_survey
from tests.factories.placed import place

Q = "q_change"


def _counted(title: str, days_ago: int, sizes: dict[str, int]) -> int:
    """A consultation with so many comments in themes of these names."""
    opened = now() - timedelta(days=days_ago)
    consultation = make_consultation(title={"en": title}, opens_at=opened)
    version = publish_sample_survey(consultation.id)
    for name, size in sizes.items():
        for number in range(size):
            make_response(version, q_change=f"{name} {number}")
        place((consultation.id, Q), name, _all_of(consultation.id, name))
    return consultation.id


def _all_of(consultation_id: int, name: str) -> list[int]:
    placed = placed_comments(consultation_id, Q)
    query = select(placed.c.id).where(placed.c.text.startswith(name))
    return list(session().scalars(query))


def test_shares_then_and_now_are_said_aloud_and_stand_in_a_table(
    app: Flask, sign_in: Callable[[str], FlaskClient]
) -> None:
    before = _counted("Last year", 400, {"Night buses": 10, "Shade": 60, "Benches": 30})
    after = _counted("This year", 10, {"night  buses": 40, "Shade": 58, "Wells": 2})
    apart = _counted("Elsewhere", 5, {"Harbour": 4})
    client = sign_in("auditor")
    address = f"/staff/consultations/{after}/themes/over-time?question={Q}"
    for page in (
        client.get(address).text,
        client.get(address.replace(f"/{after}/", f"/{before}/")).text,
    ):
        assert page.index("<strong>Last year") < page.index("<strong>This year")
        assert "Raised 4 times as often as then." in page
        assert "then 10 of 100 (10%), now 40 of 100 (40%)" in page
        assert "6% to 17%" in page and "31% to 50%" in page
        assert "Raised neither more nor less often" in page and "“Shade”" in page
        assert page.index("Only then") < page.index(">Benches<") < page.index("Only now")
        assert page.index("Only now") < page.index("Wells")
        assert page.count(">same name<") == 2 and ">same entry" not in page
        assert ">more often<" in page and ">less often<" not in page
    assert [one.shared for one in list_sharing(after, Q)] == [2]
    alone = client.get(f"/staff/consultations/{apart}/themes/over-time").text
    assert "Nothing to compare with yet" in alone
    codebook = client.get(f"/staff/consultations/{after}/themes/codebook").text
    assert f"/staff/consultations/{after}/themes/over-time?question={Q}" in codebook


def test_a_codebook_that_was_brought_along_waits_for_comments(
    app: Flask, sign_in: Callable[[str], FlaskClient]
) -> None:
    before = _counted("Last year", 400, {"Night buses": 3})
    soon, late = now() + timedelta(days=30), now() + timedelta(days=60)
    next_year = make_consultation(title={"en": "Next year"}, opens_at=soon, closes_at=late).id
    publish_sample_survey(next_year)
    bring_in(SYSTEM, next_year, Q, [one.code for one in get_codebook(before, Q)])
    (sharing,) = list_sharing(next_year, Q)
    assert (sharing.consultation.id, sharing.shared) == (before, 1)
    found = compare_over_time((next_year, Q), (before, Q))
    assert [(one.then.raised, one.now.raised, one.is_sure) for one in found.both] == [(3, 0, False)]
    address = f"/staff/consultations/{next_year}/themes/over-time?question={Q}"
    assert "One of the two has no comments yet" in sign_in("analyst").get(address).text


def test_an_entry_of_a_codebook_is_the_same_theme_under_another_name(
    app: Flask, sign_in: Callable[[str], FlaskClient]
) -> None:
    before = _counted("Last year", 400, {"Night buses": 2})
    after, later = _counted("This year", 10, {"Shade": 1}), make_consultation().id
    publish_sample_survey(later)
    bring_in(SYSTEM, after, Q, [one.code for one in get_codebook(before, Q)])
    theme = next(one for one in list_themes(after, Q) if "Night buses" in one.label.values())
    rename_theme(SYSTEM, theme.id, theme.version, {"en": "Late lines"}, {})
    bring_in(SYSTEM, later, Q, [one.code for one in get_codebook(after, Q)])
    assert {one.shared for one in list_sharing(later, Q)} == {1, 2}
    (pair,) = compare_over_time((later, Q), (before, Q)).both
    assert pair.is_same_entry and pair.former.label == {"en": "Night buses"}
    address = f"/staff/consultations/{after}/themes/over-time?question={Q}&with={before}-{Q}"
    client = sign_in("analyst")
    shown = client.get(address).text
    assert "No comment has been placed in these yet" in shown and "any more" not in shown
    move_comments(SYSTEM, _all_of(after, "Shade"), theme.id, (after, Q))
    shown = client.get(address).text
    assert "Late lines<" in shown and "same entry of the codebook; then “Night buses”" in shown
    with pytest.raises(Conflict, match="there already"):
        bring_in(SYSTEM, later, Q, [one.code for one in get_codebook(before, Q)])


def test_the_next_consultation_starts_from_a_codebook_without_a_file(
    app: Flask, sign_in: Callable[[str], FlaskClient]
) -> None:
    before = _counted("Last year", 400, {"Night buses": 2, "Shade": 1})
    after = make_consultation(title={"en": "This year"}).id
    publish_sample_survey(after)
    client, home = sign_in("analyst"), f"/staff/consultations/{after}/themes/codebook"
    page = client.get(f"{home}?question={Q}").text
    assert f'value="{before}-{Q}"' in page
    assert "Last year · What should change first? (2 themes)" in page
    data = {"question": Q, "from": f"{before}-{Q}"}
    assert client.post(f"{home}/bring-in", data=data).status_code == 303
    assert {each.code.label["en"] for each in get_codebook(after, Q)} == {"Night buses", "Shade"}
    for wrong in ("999-q_change", "x", f"{before}-q_street"):
        client.post(f"{home}/bring-in", data={"question": Q, "from": wrong})
        assert "Choose a codebook to start from." in client.get(home).text
