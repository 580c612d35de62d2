from hypothesis import given
from hypothesis import strategies as st

from engage.engines.tracing import (
    Coverage,
    Link,
    Node,
    Register,
    coverage,
    downstream,
    has_cycle,
    upstream,
)

COMMENTS: tuple[Node, Node] = ("comment", 1), ("comment", 2)
THEME: Node = ("theme", 1)
NEEDS: tuple[Node, Node] = ("need", 1), ("need", 2)
DECISION: Node = ("decision", 1)
ITEM: Node = ("roadmap_item", 1)
OTHER_ITEM: Node = ("roadmap_item", 2)
INDICATOR: Node = ("indicator", 1)
LINKS = [
    Link("evidences", COMMENTS[0], THEME),
    Link("evidences", COMMENTS[1], THEME),
    Link("raises", THEME, NEEDS[0]),
    Link("raises", THEME, NEEDS[1]),
    Link("answers", DECISION, NEEDS[0]),
    Link("answers", DECISION, NEEDS[1]),
    Link("carries_out", ITEM, DECISION),
    Link("depends_on", OTHER_ITEM, ITEM),
    Link("measured_by", ITEM, INDICATOR),
]
edges = st.lists(st.tuples(st.integers(0, 8), st.integers(0, 8)), max_size=20)


def test_a_comment_leads_down_to_the_indicator_level_by_level() -> None:
    assert downstream(COMMENTS[0], LINKS) == (
        (THEME,),
        NEEDS,
        (DECISION,),
        (ITEM,),
        (OTHER_ITEM, INDICATOR),
    )


def test_an_indicator_leads_up_to_every_comment() -> None:
    assert upstream(INDICATOR, LINKS) == ((ITEM,), (DECISION,), NEEDS, (THEME,), COMMENTS)


def test_a_record_without_links_has_no_chain() -> None:
    assert upstream(("need", 9), LINKS) == downstream(("need", 9), []) == ()


def test_a_chain_through_a_circle_ends() -> None:
    circle = [Link("depends_on", ITEM, OTHER_ITEM), Link("depends_on", OTHER_ITEM, ITEM)]
    assert upstream(ITEM, circle) == ((OTHER_ITEM,),)


def test_a_covered_register_has_no_gaps() -> None:
    register = Register([1], [1, 2], {1: "adopt"}, [1])
    assert coverage(register, LINKS) == Coverage((), (), (), (), ())


def test_without_links_everything_is_a_gap() -> None:
    register = Register([1], [1, 2], {1: "adopt", 2: "decline"}, [1])
    assert coverage(register, []) == Coverage(
        themes_without_need=(1,),
        needs_without_decision=(1, 2),
        decisions_without_need=(1, 2),
        accepted_without_item=(1,),
        items_without_decision=(1,),
    )


def test_a_declined_need_is_covered_and_needs_no_item() -> None:
    found = coverage(
        Register(needs=[1], decisions={1: "decline"}), [Link("answers", DECISION, NEEDS[0])]
    )
    assert found == Coverage((), (), (), (), ())


def test_an_adapted_decision_needs_an_item() -> None:
    assert coverage(Register(decisions={1: "adapt"}), []).accepted_without_item == (1,)


def test_a_link_to_a_record_outside_the_register_covers_nothing() -> None:
    assert coverage(Register(needs=[1]), LINKS).needs_without_decision == (1,)


def has_cycle_by_closure(pairs: list[tuple[int, int]]) -> bool:
    reach = set(pairs)
    for middle in range(9):
        reach |= {(a, d) for a, b in reach for c, d in reach if b == c == middle}
    return any(a == b for a, b in reach)


@given(edges)
def test_cycles_are_found_as_the_transitive_closure_finds_them(
    pairs: list[tuple[int, int]],
) -> None:
    assert has_cycle(pairs) == has_cycle_by_closure(pairs)


def test_a_long_row_of_dependencies_is_no_cycle_until_it_is_closed() -> None:
    row = [(i, i + 1) for i in range(50_000)]
    assert not has_cycle(row)
    assert has_cycle([*row, (50_000, 0)])


def test_coverage_of_two_thousand_needs_finds_the_one_left() -> None:
    links = [Link("evidences", ("comment", i), ("theme", i % 500)) for i in range(100_000)]
    links += [Link("raises", ("theme", i % 500), ("need", i)) for i in range(2_000)]
    links += [Link("answers", ("decision", i), ("need", i)) for i in range(1_999)]
    decisions = dict.fromkeys(range(2_000), "defer")
    found = coverage(Register(range(500), range(2_000), decisions), links)
    assert (found.needs_without_decision, found.decisions_without_need) == ((1_999,), (1_999,))
