"""What the components promise to whoever reads, hears or types, whatever page they stand on."""

import gzip
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from jinja2 import nodes

from engage.resources import resource_folder, static_folder
from tests.distrusting_client import faults_of
from tests.web.gallery import gallery, make_site

__all__ = ["gallery"]

TEMPLATES = resource_folder("templates")
STYLES = sorted((static_folder() / "css").glob("*.css"))
PHYSICAL = re.compile(
    r"(?<![\w-])(?:(?:margin|padding|border|inset)-(?:left|right|top|bottom)[\w-]*"
    r"|left|right|top|bottom|width|height|(?:min|max)-(?:width|height))\s*:"
    r"|(?:text-align|float)\s*:\s*(?:left|right)"
)
Render = Callable[..., str]


@pytest.fixture
def render(gallery: Flask) -> Render:
    """A macro's output: ``render("radios", 'radios("way", ...)', options=...)``."""

    def rendered(component: str, call: str, **values: object) -> str:
        name = call.partition("(")[0]
        source = f'{{% from "components/{component}.html" import {name} %}}{{{{ {call} }}}}'
        with gallery.test_request_context("/en/"):
            return gallery.jinja_env.from_string(source).render(**values)

    return rendered


def test_a_field_with_an_error_keeps_its_value_and_is_tied_to_the_words(render: Render) -> None:
    html = render("text_input", 'text_input("mail", "E-mail", "jo@", "Work", "Write it in full.")')
    assert 'aria-describedby="f_mail_error f_mail_hint"' in html
    assert 'aria-invalid="true"' in html
    assert 'value="jo@"' in html
    assert re.search(r'id="f_mail_error"><span class="unseen">Error:</span> Write it', html)


def test_the_error_summary_comes_focused_and_leads_to_the_field(render: Render) -> None:
    html = render("error_summary", 'error_summary([("f_way", "Choose."), ("", "Too late.")])')
    assert "autofocus" in html
    assert '<a href="#f_way">Choose.</a>' in html
    assert "<li>Too late.</li>" in html


def test_without_errors_there_is_no_summary(render: Render) -> None:
    assert render("error_summary", "error_summary([])").strip() == ""


def test_the_first_option_of_a_group_is_where_the_error_summary_leads(render: Render) -> None:
    options = [{"value": 1, "label": "one"}, {"value": 2, "label": "two"}]
    html = render("radios", 'radios("n", "How many?", options, "2")', options=options)
    assert 'id="f_n" name="n" value="1"' in html
    assert re.findall(r'value="(\d)" autocomplete="off" checked', html) == ["2"]


def test_a_choice_in_another_language_says_so(render: Render) -> None:
    options = [{"value": "b", "label": "بالدراجة", "lang": "ar", "dir": "rtl"}]
    html = render("checkboxes", 'checkboxes("w", "Which?", options)', options=options)
    assert '<span lang="ar" dir="rtl">بالدراجة</span>' in html


def test_what_people_wrote_is_only_ever_text(render: Render) -> None:
    words = [{"text": "<script>alert(1)</script>", "is_marked": True}]
    html = render("comment_card", 'comment_card("c1", words)', words=words)
    assert "<script>" not in html
    assert "<mark>&lt;script&gt;" in html


def test_an_unanswered_question_says_so_among_the_answers(render: Render) -> None:
    rows = [{"label": "Anything else?", "value": "", "change_href": "/3"}]
    html = render("summary_list", "summary_list(rows)", rows=rows)
    assert "No answer" in html
    assert 'Change<span class="unseen"> Anything else?</span>' in html


def test_bars_are_as_long_as_their_numbers_and_stand_in_a_table_too(render: Render) -> None:
    rows = [
        {"label": "Phone", "value": 20, "text": "20 %"},
        {"label": "Web", "value": 5, "text": "5 %"},
    ]
    html = render("bar_chart", 'bar_chart("Who", rows, "", 10, "10 %")', rows=rows)
    assert re.findall(r'class="bar" width="([\d.]+)%"', html) == ["100.0", "25.0", "50.0"]
    assert '<th scope="row">Web</th><td class="num">5 %</td>' in html


def test_a_chart_of_nothing_says_so(render: Render) -> None:
    assert "Nothing to count yet." in render("bar_chart", 'bar_chart("Who", [])')


@pytest.mark.parametrize(("count", "folds"), [(4, False), (5, True)])
def test_many_languages_fold_away_and_few_stand_open(
    render: Render, count: int, folds: bool
) -> None:
    first, *others = make_site().locales
    locales = (first, *((others * 3)[: count - 1]))
    html = render("language_switch", "language_switch(locales)", locales=locales)
    assert ("<details>" in html) is folds
    assert html.count("hreflang") == count - 1


def test_keys_on_a_paper_row_show_what_was_keyed(render: Render) -> None:
    options = [{"code": "1", "label": "on foot"}, {"code": "2", "label": "by bus"}]
    call = 'keying_row(3, "k", "How?", "2", options, doubt="two ticks")'
    html = render("keying_row", call, options=options)
    assert '<li data-code="2" class="chosen">' in html
    assert 'aria-describedby="f_k_doubt f_k_codes"' in html


def test_every_component_stands_on_the_patterns_page(gallery: Flask) -> None:
    shown: set[str] = set()
    for path in (TEMPLATES / "staff" / "patterns").glob("*.html"):
        tree = gallery.jinja_env.parse(path.read_text(encoding="utf-8"))
        for found in tree.find_all(nodes.FromImport):
            assert isinstance(found.template, nodes.Const)
            shown.add(Path(found.template.value).stem)
    on_every_page = {"language_switch"}
    parts = {"field_parts"}
    components = {path.stem for path in (TEMPLATES / "components").glob("*.html")}
    assert components - shown - on_every_page - parts == set()


@pytest.mark.parametrize("address", ["/en/patterns/none", "/ar/patterns/dark", "/en/question/web"])
def test_pages_of_components_are_well_formed(gallery: Flask, address: str) -> None:
    answer = gallery.test_client().get(address)
    assert faults_of(answer.get_data(as_text=True)) == []


def test_a_page_with_errors_says_so_in_its_title(gallery: Flask) -> None:
    html = gallery.test_client().get("/en/question/error").get_data(as_text=True)
    assert "<title>Error: How do you get to the centre? · Riverton</title>" in html


def test_a_kiosk_page_leads_nowhere_but_to_the_start(gallery: Flask) -> None:
    html = gallery.test_client().get("/en/question/kiosk").get_data(as_text=True)
    assert set(re.findall(r'href="(/[^s][^"]*)"', html)) == {"/es/", "/ar/"}
    assert "Start over" in html


def test_the_first_question_and_all_it_needs_fit_into_14_kilobytes(gallery: Flask) -> None:
    client = gallery.test_client()
    html = client.get("/en/question/web").get_data(as_text=True)
    parts = [html.encode()]
    parts += [client.get(path).data for path in re.findall(r'(?:href|src)="(/static/[^"]+)"', html)]
    assert sum(len(gzip.compress(part, 9)) for part in parts) <= 14_000


@pytest.mark.parametrize("path", STYLES, ids=lambda path: path.name)
def test_styles_name_no_side_that_would_not_turn_with_the_writing(path: Path) -> None:
    rules = re.sub(r"/\*.*?\*/|@media[^{]*", "", path.read_text(encoding="utf-8"), flags=re.S)
    assert PHYSICAL.findall(rules) == []
