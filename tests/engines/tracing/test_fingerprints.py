import hashlib
import json
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engage.engines.tracing import MATERIAL, MEASURED, Change, changes, fingerprint, material

ITEM = {
    "title": "Low kerbs",
    "challenge": "Wheels stop at the kerb",
    "solution": "Lower forty kerbs",
    "starts_on": date(2026, 3, 1),
    "ends_on": date(2026, 9, 30),
    "budget": Decimal("120000.00"),
    "dependencies": [7, 3],
    "owner": "Streets",
}
values = st.one_of(
    st.none(),
    st.text(),
    st.integers(),
    st.dates(),
    st.decimals(allow_nan=False, allow_infinity=False),
    st.lists(st.text()),
    st.frozensets(st.integers()),
    st.dictionaries(st.text(), st.integers()),
)


def records(kind: str) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries({}, optional=dict.fromkeys(MATERIAL[kind], values))


def test_a_fingerprint_is_the_hash_of_canonical_json() -> None:
    text = '{"fields":{"label":"Křižovatka"},"kind":"theme"}'
    expected = hashlib.sha256(text.encode()).hexdigest()
    assert fingerprint("theme", {"label": "Křižovatka", "description": ""}) == expected


def test_a_snapshot_holds_the_material_fields_as_plain_values() -> None:
    assert material("roadmap_item", ITEM) == {
        "title": "Low kerbs",
        "challenge": "Wheels stop at the kerb",
        "solution": "Lower forty kerbs",
        "starts_on": "2026-03-01",
        "ends_on": "2026-09-30",
        "budget": 120000,
        "dependencies": [3, 7],
    }


@given(st.sampled_from(sorted(MATERIAL)).flatmap(lambda k: st.tuples(st.just(k), records(k))))
def test_a_snapshot_survives_storage_and_is_its_own_snapshot(
    record: tuple[str, dict[str, Any]],
) -> None:
    kind, fields = record
    snapshot = material(kind, fields)
    stored = json.loads(json.dumps(snapshot))
    assert material(kind, stored) == snapshot
    assert fingerprint(kind, stored) == fingerprint(kind, fields)
    assert changes(snapshot, stored) == ()


@pytest.mark.parametrize("name", [name for name in ITEM if name != "owner"])
def test_each_material_field_changes_the_fingerprint(name: str) -> None:
    assert fingerprint("roadmap_item", ITEM | {name: None}) != fingerprint("roadmap_item", ITEM)


@pytest.mark.parametrize(
    "other",
    [
        {"owner": "Parks"},
        {"updated_at": "today"},
        {"budget": 120000},
        {"budget": 120000.0},
        {"starts_on": "2026-03-01"},
        {"dependencies": frozenset({3, 7})},
        {"dependencies": (3, 7)},
    ],
)
def test_what_means_the_same_has_the_same_fingerprint(other: dict[str, Any]) -> None:
    assert fingerprint("roadmap_item", ITEM | other) == fingerprint("roadmap_item", ITEM)


def test_composed_and_decomposed_letters_are_the_same_text() -> None:
    assert fingerprint("theme", {"label": "café"}) == fingerprint("theme", {"label": "cafe\u0301"})


def test_records_of_different_kinds_never_share_a_fingerprint() -> None:
    assert len({fingerprint(kind, {}) for kind in MATERIAL}) == len(MATERIAL)


def test_a_themes_size_is_in_the_snapshot_and_not_in_the_fingerprint() -> None:
    assert MEASURED["theme"] == ("size", "against")
    assert material("theme", {"label": "Buses", "size": 40})["size"] == 40
    assert fingerprint("theme", {"size": 40}) == fingerprint("theme", {"size": 400})


def test_changes_show_both_sides_in_the_order_of_names() -> None:
    before = {"title": "Kerbs", "budget": 5}
    after = {"title": "Low kerbs", "solution": "Lower them"}
    assert changes(before, after) == (
        Change("budget", 5, None),
        Change("solution", None, "Lower them"),
        Change("title", "Kerbs", "Low kerbs"),
    )


@pytest.mark.parametrize(
    ("before", "after", "moved"),
    [
        (50, 55, True),
        (50, 45, True),
        (50, 54, False),
        (20, 24, False),
        (100, 109, False),
        (100, 110, True),
        (0, 5, True),
        (0, 4, False),
        (None, 500, False),
    ],
)
def test_a_theme_moves_by_ten_per_cent_and_five_responses(
    before: int | None, after: int, moved: bool
) -> None:
    found = changes(material("theme", {"size": before}), material("theme", {"size": after}))
    assert bool(found) is moved


@pytest.mark.parametrize(
    ("before", "after", "moved"),
    [
        (20, 30, True),
        (20, 29, False),
        (50, 40, True),
        (None, 10, True),  # until somebody read for it, nobody was taken to be against
        (None, 9, False),
        (40, None, False),
        (0, 0, False),
    ],
)
def test_a_theme_moves_by_ten_points_of_those_against(
    before: int | None, after: int | None, moved: bool
) -> None:
    then, now = {"label": "Lane", "against": before}, {"label": "Lane", "against": after}
    assert bool(changes(material("theme", then), material("theme", now))) is moved


def test_a_value_without_a_plain_form_is_refused() -> None:
    with pytest.raises(TypeError, match="object has no place"):
        material("need", {"statement": object()})


def test_an_unknown_kind_is_refused() -> None:
    with pytest.raises(KeyError):
        material("rumour", {})
