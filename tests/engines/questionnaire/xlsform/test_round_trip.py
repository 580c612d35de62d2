"""What goes out as an XLSForm is one, and comes back as it went."""

import io

import pytest
from hypothesis import HealthCheck, given, settings
from pyxform.xls2xform import convert

from engage.engines.questionnaire.xlsform import export_xlsform, import_xlsform
from tests.engines.questionnaire.specimens import NAMES, SPECIMENS, survey_of
from tests.engines.questionnaire.survey_documents import document, survey_documents

SOME = settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def convert_with_pyxform(content):
    """What the reference implementation of XLSForm makes of a workbook; raises where it is none."""
    return convert(io.BytesIO(content), file_type=".xlsx")


@SOME
@given(survey_documents())
def test_a_survey_comes_back_as_it_went_out_and_is_a_form_for_others(found):
    sent = export_xlsform(found)
    back = import_xlsform(sent.content)
    assert back.document == found
    convert_with_pyxform(sent.content)


@pytest.mark.parametrize("specimen", SPECIMENS, ids=NAMES)
def test_each_kind_of_question_comes_back_as_it_went_out(specimen):
    found = survey_of(specimen)
    sent = export_xlsform(found)
    back = import_xlsform(sent.content)
    assert back.document == found
    assert back.notes == ()
    convert_with_pyxform(sent.content)


def test_the_sample_comes_back_without_a_note():
    sent = export_xlsform(document())
    back = import_xlsform(sent.content)
    assert back.document == document()
    assert back.notes == ()
    assert convert_with_pyxform(sent.content).warnings == []
