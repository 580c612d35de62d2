"""A form that was taken back stands on the screen as it was keyed, whatever kinds it has."""

import pytest

from engage.channels.entry.keying import spelled_out, typed_before
from engage.engines.questionnaire import Survey, as_written, read_survey
from engage.responses import TakenBack
from tests.engines.questionnaire.specimens import NAMES, SPECIMENS, Specimen, survey_of
from tests.factories import SAMPLE_SURVEY


def _keyed_twice(survey: Survey, typed: dict[str, str]) -> dict[str, str]:
    """What the fields show when the form is back; keyed again it must mean the same."""
    first = as_written(survey, spelled_out(survey, typed))
    assert first.problems == {}
    shown = typed_before(
        survey,
        TakenBack(
            response_id=1,
            version_id=1,
            channel="paper",
            language="en",
            answers=first.answers,
            marks=first.marks,
            kept_as_written=first.kept,
            serial="0007",
            place="",
            help_given="",
            received_on=None,
            late_reason="",
            note="",
        ),
    )
    assert as_written(survey, spelled_out(survey, shown)) == first
    return shown


@pytest.mark.parametrize("specimen", SPECIMENS, ids=NAMES)
def test_every_kind_comes_back_as_it_was_keyed(specimen: Specimen) -> None:
    survey = read_survey(survey_of(specimen))
    shown = _keyed_twice(survey, specimen.keyed)
    assert {code for code, words in shown.items() if words} >= set(specimen.answers)


@pytest.mark.parametrize("word", ["b", "i", "r"])
def test_the_short_words_come_back_too(word: str) -> None:
    survey = read_survey(SAMPLE_SURVEY)
    shown = _keyed_twice(survey, {"q_transport": word, "q_change": "blank", "q_safe": "d"})
    assert (shown["q_transport"], shown["q_change"]) == (word.upper(), "blank")
    assert shown["q_safe"] == "D"


def test_what_bends_the_rules_comes_back_as_it_was_written() -> None:
    survey = read_survey(SAMPLE_SURVEY)
    shown = _keyed_twice(
        survey, {"q_transport": "13", "q_wait": "12", "q_places": "123", "q_change": "x" * 3000}
    )
    assert shown["q_transport"] == "1 3"
    assert len(shown["q_change"]) == 3000
