"""A page that is asked once for each entry: added, changed, removed, checked and sent."""

import io
from collections.abc import Callable
from html import unescape

import pytest
from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy import select

from engage.channels.imports.reading import read_rows
from engage.channels.online.drafts import mint_receipt
from engage.engines.questionnaire import read_survey
from engage.kernel.actors import SYSTEM
from engage.kernel.db import session
from engage.publishing.results import count_results
from engage.responses import Submission, stream_answers, submit
from engage.responses.answers import list_answers
from engage.responses.uploads_models import Upload
from engage.surveys import PublishedVersion, get_version, publish_version, save_draft
from engage.themes.export.coded_comments import exported_questions
from engage.themes.queries import list_questions
from tests.domains.test_photos import photo
from tests.engines.questionnaire.survey_documents import household
from tests.factories import make_actor, make_consultation
from tests.web.test_preview_walk import Walker

SignIn = Callable[[str], FlaskClient]
BASE = "/en/consultations/home/answer"


@pytest.fixture
def home(client: FlaskClient) -> FlaskClient:
    consultation = make_consultation(slug="home")
    publish_version(SYSTEM, save_draft(SYSTEM, consultation.id, household()))
    client.post(BASE, data={"go": "new"})
    return client


def _send(client: FlaskClient, page: str, **form: str) -> str:
    """Post a page; gives what it leads to, without the part that is the same for all."""
    answer = client.post(f"{BASE}/{page}", data=form)
    assert answer.status_code == 303, unescape(answer.text)
    return answer.location.rsplit("/", 1)[1]


def _text(client: FlaskClient, page: str) -> str:
    answer = client.get(f"{BASE}/{page}")
    assert answer.status_code == 200, answer.location
    return unescape(answer.text)


def _stored() -> list[dict[str, object]]:
    session().rollback()
    return [dict(found.answers) for found in stream_answers(1)]


def _fill_three(client: FlaskClient) -> None:
    assert _send(client, "p_start", q_people="4") == "p_home"
    assert client.get(f"{BASE}/p_home").location.endswith("/p_home_1")
    people = (("Ada", "40"), ("Bo", "7"), ("Cy", "71"))
    for number, (name, age) in enumerate(people, start=1):
        code = f"p_home_{number}"
        onward = _send(client, code, **{f"{code}_q_name": name, f"{code}_q_age": age})
        if int(age) >= 16:
            assert onward == code, "a question came up on the same page"
            form = {f"{code}_q_name": name, f"{code}_q_age": age, f"{code}_q_work": "no"}
            onward = _send(client, code, **form)
        assert onward == "p_home"
        if number < len(people):
            assert _send(client, "p_home", another="yes") == f"p_home_{number + 1}"


def test_people_add_entries_remove_one_and_send_what_is_left(home: FlaskClient) -> None:
    _fill_three(home)
    listed = _text(home, "p_home")
    assert [f"Person {number}" in listed for number in (1, 2, 3, 4)] == [True, True, True, False]
    assert "Ada" in listed
    assert _send(home, "p_home", another="no") == "p_end"
    assert f"{BASE}/p_home" in _text(home, "p_end"), "back leads to the list"
    assert _send(home, "p_end", q_many="yes") == "check-answers"
    check = _text(home, "check-answers")
    assert "<h2>Person 3</h2>" in check
    assert f"{BASE}/p_home?change=1&remove=2" in check
    assert "Bo" in _text(home, "p_home?change=1&remove=2")
    assert _send(home, "p_home", remove="2", change="1") == "p_home?change=1&removed=1"
    assert "It was removed." in _text(home, "p_home?change=1&removed=1")
    assert _send(home, "p_home", another="no", change="1") == "check-answers"
    assert "Bo" not in _text(home, "check-answers")
    home.post(f"{BASE}/check-answers")
    assert _stored() == [
        {
            "q_people": 4,
            "p_home": 2,
            "p_home_1_q_name": "Ada",
            "p_home_1_q_age": 40,
            "p_home_1_q_work": "no",
            "p_home_2_q_name": "Cy",
            "p_home_2_q_age": 71,
            "p_home_2_q_work": "no",
            "q_many": "yes",
        }
    ]


def test_an_error_names_entry_and_question_and_nothing_counts_before_it_is_saved(
    home: FlaskClient,
) -> None:
    _send(home, "p_start", q_people="4")
    refused = home.post(f"{BASE}/p_home_1", data={"p_home_1_q_age": "old"})
    assert refused.status_code == 422
    assert ">How old? Write a whole number" in unescape(refused.text)
    assert "<title>Error: Person 1" in refused.text and "<h1>Person 1</h1>" in refused.text
    _send(home, "p_home_1", p_home_1_q_name="Ada")
    _text(home, "p_home_2")
    assert "Person 2" not in _text(home, "p_home"), "looking at a new entry adds none"
    assert home.get(f"{BASE}/p_home_4").status_code == 303, "one at a time"
    assert home.post(f"{BASE}/p_home", data={}).status_code == 422


def test_a_changed_entry_leads_back_to_the_check_and_a_new_one_to_the_list(
    home: FlaskClient,
) -> None:
    _fill_three(home)
    _send(home, "p_home", another="no")
    _send(home, "p_end", q_many="no")
    form = {"p_home_2_q_name": "Bob", "p_home_2_q_age": "8", "change": "1"}
    assert _send(home, "p_home_2", **form) == "check-answers"
    assert "Bob" in _text(home, "check-answers")
    assert _send(home, "p_home", another="yes", change="1") == "p_home_4?change=1"
    assert _send(home, "p_home_4", p_home_4_q_name="Di", change="1") == "p_home?change=1"
    full = _text(home, "p_home?change=1")
    assert "There is no room for more here." in full
    assert 'name="another"' not in full


def test_what_is_kept_for_later_is_there_and_can_be_finished(home: FlaskClient) -> None:
    _send(home, "p_start", q_people="4")
    _send(home, "p_home_1", p_home_1_q_name="Ada")
    home.post(f"{BASE}/p_home_2", data={"p_home_2_q_age": "7", "then": "later"})
    assert 'value="7"' in _text(home, "p_home_2")
    assert _send(home, "p_home", another="no") == "p_home_2"
    home.post(f"{BASE}/p_home", data={"then": "later"})
    assert "Person 2" in _text(home, "p_home")


def test_the_first_entry_cannot_be_removed_where_one_has_to_be_there(home: FlaskClient) -> None:
    _send(home, "p_start", q_people="4")
    _send(home, "p_home_1", p_home_1_q_name="Ada")
    assert "remove=" not in _text(home, "p_home")
    assert home.post(f"{BASE}/p_home", data={"remove": "1"}).status_code == 422
    assert "Ada" in _text(home, "p_home")


def test_an_earlier_number_may_say_how_many(client: FlaskClient) -> None:
    document = household()
    document["pages"][1]["repeat"] |= {"count": "q_people", "minimum": 0}
    consultation = make_consultation(slug="home")
    publish_version(SYSTEM, save_draft(SYSTEM, consultation.id, document))
    client.post(BASE, data={"go": "new"})
    assert _send(client, "p_start", q_people="2") == "p_home_1"
    assert _send(client, "p_home_1", p_home_1_q_name="Ada") == "p_home_2"
    assert f"{BASE}/p_home_1" in _text(client, "p_home_2")
    assert _send(client, "p_home_2", p_home_2_q_name="Bo") == "p_end"
    assert _send(client, "p_end", q_many="no") == "check-answers"
    assert "remove=" not in _text(client, "check-answers")


def test_with_all_on_one_page_entries_are_counted_by_what_is_filled_in(client: FlaskClient) -> None:
    consultation = make_consultation(slug="home")
    document = {**household(), "layout": "single_page"}
    publish_version(SYSTEM, save_draft(SYSTEM, consultation.id, document))
    page = unescape(client.get(BASE).text)
    assert "Person 4: Name?" in page
    receipt = page.split('name="receipt" value="')[1].split('"')[0]
    form = {"receipt": receipt, "q_people": "4", "p_home_1_q_name": "Ada", "p_home_2_q_age": "7"}
    refused = client.post(BASE, data=form)
    assert "Person 2: " in unescape(refused.text)
    assert client.post(BASE, data={**form, "p_home_2_q_name": "Bo"}).status_code == 303
    assert _stored()[0]["p_home"] == 2


def test_results_count_over_entries_and_tell_nothing_of_few_homes(client: FlaskClient) -> None:
    version = _household_with_words()
    for number in range(12):
        answers = {
            **{"q_people": 3, "p_home": 2, "q_many": "no"},
            **{"p_home_1_q_name": "Ada", "p_home_1_q_age": 30 + number, "p_home_1_q_work": "yes"},
            **{"p_home_2_q_name": "Bo", "p_home_2_q_age": 40, "p_home_2_q_wish": f"Wish {number}"},
            "p_home_2_q_work": "yes" if number < 11 else "no",
        }
        submit(Submission(version.id, mint_receipt(), "web", "en", answers))
    session().rollback()
    found = {each.question.code: each for each in list_answers(make_actor("analyst"), 1)}
    assert found["q_work"].counted.answered == 24
    assert [cell.count for cell in found["q_work"].counted.cells] == [23, 1]
    assert found["q_age"].counted.maximum == 41
    assert (found["q_wish"].written, found["q_wish"].latest[0].text) == (12, "Wish 11")
    assert list_questions(1) == {"q_wish": 12}
    told = {each.code: each.answered for each in count_results(1)}
    assert told == {"q_people": 12, "p_home": 12, "q_age": None, "q_work": None, "q_many": None}
    codes = [question.code for question in exported_questions(1)]
    assert codes[:4] == ["q_people", "p_home", "p_home_1_q_age", "p_home_1_q_work"]


def _household_with_words() -> PublishedVersion:
    document = household()
    wish = {"code": "q_wish", "kind": "long_text", "label": {"en": "Wish?", "ar": "أمنية؟"}}
    document["pages"][1]["questions"].append(wish)
    consultation = make_consultation(slug="home")
    return get_version(publish_version(SYSTEM, save_draft(SYSTEM, consultation.id, document)))


def test_a_draft_on_paper_has_room_for_every_entry(sign_in: SignIn) -> None:
    consultation = make_consultation(slug="home")
    draft = save_draft(SYSTEM, consultation.id, household())
    paper = Walker(sign_in("engagement_lead"), draft, "paper").page
    assert paper.count("Ask for another sheet.") == 1
    assert [f"<h2>Person {number}</h2>" in paper for number in (1, 4, 5)] == [True, True, False]


def test_a_form_is_keyed_as_it_was_filled_in(sign_in: SignIn) -> None:
    consultation = make_consultation(slug="home")
    publish_version(SYSTEM, save_draft(SYSTEM, consultation.id, household()))
    client = sign_in("operator")
    address = f"/staff/entry/{consultation.id}/paper"
    page = unescape(client.get(address).text)
    assert "Person 4: Name?" in page
    assert 'name="p_home"' not in page
    receipt = page.split('name="receipt" value="')[1].split('"')[0]
    form = {
        **{"receipt": receipt, "language": "en", "serial": "7", "received_on": "2026-11-20"},
        **{"q_people": "2", "p_home_1_q_name": "Ada", "p_home_1_q_age": "40"},
        **{"p_home_1_q_work": "1", "p_home_2_q_name": "Bo"},
    }
    assert client.post(address, data=form).status_code == 303
    assert _stored()[0]["p_home"] == 2


def test_a_file_of_answers_is_counted_entry_by_entry(client: FlaskClient) -> None:
    survey = read_survey(household())
    mapping = {"name 1": "p_home_1_q_name", "name 2": "p_home_2_q_name"}
    lines = io.StringIO("name 1,name 2\nAda,Bo\nCy,\n")
    rows = list(read_rows(lines, survey, mapping))
    assert [row.answers["p_home"] for row in rows] == [2, 1]


def test_photos_and_addresses_of_entries_stay_with_them(
    client: FlaskClient, sign_in: SignIn
) -> None:
    document = household()
    label = {"en": "Photo", "ar": "صورة"}
    mail = {"code": "q_mail", "kind": "email", "label": {"en": "Mail", "ar": "بريد"}}
    asked = [{"code": "q_photo", "kind": "photo", "label": label}, mail | {"text": label}]
    document["pages"] = [{**document["pages"][1], "questions": asked}]
    consultation = make_consultation(slug="home")
    publish_version(SYSTEM, save_draft(SYSTEM, consultation.id, document))
    client.post(BASE, data={"go": "new"})

    def add(entry: int, width: int, address: str) -> None:
        code = f"p_home_{entry}"
        sent = {f"{code}_q_photo": (io.BytesIO(photo(size=(width, 48))), "a.jpg")}
        sent[f"{code}_q_mail"] = address
        assert client.post(f"{BASE}/{code}", data=sent).status_code == 303

    add(1, 60, "ada@example.org")
    add(2, 80, "bo@example.org")
    client.post(f"{BASE}/p_home", data={"remove": "1"})
    add(2, 100, "cy@example.org")
    client.post(f"{BASE}/p_home", data={"another": "no"})
    assert client.post(f"{BASE}/check-answers").status_code == 303
    (stored,) = _stored()
    assert set(stored) == {"p_home", "p_home_1_q_photo", "p_home_2_q_photo"}
    found = {each.question_code: each for each in session().scalars(select(Upload))}
    assert {code: each.reference for code, each in found.items() if each.response_id} == {
        code: stored[code] for code in ("p_home_1_q_photo", "p_home_2_q_photo")
    }
    lead = sign_in("engagement_lead")
    shown = lead.get(f"/staff/consultations/photos/{found['p_home_1_q_photo'].id}.jpg").data
    assert Image.open(io.BytesIO(shown)).height == 80  # on its side
    assert "Person 2: Photo" in lead.get(f"/staff/consultations/{consultation.id}/photos").text
    at = f"/staff/consultations/{consultation.id}/addresses"
    assert ">Mail<" in lead.get(at).text
    file = lead.post(at, data={"question": "q_mail"}).text
    assert "bo@example.org" in file and "cy@example.org" in file and "ada@" not in file
