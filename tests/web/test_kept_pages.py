"""Pages that are rendered once and kept: what differs for a person must still differ."""

import gzip
import re

from flask.testing import FlaskClient

from engage.kernel.actors import SYSTEM
from engage.surveys import publish_version, save_draft
from tests.factories import SAMPLE_SURVEY, make_consultation, publish_sample_survey

RECEIPT = re.compile(r'name="receipt" value="([^"]+)"')


def _address(language: str) -> str:
    return f"/{language}/consultations/asked/answer"


def test_two_people_get_the_same_page_with_their_own_receipts(client: FlaskClient) -> None:
    publish_sample_survey(make_consultation(slug="asked").id, layout="single_page")
    first, second = (client.get(_address("en")).text for _ in range(2))
    one, other = RECEIPT.findall(first)[0], RECEIPT.findall(second)[0]
    assert one != other and one not in second
    assert first.replace(one, other) == second


def test_a_kept_page_is_the_same_compressed_and_plain(client: FlaskClient) -> None:
    publish_sample_survey(make_consultation(slug="asked").id, layout="single_page")
    plain = client.get(_address("ar"))
    packed = client.get(_address("ar"), headers={"Accept-Encoding": "gzip"})
    assert packed.headers["Content-Encoding"] == "gzip" and "Accept-Encoding" in packed.vary
    assert "Content-Encoding" not in plain.headers
    unpacked = gzip.decompress(packed.data).decode()  # fails on a wrong sum or length
    one, other = RECEIPT.findall(plain.text)[0], RECEIPT.findall(unpacked)[0]
    assert unpacked.replace(other, one) == plain.text
    assert len(packed.data) < len(gzip.compress(plain.data, 5)) * 1.1


def test_a_kept_page_stays_in_its_language(client: FlaskClient) -> None:
    publish_sample_survey(make_consultation(slug="asked").id, layout="single_page")
    for _ in range(2):
        assert '<html lang="en" dir="ltr">' in client.get(_address("en")).text
        assert '<html lang="ar" dir="rtl">' in client.get(_address("ar")).text


def test_a_new_version_shows_at_once(client: FlaskClient) -> None:
    consultation = make_consultation(slug="asked")
    publish_sample_survey(consultation.id, layout="single_page")
    assert "A second edition" not in client.get(_address("en")).text
    changed = SAMPLE_SURVEY | {"layout": "single_page", "title": {"en": "A second edition"}}
    changed["languages"] = ["en"]
    publish_version(SYSTEM, save_draft(SYSTEM, consultation.id, changed))
    assert "A second edition" in client.get(_address("en")).text


def test_an_address_with_a_query_is_rendered_for_itself(client: FlaskClient) -> None:
    publish_sample_survey(make_consultation(slug="asked").id, layout="single_page")
    plain = client.get(_address("en")).text
    asked = client.get(_address("en") + "?from=poster").text
    assert "from=poster" in asked and "from=poster" not in plain
    assert "from=poster" not in client.get(_address("en")).text


def test_what_was_typed_is_never_kept(client: FlaskClient) -> None:
    publish_sample_survey(make_consultation(slug="asked").id, layout="single_page")
    receipt = RECEIPT.findall(client.get(_address("en")).text)[0]
    refused = client.post(_address("en"), data={"receipt": receipt, "q_change": "My own words"})
    assert refused.status_code == 422 and "My own words" in refused.text
    assert "My own words" not in client.get(_address("en")).text
