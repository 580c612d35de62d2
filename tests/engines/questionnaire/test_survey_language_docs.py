import json
import re
from pathlib import Path

import jsonschema
import pytest

from engage.engines.questionnaire import check_survey, survey_schema
from engage.engines.questionnaire.expressions.checking import EXAMPLES as EXAMPLES_OF
from tests.engines.questionnaire.survey_documents import document

DOCS = Path(__file__).parents[3] / "docs"
TEXT = (DOCS / "survey-language.md").read_text()
EXAMPLES = re.findall(r"```json (\w+)\n(.*?)```", TEXT, re.S)
CONDITIONS = [
    line
    for block in re.findall(r"```text condition\n(.*?)```", TEXT, re.S)
    for line in block.splitlines()
]
VALIDATOR = jsonschema.Draft202012Validator(survey_schema())


def test_every_example_of_the_documentation_is_good():
    assert {name for name, _ in EXAMPLES} == {"survey", "question", "condition"}
    for name, text in EXAMPLES:
        survey = _survey_around(name, json.loads(text))
        VALIDATOR.validate(survey)
        assert check_survey(survey) == (), text


@pytest.mark.parametrize("text", CONDITIONS)
def test_every_expression_of_the_documentation_is_good(text):
    survey = _survey_around("condition", text)
    VALIDATOR.validate(survey)
    assert check_survey(survey) == ()


def test_every_function_is_documented():
    assert {name for name in EXAMPLES_OF if f"`{name}(" not in TEXT} == set()


def test_every_kind_has_an_example():
    questions = [json.loads(text) for name, text in EXAMPLES if name == "question"]
    shown = {each["kind"] for each in questions if "library" not in each}
    assert len(shown) < len(questions)
    assert shown == set(survey_schema()["$defs"]["question"]["properties"]["kind"]["enum"])


def test_the_published_schema_is_the_one_in_the_code():
    jsonschema.Draft202012Validator.check_schema(survey_schema())
    assert json.loads((DOCS / "survey.schema.json").read_text()) == survey_schema()


def _survey_around(name, part):
    if name == "survey":
        return part
    survey = document()
    page = {"code": "example", "questions": [part]}
    if name == "condition":
        question = {"code": "q_more", "kind": "short_text", "label": {"en": "More?", "ar": "؟"}}
        page = {"code": "example", "show_if": part, "questions": [question]}
    survey["pages"].append(page)
    return survey
