"""A job reads the comments as they stood when it began, however often it goes through them."""

import tracemalloc
from pathlib import Path

from flask import Flask

from engage.kernel.actors import SYSTEM
from engage.kernel.spooling import Spool
from engage.responses import stream_comments
from engage.themes.runs.holding import HeldComments, held_comments
from engage.themes.runs.joining import join
from tests.engines.clustering.made_comments import made_comments
from tests.factories import make_consultation, make_response, publish_sample_survey

Q = "q_change"


def test_what_arrives_meanwhile_does_not_change_what_is_read(both_databases_app: Flask) -> None:
    version = publish_sample_survey(make_consultation().id)
    for words in ("Late buses\nand “no” light", "مكتبة في الحي", "Third"):
        make_response(version, q_change=words)
    before = list(stream_comments(SYSTEM, version.consultation_id, Q))
    with held_comments(version.consultation_id, Q) as (comments, folder):
        make_response(version, q_change="Fourth")
        assert list(comments) == list(comments) == before
        assert list(comments.texts()) == [comment.text for comment in before]
        assert list(comments.languages()) == [comment.language for comment in before]
        rest = comments.without({before[0].id})
        assert list(rest) == before[1:]
        assert (len(comments), len(rest)) == (3, 2)
        assert folder.exists()
    assert not folder.exists()


def _most_held(tmp_path: Path, many: int) -> int:
    """The peak of memory while so many long comments are placed by what a few say."""
    texts, subjects = made_comments(per_subject=20)
    where = dict(enumerate(map(len, subjects)))
    said = [*texts, *(f"late bus {number} {'~' * 2000}" for number in range(many))]
    rows = ([number, 1, Q, text, "en", "web", "", ""] for number, text in enumerate(said))
    comments = HeldComments(Spool(tmp_path / f"comments{many}", rows))
    tracemalloc.start()
    joined = join(comments, where, comments.without(where), tmp_path / f"joined{many}")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert len(joined.rows) == many and len(joined.theme_of) + len(joined.fit_none) == many
    return peak


def test_placing_many_more_comments_does_not_hold_them(tmp_path: Path) -> None:
    _most_held(tmp_path, 10)  # what is loaded at first use does not count
    assert _most_held(tmp_path, 5_000) < _most_held(tmp_path, 2_000) + 2_500_000


def test_comments_are_chosen_from_those_that_were_chosen(tmp_path: Path) -> None:
    rows = [[number, 1, Q, str(number), "en", "web", "", ""] for number in range(6)]
    comments = HeldComments(Spool(tmp_path / "comments", rows))
    rest = comments.without({0, 1}).only({1, 2, 3, 4}).without({4})
    assert [comment.id for comment in rest] == [2, 3] and len(rest) == 2
