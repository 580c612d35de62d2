"""A time of day, however it is written."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engage.engines.questionnaire import as_written, read_form, read_survey, validate
from tests.engines.questionnaire.specimens import survey_of, words


def survey_with(part):
    document = survey_of()
    document["pages"] = [{"code": "p", "questions": [part]}]
    return read_survey(document)


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        *((" 8:15 ", "08:15"), ("14.30", "14:30"), ("14 30", "14:30"), ("1430", "14:30")),
        *(("9", "09:00"), ("2pm", "14:00"), ("2:05 p.m.", "14:05"), ("12:10 AM", "00:10")),
        *(("12 pm", "12:00"), ("14:30 PM", "14:30"), ("14h30", "14:30"), ("14 Uhr", "14:00")),
        *(
            ("٢:٠٥ م", "14:05"),
            ("8:15 صباحًا", "08:15"),
            ("下午2:30", "14:30"),
            ("8点30分", "08:30"),
        ),
        *(("23:59:59.999", "23:59"), ("0:00", "00:00"), ("14:30:00.000", "14:30"), ("", None)),
        *(
            (f"{bad}", "")
            for bad in ("24:00", "8:60", "0 am", "13 am", "soon", "8:5", "8-9 am", "-")
        ),
        *((bad, "") for bad in ("8:15 or 9:15", "12345", "8:15+01:00", "½", "08:15-10", "-8:15")),
    ],
)
def test_a_time_is_understood_as_people_write_it(typed, value):
    survey = survey_with({"code": "q", "kind": "time", "label": words("?", "?", "؟")})
    read = read_form(survey, {"q": [typed]})
    if value == "":
        assert "a time of day" in str(read.problems["q"])
        assert read.raw == {"q": [typed]}
    else:
        assert (read.answers.get("q"), read.problems) == (value, {})
        assert as_written(survey, {"q": typed}).answers.get("q") == value


@settings(max_examples=60)
@given(st.text(max_size=12) | st.text("0123456789:. apmhمص", max_size=10))
def test_whatever_is_typed_as_a_time_is_one_or_is_told(typed):
    survey = survey_with({"code": "q", "kind": "time", "label": words("?", "?", "؟")})
    read = read_form(survey, {"q": [typed]})
    assert validate(survey, read.answers) == {}
    assert "q" in read.answers or "q" in read.problems or not read.raw.get("q", [""])[0].strip()
    again = read_form(survey, {"q": [read.answers.get("q", "")]})
    assert again.answers == read.answers
