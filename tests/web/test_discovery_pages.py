"""Small voices, more like these, what is near what, searching, new comments: without script."""

import re
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from engage.app import JOBS
from engage.audit import list_entries
from engage.kernel.actors import SYSTEM
from engage.kernel.jobs import run_next
from engage.surveys import PublishedVersion
from engage.themes import CommentFilter, get_theme, list_comments, list_themes, start_run
from engage.themes.discovery.small_voices import list_voices
from engage.themes.placed import ANY
from engage.themes.review.acting import last_act, undo
from tests.engines.clustering.made_comments import made_comments
from tests.factories import (
    PASSWORD,
    make_actor,
    make_consultation,
    make_response,
    publish_sample_survey,
)

Q = "q_change"
RARE = (
    "An induction loop for hearing aids at the counter",
    "Hearing aids need an induction loop in the hall",
    "The induction loop for my hearing aids is broken",
    "Induction loop please, hearing aids alone fail there",
)


@pytest.fixture
def version(app: Flask) -> PublishedVersion:
    return _with_themes(publish_sample_survey(make_consultation().id))


@pytest.fixture
def on_both(both_databases_app: Flask) -> PublishedVersion:
    return _with_themes(publish_sample_survey(make_consultation().id))


def _with_themes(version: PublishedVersion) -> PublishedVersion:
    texts, _ = made_comments(per_subject=20)
    for number, text in enumerate([*texts, *RARE]):
        make_response(version, channel="phone" if number % 2 else "web", q_change=text)
    _run(version)
    return version


def _run(version: PublishedVersion) -> None:
    start_run(SYSTEM, version.consultation_id, Q, n_themes=4)
    while run_next(JOBS):
        pass


def _analyst(app: Flask) -> FlaskClient:
    client = app.test_client()
    address = f"{make_actor('analyst').name}@example.org"
    client.post("/staff/sign-in", data={"email": address, "password": PASSWORD})
    return client


def _found(version: PublishedVersion, words: str) -> list[int]:
    chosen = CommentFilter(standing=ANY, words=words)
    return [c.id for c in list_comments(version.consultation_id, Q, chosen).comments]


def test_a_small_voice_becomes_a_theme_and_back(
    on_both: PublishedVersion, both_databases_app: Flask
) -> None:
    version, client = on_both, _analyst(both_databases_app)
    voices = list_voices(version.consultation_id, Q)
    voice = next(v for v in voices if set(v.comment_ids) == set(_found(version, "induction")))
    assert {"induction", "loop"} & set(" ".join(voice.keywords).split())
    home = f"/staff/consultations/{version.consultation_id}/themes"
    page = client.get(home, query_string={"question": Q}).text
    assert "Small voices" in page and RARE[0] in page and "Phone: 2" in page
    address = f"/staff/themes/voices/{voice.id}"
    assert client.post(address, data={"act": "make", "label": " "}).status_code == 303
    assert "Give the new theme a name." in client.get(home, query_string={"question": Q}).text
    client.post(address, data={"act": "make", "label": "Hearing loops"})
    made = next(
        t for t in list_themes(version.consultation_id, Q) if t.label == {"en": "Hearing loops"}
    )
    assert made.size == len(RARE)
    assert voice.id not in {v.id for v in list_voices(version.consultation_id, Q)}
    assert client.post(address, data={"act": "dismiss"}).status_code == 409
    assert "small_voice.make_voice_a_theme" in {e.act for e in list_entries(SYSTEM, limit=20)}
    done = last_act(version.consultation_id, Q)
    assert done is not None
    undo(SYSTEM, done.id)
    assert get_theme(made.id).state == "archived"
    assert voice.id in {v.id for v in list_voices(version.consultation_id, Q)}


def test_a_dismissed_voice_stays_dismissed_in_the_next_run(
    version: PublishedVersion, sign_in: Callable[[str], FlaskClient]
) -> None:
    client = sign_in("analyst")
    hearing = set(_found(version, "induction"))
    voice = next(
        v for v in list_voices(version.consultation_id, Q) if set(v.comment_ids) == hearing
    )
    client.post(f"/staff/themes/voices/{voice.id}", data={"act": "dismiss"})
    _run(version)
    left = list_voices(version.consultation_id, Q)
    assert not any(set(v.comment_ids) & hearing for v in left)
    auditor = sign_in("auditor")
    assert auditor.post(f"/staff/themes/voices/{voice.id}").status_code == 403


def test_a_theme_is_made_by_example_in_one_act(
    version: PublishedVersion, sign_in: Callable[[str], FlaskClient]
) -> None:
    client = sign_in("analyst")
    hearing = _found(version, "induction")
    address = f"/staff/consultations/{version.consultation_id}/themes/alike"
    page = client.get(address, query_string={"question": Q, "comment": hearing[:1]}).text
    shown = [int(number) for number in re.findall(r'name="comment" value="(\d+)"', page)]
    assert shown[0] == hearing[0] and set(shown[1:4]) == set(hearing[1:])
    data: dict[str, object] = {"question": Q, "comment": hearing, "example": hearing[:1]}
    refused = client.post(address, data=data)
    assert refused.status_code == 422 and "Give the new theme a name." in refused.text
    assert client.post(address, data=data | {"label_en": "Hearing"}).status_code == 303
    made = next(t for t in list_themes(version.consultation_id, Q) if t.label == {"en": "Hearing"})
    assert made.size == len(hearing)
    done = last_act(version.consultation_id, Q)
    assert done is not None and done.act == "make"
    undo(SYSTEM, done.id)
    assert get_theme(made.id).state == "archived"
    other = client.post(address, data=data | {"label_en": "X", "question": "q_street"})
    assert other.status_code == 422


def test_the_picture_has_a_link_for_each_theme_and_a_table_with_the_same(
    version: PublishedVersion, sign_in: Callable[[str], FlaskClient]
) -> None:
    address = f"/staff/consultations/{version.consultation_id}/themes/picture"
    page = sign_in("auditor").get(address, query_string={"question": Q}).text
    themes = list_themes(version.consultation_id, Q)
    drawing, table = page.split("</svg>")
    for theme in themes:
        assert f'href="/staff/themes/{theme.id}"' in drawing
        assert f'href="/staff/themes/{theme.id}"' in table
    assert drawing.count('class="dot') <= 84 and "style=" not in page
    empty = sign_in("auditor").get(address, query_string={"question": "q_street"}).text
    assert "No picture yet" in empty


def test_all_comments_are_searched_and_filtered(
    version: PublishedVersion, sign_in: Callable[[str], FlaskClient]
) -> None:
    client = sign_in("auditor")
    home = f"/staff/consultations/{version.consultation_id}/themes"
    asked = {"question": Q, "standing": "all", "words": "LOOP induction"}
    page = client.get(home, query_string=asked).text
    assert "4 comments" in page and RARE[1].split()[0] in page
    assert "2 comments" in client.get(home, query_string=asked | {"channel": "phone"}).text
    assert "No comments here" in client.get(home, query_string=asked | {"language": "ar"}).text
    everything = client.get(home, query_string={"question": Q, "standing": "all"}).text
    assert "84 comments" in everything and "standing=all" in everything


def test_the_page_says_what_has_arrived_and_places_it(
    version: PublishedVersion, sign_in: Callable[[str], FlaskClient]
) -> None:
    client = sign_in("analyst")
    home = f"/staff/consultations/{version.consultation_id}/themes"
    assert "Place 1 new" not in client.get(home, query_string={"question": Q}).text
    make_response(version, q_change="bus timetable driver evening late")
    page = client.get(home, query_string={"question": Q}).text
    assert "Place 1 new comment" in page
    answer = client.post(f"{home}/join", data={"question": Q})
    assert answer.status_code == 303 and "/run" in answer.headers["Location"]
    while run_next(JOBS):
        pass
    page = client.get(home, query_string={"question": Q}).text
    assert "Place 1 new comment" not in page and "came later fit no theme" in page
