"""A consultation from draft to report: what the clock does, what people do, what is refused."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
import time_machine
from flask import Flask

from engage.audit import list_entries
from engage.consultations import (
    ConsultationDraft,
    Status,
    add_consultation,
    close_consultation,
    get_consultation,
    mark_decided,
    mark_reported,
    open_consultation,
    redraft_consultation,
    schedule_consultation,
)
from engage.consultations.drafting import edit_consultation
from engage.kernel.actors import SYSTEM
from engage.kernel.clock import now
from engage.kernel.db import session
from engage.kernel.errors import Conflict, Forbidden, InvalidInput
from engage.people import ROLES, permissions_of
from tests.factories import make_actor, make_consultation

OPENS = now().replace(hour=8, minute=0, second=0, microsecond=0) + timedelta(days=90)
CLOSES = OPENS + timedelta(days=30, hours=10)
DRAFT = ConsultationDraft(
    title={"en": "The river bank", "es": "La ribera"},
    summary={"en": "Tell us."},
    background={},
    next_steps={},
    privacy_note={},
    languages=("en", "es"),
    promise="involve",
    opens_at=OPENS,
    closes_at=CLOSES,
)


def _status(consultation_id: int) -> Status:
    session().expire_all()
    return get_consultation(consultation_id).status


def _acts(consultation_id: int) -> list[tuple[str, str]]:
    entries = list_entries(SYSTEM, subject=("consultation", consultation_id))
    return [(entry.act, entry.reason) for entry in reversed(entries)]


def test_the_clock_opens_and_closes_what_people_schedule_decide_and_report(app: Flask) -> None:
    lead = make_actor()
    with time_machine.travel(OPENS - timedelta(days=1), tick=False) as clock:
        made = add_consultation(lead, DRAFT)
        assert _status(made) is Status.DRAFTED
        schedule_consultation(lead, made, has_survey=True)
        assert _status(made) is Status.SCHEDULED
        for moment, status in (
            (OPENS - timedelta(seconds=1), Status.SCHEDULED),
            (OPENS, Status.OPEN),
            (CLOSES - timedelta(seconds=1), Status.OPEN),
            (CLOSES, Status.CLOSED),
        ):
            clock.move_to(moment)
            assert _status(made) is status
        mark_decided(lead, made)
        assert _status(made) is Status.DECIDED
        mark_reported(lead, made)
        assert _status(made) is Status.REPORTED
    assert [act for act, _ in _acts(made)] == [
        "consultation.add",
        "consultation.schedule",
        "consultation.decided",
        "consultation.reported",
    ]


@pytest.mark.parametrize("role", sorted(ROLES))
def test_who_may_draft_is_a_matter_of_the_role(app: Flask, role: str) -> None:
    actor = make_actor(role)
    if "manage_consultations" in permissions_of((role,)):
        assert add_consultation(actor, DRAFT)
    else:
        with pytest.raises(Forbidden):
            add_consultation(actor, DRAFT)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"languages": ()}, "languages"),
        ({"title": {"en": "The river bank", "es": "  "}}, "title"),
        ({"promise": "everything"}, "promise"),
        ({"closes_at": OPENS}, "closes_at"),
    ],
)
def test_a_draft_that_cannot_stand_is_refused_at_its_field(
    app: Flask, change: dict[str, object], field: str
) -> None:
    with pytest.raises(InvalidInput) as refused:
        add_consultation(SYSTEM, replace(DRAFT, **change))  # type: ignore[arg-type]  # by field
    assert set(refused.value.fields) == {field}


def test_two_consultations_of_one_name_get_two_addresses(app: Flask) -> None:
    slugs = [get_consultation(add_consultation(SYSTEM, DRAFT)).slug for _ in range(3)]
    assert slugs == ["the-river-bank", "the-river-bank-2", "the-river-bank-3"]


def test_a_name_without_latin_letters_still_gets_an_address(app: Flask) -> None:
    arabic = replace(DRAFT, title={"ar": "ضفة النهر"}, languages=("ar",))
    assert get_consultation(add_consultation(SYSTEM, arabic)).slug.isascii()


def test_without_dates_or_a_survey_nothing_is_scheduled(app: Flask) -> None:
    undated = add_consultation(SYSTEM, replace(DRAFT, opens_at=None, closes_at=None))
    with pytest.raises(InvalidInput):
        schedule_consultation(SYSTEM, undated, has_survey=True)
    dated = add_consultation(SYSTEM, DRAFT)
    with pytest.raises(Conflict):
        schedule_consultation(SYSTEM, dated, has_survey=False)
    assert (_status(undated), _status(dated)) == (Status.DRAFTED, Status.DRAFTED)


def test_what_is_scheduled_can_go_back_and_what_is_open_cannot(app: Flask) -> None:
    coming = make_consultation(opens_at=now() + timedelta(days=1))
    redraft_consultation(SYSTEM, coming.id)
    assert _status(coming.id) is Status.DRAFTED
    with pytest.raises(Conflict):
        redraft_consultation(SYSTEM, make_consultation().id)


@pytest.mark.parametrize(
    ("at", "fields"),
    [
        (OPENS - timedelta(minutes=1), set()),
        (OPENS + timedelta(minutes=1), {"opens_at"}),
        (CLOSES + timedelta(minutes=1), {"opens_at", "closes_at"}),
    ],
)
def test_nothing_is_scheduled_for_a_time_that_has_passed(
    app: Flask, at: datetime, fields: set[str]
) -> None:
    made = add_consultation(SYSTEM, DRAFT)
    with time_machine.travel(at, tick=False):
        if not fields:
            schedule_consultation(SYSTEM, made, has_survey=True)
            assert _status(made) is Status.SCHEDULED
            return
        with pytest.raises(InvalidInput) as refused:
            schedule_consultation(SYSTEM, made, has_survey=True)
        assert set(refused.value.fields) == fields
        assert _status(made) is Status.DRAFTED


def test_what_is_drafted_or_scheduled_opens_now(app: Flask) -> None:
    coming = make_consultation(opens_at=now() + timedelta(days=1))
    late = make_consultation(stage="drafted", opens_at=now() - timedelta(minutes=5))
    undated = make_consultation(stage="drafted", opens_at=None)
    for found in (coming, late, undated):
        before = now()
        open_consultation(SYSTEM, found.id, has_survey=True)
        opened = get_consultation(found.id)
        assert opened.is_open and opened.opens_at is not None and before <= opened.opens_at <= now()
        with pytest.raises(Conflict):
            open_consultation(SYSTEM, found.id, has_survey=True)


@pytest.mark.parametrize("closes_at", [None, now() - timedelta(minutes=1)])
def test_nothing_opens_without_a_close_that_is_to_come(
    app: Flask, closes_at: datetime | None
) -> None:
    draft = make_consultation(
        stage="drafted", opens_at=now() - timedelta(days=1), closes_at=closes_at
    )
    with pytest.raises(InvalidInput) as refused:
        open_consultation(SYSTEM, draft.id, has_survey=True)
    assert set(refused.value.fields) == {"closes_at"}
    without_survey = make_consultation(stage="drafted")
    with pytest.raises(Conflict):
        open_consultation(SYSTEM, without_survey.id, has_survey=False)
    assert {_status(draft.id), _status(without_survey.id)} == {Status.DRAFTED}


def test_what_is_scheduled_is_not_moved_into_the_past(app: Flask) -> None:
    coming = make_consultation(opens_at=now() + timedelta(days=1))
    for change in ({"opens_at": now() - timedelta(days=1)}, {"opens_at": None}):
        draft = replace(DRAFT, **({"closes_at": coming.closes_at} | change))  # type: ignore[arg-type]
        with pytest.raises(InvalidInput) as refused:
            edit_consultation(SYSTEM, coming.id, draft)
        assert set(refused.value.fields) == {"opens_at"}
    assert _status(coming.id) is Status.SCHEDULED


def test_the_close_of_an_open_consultation_moves_only_later(app: Flask) -> None:
    closes = now().replace(microsecond=0, second=17) + timedelta(days=10)
    running = make_consultation(closes_at=closes)
    for closes_at in (closes - timedelta(days=1), None):
        with pytest.raises(InvalidInput) as refused:
            edit_consultation(SYSTEM, running.id, replace(DRAFT, closes_at=closes_at), "Why.")
        assert set(refused.value.fields) == {"closes_at"}
    as_the_form_shows_it = replace(DRAFT, closes_at=closes.replace(second=0))
    edit_consultation(SYSTEM, running.id, as_the_form_shows_it, "A misprint in the summary.")
    session().expire_all()
    assert get_consultation(running.id).closes_at == closes


@pytest.mark.parametrize(
    "wanted", ["River", "the river", "-river", "river-", "a--b", "río", "ضفة", "r/x", "x" * 61]
)
def test_a_short_name_fits_an_address(app: Flask, wanted: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        add_consultation(SYSTEM, replace(DRAFT, short_name=wanted))
    assert set(refused.value.fields) == {"short_name"}


def test_a_short_name_is_one_consultations_alone(both_databases_app: Flask) -> None:
    first = add_consultation(SYSTEM, replace(DRAFT, short_name="river-bank"))
    with pytest.raises(InvalidInput) as refused:
        add_consultation(SYSTEM, replace(DRAFT, short_name="river-bank"))
    assert set(refused.value.fields) == {"short_name"}
    second = add_consultation(SYSTEM, DRAFT)
    with pytest.raises(InvalidInput):
        edit_consultation(SYSTEM, second, replace(DRAFT, short_name="river-bank"))
    edit_consultation(SYSTEM, first, replace(DRAFT, short_name="river-bank"))
    edit_consultation(SYSTEM, second, replace(DRAFT, short_name="other-bank"))
    edit_consultation(SYSTEM, second, DRAFT)
    session().expire_all()
    assert get_consultation(second).slug == "other-bank"


def test_a_short_name_stays_once_people_have_its_address(app: Flask) -> None:
    running = make_consultation(slug="river-bank")
    change = replace(DRAFT, closes_at=running.closes_at, short_name="other-bank")
    with pytest.raises(InvalidInput) as refused:
        edit_consultation(SYSTEM, running.id, change, "Why.")
    assert set(refused.value.fields) == {"short_name"}
    edit_consultation(SYSTEM, running.id, replace(change, short_name="river-bank"), "Why.")


def test_closing_early_needs_a_reason_and_keeps_it(app: Flask) -> None:
    running = make_consultation()
    with pytest.raises(InvalidInput):
        close_consultation(SYSTEM, running.id, "  ")
    assert _status(running.id) is Status.OPEN
    close_consultation(SYSTEM, running.id, "The square was flooded.")
    assert _status(running.id) is Status.CLOSED
    assert _acts(running.id) == [("consultation.close", "The square was flooded.")]
    with pytest.raises(Conflict):
        close_consultation(SYSTEM, running.id, "Again.")


@pytest.mark.parametrize("early", [mark_decided, mark_reported])
def test_nothing_is_decided_or_reported_before_its_time(app: Flask, early: object) -> None:
    assert callable(early)
    running = make_consultation()
    with pytest.raises(Conflict):
        early(SYSTEM, running.id)
    assert _status(running.id) is Status.OPEN


def test_a_change_after_the_opening_needs_a_reason_and_keeps_it(app: Flask) -> None:
    running = make_consultation()
    later = running.closes_at + timedelta(days=7) if running.closes_at else None
    change = replace(DRAFT, opens_at=None, closes_at=later)
    with pytest.raises(InvalidInput) as refused:
        edit_consultation(SYSTEM, running.id, change)
    assert set(refused.value.fields) == {"reason"}
    edit_consultation(SYSTEM, running.id, change, "A holiday fell into it.")
    session().expire_all()
    changed = get_consultation(running.id)
    assert (changed.opens_at, changed.closes_at) == (running.opens_at, later)
    assert _acts(running.id) == [("consultation.change", "A holiday fell into it.")]


def test_after_the_close_the_dates_stay_what_they_were(app: Flask) -> None:
    over = make_consultation(closes_at=now() - timedelta(days=1))
    for closes_at in (None, now() + timedelta(days=9)):
        change = replace(DRAFT, opens_at=None, closes_at=closes_at)
        edit_consultation(SYSTEM, over.id, change, "A misprint in the summary.")
        session().expire_all()
        assert get_consultation(over.id).closes_at == over.closes_at
    assert _status(over.id) is Status.CLOSED
