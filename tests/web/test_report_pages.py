"""The report: n of N before percentages, small themes too, how it was made, each figure a link."""

from collections.abc import Callable

from flask import Flask
from flask.testing import FlaskClient

from engage.kernel.actors import SYSTEM
from engage.responses import stream_comments
from engage.themes import release_quote
from engage.themes.codebook.editing import sign_off
from engage.themes.coding.queries import find_comment_to_code
from engage.themes.coding.second_coding import code_comment, start_coding
from engage.themes.report.gathering import get_report
from tests.factories import make_actor, make_consultation, make_response, publish_sample_survey
from tests.factories.placed import place
from tests.factories.themes import make_themes

Q = "q_change"
SignIn = Callable[[str], FlaskClient]


def _read() -> tuple[tuple[int, str], int, int]:
    version = publish_sample_survey(make_consultation().id)
    for number in range(59):
        make_response(version, channel="paper" if number % 2 else "web", q_change=f"Buses {number}")
    make_response(version, language="es", q_change="Falta una rampa")
    make_response(version, q_change="Nothing else")
    question = version.consultation_id, Q
    words = {one.id: one.text for one in stream_comments(SYSTEM, *question)}
    buses = place(question, "Buses", [n for n, text in words.items() if "Buses" in text])
    ramp = place(question, "Ramps", [n for n, text in words.items() if "rampa" in text])
    first = next(n for n, text in words.items() if text == "Falta una rampa")
    release_quote(SYSTEM, first, ramp.id, "Falta una rampa")
    return question, buses.id, ramp.id


def test_the_figures_add_up_on_both_databases(both_databases_app: Flask) -> None:
    question, buses, ramp = _read()
    report = get_report(*question)
    assert report.responses.total == report.totals.comments == 61
    assert [each.theme.id for each in report.themes] == [buses]
    assert [(each.theme.id, each.theme.size) for each in report.minorities] == [(ramp, 1)]
    assert report.without_theme == 1
    assert [quote.text for quote in report.minorities[0].quotes] == ["Falta una rampa"]
    # all 61 go by bus, and nobody is in a small group
    assert [count for _code, _label, count in report.took_part[0].answers] == [0, 61, 0]


def test_the_page_says_n_of_n_first_and_what_is_not_known(app: Flask, sign_in: SignIn) -> None:
    question, _buses, ramp = _read()
    page = sign_in("auditor").get(f"/staff/consultations/{question[0]}/themes/report").text
    assert "<strong>59 of 61 comments</strong> (97%)" in page
    assert (
        "<strong>1 of 61 comments</strong> (1.6%)" in page
    )  # fewer than 2 in 100, and so it reads
    assert f'href="/staff/themes/{ramp}"' in page and "Falta una rampa" in page
    assert "1 comment stands in no theme (2%)." in page
    here = f"/staff/consultations/{question[0]}/themes?question={Q}&amp;standing=all"
    assert f'href="{here}&amp;channel=paper"' in page
    assert f'href="{here}&amp;group=q_transport:bus"' in page
    assert "61 responses came in, in English and Spanish." in page
    assert "Nobody answered in Arabic, though the survey offers it." in page
    assert "العربية" not in page.split("<article")[1]
    assert "No second person has read a sample yet" in page
    assert "not approved yet" in page


def test_agreement_codebook_and_campaigns_are_told_where_there_are_any(
    app: Flask, sign_in: SignIn
) -> None:
    themes = make_themes(publish_sample_survey(make_consultation().id), each=12)
    question = themes[0].consultation_id, Q
    sign_off(SYSTEM, *question)
    actor = make_actor("analyst")
    coding_id = start_coding(actor, *question, "random")
    while comment := find_comment_to_code(coding_id):
        code_comment(actor, coding_id, comment.position, [themes[comment.position % 3].id])
    page = sign_in("analyst").get(f"/staff/consultations/{question[0]}/themes/report").text
    assert "read 36 comments without seeing where they stood" in page
    assert "stands in the codebook, version 1." in page
    assert "36 people sent a text that others sent almost word for word too." in page
    assert "they are 3 voices." in page and "One text of 12 people</bdi>" in page
    assert "attempt number 0" in page


def test_a_report_on_nothing_claims_nothing(app: Flask, sign_in: SignIn) -> None:
    number = publish_sample_survey(make_consultation().id).consultation_id
    page = sign_in("auditor").get(f"/staff/consultations/{number}/themes/report").text
    assert "Nobody has answered yet." in page and "Themes have not been found yet" in page
    for words in ("In short", "A machine in", "No response came by", "second person"):
        assert words not in page
