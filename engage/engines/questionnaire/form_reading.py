"""From form fields to answers and back."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from engage.engines.messages import Message
from engage.engines.questionnaire.entries import count_entries
from engage.engines.questionnaire.kinds import kind_of
from engage.engines.questionnaire.kinds.kind import Unreadable
from engage.engines.questionnaire.kinds.map_point import area_of_point
from engage.engines.questionnaire.model import Answers, Survey, Value, is_blank


@dataclass(frozen=True)
class Reading:
    """What a form said. ``raw`` keeps every field as it came, to be shown again."""

    answers: dict[str, Value]
    problems: dict[str, Message]
    raw: dict[str, list[str]]


def read_form(
    survey: Survey, form: Mapping[str, list[str]], codes: Iterable[str] | None = None
) -> Reading:
    """The answers in a form whose fields are named by question codes.

    Reads the questions with these codes, or all; fields with other names are passed over. Says only
    what cannot be read at all; ``validate`` says what breaks the survey's rules.
    """
    reading = Reading({}, {}, {})
    for code in survey.question_by_code if codes is None else codes:
        question = survey.question(code)
        raw = kind_of(question).gather(question, form)
        if raw is None:
            continue
        reading.raw[code] = list(raw)
        try:
            value = kind_of(question).read(question, raw)
        except Unreadable as unreadable:
            reading.problems[code] = unreadable.message
            continue
        if value is not None:
            reading.answers[code] = value
    _choose_what_was_said(survey, reading)
    if codes is None and survey.sections:
        filled = {code for code, words in reading.raw.items() if any(map(str.strip, words))}
        reading.answers.update(count_entries(survey, reading.answers, filled))
    _find_areas(survey, reading)
    return reading


def write_form(survey: Survey, answers: Answers) -> dict[str, list[str]]:
    """The form fields that stand for these answers, to fill in a form again."""
    return {
        code: kind_of(question).write(question, answers[code])
        for code, question in survey.question_by_code.items()
        if code in answers and not is_blank(answers[code])
    }


def _find_areas(survey: Survey, reading: Reading) -> None:
    """A point on a map answers for its area; where another one was chosen, that is what counts."""
    for code in tuple(reading.answers):
        found = area_of_point(survey, code, reading.answers)
        if found is None:
            continue
        beside, area = found
        if reading.answers.setdefault(beside, area) == area:
            reading.raw[beside] = [area]
        else:
            del reading.answers[code]
            reading.raw[code] = []


def _choose_what_was_said(survey: Survey, reading: Reading) -> None:
    """Words beside an option choose it where no option was chosen.

    Only where one can be chosen: of several, a box may have been unticked again.
    """
    for code in tuple(reading.answers):
        lead = survey.question_by_code.get(survey.question(code).within)
        if lead is None or lead.kind != "single_choice":
            continue
        said = [
            each.code
            for each in lead.options
            if each.please_say and each.please_say.code in reading.answers
        ]
        is_open = lead.code not in reading.answers and lead.code not in reading.problems
        if is_open and len(said) == 1:
            reading.answers[lead.code] = said[0]
            reading.raw[lead.code] = said
