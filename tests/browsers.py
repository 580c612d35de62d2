"""A real Chromium for tests: one per worker, a fresh profile per page."""

import os
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    expect,
    sync_playwright,
)

from engage.kernel.actors import Actor
from tests.factories import PASSWORD
from tools import chromium

PATIENCE = 60_000  # milliseconds, for everything: a busy machine is no fault of the page
PHONE = {"width": 360, "height": 740}
OPTIONS = [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-dev-shm-usage",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
]
# only what is wrong is carried over: what axe says of all that is right is thousands of lines
FAULTS = """axe.run({rules: {"target-size": {enabled: true}}, resultTypes: ["violations"]})
    .then(({violations}) => violations.flatMap(({id, help, nodes}) =>
        nodes.map(({html}) => `${id}: ${help}: ${html}`)))"""
WIDE = "document.documentElement.scrollWidth > document.documentElement.clientWidth"

OpenPage = Callable[..., Page]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, the one that ENGAGE_CHROMIUM names or one on PATH; without any the test fails."""
    path = chromium.find()
    if path is None:
        pytest.fail("No Chromium: set ENGAGE_CHROMIUM, or start the tests by 'make test'.")
    options = [*OPTIONS, "--no-sandbox"] if os.geteuid() == 0 else OPTIONS
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, args=options)
        yield running
        running.close()


@pytest.fixture
def new_context(browser: Browser) -> Iterator[Callable[..., BrowserContext]]:
    """Opens profiles that share nothing; takes Playwright's options, phone-sized unless told.

    The test fails at its end if a page broke its content security policy or raised an error.
    """
    contexts: list[BrowserContext] = []
    faults: list[str] = []

    def open_context(**options: Any) -> BrowserContext:
        chosen = {"viewport": PHONE, "locale": "en-GB", "reduced_motion": "reduce", **options}
        context = browser.new_context(**chosen)
        context.set_default_timeout(PATIENCE)
        context.on("weberror", lambda error: faults.append(str(error.error)))
        context.on("console", lambda said: faults.extend(_policy_breaches(said)))
        contexts.append(context)
        return context

    yield open_context
    for context in contexts:
        context.close()
    assert faults == []


@pytest.fixture
def new_page(new_context: Callable[..., BrowserContext]) -> OpenPage:
    """Opens pages, each in a profile of its own.

    ``new_page(locale="ar", java_script_enabled=False, viewport={"width": 1280, "height": 800})``;
    every option of Playwright's ``new_context`` will do, among them ``base_url``.
    """

    def open_page(**options: Any) -> Page:
        return new_context(**options).new_page()

    return open_page


@pytest.fixture
def page(new_page: OpenPage) -> Page:
    """A phone-sized page with script, in English."""
    return new_page()


def sign_in(page: Page, actor: Actor) -> None:
    """Sign the page's profile in, past the form; ``actor`` comes from ``make_actor``."""
    form = {"email": f"{actor.name}@example.org", "password": PASSWORD}
    assert page.request.post("/staff/sign-in", form=form).ok


def accessibility_faults(page: Page) -> list[str]:
    """What axe finds wrong on the page as it stands, one line for each rule and element.

    With the rule for the size of targets (WCAG 2.2 AA), which axe leaves off by itself.
    """
    page.wait_for_load_state()  # a click waits until the next page begins, not until it is there
    if page.locator("script[src*='/js/enhance.js']").count():
        ready(page)  # what scripts put there is looked at, too
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    faults: list[str] = page.evaluate(FAULTS)
    return faults


def ready(page: Page) -> None:
    """Wait until the page is there and its scripts are at work, so that it hears every key.

    They come after the page does, one by one: neither its load event nor a quiet line says so.
    """
    page.wait_for_load_state()
    expect(page.locator("html[data-enhanced]")).to_be_attached()


def scrolls_sideways(page: Page) -> bool:
    """Whether the page as it stands is wider than its screen."""
    page.wait_for_load_state()
    return bool(page.evaluate(WIDE))


def wait_until(page: Page, condition: str) -> None:
    """Wait until the JavaScript expression ``condition`` is true on the page.

    Playwright's own ``wait_for_function`` asks again from within the page, where the content
    security policy forbids what it does: it works when the first try does and fails otherwise.
    """
    page.wait_for_load_state()
    until = time.monotonic() + PATIENCE / 1000
    while not page.evaluate(condition):
        assert time.monotonic() < until, f"never true: {condition}"
        page.wait_for_timeout(50)


def _policy_breaches(said: ConsoleMessage) -> list[str]:
    return [said.text] if "Content Security Policy" in said.text else []
