"""Spoiled forms and queries on every route: refused or taken, never a fault of the server's.

``DistrustingClient`` looks at each page that comes back: what was sent has become no markup.
"""

from collections.abc import Iterator
from pathlib import Path
from random import Random
from traceback import extract_tb

import pytest
from flask import Flask
from flask.testing import FlaskClient

from engage.web.access import KIOSK, PUBLIC
from tests.faults import IS_FULL, figure
from tests.faults.attacked_site import (
    QUERIED,
    WALKED,
    Site,
    seeded,
    site_on_postgresql,
    site_on_sqlite,
)
from tests.faults.posting_routes import POSTING_ROUTES
from tests.faults.spoiling import encoded, hostile, spoiled
from tests.sample_city import DATABASE
from tests.servers.fixtures import BOTH
from tests.web.test_every_route import VALUES

FORMS = figure("FUZZED", 10_000, 1)
PAGES = figure("FUZZED_PAGES", 1_000, 1)
STANDING = {"consultation_id": 1, "survey_id": 3, "theme_id": 2, "version_id": 1, "slug": "kinds"}


@pytest.fixture(params=BOTH)
def site(request: pytest.FixtureRequest, filled_city: Path) -> Site:
    app: Flask = request.getfixturevalue(f"{request.param}_app")
    app.config["PROPAGATE_EXCEPTIONS"] = True
    fill = {"sqlite": site_on_sqlite, "postgresql": site_on_postgresql}[request.param]
    return fill(app, filled_city / DATABASE)


def _faults(client: FlaskClient, method: str, address: str, **sent: object) -> list[str]:
    """What went wrong, with what is needed to send it again."""
    try:
        status = client.open(address, method=method, **sent).status_code
    except Exception as fault:
        places = [f"{Path(at.filename).name}:{at.lineno}" for at in extract_tb(fault.__traceback__)]
        where = [place for place in places if not place.startswith(("app.py", "client.py"))]
        told = f"{type(fault).__name__}: {str(fault)[:200]} at {' '.join(where[-8:])}"
    else:
        told = f"status {status}" if status >= 500 else ""
    return [f"{told}\n    {method} {address[:300]} {str(sent)[:600]}"] if told else []


def test_every_route_that_takes_a_form_is_attacked(app: Flask) -> None:
    served = {rule.endpoint for rule in app.url_map.iter_rules() if "POST" in (rule.methods or ())}
    assert served == set(POSTING_ROUTES)


def test_no_spoiled_form_is_a_fault_of_the_server(site: Site) -> None:
    faults = []
    fixed = {each: way for each, way in POSTING_ROUTES.items() if each not in WALKED}
    found = {each: site.forms_for(each, way) for each, way in fixed.items()}
    for endpoint, posting in POSTING_ROUTES.items():
        site.again()
        assert site.endpoint_of(posting.address) == endpoint
        forms = site.forms_for(endpoint, posting) if endpoint in WALKED else found[endpoint]
        client, random = site.clients[posting.who], seeded(endpoint)
        cookies = dict(client._cookies)
        for _ in range(FORMS):
            address, sent = spoiled(random, random.choice(forms))
            faults += _faults(client, "POST", address, **sent)
            client._cookies = dict(cookies)
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("site", BOTH if IS_FULL else BOTH[:1], indirect=True)
def test_no_spoiled_address_is_a_fault_of_the_server(site: Site) -> None:
    faults = []
    for endpoint, address, who in _pages(site):
        random = seeded(endpoint)
        for _ in range(PAGES):
            faults += _faults(site.clients[who], "GET", f"{address}?{_query(random)}")
    assert not faults, "\n".join(faults)


def _pages(site: Site) -> Iterator[tuple[str, str, str]]:
    """Each route that shows something, its address in the sample, and who opens it."""
    adapter = site.app.url_map.bind("localhost")
    for rule in site.app.url_map.iter_rules():
        if "GET" not in (rule.methods or ()) or rule.endpoint == "static_file":
            continue
        known = VALUES | STANDING
        address = adapter.build(rule.endpoint, {n: known.get(n, 1) for n in rule.arguments})
        allowed = site.app.extensions["engage.access"][rule.endpoint]
        who = "resident" if PUBLIC in allowed else "kiosk" if KIOSK in allowed else ""
        is_administration = rule.endpoint.startswith("people.")
        yield rule.endpoint, address, who or _staff(is_administration)


def _staff(is_administration: bool) -> str:
    return "administrator" if is_administration else "engagement_lead"


def _query(random: Random) -> str:
    names = random.sample(QUERIED, 5)
    return "&".join(f"{name}={encoded(hostile(random)[:1_500])}" for name in names)
