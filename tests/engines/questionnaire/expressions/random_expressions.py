"""Random expressions that have a meaning, and answers to the questions that they name."""

from datetime import date

from hypothesis import strategies as st

from engage.engines.questionnaire.expressions.checking import TRUTH, Subject
from engage.engines.questionnaire.expressions.nodes import (
    Call,
    Compared,
    Computed,
    Here,
    Joined,
    Number,
    Reference,
    Text,
)

SUBJECTS = {
    "people": Subject("number"),
    "since": Subject("day"),
    "wish": Subject("text"),
    "way": Subject("choice", frozenset({"bus", "car"})),
    "needs": Subject("choices", frozenset({"light", "shade"})),
    "mail": Subject("opaque"),
}
ANSWERS = st.fixed_dictionaries(
    {},
    optional={
        "people": st.integers(-20, 20) | st.floats(-9, 9),
        "since": st.dates(date(1000, 1, 1)).map(date.isoformat),
        "wish": st.text(max_size=5),
        "way": st.sampled_from(["bus", "car"]),
        "needs": st.lists(st.sampled_from(["light", "shade"]), unique=True),
        "mail": st.text(max_size=5),
    },
)
_NUMBERS = st.integers(-99, 99) | st.decimals(-9, 9, places=2).map(float).filter(
    lambda found: found != int(found)
)
_QUOTED = st.text(
    st.characters(exclude_characters="\"'‘’“”", exclude_categories=["Cs"]), max_size=5
)


def _number():
    leaves = st.one_of(
        _NUMBERS.map(Number),
        st.just(Reference("people")),
        st.just(Here()),
        st.sampled_from([Reference("way"), Reference("needs")]).map(
            lambda found: Call("count-selected", (found,))
        ),
        st.just(Call("string-length", (Reference("wish"),))),
        st.just(Call("number", (Reference("wish"),))),
    )
    return st.recursive(
        leaves,
        lambda parts: st.one_of(
            st.builds(Computed, st.sampled_from(["+", "-", "*", "div", "mod"]), parts, parts),
            st.tuples(parts, parts).map(lambda found: Call("coalesce", found)),
            st.builds(Computed, st.just("-"), _day(), _day()),
        ),
        max_leaves=4,
    )


def _day():
    return st.sampled_from(
        [
            Reference("since"),
            Call("today", ()),
            Call("date", (Text("2026-11-20"),)),
            Call("date", (Reference("people"),)),
        ]
    )


def _words():
    return st.one_of(
        _QUOTED.map(Text),
        st.sampled_from([Reference("wish"), Reference("way")]),
        st.just(Call("selected-at", (Reference("needs"), Number(0)))),
    )


def _truth():
    orders = st.sampled_from(["=", "!=", "<", "<=", ">", ">="])
    same = st.sampled_from(["=", "!="])
    leaves = st.one_of(
        st.builds(Compared, orders, _number(), _number()),
        st.builds(Compared, orders, _day(), _day()),
        st.builds(Compared, same, st.just(Reference("wish")), _QUOTED.map(Text)),
        st.builds(
            Compared, same, st.just(Reference("way")), st.sampled_from(["bus", ""]).map(Text)
        ),
        st.builds(
            Compared, same, st.sampled_from(["needs", "mail"]).map(Reference), st.just(Text(""))
        ),
        st.just(Call("selected", (Reference("needs"), Text("light")))),
        st.just(Call("regex", (Reference("wish"), Text("[0-9]+")))),
    )
    return st.recursive(
        leaves,
        lambda parts: st.one_of(
            parts.map(lambda found: Call("not", (found,))),
            st.builds(
                Joined,
                st.sampled_from(["and", "or"]),
                st.lists(parts, min_size=2, max_size=3).map(tuple),
            ),
        ),
        max_leaves=4,
    )


def expressions(wanted):
    """Expressions that give a value of the wanted sorts."""
    if wanted == TRUTH:
        return _truth()
    chosen = st.tuples(_truth(), _number(), _number()).map(lambda found: Call("if", found))
    return st.one_of(_number(), _day(), _words(), chosen)
