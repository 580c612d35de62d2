"""A further theme is suggested from how comments stand by now, where that can be told."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from engage.kernel.actors import SYSTEM
from engage.themes import CommentFilter, list_comments
from engage.themes.discovery.further_suggesting import suggest_further
from engage.themes.placed import ANY
from engage.themes.reading import COMMENTS_A_PAGE, PlacedComment
from engage.themes.review.assigning import add_theme
from tests.engines.clustering.made_comments import made_comments
from tests.factories import make_consultation, make_response, publish_sample_survey
from tests.factories.placed import Question, place

Q = "q_change"
PAIRS = (("buses", "parks"), ("housing", "buses"))


@pytest.fixture
def said(app: Flask) -> tuple[Question, dict[str, str]]:
    """Comments on one subject each, eight on two, and the first subject of each text."""
    version = publish_sample_survey(make_consultation().id)
    texts, subjects = made_comments(per_subject=24)
    first = dict(zip(texts, subjects, strict=True))
    by_subject = {name: [t for t in texts if first[t] == name] for name in set(subjects)}
    for one, two in PAIRS:
        for at in range(4):
            first[f"{by_subject[one][at]}. {by_subject[two][at]}"] = one
    for text in first:
        make_response(version, q_change=text)
    return (version.consultation_id, Q), first


def _all(question: Question) -> list[PlacedComment]:
    found: list[PlacedComment] = []
    while True:
        chosen = CommentFilter(standing=ANY, order="newest", page=len(found) // COMMENTS_A_PAGE + 1)
        page = list_comments(*question, chosen)
        found += page.comments
        if len(found) >= page.total:
            return found


def test_what_says_two_things_is_offered_its_second_theme(
    said: tuple[Question, dict[str, str]], sign_in: Callable[[str], FlaskClient]
) -> None:
    question, first = said
    comments = _all(question)
    assert suggest_further(question, comments) == {}
    themes = {
        name: place(question, name, [c.id for c in comments if first[c.text] == name]).id
        for name in sorted(set(first.values()))
    }
    comments = _all(question)
    found = suggest_further(question, comments)
    doubles = {c.id: c for c in comments if ". " in c.text}
    seconds = {themes[one]: themes[two] for one, two in PAIRS}
    right = [
        number
        for number, comment in doubles.items()
        if comment.theme_id is not None
        and dict(found.get(number, ())).get(seconds[comment.theme_id])
    ]
    assert len(right) >= 6
    assert sum(number not in doubles for number in found) <= 8
    assert all(0.5 <= score <= 1 for pairs in found.values() for _, score in pairs)
    chosen = doubles[right[0]]
    assert chosen.theme_id is not None
    page = sign_in("analyst").get(f"/staff/themes/{chosen.theme_id}").text
    assert '<optgroup label="It leans to">' in page
    add_theme(SYSTEM, seconds[chosen.theme_id], [chosen.id], question)
    offered = suggest_further(question, _all(question)).get(chosen.id, ())
    assert seconds[chosen.theme_id] not in dict(offered)
