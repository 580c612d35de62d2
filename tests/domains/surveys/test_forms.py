"""Forms of other systems on the pages of staff."""

import io
from collections.abc import Callable

from flask.testing import FlaskClient

from engage.engines.questionnaire.xlsform import import_xlsform
from engage.surveys.queries import get_document_of, list_drafts
from tests.engines.questionnaire.limesurvey.structures import OLD
from tests.engines.questionnaire.survey_documents import document
from tests.engines.questionnaire.xlsform.workbooks import form
from tests.factories import make_consultation, publish_sample_survey

SignIn = Callable[[str], FlaskClient]
ROWS = (("text", "a", "A"), ("geotrace", "b", "B"), ("calculate", "c", ""))


def _send(client: FlaskClient, number: int, name: str, content: bytes) -> tuple[int, str]:
    data = {"file": (io.BytesIO(content), name), "text": ""}
    answer = client.post(f"/staff/consultations/{number}/surveys", data=data)
    return answer.status_code, answer.get_data(as_text=True)


def test_a_form_becomes_a_draft_with_a_report(sign_in: SignIn) -> None:
    made = make_consultation()
    status, page = _send(sign_in("engagement_lead"), made.id, "My form.XLSX", form(*ROWS))
    assert status == 200
    (draft,) = list_drafts(made.id)
    assert draft.document["pages"][0]["questions"][0]["code"] == "a"
    assert f"/staff/consultations/{made.id}/surveys/{draft.survey_id}" in page
    assert "My form.XLSX" in page
    assert "geotrace" in page


def test_a_survey_of_limesurvey_becomes_a_draft(sign_in: SignIn) -> None:
    made = make_consultation()
    status, page = _send(sign_in("engagement_lead"), made.id, "old.lss", OLD)
    assert status == 200
    (draft,) = list_drafts(made.id)
    assert draft.document["title"] == {"en": "Old"}
    assert "one list of answers" in page


def test_a_file_that_cannot_be_read_is_refused_and_keeps_nothing(sign_in: SignIn) -> None:
    made = make_consultation()
    client = sign_in("engagement_lead")
    for name, content in (
        ("form.xlsx", b"no workbook"),
        ("form.lss", b"<no/>"),
        ("form.xlsx", form(("calculate", "c", ""))),
    ):
        status, page = _send(client, made.id, name, content)
        assert status == 422
        assert name in page
    assert list_drafts(made.id) == ()


def test_only_those_who_edit_surveys_bring_forms_in(sign_in: SignIn) -> None:
    made = make_consultation()
    assert _send(sign_in("analyst"), made.id, "form.xlsx", form(*ROWS))[0] == 403
    assert list_drafts(made.id) == ()


def test_a_version_is_handed_out_as_a_form(sign_in: SignIn) -> None:
    version = publish_sample_survey(make_consultation().id)
    answer = sign_in("analyst").get(f"/staff/surveys/{version.id}.xlsx")
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"].endswith('-1.xlsx"')
    assert import_xlsform(answer.get_data()).document == get_document_of(version.id)


def test_a_version_that_no_workbook_can_hold_is_refused(sign_in: SignIn) -> None:
    long = document() | {"intro": {"en": "x" * 40_000, "ar": "y"}}
    version = publish_sample_survey(make_consultation().id, **long)
    answer = sign_in("engagement_lead").get(f"/staff/surveys/{version.id}.xlsx")
    assert answer.status_code == 409
    assert sign_in("engagement_lead").get("/staff/surveys/9999.xlsx").status_code == 404
