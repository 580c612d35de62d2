"""A problem is found in the text where an author would look for it."""

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from engage.engines.messages import message
from engage.engines.questionnaire import Problem, check_survey, lines_of
from engage.engines.questionnaire.problems import below

TEXT = """{
  "format": 1,
  "a/b": {"~": [10, {"x": "}]{[,:"}]},
\t"twice": 1, "twice": [[], [2]],
  "es\\u0063aped \\"key\\"": null
}"""


def _found(text: str, place: str) -> tuple[int, int]:
    told = message("survey document", "Write a number here.")
    [(where, _)] = lines_of(text, [Problem(place, told)])
    return where.line, where.column


def test_members_stand_where_their_key_does_and_parts_of_lists_where_they_begin() -> None:
    assert _found(TEXT, "/format") == (2, 3)
    assert _found(TEXT, "/a~1b") == (3, 3)
    assert _found(TEXT, "/a~1b/~0") == (3, 11)
    assert _found(TEXT, "/a~1b/~0/0") == (3, 17)
    assert _found(TEXT, "/a~1b/~0/1/x") == (3, 22)
    assert _found(TEXT, "/twice") == (4, 14)
    assert _found(TEXT, "/twice/1/0") == (4, 29)
    assert _found(TEXT, '/escaped "key"') == (5, 3)


def test_what_is_not_there_stands_where_the_part_around_it_does() -> None:
    assert _found(TEXT, "/a~1b/~0/1/y/z") == (3, 21)
    assert _found(TEXT, "/missing") == (1, 1)
    assert _found(TEXT, "") == (1, 1)
    assert _found("\n\n  []", "") == (3, 3)


def test_problems_come_from_top_to_bottom() -> None:
    faulty = '{"format": 1,\n "code": "A B",\n "title": "x",\n "pages": []}'
    found = lines_of(faulty, check_survey(json.loads(faulty)))
    places = [(where.line, where.column) for where, _ in found]
    assert places == sorted(places) and {line for line, _ in places} >= {1, 2, 3, 4}


def test_a_text_nested_as_deeply_as_json_allows_is_read() -> None:
    assert _found('{"a":' * 900 + "1" + "}" * 900, "/a/a/a") == (1, 12)


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=20,
)


def _walk(value: Any, place: str) -> list[tuple[str, Any]]:
    steps: list[Any] = list(value.items()) if isinstance(value, dict) else []
    steps = list(enumerate(value)) if isinstance(value, list) else steps
    return [(place, value)] + [
        each for key, part in steps for each in _walk(part, below(place, key))
    ]


@given(VALUES, st.booleans())
def test_every_part_of_any_document_is_found_where_it_stands(value: Any, is_ascii: bool) -> None:
    text = json.dumps(value, indent=1, ensure_ascii=is_ascii)
    lines = text.split("\n")
    for place, part in _walk(value, ""):
        line, column = _found(text, place)
        rest = "\n".join([lines[line - 1][column - 1 :], *lines[line:]])
        read, length = json.JSONDecoder().raw_decode(rest)
        if rest[length:].startswith(":"):
            assert place.endswith(below("", read))
            read, _ = json.JSONDecoder().raw_decode(rest[length + 2 :])
        assert read == part
