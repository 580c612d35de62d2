"""Every route x every role: open to whom its declaration says, shut to everybody else."""

import re
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from engage.kernel.actors import SYSTEM, Permission
from engage.people import ROLES, permissions_of
from engage.roadmap import NeedDraft, add_need
from engage.web.access import KIOSK, PUBLIC, SIGNED_IN, UndeclaredAccess, declared_access
from tests.factories import make_consultation, publish_sample_survey

SIGN_IN = "/staff/sign-in"
VALUES = {"locale": "en", "slug": "nothing", "channel": "paper", "act": "nothing", "code": "en"}


def _address(app: Flask, rule: Rule) -> str:
    values = {name: VALUES.get(name, 999) for name in rule.arguments}
    with app.test_request_context():
        return str(app.url_map.bind("localhost").build(rule.endpoint, values, force_external=False))


def _staff_rules(app: Flask) -> list[Rule]:
    return [
        rule
        for rule in app.url_map.iter_rules()
        if PUBLIC not in app.extensions["engage.access"][rule.endpoint]
        and KIOSK not in app.extensions["engage.access"][rule.endpoint]
    ]


def _send(client: FlaskClient, address: str, rule: Rule) -> tuple[int, str]:
    method = "GET" if "GET" in (rule.methods or ()) else "POST"
    answer = client.open(address, method=method)
    return answer.status_code, answer.headers.get("Location", "")


def test_a_route_that_declares_nothing_stops_the_application(app: Flask) -> None:
    app.view_functions["undeclared"] = lambda: ""
    app.url_map.add(Rule("/undeclared", endpoint="undeclared"))
    with pytest.raises(UndeclaredAccess, match="undeclared"):
        declared_access(app)


def test_nobody_enters_a_staff_page_without_signing_in(app: Flask, client: FlaskClient) -> None:
    rules = _staff_rules(app)
    assert len(rules) > 40
    for rule in rules:
        status, location = _send(client, _address(app, rule), rule)
        assert (status, location.partition("?")[0]) == (303, SIGN_IN), rule.endpoint


@pytest.mark.parametrize("role", sorted(ROLES))
def test_a_role_enters_what_it_may_and_nothing_else(
    app: Flask, sign_in: Callable[[str], FlaskClient], role: str
) -> None:
    publish_sample_survey(make_consultation().id)
    client = sign_in(role)
    held = permissions_of((role,))
    for rule in _staff_rules(app):
        if rule.endpoint == "people.sign_out":
            continue
        allowed = app.extensions["engage.access"][rule.endpoint]
        may = SIGNED_IN in allowed or bool(held & {p for p in allowed if p in set(Permission)})
        status, location = _send(client, _address(app, rule), rule)
        assert (status != 403) == may, (role, rule.endpoint, status)
        assert SIGN_IN not in location, (role, rule.endpoint)
        assert status < 500, (role, rule.endpoint)


def test_every_page_of_a_consultation_is_shown_to_those_who_may_see_it(
    app: Flask, sign_in: Callable[[str], FlaskClient]
) -> None:
    """With one that is there: elsewhere the guard is tested with addresses that lead nowhere."""
    number = make_consultation().id
    publish_sample_survey(number)
    clients = [sign_in("engagement_lead"), sign_in("administrator")]
    shown = 0
    for rule in _staff_rules(app):
        if "GET" not in (rule.methods or ()) or rule.arguments - {"consultation_id"}:
            continue
        with app.test_request_context():
            adapter = app.url_map.bind("localhost")
            values = {"consultation_id": number} if rule.arguments else {}
            address = adapter.build(rule.endpoint, values)
        found = {client.get(address).status_code for client in clients}
        assert found <= {200, 303, 403} and found != {403}, (rule.endpoint, found)
        shown += 1
    assert shown > 15


@pytest.mark.parametrize("role", sorted(ROLES))
def test_no_role_is_shown_a_way_that_is_shut_to_it(
    app: Flask, sign_in: Callable[[str], FlaskClient], role: str
) -> None:
    number = make_consultation().id
    publish_sample_survey(number)
    add_need(SYSTEM, number, NeedDraft({"en": "A bus home"}, other_sources=("A letter",)))
    client, held = sign_in(role), permissions_of((role,))
    with app.test_request_context():
        adapter = app.url_map.bind("localhost")
    shown = 0
    for rule in _staff_rules(app):
        if "GET" not in (rule.methods or ()) or rule.arguments - {"consultation_id"}:
            continue
        values = {"consultation_id": number} if rule.arguments else {}
        page = client.get(adapter.build(rule.endpoint, values))
        if page.status_code != 200 or page.mimetype != "text/html":
            continue
        shown += 1
        for kind, address in re.findall(r'(href|action)="(/staff/[^"?#]*)', page.text):
            endpoint, _ = adapter.match(address, "GET" if kind == "href" else "POST")
            allowed = app.extensions["engage.access"][endpoint]
            is_open = {SIGNED_IN, PUBLIC, *held}.intersection(allowed)
            assert is_open, (role, rule.endpoint, address)
    assert shown > 2


def test_another_site_cannot_make_a_browser_write(app: Flask, client: FlaskClient) -> None:
    for headers in ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://elsewhere.example"}):
        assert client.post("/en/follow", data={"code": "x"}, headers=headers).status_code == 403
    assert client.post("/en/follow", data={"code": "x"}).status_code == 422
