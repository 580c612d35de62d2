"""A reader who puts together everything that is published can't work out a count under 10."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pytest
from flask.testing import FlaskClient
from hypothesis import example, given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog
from sqlalchemy import text

from engage.engines.questionnaire import Survey, read_survey
from engage.kernel.actors import SYSTEM
from engage.kernel.clock import now
from engage.kernel.db import session, transaction
from engage.publishing import publish_outcome
from engage.publishing.releasing import SMALLEST, release_shares
from engage.publishing.results import QuestionResult, results_of
from tests.factories import make_consultation, make_response, publish_sample_survey
from tests.factories.surveys import SAMPLE_SURVEY

CHANNELS = ("web", "phone", "paper")
WAYS = ("foot", "bus", "car")
PLACES = ("library", "park", "market")
Cell = tuple[str, str]

# one person: channel, way to the centre, minutes waited (by bus only), places (at least one)
people = st.lists(
    st.tuples(
        st.sampled_from((0, 0, 0, 1, 2)),
        st.sampled_from((0, 1, 1, 1, 2)),
        st.sampled_from((5, 5, 15, 25)),
        st.sampled_from(((0,), (0,), (0, 1), (1,), (1, 2))),
    ),
    min_size=1,
    max_size=90,
)


@dataclass
class Reader:
    """What is published, as bounds and equations over every cell of every table."""

    everybody: int
    cells: dict[Cell, tuple[int, int]] = field(default_factory=dict)
    sums: list[tuple[list[Cell], int, list[Cell]]] = field(default_factory=list)
    least: list[tuple[list[Cell], int]] = field(default_factory=list)

    def read(self, table: str, shown: dict[str, int | None], *, is_withheld: bool) -> list[Cell]:
        names = [(table, code) for code in shown]
        for name, count in zip(names, shown.values(), strict=True):
            lowest = 0 if is_withheld else 1
            self.cells[name] = (lowest, self.everybody) if count is None else (count, count)
        return names

    def width_of(self, wanted: Cell) -> float:
        """How far the count can range."""
        names = list(self.cells)
        row = {name: place for place, name in enumerate(names)}
        equations = np.zeros((len(self.sums), len(names)))
        for at, (plus, _, minus) in enumerate(self.sums):
            equations[at, [row[name] for name in plus]] = 1
            equations[at, [row[name] for name in minus]] = -1
        at_least = np.zeros((len(self.least), len(names)))
        for at, (parts, _) in enumerate(self.least):
            at_least[at, [row[name] for name in parts]] = -1
        aim = np.zeros(len(names))
        aim[row[wanted]] = 1
        ends = [
            linprog(
                way * aim,
                A_eq=equations,
                b_eq=[total for _, total, _ in self.sums],
                A_ub=at_least,
                b_ub=[-count for _, count in self.least],
                bounds=list(self.cells.values()),
            )
            for way in (1, -1)
        ]
        assert all(end.success for end in ends), "the published figures contradict each other"
        return float(-ends[1].fun - ends[0].fun)


@pytest.fixture(scope="module")
def survey() -> Survey:
    return read_survey(SAMPLE_SURVEY)


def _values(given: list[tuple[int, int, int, tuple[int, ...]]]) -> dict[str, list[Any]]:
    values: dict[str, list[Any]] = {"q_transport": [], "q_places": []}
    for _, way, minutes, places in given:
        values["q_transport"].append(WAYS[way])
        values["q_places"].append([PLACES[place] for place in places])
        if WAYS[way] == "bus":
            values.setdefault("q_wait", []).append(minutes)
    return values


def _read_question(reader: Reader, result: QuestionResult) -> list[Cell]:
    shown = {cell.code: cell.count for cell in result.cells}
    return reader.read(result.code, shown, is_withheld=result.answered is None)


@settings(max_examples=80)
@given(people)
@example([(0, 1, 5, (0,))] * 30 + [(1, 0, 5, (1,))] * 9)
@example([(0, 1, 5, (0,))] * 9 + [(0, 1, 5, (1,))] * 9)
@example([(0, 1, 5, (0,))] * 7 + [(0, 2, 5, (0,))] * 12 + [(0, 0, 5, (0,))] * 40)
def test_no_small_count_can_be_worked_out_from_everything_that_is_published(
    survey: Survey, given: list[tuple[int, int, int, tuple[int, ...]]]
) -> None:
    everybody = len(given)
    reader = Reader(everybody)
    truth: dict[Cell, int] = {}
    channels = {name: sum(CHANNELS[p[0]] == name for p in given) for name in CHANNELS}
    there = {name: count for name, count in channels.items() if count}
    shown = release_shares(there)
    # a table that is not shown does not say either which channels there were
    parts = reader.read("channel", shown or dict.fromkeys(CHANNELS), is_withheld=shown is None)
    reader.sums.append((parts, everybody, []))
    truth |= {("channel", name): count for name, count in channels.items()}
    values = _values(given)
    for result in results_of(survey, values):
        cells = _read_question(reader, result)
        if result.code == "q_places":
            reader.least.append((cells, everybody))
            masked = [cell for cell in cells if reader.cells[cell] == (1, everybody)]
            if len(masked) == 1:  # a count that covers another never stands alone
                reader.cells[masked[0]] = (1, min(everybody, SMALLEST - 1))
            counts = {p: sum(p in ticks for ticks in values["q_places"]) for p in PLACES}
            truth |= {("q_places", place): count for place, count in counts.items()}
        elif result.code == "q_transport":
            reader.sums.append((cells, everybody, []))
            truth |= {(result.code, way): values["q_transport"].count(way) for way in WAYS}
        else:  # everybody who goes by bus said how long they wait
            reader.sums.append((cells, 0, [("q_transport", "bus")]))
    for cell, (lowest, highest) in list(reader.cells.items()):
        if lowest < highest and 0 < truth.get(cell, SMALLEST) < SMALLEST:
            assert reader.width_of(cell) >= 1, cell
        elif lowest == highest:
            assert lowest == 0 or lowest >= SMALLEST, cell


def test_a_channel_can_not_be_worked_out_from_the_total(client: FlaskClient) -> None:
    consultation = make_consultation(slug="ways")
    version = publish_sample_survey(consultation.id)
    for number in range(33):
        make_response(version, channel="kiosk" if number < 4 else "web", q_wait=None)
    with transaction() as current:
        current.execute(
            text("UPDATE consultation SET closes_at = :at WHERE id = :id"),
            {"at": now().replace(tzinfo=None), "id": consultation.id},
        )
    session().rollback()
    publish_outcome(SYSTEM, consultation.id)
    page = client.get("/en/consultations/ways/outcome").text
    by_channel = page[page.index("Responses by channel") :]
    by_channel = by_channel[: by_channel.index("</table>")]
    assert by_channel.count("not shown") == 2
    assert "not on the web" not in page and ">29<" not in page and "33" in page
