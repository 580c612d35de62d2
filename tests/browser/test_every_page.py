"""Every page of the site, light in English and dark in Arabic, in a browser on a phone.

Each is held to the same: axe finds nothing, nothing runs out of the screen, the console is quiet,
and title and headings are in the page's language. A new route has to be listed here.
"""

import re
import shutil
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import BrowserContext, ConsoleMessage, Page
from werkzeug.serving import make_server

from engage.channels.kiosk.devices import add_device
from engage.demo import (
    DEMO_ACCOUNTS,
    PASSWORD,
    sample_receipt,
)
from engage.kernel.actors import SYSTEM
from engage.responses import propose_exclusion
from engage.surveys import find_current_version
from engage.themes import CommentFilter, list_comments, list_themes
from tests.browsers import accessibility_faults, scrolls_sideways
from tests.factories import leave_out
from tests.sample_city import OPEN_NOW, city_app

OpenContext = Callable[..., BrowserContext]
ARABIC = re.compile(r"[\u0600-\u06ff]")
WORDLESS = re.compile(r"^[\s\d\W]*$")
WORDS = "h1, main button:not([lang], :has(bdi))"  # what people named may be in any language
FIRST_ANSWERS = """document.querySelectorAll("fieldset").forEach(
    (each) => each.querySelector("input")?.click())"""
LOOKS = {"en": "light", "ar": "dark"}

NO_PAGES = {
    "jobs.show_job": "answers a script with figures",
    "responses.left_out.download": "a file with a table",
    "responses.left_out.of_comment": "leads on to the response",
    "imports.progress": "answers a script with figures",
    "imports.refused": "a file with a table",
    "online.receipt_qr": "a picture, shown on the receipt",
    "outcome.results": "a file with a table",
    "responses.uploads.photo": "a photo, shown on the page of all",
    "responses.uploads.document": "a PDF, to be saved",
    "people.choose_locale": "leads back to where one was",
    "online.entrance.ask": "asks for a code only where people are invited: tests/web has it",
    "online.saved.left": "leads on where nothing was saved",
    "online.saved.show": "shows the code only of what has just been saved",
    "people.home": "leads on to what the role begins with",
    "public.document": "a file to download",
    "public.short": "leads on to the consultation",
    "static_file": "a file of a page",
    "preview.walk": "a walk: tests/browser/test_preview_walk.py looks at each of its channels",
    "sketch.show": "what the frame of the survey editor shows",
    "surveys.document": "a survey as a document",
    "surveys.export_wording": "a file for translators",
    "surveys.form": "a survey as a workbook",
    "surveys.form_with_pictures": "a survey as a workbook, with its pictures",
    "surveys.own_picture": "a picture, shown in its survey",
    "surveys.schema": "the schema of such documents",
    "themes.codebook_file": "a codebook to download",
    "themes.report_chart": "a picture to download",
    "themes.first": "leads on to the themes of a consultation",
}
RESIDENTS = {
    "public.languages": "/",
    "public.home": "/{locale}/",
    "public.accessibility": "/{locale}/accessibility",
    "public.help": "/{locale}/help",
    "public.privacy": "/{locale}/privacy",
    "public.show": "/{locale}/consultations/{slug}",
    "outcome.show": "/{locale}/consultations/{slug}/outcome",
    "outcome.chain": "/{locale}/needs/1",
    "outcome.follow": "/{locale}/follow",
    "withdrawal.ask": "/{locale}/withdraw",
    "withdrawal.done": "/{locale}/withdrawn",
    "people.sign_in": "/staff/sign-in",
}
SAVED = {"online.saved.ask": "/{locale}/consultations/{slug}/saved-answers"}
ANSWERING = ("online.start", "online.page", "online.check", "online.receipt")
KIOSK = ("kiosk.enrol", "kiosk.welcome", "kiosk.page", "kiosk.check", "kiosk.receipt")
STILL_THERE = {"kiosk.still_there": "/kiosk/{locale}/still-there"}
ADMINISTRATION = {
    "people.index": "/staff/people",
    "people.edit": "/staff/people/2",
    "people.add": "/staff/people/new",
}
STAFF = {
    "people.patterns": "/staff/patterns",
    "audit.index": "/staff/audit",
    "responses.consultations": "/staff/consultations",
    "surveys.overview": "/staff/consultations/1",
    "consultations.edit": "/staff/consultations/2/edit",
    "consultations.add": "/staff/consultations/new",
    "imports.index": "/staff/consultations/2/imports",
    "imports.columns": "/staff/consultations/2/imports/1/columns",
    "imports.show": "/staff/consultations/2/imports/2",
    "responses.invitations.index": "/staff/consultations/2/invitations",
    "responses.answers.index": "/staff/consultations/1/answers",
    "responses.answers.set_aside": "/staff/consultations/1/answers/set-aside",
    "responses.left_out.index": "/staff/consultations/1/responses/left-out",
    "responses.left_out.show": "/staff/consultations/1/responses/8",
    "responses.uploads.index": "/staff/consultations/2/photos",
    "responses.contacts.index": "/staff/consultations/2/addresses",
    "publishing.show_desk": "/staff/consultations/1/outcome",
    "publishing.preview": "/staff/consultations/1/outcome/preview",
    "surveys.upload": "/staff/consultations/2/surveys",
    "surveys.preview": "/staff/consultations/2/surveys/3",
    "surveys.begin": "/staff/consultations/2/surveys/new",
    "surveys.edit": "/staff/consultations/2/surveys/3/edit?part=q_transport",
    "surveys.bring": "/staff/consultations/2/surveys/3/edit/bring?source=1",
    "surveys.confirm": "/staff/consultations/2/surveys/3/publish",
    "surveys.versions": "/staff/consultations/2/surveys/3/versions?all=yes",
    "surveys.translations": "/staff/consultations/2/surveys/3/translation",
    "surveys.translation": "/staff/consultations/2/surveys/3/translation/ar",
    "surveys.import_wording": "/staff/consultations/2/surveys/3/translation/ar/import",
    "themes.index": "/staff/consultations/1/themes",
    "themes.run": "/staff/consultations/1/themes/run",
    "themes.alike": "/staff/consultations/1/themes/alike?question=q_change&comment=1",
    "themes.picture": "/staff/consultations/1/themes/picture?question=q_change",
    "themes.show": "/staff/themes/1",
    "themes.edit": "/staff/themes/1/edit",
    "themes.theme_list": "/staff/consultations/1/themes/list",
    "themes.nest": "/staff/themes/2/nest?parent=1",
    "themes.proposal": "/staff/consultations/1/themes/proposal",
    "themes.why": "/staff/themes/1/why",
    "themes.translate_comment": "/staff/comments/1/translation?language=es",
    "themes.merge": "/staff/themes/1/merge",
    "themes.split": "/staff/themes/1/split",
    "themes.sides": "/staff/themes/1/sides",
    "themes.parts": "/staff/themes/1/parts",
    "themes.groups": "/staff/consultations/1/themes/groups",
    "themes.population": "/staff/consultations/1/themes/population",
    "themes.codebook": "/staff/consultations/1/themes/codebook",
    "themes.over_time": "/staff/consultations/1/themes/over-time",
    "themes.codebook_version": "/staff/codebooks/1",
    "themes.define": "/staff/themes/1/define",
    "themes.coding": "/staff/consultations/1/themes/coding",
    "themes.code": "/staff/coding/2",
    "themes.compared": "/staff/coding/1/compared",
    "themes.report": "/staff/consultations/1/themes/report",
    "themes.export": "/staff/consultations/1/themes/export",
    "themes.campaigns": "/staff/consultations/1/themes/campaigns",
    "themes.campaign": "/staff/campaigns/1",
    "entry.index": "/staff/entry",
    "entry.form": "/staff/entry/2/paper",
    "kiosks.index": "/staff/kiosks",
    "roadmap.index": "/staff/roadmap",
    "roadmap.gaps": "/staff/roadmap/gaps",
    "roadmap.suspects": "/staff/roadmap/suspects",
    "roadmap.theme_needs": "/staff/roadmap/themes/1",
    "roadmap.need": "/staff/roadmap/needs/1",
    "roadmap.edit_need_page": "/staff/roadmap/needs/1/edit",
    "roadmap.add_need_page": "/staff/roadmap/needs/new",
    "roadmap.decision": "/staff/roadmap/decisions/1",
    "roadmap.edit_decision_page": "/staff/roadmap/decisions/1/edit",
    "roadmap.add_decision_page": "/staff/roadmap/decisions/new",
    "roadmap.item": "/staff/roadmap/items/1",
    "roadmap.edit_item_page": "/staff/roadmap/items/1/edit",
    "roadmap.add_item_page": "/staff/roadmap/items/new",
}
# their headings are names of components, in English for those who write templates
IN_ENGLISH = {"people.patterns"}


@dataclass(frozen=True)
class City:
    """The sample city behind a real socket."""

    app: Flask
    address: str
    slugs: tuple[str, str]
    kiosk_codes: dict[str, str]


@pytest.fixture(scope="module")
def city(filled_city: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[City]:
    folder = tmp_path_factory.mktemp("city")
    shutil.copytree(filled_city, folder, dirs_exist_ok=True)
    app = city_app(folder)
    with app.app_context():
        codes = {look: add_device(SYSTEM, look, "Library", OPEN_NOW, 90) for look in LOOKS}
        assert find_current_version(OPEN_NOW) is not None
        assert sample_receipt() is not None  # what the demonstration prints leads to a decision
        assert _count("Shade from trees", "sombra") and not _count("Shade from trees", "aceras")
        leave_out(7, "Sent by the vendor to try the form", "test")
        propose_exclusion(SYSTEM, 8, "Sent by the vendor to try the form", "test")
        app.extensions["sqlalchemy"].session.remove()
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    slugs = ("what-should-change", "what-should-change-next")
    yield City(app, f"http://127.0.0.1:{server.server_port}", slugs, codes)
    server.shutdown()
    thread.join()


def _count(theme: str, word: str) -> int:
    """How many comments of a theme of the sample have a word."""
    ids = {each.label["en"]: each.id for each in list_themes(1, "q_change")}
    return list_comments(1, "q_change", CommentFilter(ids[theme], words=word)).total


@dataclass
class Visit:
    """A walk through pages, and what was wrong on the way."""

    page: Page
    locale: str
    narrowest: int = 360
    faults: list[str] = field(default_factory=list)
    opened: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.page.on("console", self._listen)

    def _listen(self, said: ConsoleMessage) -> None:
        if said.type in ("error", "warning"):
            self.faults.append(f"{self.page.url}: console: {said.text}")

    def open(self, pages: dict[str, str], **values: str) -> None:
        """Open each page and look at it."""
        for endpoint, address in pages.items():
            wanted = address.format(locale=self.locale, **values)
            answer = self.page.goto(wanted)
            assert answer is not None
            if not answer.ok or not self.page.url.endswith(wanted):
                self.faults.append(f"{endpoint}: {answer.status} at {self.page.url}")
            self.look(endpoint)

    def look(self, endpoint: str) -> None:
        """Hold the page that is open to what every page must keep."""
        page = self.page
        found = [f"axe: {fault}" for fault in accessibility_faults(page)]
        if scrolls_sideways(page):
            found.append("wider than the screen")
        if self.narrowest < 360:
            page.set_viewport_size({"width": self.narrowest, "height": 640})
            found += ["wider than the narrowest screen"] if scrolls_sideways(page) else []
            page.set_viewport_size({"width": 360, "height": 740})
        found += self._foreign(endpoint)
        self.faults += [f"{endpoint} ({self.locale}): {fault}" for fault in found]
        self.opened.add(endpoint)

    def _foreign(self, endpoint: str) -> list[str]:
        root = self.page.locator("html")
        spoken = (root.get_attribute("lang"), root.get_attribute("dir"))
        if spoken != (self.locale, "rtl" if self.locale == "ar" else "ltr"):
            return [f"is in {spoken}"]
        if self.locale != "ar" or endpoint in IN_ENGLISH:
            return []
        texts = [self.page.title(), *self.page.locator(WORDS).all_inner_texts()]
        wrong = [text for text in texts if not ARABIC.search(text) and not WORDLESS.match(text)]
        return [f"not in Arabic: {text}" for text in wrong]


def _visit(new_context: OpenContext, city: City, locale: str) -> Visit:
    looks = {"locale": locale, "color_scheme": LOOKS[locale]}
    return Visit(new_context(base_url=city.address, **looks).new_page(), locale)


def _answer_all(visit: Visit, page_endpoint: str, check: str) -> None:
    """Answer whatever is asked with the first that fits, up to checking the answers."""
    page = visit.page
    for _ in range(20):
        if check in page.url:
            visit.look("online.check" if "kiosk" not in page.url else "kiosk.check")
            return
        visit.look(page_endpoint)
        page.evaluate(FIRST_ANSWERS)
        for typed in page.locator("main :is(textarea, input[type=text], input:not([type]))").all():
            typed.fill("7")
        page.locator("main form .button").first.click()
    pytest.fail(f"never came to check the answers: {page.url}")


def test_every_page_is_opened_here_or_is_none(city: City) -> None:
    served = {
        rule.endpoint for rule in city.app.url_map.iter_rules() if "GET" in (rule.methods or ())
    }
    groups = [NO_PAGES, RESIDENTS, SAVED, ANSWERING, KIOSK, STILL_THERE, ADMINISTRATION, STAFF]
    named = [endpoint for group in groups for endpoint in group]
    assert sorted(named) == sorted(served)


@pytest.mark.browser
@pytest.mark.parametrize("locale", LOOKS)
def test_residents_pages(city: City, new_context: OpenContext, locale: str) -> None:
    visit = _visit(new_context, city, locale)
    visit.narrowest = 320
    visit.open(RESIDENTS, slug=city.slugs[0])
    page = visit.page
    visit.open(SAVED, slug=city.slugs[1])
    visit.open({"online.start": "/{locale}/consultations/{slug}/answer"}, slug=city.slugs[1])
    page.locator("main form .button").first.click()
    _answer_all(visit, "online.page", "/check-answers")
    page.locator("main form .button").last.click()
    page.wait_for_url("**/receipt**")
    visit.look("online.receipt")
    assert visit.faults == []
    assert visit.opened == {*RESIDENTS, *SAVED, *ANSWERING}


@pytest.mark.browser
@pytest.mark.parametrize("locale", LOOKS)
def test_pages_of_a_kiosk(city: City, new_context: OpenContext, locale: str) -> None:
    visit = _visit(new_context, city, locale)
    visit.open({"kiosk.enrol": "/kiosk/enrol"})
    page = visit.page
    page.fill("#f_code", city.kiosk_codes[locale])
    page.locator("main form .button").first.click()
    page.wait_for_url("**/kiosk")
    visit.look("kiosk.welcome")
    page.locator(f"main [lang={locale}]").click()
    _answer_all(visit, "kiosk.page", "/check")
    visit.open(STILL_THERE)
    page.go_back()
    page.locator("main form .button").last.click()
    page.wait_for_url("**/receipt**")
    visit.look("kiosk.receipt")
    assert visit.faults == []
    assert visit.opened == {*KIOSK, *STILL_THERE}


@pytest.mark.browser
@pytest.mark.parametrize("locale", LOOKS)
@pytest.mark.parametrize(
    ("role", "pages"), [("engagement_lead", STAFF), ("administrator", ADMINISTRATION)]
)
def test_pages_of_staff(
    city: City, new_context: OpenContext, role: str, pages: dict[str, str], locale: str
) -> None:
    visit = _visit(new_context, city, locale)
    signed = visit.page.request.post(
        "/staff/sign-in", form={"email": DEMO_ACCOUNTS[role][1], "password": PASSWORD}
    )
    assert signed.ok
    visit.page.goto(f"/staff/language/{locale}?next=/staff/")
    visit.open(pages)
    assert visit.faults == []
    assert visit.opened == set(pages)
