"""The catalogues of the interface: gather the texts, hand them to translators, take them back.

Two domains: ``public`` holds what residents read, ``staff`` everything else. English is the source
and has no folder. The files carry neither dates nor line numbers, so they change only with the
texts. ``missing`` prints JSON; a translator fills in each ``translation`` and gives it to ``fill``.

    python -m tools.translations update
    python -m tools.translations missing --locale es --domain public > es.json
    python -m tools.translations fill --locale es --domain public es.json
"""

import argparse
import gettext
import io
import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from babel.messages import mofile, pofile
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_file

from engage.kernel.languages import DEFAULT_LOCALE, PUBLIC_LOCALES, STAFF_LOCALES
from tools.environment import ROOT
from tools.placeholders import complaints

FOLDER = ROOT / "translations"
LOCALES = {"public": PUBLIC_LOCALES, "staff": STAFF_LOCALES}
PUBLIC_CODE = (
    "engage/web/",
    "engage/engines/questionnaire/",
    "engage/engines/ledger/",
    "engage/responses/",
    "engage/consultations/",
    "engage/channels/online/",
    "engage/channels/kiosk/",
    "engage/publishing/",
)
KEYWORDS: dict[str, Any] = {
    "pgettext": ((1, "c"), 2),
    "lazy_pgettext": ((1, "c"), 2),
    "message": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "plural_message": ((1, "c"), 2, 3),
}
JINJA = {"extensions": "jinja2.ext.do,jinja2.ext.loopcontrols", "silent": "false"}
SAMPLE_NUMBERS = range(200)


def template_path(domain: str) -> Path:
    """Where the texts of a domain stand untranslated."""
    return FOLDER / f"{domain}.pot"


def catalogue_path(locale: str, domain: str) -> Path:
    """Where the texts of a domain stand in one language."""
    return FOLDER / locale / "LC_MESSAGES" / f"{domain}.po"


def gather(domain: str) -> Catalog:
    """All texts of a domain, read from templates and code."""
    catalog = Catalog(project="Engage", domain=domain, charset="utf-8", fuzzy=False)
    for path, method in _sources(domain):
        options = JINJA if method == "jinja2" else {}
        for _line, text, _comments, context in extract_from_file(
            method, path, keywords=KEYWORDS, options=options
        ):
            catalog.add(text, context=context)
    return catalog


def update() -> None:
    """Write the templates and bring every language up to them; texts no longer used are dropped."""
    for domain in LOCALES:
        gathered = gather(domain)
        _write(gathered, template_path(domain))
        for locale in targets(domain):
            catalog = read(locale, domain)
            catalog.update(gathered, no_fuzzy_matching=True)
            catalog.obsolete.clear()
            _write(catalog, catalogue_path(locale, domain))


def compile_all() -> None:
    """Write the binary file beside every catalogue."""
    for path in sorted(FOLDER.rglob("*.po")):
        with path.open("rb") as source:
            catalog = pofile.read_po(source, locale=path.parent.parent.name)
        with path.with_suffix(".mo").open("wb") as target:
            mofile.write_mo(target, catalog)


def check() -> list[str]:
    """What is wrong with the catalogues, one line each; nothing when they are complete."""
    faults = []
    for domain in LOCALES:
        gathered = gather(domain)
        template = template_path(domain)
        if not template.exists() or template.read_text(encoding="utf-8") != _text_of(gathered):
            faults.append(
                f"{template.relative_to(ROOT)} is stale: python -m tools.translations update"
            )
        for locale in targets(domain):
            faults.extend(_faults_of(locale, domain, gathered))
    return faults


def missing(locale: str, domain: str) -> dict[str, Any]:
    """The texts without a translation, in the shape that ``fill`` takes back.

    ``forms`` gives, for each form of a plural in turn, some of the numbers it is used for.
    """
    catalog = read(locale, domain)
    catalog.update(gather(domain), no_fuzzy_matching=True)
    entries = [_entry(found, catalog) for found in _messages(catalog) if not _is_complete(found)]
    return {"locale": locale, "forms": _forms(catalog), "entries": entries}


def fill(locale: str, domain: str, filled: dict[str, Any]) -> list[str]:
    """Write translations into the catalogue; hands back a line for each that was refused."""
    catalog = read(locale, domain)
    catalog.update(gather(domain), no_fuzzy_matching=True)
    catalog.obsolete.clear()
    refused = []
    for entry in filled["entries"]:
        found = catalog.get(entry["text"], context=entry["context"])
        if found is None:
            refused.append(f"no such text: {entry['context']}: {entry['text']}")
            continue
        given = _texts(entry["translation"])
        if not any(given):
            continue
        proposed = Message(found.id, string=tuple(given) if found.pluralizable else given[0])
        faults = _faults_in(proposed, catalog)
        refused.extend(f"{fault}: {entry['context']}: {entry['text']}" for fault in faults)
        if not faults:
            found.string = proposed.string
    _write(catalog, catalogue_path(locale, domain))
    return refused


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


def _sources(domain: str) -> Iterator[tuple[Path, str]]:
    for path in sorted((ROOT / "templates").rglob("*.*")):
        is_staff = path.is_relative_to(ROOT / "templates" / "staff")
        if path.is_file() and is_staff == (domain == "staff"):
            yield path, "jinja2"
    for path in sorted((ROOT / "engage").rglob("*.py")):
        is_public = path.relative_to(ROOT).as_posix().startswith(PUBLIC_CODE)
        if is_public == (domain == "public"):
            yield path, "python"


def _messages(catalog: Catalog) -> list[Message]:
    return [found for found in catalog if found.id]


def _entry(found: Message, catalog: Catalog) -> dict[str, Any]:
    texts = _texts(found.id)
    entry: dict[str, Any] = {"context": found.context, "text": texts[0], "translation": ""}
    if found.pluralizable:
        entry |= {"plural": texts[1], "translation": [""] * catalog.num_plurals}
    return entry


def _forms(catalog: Catalog) -> list[list[int]]:
    form_of = gettext.c2py(catalog.plural_expr)
    return [
        [number for number in SAMPLE_NUMBERS if form_of(number) == form][:6]
        for form in range(catalog.num_plurals)
    ]


def _faults_of(locale: str, domain: str, gathered: Catalog) -> list[str]:
    catalog = read(locale, domain)
    name = f"{locale}/{domain}"
    texts = {(found.context, _texts(found.id)[0]): found for found in _messages(catalog)}
    wanted = [(found.context, _texts(found.id)[0]) for found in _messages(gathered)]
    faults = [f"{name}: no longer used: {key}" for key in texts.keys() - set(wanted)]
    for key in wanted:
        found = texts.get(key)
        if found is None or not _is_complete(found):
            faults.append(f"{name}: not translated: {key}")
            continue
        if found.fuzzy:
            faults.append(f"{name}: fuzzy: {key}")
        faults.extend(f"{name}: {fault}: {key}" for fault in _faults_in(found, catalog))
    return faults


def _faults_in(found: Message, catalog: Catalog) -> list[str]:
    strings = _texts(found.string)
    if found.pluralizable and len(strings) != catalog.num_plurals:
        return [f"{catalog.num_plurals} forms are needed"]
    return complaints(_texts(found.id), strings)


def _is_complete(found: Message) -> bool:
    return all(_texts(found.string))


def _texts(value: str | Sequence[str] | None) -> list[str]:
    """The forms of a text, one where it has no plural."""
    return [value or ""] if isinstance(value, str | None) else list(value)


def _text_of(catalog: Catalog) -> str:
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


def _write(catalog: Catalog, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(_text_of(catalog), encoding="utf-8")


def main() -> int:
    """Run the command named on the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    for name in ("update", "compile", "check"):
        commands.add_parser(name)
    for name in ("missing", "fill"):
        command = commands.add_parser(name)
        command.add_argument("--locale", required=True)
        command.add_argument("--domain", required=True, choices=LOCALES)
    commands.choices["fill"].add_argument("file", type=Path)
    chosen = parser.parse_args()
    return _run(chosen)


def _run(chosen: argparse.Namespace) -> int:
    faults: list[str] = []
    match chosen.command:
        case "update":
            update()
        case "compile":
            compile_all()
        case "check":
            faults = check()
        case "missing":
            shown = missing(chosen.locale, chosen.domain)
            print(json.dumps(shown, ensure_ascii=False, indent=1))
        case "fill":
            filled = json.loads(chosen.file.read_text(encoding="utf-8"))
            faults = fill(chosen.locale, chosen.domain, filled)
    for fault in faults:
        print(fault, file=sys.stderr)
    return 1 if faults else 0


if __name__ == "__main__":
    raise SystemExit(main())
