"""Check a document against the part of JSON Schema that the survey language uses.

One source for both: the published schema and the problems that authors read come from the same
fragments. Only the keywords in ``_KEYWORDS`` are known; an unknown one raises ``KeyError``.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from engage.engines.messages import Message, message
from engage.engines.questionnaire.problems import Problem, below

Schema = Mapping[str, Any]
_Check = Callable[[Any, Any, str, Schema, Schema], Iterator[Problem]]

DEEPEST = 80
LARGEST = 1e15
# Databases refuse NUL, and UTF-8 has no lone surrogates.
_UNKEEPABLE = re.compile("[\x00\ud800-\udfff]")
_NOTES = frozenset({"$schema", "$id", "$defs", "title", "description", "then"})


def structure_problems(schema: Schema, value: Any, place: str, root: Schema) -> Iterator[Problem]:
    """Every place where the value departs from the schema; ``root`` holds the ``$defs``."""
    if place.count("/") > DEEPEST:
        yield Problem(place, message("survey document", "Nest this less deeply."))
        return
    wrong_type = tuple(_type(schema.get("type", ()), value, place, schema, root))
    if wrong_type:
        yield from wrong_type
        return
    for keyword, expected in schema.items():
        if keyword not in _NOTES:
            yield from _KEYWORDS[keyword](expected, value, place, schema, root)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < LARGEST


_TYPES: dict[str, Callable[[Any], bool]] = {
    "object": lambda value: isinstance(value, Mapping),
    "array": lambda value: isinstance(value, list | tuple),
    "string": lambda value: isinstance(value, str) and not _UNKEEPABLE.search(value),
    "boolean": lambda value: isinstance(value, bool),
    "number": _is_number,
    "integer": lambda value: _is_number(value) and value == int(value),
}


def _type_wanted(name: str) -> Message:
    return {
        "object": message("survey document", "Write an object in braces here."),
        "array": message("survey document", "Write a list in square brackets here."),
        "string": message("survey document", "Write text in quotation marks here."),
        "boolean": message("survey document", "Write true or false here."),
        "number": message("survey document", "Write a number here."),
        "integer": message("survey document", "Write a whole number here."),
    }[name]


def _type(expected: Any, value: Any, place: str, *_: Schema) -> Iterator[Problem]:
    names = (expected,) if isinstance(expected, str) else tuple(expected)
    if names and not any(_TYPES[name](value) for name in names):
        yield Problem(place, _type_wanted(names[0]))


def _enum(expected: Any, value: Any, place: str, *_: Schema) -> Iterator[Problem]:
    if isinstance(value, bool) or value not in expected:
        text = message(
            "survey document", "Write one of: %(list)s.", list=", ".join(map(str, expected))
        )
        yield Problem(place, text)


def _const(expected: Any, value: Any, place: str, *rest: Schema) -> Iterator[Problem]:
    yield from _enum((expected,), value, place, *rest)


def _required(expected: Any, value: Any, place: str, *_: Schema) -> Iterator[Problem]:
    for name in expected if isinstance(value, Mapping) else ():
        if name not in value:
            yield Problem(place, message("survey document", "Add “%(name)s” here.", name=name))


def _properties(
    expected: Any, value: Any, place: str, _schema: Schema, root: Schema
) -> Iterator[Problem]:
    for name, part in expected.items() if isinstance(value, Mapping) else ():
        if name in value:
            yield from structure_problems(part, value[name], below(place, name), root)


def _additional(
    expected: Any, value: Any, place: str, schema: Schema, root: Schema
) -> Iterator[Problem]:
    known = schema.get("properties", {})
    for name in value if isinstance(value, Mapping) else ():
        if name in known:
            continue
        if expected is False:
            text = message(
                "survey document", "Remove “%(name)s”: it has no meaning here.", name=name
            )
            yield Problem(below(place, name), text)
        else:
            yield from structure_problems(expected, value[name], below(place, name), root)


def _property_names(
    expected: Any, value: Any, place: str, _schema: Schema, root: Schema
) -> Iterator[Problem]:
    for name in value if isinstance(value, Mapping) else ():
        yield from structure_problems(expected, name, below(place, name), root)


def _size(
    expected: Any, value: Any, place: str, schema: Schema, _root: Schema
) -> Iterator[Problem]:
    if isinstance(value, Mapping) and len(value) != expected:
        known = ", ".join(name for name in schema["properties"] if name != "question")
        text = message("survey document", "Write exactly one comparison: %(list)s.", list=known)
        if not any(problem for problem in _additional(False, value, place, schema, {})):
            yield Problem(place, text)


def _items(expected: Any, value: Any, place: str, _s: Schema, root: Schema) -> Iterator[Problem]:
    for index, part in enumerate(value if isinstance(value, list | tuple) else ()):
        yield from structure_problems(expected, part, below(place, index), root)


def _min_items(expected: Any, value: Any, place: str, *_: Schema) -> Iterator[Problem]:
    if isinstance(value, list | tuple) and len(value) < expected:
        text = message("survey document", "List at least %(minimum)s here.", minimum=expected)
        yield Problem(place, text)


def _unique_items(_expected: Any, value: Any, place: str, *_: Schema) -> Iterator[Problem]:
    for index, part in enumerate(value):
        if part in value[:index]:
            text = message("survey document", "Remove this: it is already in the list.")
            yield Problem(below(place, index), text)


def _pattern(
    expected: Any, value: Any, place: str, schema: Schema, _r: Schema
) -> Iterator[Problem]:
    if isinstance(value, str) and not re.fullmatch(expected, value):
        text = message("survey document", "Write it as %(shape)s.", shape=schema["description"])
        yield Problem(place, text)


def _minimum(expected: Any, value: Any, place: str, *_: Schema) -> Iterator[Problem]:
    if _is_number(value) and value < expected:
        text = message("survey document", "Write %(minimum)s or more.", minimum=expected)
        yield Problem(place, text)


def _maximum(expected: Any, value: Any, place: str, *_: Schema) -> Iterator[Problem]:
    if _is_number(value) and value > expected:
        text = message("survey document", "Write %(maximum)s or less.", maximum=expected)
        yield Problem(place, text)


def _ref(expected: Any, value: Any, place: str, _schema: Schema, root: Schema) -> Iterator[Problem]:
    name = expected.removeprefix("#/$defs/")
    yield from structure_problems(root["$defs"][name], value, place, root)


def _all_of(expected: Any, value: Any, place: str, _s: Schema, root: Schema) -> Iterator[Problem]:
    for part in expected:
        yield from structure_problems(part, value, place, root)


def _any_of(expected: Any, value: Any, place: str, _s: Schema, root: Schema) -> Iterator[Problem]:
    if all(any(structure_problems(part, value, place, root)) for part in expected):
        names = ", ".join(name for part in expected for name in part["required"])
        yield Problem(place, message("survey document", "Write one of: %(list)s.", list=names))


def _if(expected: Any, value: Any, place: str, schema: Schema, root: Schema) -> Iterator[Problem]:
    if not any(structure_problems(expected, value, place, root)):
        yield from structure_problems(schema["then"], value, place, root)


def _nothing(*_: Any) -> Iterator[Problem]:
    yield from ()


_KEYWORDS: dict[str, _Check] = {
    "type": _nothing,
    "enum": _enum,
    "const": _const,
    "required": _required,
    "properties": _properties,
    "additionalProperties": _additional,
    "propertyNames": _property_names,
    "minProperties": _size,
    "maxProperties": _nothing,
    "items": _items,
    "minItems": _min_items,
    "uniqueItems": _unique_items,
    "pattern": _pattern,
    "minimum": _minimum,
    "maximum": _maximum,
    "$ref": _ref,
    "allOf": _all_of,
    "anyOf": _any_of,
    "if": _if,
}
