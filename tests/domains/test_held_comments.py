"""A job reads the comments as they stood when it began, however often it goes through them."""

from flask import Flask

from engage.kernel.actors import SYSTEM
from engage.responses import stream_comments
from engage.themes.holding import held_comments
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
