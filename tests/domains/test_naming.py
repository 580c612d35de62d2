"""What is remarked on the names of themes."""

import json

import pytest

from engage.demo.load import CONTENT
from engage.themes.codebook.naming import find_alike, remarks_on


@pytest.mark.parametrize(
    ("language", "words", "kinds"),
    [
        ("en", "More night buses", []),
        ("en", "Various issues", ["vague"]),
        ("en", "Buses and trams", ["two"]),
        ("en", "Sandy beaches", []),
        ("en", "Parking in the centre, for and against", []),
        ("en", "Buses and trams, for and against", ["two"]),
        ("es", "Aparcar en el centro, a favor y en contra", []),
        ("ar", "حدائق في وسط المدينة", []),
        ("ar", "حافلات وقت الليل", []),
        ("ar", "مواقف السيارات بين مؤيد ومعارض", []),
        ("en", "Run more buses late at night on every route of the whole city", ["long"]),
        ("es", "Otros asuntos", ["vague"]),
        ("es", "Autobuses y tranvías", ["two"]),
        ("fr", "Améliorations générales", ["vague"]),
        ("fr", "Bus et tramways", ["two"]),
        ("ar", "حافلات أكثر ليلًا", []),
        ("ar", "ملاحظات عامة", ["vague"]),
        ("ar", "الحافلات والقطارات", ["two"]),
        ("pl", "Różne", []),
    ],
)
def test_a_name_is_remarked_on_by_the_rules_of_its_language(
    language: str, words: str, kinds: list[str]
) -> None:
    assert [remark.kind for remark in remarks_on({language: words})] == kinds


def test_the_themes_of_the_demonstration_say_one_thing_each() -> None:
    about = json.loads((CONTENT / "outcome.json").read_text(encoding="utf-8"))
    found = {theme["key"]: remarks_on(theme["label"]) for theme in about["themes"]}
    assert {key: remarks for key, remarks in found.items() if remarks} == {}


def test_names_alike_are_found_among_all_pairs() -> None:
    labels = {
        1: {"en": "Night buses"},
        2: {"en": "Parks"},
        3: {"en": "Buses, night"},
        4: {"es": "Night buses"},
        5: {"ar": "إضاءة الشوارع"},
        6: {"ar": "اضاءه الشوارع"},
    }
    found = find_alike(labels)
    pairs = {(one, remark.other_id) for one, remarks in found.items() for remark in remarks}
    assert pairs == {(1, 3), (3, 1), (5, 6), (6, 5)}
