"""On a real scheduler with two worker processes the same themes are found as on one machine."""

import csv
import os
import subprocess
import sys
import time

import numpy as np
import pytest
from click.testing import CliRunner

from engage.cli import main
from engage.engines.clustering import ThemeFinder
from engage.engines.clustering.cluster import Cluster, ClusterUnavailable
from tests.engines.clustering.made_comments import made_comments
from tests.servers.dask_cluster import cluster

pytestmark = pytest.mark.xdist_group("dask")  # one scheduler for all of them

ENGLISH, _ = made_comments(per_subject=80)
SPANISH = [f"{text} por favor señores del ayuntamiento" for text in ENGLISH[::4]]
TEXTS = [*ENGLISH, *SPANISH, "mot"]
SPOKEN = ["en"] * len(ENGLISH) + ["es"] * len(SPANISH) + ["fr"]


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    with cluster(tmp_path_factory.mktemp("dask"), workers=2) as found:
        yield found


def test_the_result_equals_that_of_one_machine_to_the_bit(address, monkeypatch):
    monkeypatch.setattr("engage.engines.clustering.steps.BATCH", 16)
    here = ThemeFinder(4, sample_size=100).fit(TEXTS, SPOKEN)
    with Cluster(address) as workers:
        there = ThemeFinder(4, sample_size=100).fit(TEXTS, SPOKEN, workers=workers)
    assert np.array_equal(here.labels_, there.labels_)
    assert np.array_equal(here.scores_, there.scores_)
    assert here.candidates_ == there.candidates_
    assert here.themes_ == there.themes_
    assert here.figures_ == there.figures_


def test_both_workers_take_part(address):
    def who(seconds, _batch):  # a function of its own travels by its code
        time.sleep(seconds)
        return os.getpid()

    with Cluster(address) as workers:
        seen = set(workers.run(who, 0.1, range(20)))
    assert len(seen) == 2
    assert os.getpid() not in seen


def test_results_come_in_order_and_few_batches_are_held(address):
    drawn = []

    def batches():
        for number in range(40):
            drawn.append(number)
            yield number

    with Cluster(address) as workers:
        for number, result in enumerate(workers.run(pow, 2, batches())):
            assert result == 2**number
            assert len(drawn) <= number + 6


def test_the_command_writes_the_same_files_as_without(address, tmp_path):
    path = tmp_path / "in.csv"
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([["text", "lang"], *zip(TEXTS, SPOKEN, strict=True)])
    command = ["cluster", str(path), "--text-column", "text", "--language-column", "lang"]
    command += ["--themes", "4", "--out"]
    for folder, more in (("here", []), ("there", ["--scheduler", address])):
        done = CliRunner().invoke(main, [*command, str(tmp_path / folder), *more])
        assert done.exit_code == 0, done.output
    for name in ("assignments.csv", "themes.json"):
        there = (tmp_path / "there" / name).read_bytes()
        assert there == (tmp_path / "here" / name).read_bytes()


def test_a_scheduler_that_does_not_answer_is_said_to(tmp_path, monkeypatch):
    monkeypatch.setattr("engage.engines.clustering.cluster.SECONDS_TO_CONNECT", 1)
    (tmp_path / "in.csv").write_text("text\nmend the road\n", encoding="utf-8")
    command = ["cluster", str(tmp_path / "in.csv"), "--text-column", "text"]
    command += ["--out", str(tmp_path / "out"), "--scheduler", "tcp://127.0.0.1:9"]
    done = CliRunner().invoke(main, command)
    assert done.exit_code == 1
    assert "No scheduler answers at tcp://127.0.0.1:9." in done.output
    assert not (tmp_path / "out").exists()


def test_a_scheduler_without_workers_is_said_to(tmp_path):
    with (
        cluster(tmp_path, workers=0) as address,
        pytest.raises(ClusterUnavailable, match="has no workers"),
        Cluster(address),
    ):
        pass


def test_a_worker_with_other_versions_is_refused(address, monkeypatch):
    monkeypatch.setattr("engage.engines.clustering.cluster.ALIKE", ("engage",))
    with pytest.raises(ClusterUnavailable, match="other versions"), Cluster(address):
        pass


def test_without_the_extra_the_command_says_what_to_install():
    program = (
        "import sys; sys.modules['distributed'] = None\n"
        "from engage.engines.clustering.cluster import Cluster\n"
        "Cluster('tcp://127.0.0.1:9').__enter__()"
    )
    done = subprocess.run([sys.executable, "-c", program], check=False, stderr=subprocess.PIPE)
    assert ".venv/bin/uv pip install -e '.[cluster]'" in done.stderr.decode()
