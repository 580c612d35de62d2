"""Areas: read from GeoJSON, made simpler, and a point found among them."""

import json
from math import cos, pi, sin

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engage.engines.questionnaire import RefusedBoundaries, read_boundaries, read_form, read_survey
from engage.engines.questionnaire.outlines import MOST_CHARACTERS, area_at, read_outline
from tests.engines.questionnaire.specimens import NAMES, SPECIMENS, survey_of

SURVEY = read_survey(survey_of(SPECIMENS[NAMES.index("a place on a map")]))
AREAS = SURVEY.question("q_spot").extra["outlines"]


def _feature(ring, **properties):
    geometry = {"type": "Polygon", "coordinates": [[*ring, ring[0]]]}
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def _file(*features):
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


SQUARE = [[2.1, 41.3], [2.2, 41.3], [2.2, 41.4], [2.1, 41.4]]


@pytest.mark.parametrize(
    ("lat", "lon", "area"),
    [
        (41.40, 2.12, "west"),
        (41.385, 2.17, "east"),
        (41.40, 2.19, None),  # the hole
        (41.4215, 2.12, "west"),  # just over a border that was simplified
        (41.43, 2.12, None),
        (-41.40, 2.12, None),
    ],
)
def test_a_point_is_found_in_its_area(lat, lon, area):
    assert area_at(AREAS, lat, lon) == area


@given(st.floats(2.0, 2.3), st.floats(41.3, 41.5))
def test_a_point_is_in_one_area_or_is_told_to_be_elsewhere(lon, lat):
    read = read_form(SURVEY, {"q_spot": [f"{lat:.5f} {lon:.5f}"]})
    area = area_at(AREAS, round(lat, 5), round(lon, 5))
    assert read.answers.get("q_spot_area") == area


def test_who_chooses_another_area_than_that_of_the_pin_is_heard():
    read = read_form(SURVEY, {"q_spot": ["41.40000 2.12000"], "q_spot_area": ["east"]})
    assert read.answers == {"q_spot_area": "east"}
    assert read.raw["q_spot"] == []


def test_areas_come_with_their_names_in_the_languages_of_the_file():
    file = _file(
        _feature(SQUARE, id=7, kind="ward", name="Westgate", **{"name:ar": "البوابة"}),
        _feature([[lon + 0.1, lat] for lon, lat in SQUARE], id=8, kind="ward", name="Eastside"),
    )
    west, east = read_boundaries(file)
    assert west.names == {"": "Westgate", "ar": "البوابة"}
    assert east.names == {"": "Eastside"}
    assert sorted(read_outline(west.outline)[0]) == sorted(tuple(point) for point in SQUARE)


def test_without_names_that_tell_them_apart_areas_are_numbered():
    ring = [[lon, lat - 0.2] for lon, lat in SQUARE]
    areas = read_boundaries(_file(_feature(SQUARE, name="Ward"), _feature(ring, name="Ward")))
    assert [area.names[""] for area in areas] == ["1", "2"]


def test_fine_outlines_are_made_simpler_and_keep_their_shape():
    circle = [
        [2.0 + 0.1 * cos(at / 30_000 * 2 * pi), 41.0 + 0.1 * sin(at / 30_000 * 2 * pi)]
        for at in range(30_000)
    ]
    (area,) = read_boundaries(_file(_feature(circle, name="Round")))
    assert len(area.outline) <= MOST_CHARACTERS
    outline = {"round": read_outline(area.outline)}
    assert area_at(outline, 41.0, 2.098) == "round"
    assert area_at(outline, 41.0, 2.105) is None


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "no GeoJSON"),
        (b"[1, 2]", "no GeoJSON"),
        (b"[" * 100_000, "no GeoJSON"),
        (b"\xff\xfe", "no GeoJSON"),
        (b" " * 5_000_001, "too large"),
        (_file({"type": "Feature", "properties": {}, "geometry": None}), "only points"),
        (_file(_feature([[421000.0, 4582000.0]] * 4)), "WGS 84"),
        (_file(_feature([["a", "b"]] * 4)), "cannot be read"),
        (_file(*[_feature(SQUARE)] * 301), "301 areas"),
    ],
)
def test_what_gives_no_areas_is_refused_with_what_to_do(content, why):
    with pytest.raises(RefusedBoundaries, match=why):
        read_boundaries(content)
