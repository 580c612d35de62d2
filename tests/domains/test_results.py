"""Results are counted once for the same responses, and anew for others."""

from flask import Flask
from sqlalchemy import event

from engage.kernel.db import db
from engage.publishing.results import count_results
from engage.responses import take_in
from tests.factories import (
    leave_out,
    make_actor,
    make_consultation,
    make_response,
    publish_sample_survey,
)


def _make_responses() -> None:
    """Of every four in a row, the first and the last come by bus."""
    version = publish_sample_survey(make_consultation().id)
    for number in range(1, 29):
        way = "bus" if number % 4 in (0, 1) else "foot"
        make_response(version, q_transport=way, q_wait=None)


def _ways() -> dict[str, int | None]:
    result = next(each for each in count_results(1) if each.code == "q_transport")
    return {cell.code: cell.count for cell in result.cells if cell.count != 0}


def test_counting_again_reads_no_answers_until_other_responses_count(app: Flask) -> None:
    _make_responses()
    assert _ways() == {"bus": 14, "foot": 14}
    asked: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        asked.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    assert _ways() == {"bus": 14, "foot": 14}
    event.remove(db.engine, "before_cursor_execute", note)
    assert asked and not any("response.answers" in statement for statement in asked)

    leave_out(1)
    assert _ways() == {"bus": 13, "foot": 14}


def test_as_many_others_are_other_results(app: Flask) -> None:
    _make_responses()
    lead = make_actor()
    for one in (1, 4):
        leave_out(one, lead=lead)
    assert _ways() == {"bus": 12, "foot": 14}
    for back, out in ((1, 2), (4, 3)):  # as many as before, and their numbers have the same sum
        take_in(lead, back, "Of two people")
        leave_out(out, lead=lead)
    assert _ways() == {"bus": 14, "foot": 12}
