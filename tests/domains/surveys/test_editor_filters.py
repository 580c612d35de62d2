"""Which answers are offered after which, in the editor without script, and as people are asked."""

from collections.abc import Callable
from html import unescape
from typing import Any

from flask.testing import FlaskClient

from engage.kernel.actors import SYSTEM
from engage.surveys.drafting import get_draft
from engage.surveys.editor.filters import names_of
from engage.surveys.publishing import save_draft
from tests.factories import make_consultation

SignIn = Callable[[str], FlaskClient]
WEST = {"question": "q_district", "is": "west"}


def _choice(code: str, *options: str) -> dict[str, Any]:
    listed = [{"code": each, "label": {"en": each.title()}} for each in options]
    return {"code": code, "kind": "single_choice", "label": {"en": code}, "options": listed}


DOCUMENT: dict[str, Any] = {
    "format": 1,
    "code": "town",
    "title": {"en": "Town"},
    "languages": ["en"],
    "layout": "single_page",
    "pages": [
        {"code": "p_1", "questions": [_choice("q_district", "west", "east")]},
        {"code": "p_2", "questions": [_choice("q_street", "mill", "elm")]},
    ],
}


class _Editor:
    def __init__(self, client: FlaskClient) -> None:
        self.consultation = make_consultation(languages=["en"])
        self.client = client
        self.survey_id = save_draft(SYSTEM, self.consultation.id, DOCUMENT)
        self.address = f"/staff/consultations/{self.consultation.id}/surveys/{self.survey_id}/edit"

    def conditions(self) -> list[Any]:
        question = get_draft(self.survey_id).document["pages"][1]["questions"][0]
        return [option.get("show_if") for option in question["options"]]

    def save(self, status: int = 303, **offer: str) -> str:
        rows = {"options_1_code": "mill", "options_1_label": "Mill"}
        rows |= {"options_2_code": "elm", "options_2_label": "Elm"}
        number = str(get_draft(self.survey_id).number)
        sent = {"part": "q_street", "based_on": number, "w_label": "Street?", **rows, **offer}
        answer = self.client.post(self.address, data=sent)
        assert answer.status_code == status, answer.text
        return unescape(answer.text)

    def page(self, part: str = "q_street") -> str:
        return unescape(self.client.get(f"{self.address}?part={part}").text)


def _line(code: str, question: str, operator: str = "", value: str = "") -> dict[str, str]:
    return dict(zip(names_of(code)[:3], (question, operator, value), strict=True))


def test_a_lead_chooses_when_an_answer_is_offered(sign_in: SignIn) -> None:
    editor = _Editor(sign_in("engagement_lead"))
    assert "When each answer is offered" in editor.page()
    assert 'id="ed_filters" data-live hidden' in editor.page("q_district")
    editor.save(**_line("mill", "q_district", "is", "west"), **_line("elm", ""))
    assert editor.conditions() == [WEST, None]
    # What the form does not say stays; words and conditions go with the code, not with the place.
    editor.save(options_1_code="elm", options_1_label="Elm", options_2_code="mill")
    assert editor.conditions() == [None, WEST]
    editor.save(**_line("mill", ""), **_line("elm", ""))
    assert editor.conditions() == [None, None]


def test_what_a_line_cannot_say_is_an_expression_that_is_checked(sign_in: SignIn) -> None:
    editor = _Editor(sign_in("engagement_lead"))
    text = names_of("elm")[3]
    said = "${q_district} = 'west' or ${q_district} = 'east'"
    editor.save(**{text: said})
    either = {"any": [WEST, {"question": "q_district", "is": "east"}]}
    assert editor.conditions() == [None, either]
    assert said in editor.page()
    refused = editor.save(422, **{text: "${q_nowhere} = 1"})
    assert "there is none with the code “q_nowhere”" in refused
    editor.save(**{text: said})  # as it stands: nothing is rewritten
    assert editor.conditions() == [None, either]


def test_checks_name_an_answer_that_asks_about_something_later(sign_in: SignIn) -> None:
    editor = _Editor(sign_in("engagement_lead"))
    editor.save(**_line("mill", "q_gone", "is", "west"))
    assert "The condition asks about something that is not asked before" in editor.page()


def test_a_long_list_is_narrowed_by_names_under_each_earlier_answer(sign_in: SignIn) -> None:
    editor = _Editor(sign_in("engagement_lead"))
    names = [f"Street {number}" for number in range(1, 51)]
    rows = {f"options_{number}_label": name for number, name in enumerate(names, start=1)}
    editor.save(options_1_code="", options_2_code="", **rows)
    codes = [option["code"] for option in _options(editor)]
    rows |= {f"options_{n}_code": code for n, code in enumerate(codes, start=1)}
    page = editor.page()
    assert "The answers depend on" in page and "offer_question_" not in page
    # Chosen just now, it has no names yet: the form shows where they go.
    address = editor.client.post(
        editor.address,
        data={"part": "q_street", "w_label": "?", "group_question": "q_district", **rows},
    ).location
    assert "narrowed_by=q_district" in address
    assert "Offered after “West”" in unescape(editor.client.get(address).text)
    west, east = "\n".join(names[:30]), "street 30\n\n" + "\n".join(names[30:40])
    chosen = {"group_question": "q_district", "narrowed_by": "q_district"}
    editor.save(**rows, **chosen, group_west=west, group_east=east)
    found = editor.conditions()
    east_is = {"question": "q_district", "is": "east"}
    assert (found[0], found[29], found[30]) == (WEST, {"any": [WEST, east_is]}, east_is)
    assert found[40:] == [None] * 10
    page = editor.page()
    assert f"\n{west}</textarea>" in page and "Street 31\nStreet 32" in page
    refused = editor.save(422, **rows, **chosen, group_west="Street 1\nRoad 9", group_east="")
    assert "This is not among the answers above: “Road 9”" in refused and "\nRoad 9" in refused
    assert editor.conditions() == found
    # What groups cannot say stays until somebody takes it away.
    text = {names_of(codes[0])[3]: "${q_district} = 'west' and ${q_district} != 'east'"}
    editor.save(**rows, **text)
    assert "it says more than can be shown here" in editor.page()
    kept = editor.conditions()
    editor.save(**rows, group_question="-kept", narrowed_by="")
    assert editor.conditions() == kept
    editor.save(**rows, group_question="", narrowed_by="")
    assert editor.conditions() == [None] * 50


def _options(editor: _Editor) -> list[dict[str, Any]]:
    question = get_draft(editor.survey_id).document["pages"][1]["questions"][0]
    return list(question["options"])
