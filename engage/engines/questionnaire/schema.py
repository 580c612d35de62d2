"""The survey language as a JSON Schema (draft 2020-12), put together from the kinds of question."""

from functools import cache
from typing import Any

from engage.engines.questionnaire.kinds import PARTS
from engage.engines.questionnaire.kinds.kind import CODE, CONDITION, TEXT, Part
from engage.engines.questionnaire.kinds.options import options_schema
from engage.engines.questionnaire.library import LIBRARY
from engage.engines.questionnaire.pictures import PICTURES
from engage.engines.questionnaire.sections import MOST_ENTRIES

_SHAPES: dict[str, Any] = {
    "code": {
        "type": "string",
        "pattern": "^[a-z][a-z0-9_]{0,39}$",
        "description": "a small letter, then up to 39 small letters, digits or underscores",
    },
    "locale": {
        "type": "string",
        "pattern": "^[a-z]{2,3}([_-][A-Za-z0-9]{1,8})*$",
        "description": "the code of a language, for example en, pt_BR or en-x-easy",
    },
    "picture": {
        "type": ["string", "object"],
        "allOf": [
            {"if": {"type": "string"}, "then": {"enum": list(PICTURES)}},
            {"if": {"type": "object"}, "then": {"$ref": "#/$defs/own_picture"}},
        ],
    },
    "own_picture": {
        "type": "object",
        "properties": {
            "file": {
                "type": "string",
                "pattern": "^[0-9a-f]{64}$",
                "description": "the SHA-256 of the picture in small hexadecimal digits",
            },
            "label": TEXT,
        },
        "required": ["file", "label"],
        "additionalProperties": False,
    },
    "text": {
        "type": "object",
        "propertyNames": {"$ref": "#/$defs/locale"},
        "additionalProperties": {"type": "string"},
    },
}

_CONDITIONS: dict[str, Any] = {
    "expression": {
        "type": "string",
        "pattern": "^[^\\n]{1,8000}$",
        "description": "an expression on one line, for example ${q_home} > 2",
    },
    "condition": {
        "type": ["object", "string"],
        "anyOf": [{"required": [word]} for word in ("question", "all", "any", "not")],
        "allOf": [
            {"if": {"type": "string"}, "then": {"$ref": "#/$defs/expression"}},
            *(
                {
                    "if": {"type": "object", "required": [word]},
                    "then": {"$ref": f"#/$defs/condition_{word}"},
                }
                for word in ("question", "all", "any", "not")
            ),
        ],
    },
    "condition_question": {
        "type": "object",
        "properties": {
            "question": CODE,
            "is": {"type": ["string", "number"]},
            "is_not": {"type": ["string", "number"]},
            "includes": {"type": "string"},
            "first": {"type": "string"},
            "at_least": {"type": ["number", "string"]},
            "at_most": {"type": ["number", "string"]},
            "answered": {"type": "boolean"},
        },
        "additionalProperties": False,
        "minProperties": 2,
        "maxProperties": 2,
    },
    "condition_all": {
        "type": "object",
        "properties": {"all": {"type": "array", "minItems": 1, "items": CONDITION}},
        "additionalProperties": False,
    },
    "condition_any": {
        "type": "object",
        "properties": {"any": {"type": "array", "minItems": 1, "items": CONDITION}},
        "additionalProperties": False,
    },
    "condition_not": {
        "type": "object",
        "properties": {"not": CONDITION},
        "additionalProperties": False,
    },
}

_PAGE: dict[str, Any] = {
    "type": "object",
    "properties": {
        "code": CODE,
        "title": TEXT,
        "show_if": CONDITION,
        "repeat": {"$ref": "#/$defs/repeat"},
        "questions": {"type": "array", "minItems": 1, "items": {"$ref": "#/$defs/question"}},
    },
    "required": ["code", "questions"],
    "additionalProperties": False,
}

_REPEAT: dict[str, Any] = {
    "type": "object",
    "description": "The page is asked once for each entry, for example each person of a household.",
    "properties": {
        "label": TEXT,
        "minimum": {"type": "integer", "minimum": 0, "maximum": MOST_ENTRIES},
        "maximum": {"type": "integer", "minimum": 1, "maximum": MOST_ENTRIES},
        "count": CODE,
    },
    "required": ["label", "maximum"],
    "additionalProperties": False,
}


_FROM_LIBRARY: dict[str, Any] = {
    "type": "object",
    "properties": {
        "code": CODE,
        "library": {"enum": list(LIBRARY)},
        "label": TEXT,
        "hint": TEXT,
        "required": {"type": "boolean"},
        "show_if": CONDITION,
        "options": options_schema(),
    },
    "required": ["code", "library"],
    "additionalProperties": False,
}


@cache
def survey_schema() -> dict[str, Any]:
    """The JSON Schema of a survey document; do not change what it gives."""
    kinds = {f"question_{kind.name}": _question(kind) for kind in PARTS.values()}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Survey",
        "description": "A survey document, format 1.",
        "type": "object",
        "properties": {
            "format": {"const": 1},
            "code": CODE,
            "title": TEXT,
            "intro": TEXT,
            "languages": {
                "type": "array",
                "minItems": 1,
                "uniqueItems": True,
                "items": {"$ref": "#/$defs/locale"},
            },
            "layout": {"enum": ["one_per_page", "single_page"]},
            "check_answers": {"type": "boolean"},
            "pages": {"type": "array", "minItems": 1, "items": {"$ref": "#/$defs/page"}},
        },
        "required": ["format", "code", "title", "languages", "pages"],
        "additionalProperties": False,
        "$defs": {
            **_SHAPES,
            **_CONDITIONS,
            "page": _PAGE,
            "repeat": _REPEAT,
            "question": {
                "type": "object",
                "properties": {"kind": {"enum": list(PARTS)}},
                "anyOf": [{"required": ["kind"]}, {"required": ["library"]}],
                "allOf": [
                    {
                        "if": {"required": ["library"]},
                        "then": {"$ref": "#/$defs/question_from_library"},
                    },
                    *(
                        {
                            "if": {"properties": {"kind": {"const": name}}, "required": ["kind"]},
                            "then": {"$ref": f"#/$defs/question_{name}"},
                        }
                        for name in PARTS
                    ),
                ],
            },
            "question_from_library": _FROM_LIBRARY,
            **kinds,
        },
    }


def _question(kind: Part) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": {
            "code": CODE,
            "kind": {"const": kind.name},
            **kind.wording,
            "show_if": CONDITION,
            **kind.properties,
        },
        "required": ["code", *kind.needed_wording, *kind.needed],
        "additionalProperties": False,
    }
