"""E-mail addresses: apart from answers, for a purpose, until a day."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import inspect, select, text

from engage.audit import list_entries
from engage.channels.online.drafts import mint_receipt
from engage.consultations import get_consultation
from engage.engines.questionnaire import check_survey
from engage.kernel.actors import SYSTEM
from engage.kernel.db import session
from engage.responses import (
    Submission,
    count_responses,
    delete_old_contacts,
    stream_answers,
    submit,
    verify_log,
    withdraw,
)
from engage.responses.contacts_models import Contact
from engage.surveys import PublishedVersion, get_version, publish_version, save_draft
from tests.factories import make_consultation

ADDRESS = "amal.haddad@example.org"
PURPOSE = {"en": "Once, when it is decided.", "ar": "مرة واحدة عند اتخاذ القرار."}


def _document(**more: Any) -> dict[str, Any]:
    mail = {
        "code": "q_mail",
        "kind": "email",
        "label": {"en": "Your address", "ar": "عنوانكم"},
        "text": PURPOSE,
        **more,
    }
    wish = {"code": "q_wish", "kind": "long_text", "label": {"en": "What?", "ar": "ماذا؟"}}
    return {
        "format": 1,
        "code": "mails",
        "title": {"en": "Mails", "ar": "رسائل"},
        "languages": ["en", "ar"],
        "pages": [{"code": "p_1", "questions": [wish, mail]}],
    }


def _publish(**more: Any) -> PublishedVersion:
    consultation = make_consultation(slug="mails")
    survey_id = save_draft(SYSTEM, consultation.id, _document(**more))
    return get_version(publish_version(SYSTEM, survey_id))


def _send(version: PublishedVersion, receipt: str, address: str, **more: Any) -> None:
    values = {"channel": "web", "language": "ar", **more}
    answers = {"q_wish": "Shade", "q_mail": address}
    submit(Submission(version_id=version.id, receipt=receipt, answers=answers, **values))


def _contacts() -> list[Contact]:
    session().rollback()
    return list(session().scalars(select(Contact).order_by(Contact.address)))


def _everything_but_contacts() -> str:
    """Every cell of every other table."""
    session().rollback()
    found = []
    for table in inspect(session().get_bind()).get_table_names():
        if table != "contact":
            found += [str(row) for row in session().execute(text(f'SELECT * FROM "{table}"'))]
    return "\n".join(found)


def test_an_address_is_stored_with_its_purpose_and_nowhere_else(app: Flask) -> None:
    version = _publish()
    _send(version, mint_receipt(), " Amal.Haddad@EXAMPLE.org ".strip())
    (found,) = _contacts()
    assert found.address.lower() == ADDRESS
    assert (found.purpose, found.language, found.keep_days) == (PURPOSE["ar"], "ar", 90)
    assert found.response_id is None
    assert "haddad" not in _everything_but_contacts().lower()
    (stored,) = stream_answers(version.consultation_id)
    assert stored.answers == {"q_wish": "Shade"}
    assert verify_log(version.consultation_id).missing == ()


def test_withdrawing_deletes_the_address(app: Flask) -> None:
    version = _publish()
    receipts = mint_receipt(), mint_receipt()
    _send(version, receipts[0], ADDRESS)
    _send(version, receipts[1], "other@example.org")
    withdraw(receipts[0])
    assert [found.address for found in _contacts()] == ["other@example.org"]
    _send(version, receipts[0], ADDRESS)  # a browser that sends once more
    assert [found.address for found in _contacts()] == ["other@example.org"]
    assert verify_log(version.consultation_id).missing == ()


def test_what_is_sent_again_is_kept_once_and_a_corrected_address_too(app: Flask) -> None:
    version = _publish()
    receipt = mint_receipt()
    for address in (ADDRESS, ADDRESS, "right@example.org"):
        _send(version, receipt, address)
    assert [found.address for found in _contacts()] == [ADDRESS, "right@example.org"]
    assert count_responses(version.consultation_id).set_aside == 0
    withdraw(receipt)
    assert _contacts() == []


def test_the_worker_deletes_it_when_the_time_is_over_that_people_were_told(app: Flask) -> None:
    version = _publish(keep_days=30)
    _send(version, mint_receipt(), ADDRESS)
    closes_at = get_consultation(version.consultation_id).closes_at
    assert closes_at is not None
    with time_machine.travel(closes_at + timedelta(days=29, hours=23), tick=False):
        delete_old_contacts()
    assert len(_contacts()) == 1
    with time_machine.travel(closes_at + timedelta(days=30, minutes=1), tick=False):
        delete_old_contacts()
    assert _contacts() == []
    assert list_entries(SYSTEM)[0].act == "contacts.expire"


def test_a_keyed_form_that_is_taken_back_takes_its_address_along(
    app: Flask, sign_in: Callable[[str], FlaskClient]
) -> None:
    version = _publish()
    operator = sign_in("operator")
    address = f"/staff/entry/{version.consultation_id}/paper"
    receipt = operator.get(address).text.split('name="receipt" value="', 1)[1].split('"', 1)[0]
    noted = {"receipt": receipt, "language": "en", "serial": "A1", "q_wish": "Shade"}
    wrong = operator.post(address, data={**noted, "q_mail": "amal.haddad at example"})
    assert wrong.status_code == 422
    assert operator.post(address, data={**noted, "q_mail": ADDRESS}).status_code == 303
    (found,) = _contacts()
    assert found.response_id is not None
    assert "haddad" not in _everything_but_contacts()
    assert operator.post("/staff/entry/take-back").status_code == 303
    assert _contacts() == []


def test_an_address_on_a_question_that_was_not_asked_is_not_kept_as_written(app: Flask) -> None:
    document = _document(show_if={"question": "q_wish", "answered": True})
    consultation = make_consultation(slug="mails")
    version = get_version(publish_version(SYSTEM, save_draft(SYSTEM, consultation.id, document)))
    from engage.engines.questionnaire import as_written

    keyed = as_written(version.content, {"q_mail": ADDRESS})
    assert (keyed.marks, keyed.kept, keyed.answers) == ({"q_mail": "off_path"}, {}, {})


@pytest.mark.parametrize("is_asked", [True, False])
def test_kiosks_ask_for_it_only_where_the_survey_says_so(
    client: FlaskClient, is_asked: bool
) -> None:
    from engage.channels.kiosk.devices import add_device

    version = _publish(required=True, **({"kiosk": True} if is_asked else {}))
    code = add_device(SYSTEM, "Library", "Hall", version.consultation_id, 90)
    client.post("/kiosk/enrol", data={"code": code})
    client.get("/kiosk")
    first = client.post("/kiosk/en/begin").location
    assert ("q_mail" in client.get(first).text) is is_asked
    onward = client.post(first, data={"q_wish": "Shade", "q_mail": ADDRESS}).location
    assert client.post(onward).status_code == 303
    assert [found.address for found in _contacts()] == ([ADDRESS] if is_asked else [])


def test_nothing_may_depend_on_it(app: Flask) -> None:
    document = _document()
    more = {"code": "q_more", "kind": "short_text", "label": {"en": "More?", "ar": "؟"}}
    more["show_if"] = {"question": "q_mail", "answered": True}
    document["pages"].append({"code": "p_2", "questions": [more]})
    (problem,) = check_survey(document)
    assert problem.place == "/pages/1/questions/0/show_if/question"


def test_a_lead_downloads_the_list_and_deletes_it_and_both_are_on_record(
    app: Flask, sign_in: Callable[[str], FlaskClient]
) -> None:
    version = _publish()
    for address in ("zoe@example.org", "=cmd@example.org", ADDRESS):
        _send(version, mint_receipt(), address, language="en")
    lead = sign_in("engagement_lead")
    page = f"/staff/consultations/{version.consultation_id}/addresses"
    rooms = lead.get(page.removesuffix("/addresses")).text
    assert f'href="{page}"' in rooms and "/photos" not in rooms  # only what the survey asks for
    shown = lead.get(page).text
    assert "3 addresses." in shown and "Your address" in shown and PURPOSE["en"] in shown
    assert "example.org" not in shown
    file = lead.post(page, data={"question": "q_mail"})
    lines = file.text.splitlines()
    assert [line.split(",")[0] for line in lines] == [
        "address",
        "'=cmd@example.org",
        ADDRESS,
        "zoe@example.org",
    ]
    assert lead.post(f"{page}/delete", data={"question": "q_mail"}).status_code == 303
    assert _contacts() == []
    assert "No addresses" in lead.get(page).text
    actions = [entry.act for entry in list_entries(SYSTEM)[:2]]
    assert actions == ["contacts.delete", "contacts.export"]
    analyst = sign_in("analyst")
    assert analyst.get(page).status_code == 403
    answers = analyst.get(f"/staff/consultations/{version.consultation_id}/answers").text
    assert "Shade" in answers and "Your address" not in answers
