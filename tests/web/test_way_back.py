"""Who reads something while answering comes back; who keeps no cookies still gets along."""

import re
from html import unescape

from flask import Flask
from flask.testing import FlaskClient

from engage.responses import count_responses
from tests.factories import make_consultation, publish_sample_survey

ASIDE = re.compile(r'<li><a href="(/en/(?:help|accessibility|privacy)[^"]*)"([^>]*)>')
BACK = re.compile(r'<a class="back" href="([^"]+)">([^<]+)</a>')
HIDDEN = re.compile(r'<input type="hidden" name="(receipt|version)" value="([^"]+)">')
FILLED = {"q_transport": "car", "q_safe": "3", "q_change": "Light"}
BY_US = {"Sec-Fetch-Site": "same-origin"}


def _begin(client: FlaskClient) -> str:
    publish_sample_survey(make_consultation(slug="city").id)
    return client.post("/en/consultations/city/answer").location


def test_help_and_its_like_lead_back_to_the_question(client: FlaskClient) -> None:
    here = _begin(client)
    asides = ASIDE.findall(client.get(f"{here}?change=1").text)
    assert len(asides) == 3
    for address, attributes in asides:
        assert 'target="_blank"' in attributes, "without script only another tab loses nothing"
        beside = client.get(unescape(address)).text
        assert BACK.findall(beside) == [(f"{here}?change=1", "Back to your answers")]
        assert "still in the tab before it" in beside
        onward = ASIDE.findall(beside)
        assert {BACK.findall(client.get(unescape(href)).text)[0][0] for href, _more in onward} == {
            f"{here}?change=1"
        }
        assert not any("target" in attributes for _href, attributes in onward)
    in_arabic = client.get(f"/ar/help?answers={here}").text
    assert BACK.findall(in_arabic) == [(here.replace("/en/", "/ar/"), "العودة إلى إجاباتك")]


def test_the_way_back_leads_nowhere_else(client: FlaskClient) -> None:
    for strange in (
        "https://example.org/en/consultations/city/answer",
        "//example.org/consultations/city/answer",
        "/en/consultations/../../staff/answer",
        "/en/consultations/city/answer/p1/../../x",
        "/en/consultations/city/answer\n",
        "javascript:alert(1)",
        "",
    ):
        assert not BACK.findall(client.get("/en/help", query_string={"answers": strange}).text)


def test_a_browser_without_cookies_is_shown_its_receipt_once(app: Flask) -> None:
    made = make_consultation(slug="city")
    publish_sample_survey(made.id, layout="single_page")
    address = "/en/consultations/city/answer"
    plain = app.test_client(use_cookies=False)
    form = FILLED | dict(HIDDEN.findall(plain.get(address).text))
    for _twice in range(2):
        shown = plain.post(address, data=form)
        assert shown.status_code == 200 and form["receipt"] in shown.text
        assert "shown only once" in shown.text and "<svg" in shown.text
    assert count_responses(made.id).total == 1
    usual = app.test_client()
    form = FILLED | dict(HIDDEN.findall(usual.get(address).text))
    sent = usual.post(address, data=form)
    assert sent.status_code == 303
    assert "shown only once" not in usual.get(sent.location).text
    assert usual.get("/en/receipt").status_code == 200


def test_a_browser_without_cookies_is_told_why_it_cannot_begin(app: Flask) -> None:
    here = _begin(app.test_client())
    plain = app.test_client(use_cookies=False)
    told = plain.get(here, headers=BY_US)
    assert told.status_code == 409 and "This browser keeps no cookies" in told.text
    referred = plain.get(here, headers={"Referer": "http://localhost/en/consultations/city/answer"})
    assert referred.status_code == 409
    assert plain.get(here, headers={"Sec-Fetch-Site": "none"}).status_code == 303, "a shared link"
