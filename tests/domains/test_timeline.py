"""The roadmap's picture: every piece of work at its place in time, today on it, arrows between."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from flask.testing import FlaskClient

from engage.kernel.actors import SYSTEM
from engage.kernel.clock import now
from engage.roadmap import ItemDraft, ItemRecord, add_item, list_items
from engage.roadmap.timeline import draw_timeline

TODAY = date(2026, 11, 21)


def _item(number: int, starts_on: date, ends_on: date | None) -> ItemRecord:
    return ItemRecord(
        number, {"en": f"Work {number}"}, {}, {}, "Transport", starts_on, ends_on, None, "EUR",
        (), (), "running", "", 1,
    )  # fmt: skip


def test_without_work_there_is_no_picture() -> None:
    assert draw_timeline([], {}, TODAY) is None


def test_bars_stand_in_order_of_time_within_the_axis_and_so_does_today() -> None:
    items = [_item(1, date(2027, 5, 1), None), _item(2, date(2026, 12, 1), date(2026, 12, 1))]
    drawn = draw_timeline(items, {}, TODAY)
    assert drawn is not None
    assert [span.item.id for span in drawn.spans] == [2, 1]
    for span in drawn.spans:
        assert 0 <= span.begins < span.begins + span.length <= 100
        assert span.length >= 0.8
    assert drawn.spans[1].is_open_ended
    assert drawn.spans[1].begins + drawn.spans[1].length == pytest.approx(100)
    assert 0 <= drawn.today < drawn.spans[0].begins
    assert [mark.day.day for mark in drawn.marks] == [1] * len(drawn.marks)


def test_an_axis_of_any_length_keeps_few_marks() -> None:
    for days in (1, 40, 400, 4_000, 20_000):
        drawn = draw_timeline([_item(1, TODAY, TODAY + timedelta(days=days))], {}, TODAY)
        assert drawn is not None and 1 <= len(drawn.marks) <= 9, days
        assert drawn.marks[0].at == 0


def test_an_arrow_says_what_comes_first_and_when_the_two_clash() -> None:
    first = _item(1, date(2027, 1, 1), date(2027, 3, 31))
    after, early = _item(2, date(2027, 4, 1), None), _item(3, date(2027, 2, 1), date(2027, 5, 1))
    drawn = draw_timeline([first, after, early], {2: (1,), 3: (1, 99)}, TODAY)
    assert drawn is not None
    found = {link.then.item.id: link for link in drawn.dependencies}
    assert set(found) == {2, 3}
    assert found[2].leaves == pytest.approx(found[2].then.begins)
    assert (found[2].clashes, found[3].clashes) == (False, True)


def _add(title: str, starts_in: int, ends_in: int | None, *after: int) -> int:
    today = now().date()
    end = None if ends_in is None else today + timedelta(days=ends_in)
    titles = {"en": title, "ar": f"{title} ع"}
    draft = ItemDraft(titles, "Transport", today + timedelta(days=starts_in), end, status="pilot")
    return add_item(SYSTEM, ItemDraft(**{**vars(draft), "depends_on_ids": after}))


def test_the_staff_page_draws_the_work_and_says_the_same_in_words(
    sign_in: Callable[[str], FlaskClient],
) -> None:
    client = sign_in("engagement_lead")
    assert "work-bars" not in client.get("/staff/roadmap").text
    lights = _add("Lights", -30, 60)
    _add("Night line", 61, None, lights)
    _add("Sunday service", 10, 90, lights)
    page = client.get("/staff/roadmap").text
    assert page.count('<rect class="work pilot') == len(list_items()) + 1  # and the key
    assert "after: Lights" in page
    assert "starts before this has ended: Lights" in page
    assert "1 of 3 pieces of work are under way" in page
    assert ">Today</text>" in page
    assert page.count('<g class="arrow') == 2 and page.count('<g class="arrow clash"') == 1
