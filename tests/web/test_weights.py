"""A survey stays light on a slow line: its first page, and all the rest of it."""

import gzip
import re
from copy import deepcopy
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from benchmarks.prepare_site import FORTY_QUESTIONS
from engage.engines.questionnaire import Page, Survey, read_survey
from engage.kernel.actors import SYSTEM
from engage.surveys import publish_version, save_draft
from tests.engines.questionnaire.specimens import SPECIMENS, survey_of, words
from tests.factories import make_consultation
from tests.web.weights import PACKED, Scale

FIRST_PAGE = 14 * 1024
ALL_THE_REST = 100_000
TYPED = {"single_choice": "a1", "scale": "3", "number": "4", "short_text": "By the well"}
MAP = next(each.document for each in SPECIMENS if each.document.get("kind") == "map_point")


@pytest.mark.parametrize(
    "asked",
    [
        {"code": "q_1", "kind": "photo", "label": words("Show us", "Muéstrenos", "أرونا")},
        {"code": "q_1", "kind": "file", "label": words("Your letter", "Su carta", "رسالتكم")},
        MAP,
    ],
    ids=["photo", "file", "map"],
)
def test_a_first_page_with_a_photo_a_file_or_a_map_weighs_14_kb_at_most(
    client: FlaskClient, asked: dict[str, Any]
) -> None:
    document = survey_of(SPECIMENS[0])
    document["pages"][0]["questions"] = [asked]
    publish_version(SYSTEM, save_draft(SYSTEM, make_consultation(slug="kinds").id, document))
    first = client.post("/ar/consultations/kinds/answer", data={"go": "new"}).location
    answer = client.get(first, headers=PACKED)
    html = gzip.decompress(answer.data).decode()
    needed = set(re.findall(r'(?:href|src)="(/static/[^"]+)"', html))
    files = sum(len(client.get(each, headers=PACKED).data) for each in needed)
    assert len(answer.data) + files <= FIRST_PAGE


def _forty(way: str) -> dict[str, Any]:
    document = deepcopy(FORTY_QUESTIONS)
    if way == "one page":
        document["layout"] = "single_page"
    if way == "forty pages":
        document["pages"] = [
            {"code": f"g_{question['code']}", "questions": [question]}
            for page in document["pages"]
            for question in page["questions"]
        ]
    return document


def _answers(page: Page) -> dict[str, str]:
    return {question.code: TYPED[question.kind] for question in page.questions}


class _Walk:
    """A person who answers everything, each page and file of it weighed."""

    def __init__(self, client: FlaskClient, address: str) -> None:
        self.client, self.address, self.scale = client, address, Scale(client)
        self.rest = 0

    def open(self, address: str) -> int:
        return self.scale.page(self.client.get(address, headers=PACKED))

    def begin(self) -> None:
        assert self.open(self.address) <= FIRST_PAGE

    def answer_pages(self, survey: Survey) -> None:
        answer = self.client.post(self.address, data={"go": "new"})
        for page in survey.pages:
            assert answer.location.endswith(f"/{page.code}")
            self.rest += self.open(answer.location)
            answer = self.client.post(answer.location, data=_answers(page))
        self.rest += self.open(answer.location)
        self._end(self.client.post(answer.location))

    def answer_all(self, survey: Survey) -> None:
        html = self.client.get(self.address).text
        receipt = html.split('name="receipt" value="', 1)[1].split('"', 1)[0]
        form = {code: typed for page in survey.pages for code, typed in _answers(page).items()}
        self._end(self.client.post(self.address, data={**form, "receipt": receipt}))

    def _end(self, answer: TestResponse) -> None:
        assert answer.location.endswith("/receipt")
        self.rest += self.open(answer.location)


@pytest.mark.parametrize("way", ["ten pages", "forty pages", "one page"])
def test_the_rest_of_forty_questions_weighs_100_kb_at_most(client: FlaskClient, way: str) -> None:
    """In Arabic, whose words take more bytes; scripts and styles are counted once."""
    document = _forty(way)
    survey = read_survey(document)
    assert survey.question_count == 40
    consultation = make_consultation(slug="forty", title=document["title"])
    publish_version(SYSTEM, save_draft(SYSTEM, consultation.id, document))
    walk = _Walk(client, "/ar/consultations/forty/answer")
    walk.begin()
    if way == "one page":
        walk.answer_all(survey)
    else:
        walk.answer_pages(survey)
    assert 1_000 < walk.rest <= ALL_THE_REST
    assert any(name.endswith("/keep.js") for name in walk.scale.seen)  # scripts were weighed too
