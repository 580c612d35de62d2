"""Counts in sentences are written as the language of the page writes numbers."""

import pytest
from flask import Flask, render_template_string
from flask_babel import npgettext

COUNTED = (
    '{{ npgettext("groups", "%(num)s of %(people)s comments", "%(num)s of %(people)s comments",'
    ' 5432, people="<b>") }}'
)


@pytest.mark.parametrize(
    ("locale", "many", "some"),
    [
        ("en", "12,345 comments", "5,432 of &lt;b&gt; comments"),
        ("es", "12.345 comentarios", "5.432 de &lt;b&gt; comentarios"),
        ("fr", "12\u202f345 commentaires", "5\u202f432 sur &lt;b&gt; commentaires"),
    ],
)
def test_a_count_is_written_alike_in_code_and_in_templates(
    app: Flask, locale: str, many: str, some: str
) -> None:
    with app.test_request_context("/staff/audit", headers={"Cookie": f"engage_locale={locale}"}):
        assert npgettext("themes", "%(num)s comment", "%(num)s comments", 12_345) == many
        assert npgettext("themes", "%(num)s comment", "%(num)s comments", 1).startswith("1 ")
        assert render_template_string(COUNTED) == some
