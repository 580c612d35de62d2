"""Every page in two made-up languages: all letters accented, a third longer, one right to left.

What is not accented was never given to translators; what runs out of the screen has no room for a
language with longer words.
"""

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from babel.messages import mofile
from babel.messages.catalog import Catalog
from playwright.sync_api import BrowserContext, Page

from engage.demo import DEMO_ACCOUNTS, PASSWORD
from tests.browser.test_every_page import RESIDENTS, STAFF, City, city
from tools.catalogues import LOCALES, forms_of, gather, messages_of

__all__ = ["city"]

OpenContext = Callable[..., BrowserContext]
ACCENTED = str.maketrans("aceinosuyzACEINOSUYZ", "áçéíñóšúýžÁÇÉÍÑÓŠÚÝŽ")
KEPT = re.compile(r"(%\(\w+\)s|<[^>]*>|&\w+;|https?://\S+|\s+)")
OURS = "⟦"
LETTERS = re.compile(r"[^\W\d_]{3}")
# words of the page itself, but not what people wrote: names, wording, quotes, comments
CHROME = (
    ":is(main, header, footer) :is(button, label, legend, th, summary, caption, .button, .hint)"
)
WRITTEN_BY_PEOPLE = (
    "[lang], bdi, .quote, .comment, .theme-item, .bars .name, code, .keep, td, .said"
)
SAID_BY_US = f"""
[...document.querySelectorAll({CHROME!r})]
    .filter((each) => !each.closest({WRITTEN_BY_PEOPLE!r}) && !each.querySelector("[lang], bdi"))
    .map((each) => each.innerText.trim())
"""
RUNS_OUT = """
(() => {
    const width = document.documentElement.clientWidth
    if (document.documentElement.scrollWidth <= width) return ""
    const out = (each) => {
        const box = each.getBoundingClientRect()
        return box.width > 0 && (box.right > width + 1 || box.left < -1)
    }
    const last = [...document.querySelectorAll("main *")].filter(out).pop()
    return last ? last.outerHTML.slice(0, 200) : "somewhere"
})()
"""


def _pseudo(text: str) -> str:
    """The text accented between brackets, with room for a third more; placeholders stay."""
    parts = KEPT.split(text)
    accented = "".join(p if KEPT.fullmatch(p) else p.translate(ACCENTED) for p in parts)
    letters = sum(len(p) for p in parts if not KEPT.fullmatch(p) and LETTERS.search(p))
    return f"{OURS}{accented}{' lóñgér' * (letters // 21)}{'~' * (letters % 21 // 3)}⟧"


@pytest.fixture(scope="module")
def pseudo_translations(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("pseudo")
    for domain in LOCALES:
        gathered = messages_of(gather(domain))
        for locale in ("es", "ar"):
            catalog = Catalog(locale, domain, charset="utf-8", fuzzy=False)
            for message in gathered:
                forms = forms_of(message.id)
                plural = tuple(_pseudo(forms[-1]) for _ in range(catalog.num_plurals))
                words = _pseudo(forms[0]) if len(forms) == 1 else plural
                catalog.add(message.id, words, context=message.context)
            path = folder / locale / "LC_MESSAGES" / f"{domain}.mo"
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("wb") as target:
                mofile.write_mo(target, catalog)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def pseudo_city(city: City, pseudo_translations: Path) -> Iterator[City]:
    babel = city.app.extensions["babel"]
    real = babel.translation_directories
    with city.app.app_context():
        cache = babel.instance.domain_instance.cache
    babel.translation_directories = [str(pseudo_translations)] * len(real)
    cache.clear()
    yield city
    babel.translation_directories = real
    cache.clear()


def _look(page: Page, endpoint: str) -> list[str]:
    too_wide = page.evaluate(RUNS_OUT)
    faults = [f"{endpoint}: wider than the screen: {too_wide}"] if too_wide else []
    for said in page.evaluate(SAID_BY_US):
        if LETTERS.search(said) and OURS not in said:
            faults.append(f"{endpoint}: not translated: {said}")
    return faults


@pytest.mark.browser
@pytest.mark.parametrize("locale", ["es", "ar"])
def test_every_page_has_room_for_long_words_and_says_nothing_untranslated(
    pseudo_city: City, new_context: OpenContext, locale: str
) -> None:
    page = new_context(base_url=pseudo_city.address, locale=locale).new_page()
    signed = page.request.post(
        "/staff/sign-in",
        form={"email": DEMO_ACCOUNTS["engagement_lead"][1], "password": PASSWORD},
    )
    assert signed.ok
    page.goto(f"/staff/language/{locale}?next=/staff/")
    faults = []
    for endpoint, address in (RESIDENTS | STAFF).items():
        if endpoint != "people.patterns":
            page.goto(address.format(locale=locale, slug=pseudo_city.slugs[0]))
            faults += _look(page, endpoint)
    assert faults == []
