"""Files of responses: taken row by row, refused by row and column, never doubled."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from engage.channels.imports import (
    Defaults,
    Imported,
    Refused,
    Source,
    import_responses,
    read_lines,
    read_mapping,
)
from engage.kernel.actors import SYSTEM
from engage.kernel.errors import InvalidInput
from engage.responses import count_responses
from engage.surveys import PublishedVersion
from tests.factories import make_consultation, publish_sample_survey


@pytest.fixture
def version(app: Flask) -> PublishedVersion:
    return publish_sample_survey(make_consultation().id)


def _import(
    version: PublishedVersion, lines: list[bytes] | Iterator[bytes], *pairs: str
) -> tuple[Imported, list[Refused]]:
    refused: list[Refused] = []
    source = Source("f.csv", read_mapping(pairs, version.content), Defaults("letter", "en"))
    done = import_responses(
        SYSTEM, version.consultation_id, read_lines(lines), source, refused.append
    )
    return done, refused


def test_bare_comments_are_taken_and_a_repeated_file_adds_nothing(
    version: PublishedVersion,
) -> None:
    lines = [b"text\n", b"More trees\n", b"More trees\n", "Más árboles\n".encode()]
    assert _import(version, lines, "text=q_change")[0] == Imported(3, 0, 0)
    longer = [*lines, b"Fewer cars\n"]
    assert _import(version, longer, "text=q_change")[0] == Imported(1, 3, 0)
    assert count_responses(version.consultation_id).total == 4


def test_labels_in_any_language_stand_for_options_and_bad_cells_are_named(
    version: PublishedVersion,
) -> None:
    lines = [
        b"how,safe,places,words\n",
        "En autobús o tranvía,4,Biblioteca;park,luz\n".encode(),
        b"By boat,4,,x\n",
        b"car,nine,,x\n",
        b"car,3,,\n",
    ]
    pairs = ("how=q_transport", "safe=q_safe", "places=q_places", "words=q_change")
    done, refused = _import(version, lines, *pairs)
    assert (done.accepted, done.refused) == (2, 2)
    assert [(item.line, item.column) for item in refused] == [(3, "q_transport"), (4, "safe")]


def test_a_missing_column_and_bytes_that_are_no_text_are_refused_with_their_place(
    version: PublishedVersion,
) -> None:
    with pytest.raises(InvalidInput, match="words"):
        _import(version, [b"text\n", b"x\n"], "words=q_change")
    with pytest.raises(InvalidInput, match="Line 2"):
        _import(version, [b"text\n", b"caf\xe9\n"], "text=q_change")
    with pytest.raises(InvalidInput, match="no mapping"):
        _import(version, [b"text\n"], "text=q_nothing")


def test_a_large_file_is_read_in_bounded_memory(version: PublishedVersion) -> None:
    import tracemalloc

    def lines(count: int) -> Iterator[bytes]:
        yield b"id,text\n"
        for number in range(count):
            yield f"{number},Comment number {number} about the buses and the parks\n".encode()

    peaks = []
    for count in (1_000, 4_000):
        tracemalloc.start()
        done, _ = _import(version, lines(count), "id=@key", "text=q_change")
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert done.accepted == 3_000
    assert peaks[1] < 1.5 * peaks[0]


@pytest.mark.shared
def test_the_comments_of_a_real_city_go_in_once(version: PublishedVersion, shared: Path) -> None:
    for expected in (Imported(896, 0, 0), Imported(0, 896, 0)):
        with (shared / "data" / "bowling_green.csv").open("rb") as stream:
            done, refused = _import(version, stream, "text=q_change", "comment_id=@key")
        assert (done, refused) == (expected, [])
