"""The report to take along: tagged PDF, Word file, charts; in each language, with its sources."""

import io
import re
from collections.abc import Callable
from dataclasses import replace
from xml.etree import ElementTree

import pytest
from docx import Document as WordDocument
from docx.oxml.ns import qn
from flask import Flask
from flask.testing import FlaskClient
from pypdf import PdfReader

from engage.app import JOBS
from engage.audit import list_entries
from engage.kernel.actors import SYSTEM
from engage.kernel.errors import Conflict
from engage.kernel.jobs import run_next
from engage.responses import stream_comments
from engage.themes import (
    CommentFilter,
    list_comments,
    list_themes,
    release_quote,
    rename_theme,
)
from engage.themes.groups.population import enter_population
from engage.themes.report.document import (
    Bar,
    Chart,
    Document,
    Quotation,
    Reckoning,
    Section,
    Statement,
    Telling,
    require_sources,
)
from engage.themes.report.docx import docx_of
from engage.themes.report.pdf import pdf_of, svg_of
from engage.themes.review.nesting import nest_theme
from engage.themes.stances.acts import set_stance
from tests.factories import make_consultation, make_response, publish_sample_survey
from tests.factories.placed import place

Q = "q_change"
SITE = "https://city.example"
SVG = "{http://www.w3.org/2000/svg}"
RAMP = "Falta una rampa en la biblioteca 🙂"
SignIn = Callable[[str], FlaskClient]


@pytest.fixture
def number(app: Flask) -> int:
    """A consultation with a large theme, and a small one with a released quote."""
    version = publish_sample_survey(make_consultation().id)
    for at in range(59):
        make_response(
            version,
            channel="paper" if at % 2 else "web",
            q_change=f"Buses on the ring road come {at} minutes late every evening.",
        )
    make_response(version, language="es", q_change=RAMP)
    words = {c.id: c.text for c in stream_comments(SYSTEM, version.consultation_id, Q)}
    question = version.consultation_id, Q
    buses = place(question, "Buses", [n for n, text in words.items() if "Buses" in text])
    ramp = place(question, "Ramps", [n for n, text in words.items() if text == RAMP])
    rename_theme(SYSTEM, buses.id, buses.version, {"en": "Late buses", "ar": "تأخر الحافلات"}, {})
    release_quote(SYSTEM, next(n for n, t in words.items() if t == RAMP), ramp.id, RAMP)
    while run_next(JOBS):  # the sentences that tell a theme are chosen by a worker
        pass
    return version.consultation_id


def _take(client: FlaskClient, number: int, form: str, **more: str) -> bytes:
    answer = client.post(
        f"/staff/consultations/{number}/themes/report",
        data={"question": Q, "form": form, **more},
    )
    assert answer.status_code == 200, answer.text
    assert answer.headers["Content-Disposition"].endswith(f'{Q}-report.{form}"')
    return answer.data


def _links(reader: PdfReader) -> set[str]:
    return {
        str(note.get_object()["/A"]["/URI"])
        for page in reader.pages
        for note in page.get("/Annots") or []
        if "/A" in note.get_object()
    }


def test_the_pdf_is_tagged_titled_and_leads_to_the_comments(number: int, sign_in: SignIn) -> None:
    reader = PdfReader(io.BytesIO(_take(sign_in("auditor"), number, "pdf", **{"in": "en"})))
    root = reader.trailer["/Root"]
    assert root["/Lang"] == "en" and root["/MarkInfo"]["/Marked"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert reader.metadata is not None
    assert str(reader.metadata.title).startswith("What people said: ")
    said = " ".join(page.extract_text() for page in reader.pages)
    found = ("Late buses", "59 of 60 comments", "Falta una rampa", "Voices of few")
    for words in found:
        assert words in said
    assert any(re.search(r"/staff/themes/\d+\?comment=\d+$", link) for link in _links(reader))


def test_a_pdf_without_odd_signs_keeps_to_the_standard_of_accessible_documents(app: Flask) -> None:
    made = PdfReader(io.BytesIO(pdf_of(_document(), SITE)))
    metadata = made.trailer["/Root"]["/Metadata"].get_object().get_data()
    assert re.search(rb"<pdfuaid:part>\s*1", metadata)


def test_the_arabic_pdf_is_in_arabic_and_one_can_search_for_its_words(
    number: int, sign_in: SignIn
) -> None:
    reader = PdfReader(io.BytesIO(_take(sign_in("analyst"), number, "pdf", **{"in": "ar"})))
    assert reader.trailer["/Root"]["/Lang"] == "ar"
    said = " ".join(page.extract_text() for page in reader.pages)
    assert "الحافلات" in said and "rampa" in said


def test_the_word_file_has_headings_header_rows_and_a_title(number: int, sign_in: SignIn) -> None:
    word = WordDocument(io.BytesIO(_take(sign_in("analyst"), number, "docx", **{"in": "en"})))
    assert word.core_properties.language == "en"
    assert word.core_properties.title.startswith("What people said: ")
    headings = [p.text for p in word.paragraphs if p.style.name.startswith("Heading")]
    assert "What they said" in headings and "Voices of few" in headings
    for table in word.tables:
        assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
        assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in table.rows[1:])
    foot = word.sections[0].footer.paragraphs[0]
    assert [one.text for one in foot._p.iter(qn("w:instrText"))] == ["PAGE"]
    listed = [p.text for p in word.paragraphs if p.style.name == "List Bullet"]
    assert "Raised most often in 60 comments: “Late buses” (59)." in _plain(listed)
    pictures = word.element.findall(".//" + qn("wp:docPr"))
    assert pictures and all(picture.get("descr") for picture in pictures)
    addresses = {link.target_ref for link in word.part.rels.values() if link.is_external}
    assert any(re.search(r"/staff/themes/\d+\?comment=\d+$", address) for address in addresses)


def _plain(texts: list[str]) -> list[str]:
    return [text.replace("\u200e", "") for text in texts]


def test_the_arabic_word_file_runs_from_right_to_left_and_spanish_in_it_does_not(
    number: int, sign_in: SignIn
) -> None:
    word = WordDocument(io.BytesIO(_take(sign_in("analyst"), number, "docx", **{"in": "ar"})))
    heading = next(p for p in word.paragraphs if p.style.name == "Heading 1")
    assert heading.text == "باختصار"
    # a Latin name within an Arabic sentence does not draw what follows to its side
    assert any("«\u200fRamps\u200f» (1)" in p.text for p in word.paragraphs)
    assert heading._p.pPr.find(qn("w:bidi")) is not None and heading.runs[0].font.rtl
    for name in ("Title", "Subtitle"):  # letters that are set apart tear Arabic words
        assert word.styles[name].element.rPr.find(qn("w:spacing")) is None
    quote = next(p for p in word.paragraphs if p.style.name == "Quote")
    assert quote._p.pPr.find(qn("w:bidi")) is None and not quote.runs[0].font.rtl
    assert quote.runs[0]._r.rPr.find(qn("w:lang")).get(qn("w:val")) == "es"
    assert word.tables[0]._tbl.tblPr.find(qn("w:bidiVisual")) is not None


@pytest.mark.parametrize("locale", ["en", "es", "ar", "fr"])
def test_the_page_is_in_the_language_that_was_chosen_on_it(
    number: int, sign_in: SignIn, locale: str
) -> None:
    address = f"/staff/consultations/{number}/themes/report"
    page = sign_in("auditor").get(f"{address}?in={locale}").text
    direction = "rtl" if locale == "ar" else "ltr"
    assert f'<article class="report" lang="{locale}" dir="{direction}">' in page
    assert '<html lang="en" dir="ltr"' in page
    assert ("تأخر الحافلات" if locale == "ar" else "Late buses") in page


def test_a_chart_for_slides_says_what_it_shows_and_leads_to_the_themes(
    number: int, sign_in: SignIn
) -> None:
    client = sign_in("analyst")
    address = f"/staff/consultations/{number}/themes/report/charts"
    answer = client.get(f"{address}/themes?question={Q}&in=ar")
    assert answer.mimetype == "image/svg+xml"
    drawn = ElementTree.fromstring(answer.data)
    across, down = (float(side) for side in drawn.attrib["viewBox"].split()[2:])
    assert across / down == pytest.approx(16 / 9, abs=0.01)
    assert "تأخر الحافلات" in (drawn.findtext(f"{SVG}desc") or "")
    assert any("/staff/themes/" in link.get("href", "") for link in drawn.iter(f"{SVG}a"))
    assert client.get(f"{address}/nothing?question={Q}").status_code == 404


def test_what_nobody_released_stands_only_in_the_report_for_the_office(
    number: int, sign_in: SignIn
) -> None:
    client, address = sign_in("auditor"), f"/staff/consultations/{number}/themes/report"
    public, office = client.get(address).text, client.get(f"{address}?words=all").text
    notice = "For the office only"
    assert notice not in public and notice in office
    assert " every evening.</p>" not in public and " every evening.</p>" in office
    taken = PdfReader(io.BytesIO(_take(client, number, "pdf", words="all")))
    assert notice in taken.pages[0].extract_text()


def test_a_report_taken_along_is_on_record(number: int, sign_in: SignIn) -> None:
    _take(sign_in("auditor"), number, "docx", **{"in": "fr"})
    entry = list_entries(SYSTEM, limit=1)[0]
    assert entry.act == "report.export"
    assert entry.details == {
        "question": Q,
        "form": "docx",
        "language": "fr",
        "unreleased": False,
    }


def test_there_is_no_report_of_another_kind(number: int, sign_in: SignIn) -> None:
    address = f"/staff/consultations/{number}/themes/report"
    assert sign_in("auditor").post(address, data={"form": "exe"}).status_code == 404


@pytest.fixture
def weighed(number: int) -> int:
    """The same with the ramps under the buses, sides taken, and shares of the population known."""
    buses, ramps = list_themes(number, Q)
    nest_theme(SYSTEM, ramps.id, ramps.version, buses.id)
    late, ramp = (
        [one.id for one in list_comments(number, Q, CommentFilter(theme_id=theme.id)).comments]
        for theme in (buses, ramps)
    )
    set_stance(SYSTEM, buses.id, late[:12], "for")
    set_stance(SYSTEM, buses.id, late[12:17], "against")
    set_stance(SYSTEM, ramps.id, ramp, "against")
    enter_population(SYSTEM, number, "q_transport", {"bus": 50, "foot": 50}, "Census 2021, T2")
    enter_population(SYSTEM, number, "q_safe", {"3": 100}, "A survey")
    return number


def test_sides_of_a_theme_and_all_under_it_share_its_bar_and_stand_in_the_table(
    weighed: int, sign_in: SignIn
) -> None:
    client = sign_in("auditor")
    page = client.get(f"/staff/consultations/{weighed}/themes/report").text
    assert "(60, of them 12 for and 6 against)" in page
    for side, share in (("for", 20.0), ("against", 10.0), ("unread", 70.0)):
        assert f'<svg class="bar side-{side}" width="{share}%"' in page
    cells = ("60 · 100%", "12", "6", "42", "100% (94% to 100%)")
    row = "".join(f'<td class="num">{cell}</td>' for cell in cells)
    assert f'<tr><th scope="row">Late buses</th>{row}</tr>' in page
    assert "With the themes under it; 59 comments stand in this theme itself." in page
    assert "Weighted to the population: 100% (94% to 100%)" in page
    assert "60 comments tell as much as 60 would without weights: the design effect is 1." in page
    assert "nobody of these wrote, so no weight can speak for them: “On foot”" in page
    said = " ".join(
        each.extract_text() for each in PdfReader(io.BytesIO(_take(client, weighed, "pdf"))).pages
    )
    word = WordDocument(io.BytesIO(_take(client, weighed, "docx")))
    texts = [[cell.text for cell in line.cells] for line in word.tables[0].rows]
    names = ["Theme", "Comments", "for", "against", "nobody has said", "Weighted to the population"]
    assert texts == [names, ["Late buses", *cells]]
    for words in ("Census 2021, T2", "against", "nobody", "100% (94% to 100%)"):
        assert words in said
    chart = f"/staff/consultations/{weighed}/themes/report/charts/themes?question={Q}"
    drawn = ElementTree.fromstring(client.get(chart).data)
    assert "Late buses: 60 · 100%, for 12, against 6, nobody has said 42" in (
        drawn.findtext(f"{SVG}desc") or ""
    )


def _document() -> Document:
    told = Telling(
        "Buses",
        "/staff/themes/1",
        (Statement("(50%)", "/staff/themes/1", "2 of 4 comments"),),
        (Quotation("Later buses.", "en", "ltr", "Web, comment 7", "/staff/themes/1?comment=7"),),
    )
    chart = Chart("themes", "Themes", ("Theme", "Comments"), (Bar("Buses", 2, "2", "/t/1"),))
    ends = Reckoning("Ends", ("End", "Responses"), (("In a theme", "2", "/t"),), ("All", "2"))
    return Document(
        title="What people said",
        lead="A better place",
        question="What should change?",
        made="As it stood today.",
        city="Riverton",
        language="en",
        direction="ltr",
        notice="",
        figures=(("2", "responses"),),
        sections=(Section("all", "All", (Statement("Two answered.", "/t"), chart, told, ends)),),
    )


def test_a_sentence_quote_or_figure_without_a_source_fails_the_export(app: Flask) -> None:
    whole = _document()
    require_sources(whole)
    said, chart, told, ends = whole.sections[0].parts
    assert isinstance(said, Statement) and isinstance(chart, Chart)
    assert isinstance(told, Telling) and isinstance(ends, Reckoning)
    faulty = {
        "Two answered.": replace(said, href=""),
        "Themes: Buses": replace(chart, bars=(replace(chart.bars[0], href=""),)),
        "Later buses.": replace(told, quotations=(replace(told.quotations[0], href=""),)),
        "2 of 4 comments (50%)": replace(told, statements=(replace(told.statements[0], href=""),)),
        "Ends: In a theme": replace(ends, rows=(("In a theme", "2", ""),)),
    }
    for words, part in faulty.items():
        with pytest.raises(Conflict) as refused:
            require_sources(replace(whole, sections=(Section("all", "All", (part,)),)))
        assert refused.value.message.params["words"] == words


@pytest.mark.parametrize(
    "words", ["公交车太少", "\ufffe\x07 \u202ebuses", "#link(<x>) \\ *b* $y$ @z"]
)
def test_any_words_can_be_set_and_none_of_them_computes(app: Flask, words: str) -> None:
    document = replace(_document(), lead=words)
    assert pdf_of(document, SITE).startswith(b"%PDF")
    assert WordDocument(io.BytesIO(docx_of(document, SITE))).core_properties.title
    assert svg_of(document, document.charts[0], SITE).startswith(b"<svg")
