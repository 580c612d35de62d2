import pytest

from engage.engines.tracing import (
    LINK_TYPES,
    MATERIAL,
    Change,
    Link,
    LinkRefused,
    Node,
    Suspect,
    check_link,
    material,
    suspects,
)

THEME: Node = ("theme", 1)
NEED: Node = ("need", 1)
NOW = {
    THEME: {"label": "Kerbs", "description": "Too high", "size": 40, "owner": "Ana"},
    NEED: {"statement": "Step-free streets", "groups": ["wheelchair_users"], "severity": "high"},
}
LINK = Link("raises", THEME, NEED, material("theme", NOW[THEME]), material("need", NOW[NEED]))


@pytest.mark.parametrize("kind", sorted(LINK_TYPES))
def test_a_link_joins_exactly_what_its_kind_allows(kind: str) -> None:
    for source in MATERIAL:
        for target in MATERIAL:
            if (source, target) in LINK_TYPES[kind].ends:
                check_link(kind, source, target)
            else:
                with pytest.raises(LinkRefused) as caught:
                    check_link(kind, source, target)
                assert caught.value.message == LINK_TYPES[kind].rule


def test_the_ends_of_every_kind_have_material_fields() -> None:
    ends = {end for link_type in LINK_TYPES.values() for pair in link_type.ends for end in pair}
    assert ends == set(MATERIAL)


def test_an_unknown_kind_of_link_is_refused_by_name() -> None:
    with pytest.raises(LinkRefused, match="“resembles”"):
        check_link("resembles", "theme", "need")


def test_a_need_lies_upstream_of_the_decision_that_answers_it() -> None:
    assert Link("answers", ("decision", 1), NEED).flow == (NEED, ("decision", 1))
    assert LINK.flow == (THEME, NEED)


def test_a_link_whose_ends_stand_as_reviewed_is_not_suspect() -> None:
    assert suspects([LINK], NOW) == ()


def test_a_changed_owner_or_a_few_more_comments_make_no_link_suspect() -> None:
    theme = NOW[THEME] | {"owner": "Ben", "size": 43}
    assert suspects([LINK], NOW | {THEME: theme}) == ()


def test_a_changed_end_makes_the_link_suspect_and_shows_the_change() -> None:
    need = NOW[NEED] | {"severity": "low"}
    expected = Suspect(LINK, "target", (Change("severity", "high", "low"),))
    assert suspects([LINK], NOW | {NEED: need}) == (expected,)


def test_two_changed_ends_are_two_entries_source_first() -> None:
    now = {THEME: NOW[THEME] | {"size": 50}, NEED: NOW[NEED] | {"groups": []}}
    found = suspects([LINK], now)
    assert [(suspect.side, [c.field for c in suspect.changes]) for suspect in found] == [
        ("source", ["size"]),
        ("target", ["groups"]),
    ]


def test_a_change_taken_back_clears_itself() -> None:
    renamed = NOW | {THEME: NOW[THEME] | {"label": "High kerbs"}}
    assert suspects([LINK], renamed)
    assert suspects([LINK], NOW) == ()


def test_an_end_that_is_gone_makes_the_link_suspect() -> None:
    assert suspects([LINK], {NEED: NOW[NEED]}) == (
        Suspect(LINK, "source", (Change("exists", True, False),)),
    )


def test_a_link_that_nobody_reviewed_is_not_suspect() -> None:
    assert suspects([Link("raises", THEME, NEED)], {}) == ()


def test_one_change_trips_every_link_of_that_record() -> None:
    second = Link("raises", THEME, ("need", 2), material("theme", NOW[THEME]), {})
    now = NOW | {("need", 2): {}, THEME: NOW[THEME] | {"label": "Steps"}}
    assert [suspect.link for suspect in suspects([LINK, second], now)] == [LINK, second]
