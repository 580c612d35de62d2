"""The files of the interface's texts, written alike by everybody.

Two domains: ``public`` holds what residents read, ``staff`` everything else. English is the source
and has no folder. The files carry neither dates nor line numbers, so they change only with the
texts.
"""

import io
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from babel.messages import mofile, pofile
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_file

from engage.kernel.languages import DEFAULT_LOCALE, PUBLIC_LOCALES, STAFF_LOCALES
from tools.environment import ROOT

FOLDER = ROOT / "translations"
LOCALES = {"public": PUBLIC_LOCALES, "staff": STAFF_LOCALES}
PUBLIC_CODE = (
    "engage/web/",
    "engage/engines/questionnaire/",
    "engage/engines/ledger/",
    "engage/engines/documents/",
    "engage/engines/pictures/",
    "engage/responses/",
    "engage/consultations/",
    "engage/channels/online/",
    "engage/channels/kiosk/",
    "engage/publishing/",
    "engage/roadmap/timeline_showing",
    "engage/surveys/condition_showing",
    "engage/surveys/expression_showing",
)
STAFF_CONTEXTS = frozenset(
    {
        *("answers", "survey file", "survey document", "survey editor", "translation file"),
        *("keyed entry", "job", "boundaries", "contacts", "left out"),
    }
)
KEYWORDS: dict[str, Any] = {
    "pgettext": ((1, "c"), 2),
    "lazy_pgettext": ((1, "c"), 2),
    "message": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "lazy_npgettext": ((1, "c"), 2, 3),
    "plural_message": ((1, "c"), 2, 3),
}
JINJA = {"extensions": "jinja2.ext.do,jinja2.ext.loopcontrols", "silent": "false"}


def template_path(domain: str) -> Path:
    """Where the texts of a domain stand untranslated."""
    return FOLDER / f"{domain}.pot"


def catalogue_path(locale: str, domain: str) -> Path:
    """Where the texts of a domain stand in one language."""
    return FOLDER / locale / "LC_MESSAGES" / f"{domain}.po"


def gather(domain: str) -> Catalog:
    """All texts of a domain, read from templates and code."""
    catalog = Catalog(project="Engage", domain=domain, charset="utf-8", fuzzy=False)
    for path, method, is_public in _sources():
        for text, context in _texts_in(path, method, path.stat().st_mtime_ns):
            if (is_public and context not in STAFF_CONTEXTS) == (domain == "public"):
                catalog.add(text, context=context)
    return catalog


@cache
def _texts_in(path: Path, method: str, _written_at: int) -> tuple[tuple[Any, str | None], ...]:
    """Each text of a file with its context; read once for both domains, and as often as changed."""
    options = JINJA if method == "jinja2" else {}
    found = extract_from_file(method, path, keywords=KEYWORDS, options=options)
    return tuple((text, context) for _line, text, _comments, context in found)


def update() -> None:
    """Write the templates and bring every language up to them; texts no longer used are dropped."""
    for domain in LOCALES:
        gathered = gather(domain)
        write(gathered, template_path(domain))
        for locale in targets(domain):
            catalog = read(locale, domain)
            catalog.update(gathered, no_fuzzy_matching=True)
            catalog.obsolete.clear()
            write(catalog, catalogue_path(locale, domain))


def compile_all() -> None:
    """Write the binary file beside every catalogue."""
    for path in sorted(FOLDER.rglob("*.po")):
        with path.open("rb") as source:
            catalog = pofile.read_po(source, locale=path.parent.parent.name)
        with path.with_suffix(".mo").open("wb") as target:
            mofile.write_mo(target, catalog)


def targets(domain: str) -> tuple[str, ...]:
    """The languages that a domain is translated into."""
    return tuple(locale for locale in LOCALES[domain] if locale != DEFAULT_LOCALE)


def read(locale: str, domain: str) -> Catalog:
    """The catalogue of a language as it stands; an empty one where there is none yet."""
    path = catalogue_path(locale, domain)
    if not path.exists():
        return Catalog(locale, domain, project="Engage", charset="utf-8", fuzzy=False)
    with path.open("rb") as file:
        return pofile.read_po(file, locale=locale, domain=domain, abort_invalid=True)


def messages_of(catalog: Catalog) -> list[Message]:
    """The texts of a catalogue, without its header."""
    return [found for found in catalog if found.id]


def forms_of(value: str | Sequence[str] | None) -> list[str]:
    """The forms of a text, one where it has no plural."""
    return [value or ""] if isinstance(value, str | None) else list(value)


def _sources() -> Iterator[tuple[Path, str, bool]]:
    """Each file with texts, the way to read it, and whether residents read them."""
    for path in sorted((ROOT / "templates").rglob("*.*")):
        if path.is_file():
            yield path, "jinja2", not path.is_relative_to(ROOT / "templates" / "staff")
    for path in sorted((ROOT / "engage").rglob("*.py")):
        is_public = path.relative_to(ROOT).as_posix().startswith(PUBLIC_CODE)
        yield path, "python", is_public


def text_of(catalog: Catalog) -> str:
    """The catalogue as its file has it, ordered by text and free of dates."""
    fields = ["MIME-Version: 1.0", "Content-Type: text/plain; charset=utf-8"]
    fields += ["Content-Transfer-Encoding: 8bit"]
    if catalog.locale:
        fields += [f"Language: {catalog.locale}", f"Plural-Forms: {catalog.plural_forms}"]
    header = "".join(f'"{field}\\n"\n' for field in fields)
    texts = io.BytesIO()
    pofile.write_po(
        texts,
        catalog,
        width=96,
        no_location=True,
        omit_header=True,
        sort_output=True,
        ignore_obsolete=True,
    )
    start = f'# The texts of Engage: {catalog.domain}.\nmsgid ""\nmsgstr ""\n'
    return f"{start}{header}\n{texts.getvalue().decode().strip()}\n"


def write(catalog: Catalog, path: Path) -> None:
    """Put the catalogue into its file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text_of(catalog), encoding="utf-8")
