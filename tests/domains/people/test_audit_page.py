"""The record of who did what: page by page, and about one thing only."""

import ast
import re
from collections.abc import Callable, Iterator
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient
from flask_babel import force_locale
from sqlalchemy import select

import engage
from engage.app import SUBJECTS
from engage.audit import record
from engage.audit.naming import find_subjects
from engage.audit.showing import act_names, subject_names
from engage.audit.views import A_PAGE
from engage.consultations import open_consultation
from engage.kernel.actors import SYSTEM
from engage.kernel.db import session, transaction
from engage.kernel.languages import STAFF_LOCALES
from engage.responses.models import Comment
from tests.factories import make_consultation, make_response, publish_sample_survey

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
    everything = auditor.get("/staff/audit").text
    assert "about its neighbour" in everything
    assert "The whole record" in page and "The whole record" not in everything


def test_a_reason_cannot_smuggle_markup_into_the_record(sign_in: SignIn) -> None:
    auditor = sign_in("auditor")
    _write("theme", 7, ["<script>alert(1)</script>"])
    assert "<script>alert" not in auditor.get("/staff/audit").text


def _acts_in_code() -> Iterator[str]:
    """What the code hands to ``record``, and to ``acting``, which puts the kind before it."""
    for path in Path(engage.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            called = getattr(getattr(node, "func", None), "id", "")
            if isinstance(node, ast.Call) and called in ("record", "_record", "acting"):
                act = node.args[1] if len(node.args) > 1 else None
                for part in (act.body, act.orelse) if isinstance(act, ast.IfExp) else (act,):
                    if isinstance(part, ast.Constant):
                        yield str(part.value)


def test_every_act_has_a_name_in_each_language_of_staff(app: Flask) -> None:
    used = set(_acts_in_code())
    assert {"consultation.schedule", "merge", "survey.translation_approve"} <= used
    names = {}
    for locale in STAFF_LOCALES:
        with app.test_request_context("/staff/audit"), force_locale(locale):
            names[locale] = act_names()
    verbs = {act.rpartition(".")[2] for act in names["en"]}
    assert [act for act in sorted(used) if act not in names["en"] and act not in verbs] == []
    english = set(names.pop("en").values())
    assert all(english.isdisjoint(other.values()) for other in names.values())


def test_acts_and_what_they_are_about_are_shown_in_words(sign_in: SignIn) -> None:
    made = make_consultation(stage="drafted")
    open_consultation(SYSTEM, made.id, has_survey=True)
    page = sign_in("auditor").get("/staff/audit").text
    assert "Consultation opened at once" in page and f">consultation {made.id}<" in page


def test_subjects_go_by_their_names_now_and_keep_their_numbers(sign_in: SignIn) -> None:
    auditor, title = sign_in("auditor"), "The harbour " * 10
    consultation = make_consultation(title={"en": title, "ar": "الميناء"})
    _write("consultation", consultation.id, ["first"])
    _write("consultation", 999, ["of something that is gone"])
    with transaction():
        details = {"overrides": ["Ana", "Ben"]}
        record(SYSTEM, "theme.move", ("theme", None), reason="Irony", details=details)
    page = auditor.get("/staff/audit").text
    assert f"<bdi>{title[:80].rstrip()}…</bdi>" in page
    assert f">consultation {consultation.id}</a>" in page
    assert "consultation 999</a>" in page
    assert "Changes what Ana and Ben decided" in page
    auditor.set_cookie("engage_locale", "ar")
    assert "<bdi>الميناء</bdi>" in auditor.get("/staff/audit").text


def test_comments_and_responses_are_known_by_what_the_reader_may_see(sign_in: SignIn) -> None:
    version = publish_sample_survey(make_consultation().id)
    words = "The night bus\n" + "never comes " * 20
    accepted = make_response(version, language="es", q_change=words)
    (comment,) = session().scalars(select(Comment.id))
    _write("comment", comment, ["translated"])
    _write("response", accepted.response_id, ["left out"])
    _write("survey", version.survey_id, ["published"])
    address = (
        f"/staff/consultations/{version.consultation_id}/themes?question=q_change&amp;standing=all"
        f"&amp;comment={comment}"
    )
    page = sign_in("auditor").get(f"/staff/audit?kind=comment&id={comment}").text
    cut = " ".join(words.split())[:80].rstrip()
    assert page.count(f'<a href="{address}"><bdi lang="es">{cut}…</bdi></a>') == 2
    about = f">response {accepted.response_id}</a>"
    for role, may_see in (("auditor", True), ("administrator", False)):
        page = sign_in(role).get("/staff/audit").text
        assert (cut in page, address in page) == (may_see, may_see)
        assert re.search(rf"<bdi>Web, [^<]*\d{{4}}</bdi>(</a>)?</li><li><a[^>]*{about}", page)
        assert f"<bdi>{version.content.title['en']}</bdi></a></li>" in page
        assert accepted.receipt not in page and f">comment {comment}</a>" in page


def test_every_kind_of_subject_is_found_and_leads_to_a_page_there_is(
    both_databases_app: Flask,
) -> None:
    with both_databases_app.test_request_context("/staff/audit"):
        assert set(SUBJECTS) == set(subject_names())
    for kind, found in SUBJECTS.items():
        rules = both_databases_app.url_map.iter_rules(found.endpoint)
        assert any(rule.arguments <= set(found.address) for rule in rules), kind
    assert find_subjects((kind, 1) for kind in SUBJECTS) == {}
