"""From a document to a survey: check everything, then build."""

from collections.abc import Mapping
from itertools import count
from typing import Any

from engage.engines.messages import message
from engage.engines.questionnaire.document_checks import soundness_problems
from engage.engines.questionnaire.model import Survey
from engage.engines.questionnaire.pipes import with_places
from engage.engines.questionnaire.problems import Problem, SurveyProblems
from engage.engines.questionnaire.schema import survey_schema
from engage.engines.questionnaire.sections import build_pages
from engage.engines.questionnaire.structure import structure_problems


def read_survey(document: Mapping[str, Any]) -> Survey:
    """The survey that a document describes; raises ``SurveyProblems`` where there are errors."""
    problems = check_survey(document)
    if any(problem.severity == "error" for problem in problems):
        raise SurveyProblems(problems)
    pages, sections = build_pages(document["pages"], count(1))
    survey = Survey(
        code=document["code"],
        title=dict(document["title"]),
        intro=dict(document.get("intro", {})),
        languages=tuple(document["languages"]),
        layout=document.get("layout", "one_per_page"),
        check_answers=document.get("check_answers", True),
        pages=pages,
        sections=sections,
    )
    return with_places(survey)


def check_survey(document: Mapping[str, Any]) -> tuple[Problem, ...]:
    """Every problem of a document, errors and warnings; none where it is a good survey."""
    if not isinstance(document, Mapping):
        return (Problem("", message("survey document", "Write an object in braces here.")),)
    schema = survey_schema()
    problems = tuple(structure_problems(schema, document, "", schema))
    return problems + tuple(soundness_problems(document, problems))
