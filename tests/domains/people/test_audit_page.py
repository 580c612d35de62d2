"""The record of who did what: page by page, and about one thing only."""

import re
from collections.abc import Callable

from flask.testing import FlaskClient

from engage.audit import record
from engage.audit.views import A_PAGE
from engage.kernel.actors import SYSTEM
from engage.kernel.db import transaction

SignIn = Callable[[str], FlaskClient]
OLDER = re.compile(r'href="(/staff/audit\?[^"]*before=[^"]*)"')


def _write(kind: str, number: int, reasons: list[str]) -> None:
    with transaction():
        for reason in reasons:
            record(SYSTEM, "test.act", (kind, number), reason=reason)


def test_older_lines_follow_on_the_next_page_without_gap_or_repetition(sign_in: SignIn) -> None:
    auditor = sign_in("auditor")
    reasons = [f"reason-{number:03}" for number in range(A_PAGE + 5)]
    _write("theme", 7, reasons)
    first = auditor.get("/staff/audit?kind=theme&id=7").text
    older = OLDER.search(first)
    assert older and "kind=theme" in older[1]
    second = auditor.get(older[1].replace("&amp;", "&")).text
    assert not OLDER.search(second)
    shown = re.findall(r"reason-\d{3}", first + second)
    assert shown == sorted(reasons, reverse=True)


def test_the_record_of_one_thing_leaves_out_all_others(sign_in: SignIn) -> None:
    auditor = sign_in("auditor")
    _write("theme", 7, ["about this"])
    _write("theme", 8, ["about its neighbour"])
    _write("need", 7, ["about another kind"])
    page = auditor.get("/staff/audit?kind=theme&id=7").text
    assert "about this" in page
    assert "about its neighbour" not in page and "about another kind" not in page
    assert "about its neighbour" in auditor.get("/staff/audit").text


def test_a_reason_cannot_smuggle_markup_into_the_record(sign_in: SignIn) -> None:
    auditor = sign_in("auditor")
    _write("theme", 7, ["<script>alert(1)</script>"])
    assert "<script>alert" not in auditor.get("/staff/audit").text
