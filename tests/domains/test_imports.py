"""Files of responses: taken row by row, refused by row and column, never doubled."""

import csv
import shutil
import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask import Flask

from engage.app import create_app
from engage.channels.imports import (
    Defaults,
    Imported,
    Refused,
    Source,
    import_responses,
    read_lines,
    read_mapping,
)
from engage.cli import main
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
    assert [(item.line, item.column) for item in refused] == [(3, "how"), (4, "safe")]


def test_a_missing_column_and_bytes_that_are_no_text_are_refused_with_their_place(
    version: PublishedVersion,
) -> None:
    with pytest.raises(InvalidInput, match="words"):
        _import(version, [b"text\n", b"x\n"], "words=q_change")
    with pytest.raises(InvalidInput, match="Line 2"):
        _import(version, [b"text\n", b"caf\xe9\n"], "text=q_change")
    with pytest.raises(InvalidInput, match="no mapping"):
        _import(version, [b"text\n"], "text=q_nothing")


def test_a_known_row_with_other_answers_is_refused_and_one_on_a_new_version_is_known(
    version: PublishedVersion,
) -> None:
    pairs = ("id=@key", "text=q_change")
    assert _import(version, [b"id,text\n", b"1,trees\n", b"2,buses\n"], *pairs)[0].accepted == 2
    publish_sample_survey(version.consultation_id, layout="single_page")
    lines = [b"id,text\n", b"1,trees\n", b"2,trams\n", b"3,parks\n"]
    done, refused = _import(version, lines, *pairs)
    assert done == Imported(1, 1, 1)
    assert [(item.line, str(item.reason)) for item in refused] == [
        (3, "This row came in before with other answers, and those stand.")
    ]
    counts = count_responses(version.consultation_id)
    assert (counts.total, counts.set_aside) == (3, 1)


@pytest.mark.parametrize("pairs", [("id=@key", "text=q_change"), ("text=q_change",)])
def test_a_large_file_is_read_in_bounded_memory(
    version: PublishedVersion, pairs: tuple[str, ...]
) -> None:
    def lines(count: int) -> Iterator[bytes]:
        yield b"id,text\n"
        for number in range(count):
            words = f"Comment number {number} about the buses and the parks. " * 20
            yield f"{number},{words}\n".encode()

    peaks = []
    for count in (1_000, 2_500):
        tracemalloc.start()
        done, _ = _import(version, lines(count), *pairs)
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert done.accepted == 1_500
    assert peaks[1] < 1.2 * peaks[0]


def test_a_serial_that_is_taken_refuses_its_row_and_no_other(both_databases_app: Flask) -> None:
    version = publish_sample_survey(make_consultation().id)
    lines = [b"text,serial\n", b"trees,P-1\n", b"buses,P-1\n", b"parks,P-2\n"]
    done, refused = _import(version, lines, "text=q_change", "serial=@serial")
    assert done == Imported(2, 0, 1)
    assert [item.line for item in refused] == [3]
    assert count_responses(version.consultation_id).total == 2


def test_the_command_tells_the_first_refusals_and_writes_all_of_them(
    sqlite_template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copy(sqlite_template, tmp_path / "engage.sqlite3")
    monkeypatch.setenv("ENGAGE_DATABASE_URL", f"sqlite:///{tmp_path / 'engage.sqlite3'}")
    with create_app().app_context():
        consultation = make_consultation()
        publish_sample_survey(consultation.id)
    rows = ["safe,words", "4,light", *(f"never,{number}" for number in range(25))]
    (tmp_path / "rows.csv").write_text("\n".join(rows), encoding="utf-8")
    command = ["import", "responses", str(tmp_path / "rows.csv"), "--map", "safe=q_safe"]
    command += ["--map", "words=q_change", "--consultation", consultation.slug]
    done = CliRunner().invoke(main, [*command, "--refused", str(tmp_path / "refused.csv")])
    assert done.exit_code == 0, done.output
    assert "1 added, 0 known before, 25 refused" in done.output
    assert "line 3, safe:" in done.output
    assert "line 23" not in done.output and "... and 5 more" in done.output
    with (tmp_path / "refused.csv").open(encoding="utf-8", newline="") as stream:
        written = list(csv.reader(stream))
    assert [row[:2] for row in written] == [
        ["line", "column"],
        *([str(line), "safe"] for line in range(3, 28)),
    ]


@pytest.mark.shared
def test_the_comments_of_a_real_city_go_in_once(version: PublishedVersion, shared: Path) -> None:
    for expected in (Imported(896, 0, 0), Imported(0, 896, 0)):
        with (shared / "data" / "bowling_green.csv").open("rb") as stream:
            done, refused = _import(version, stream, "text=q_change", "comment_id=@key")
        assert (done, refused) == (expected, [])
