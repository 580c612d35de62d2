"""Hands the texts of the interface to translators and takes them back.

``missing`` prints JSON; a translator fills in each ``translation`` and gives it to ``fill``.

    python -m tools.translations update
    python -m tools.translations missing --locale es --domain public > es.json
    python -m tools.translations fill --locale es --domain public es.json
"""

import argparse
import gettext
import json
import sys
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog, Message

from tools.catalogues import (
    LOCALES,
    catalogue_path,
    compile_all,
    forms_of,
    gather,
    messages_of,
    read,
    targets,
    template_path,
    text_of,
    update,
    write,
)
from tools.environment import ROOT
from tools.placeholders import complaints

SAMPLE_NUMBERS = range(200)


def check() -> list[str]:
    """What is wrong with the catalogues, one line each; nothing when they are complete."""
    faults = []
    for domain in LOCALES:
        gathered = gather(domain)
        template = template_path(domain)
        if not template.exists() or template.read_text(encoding="utf-8") != text_of(gathered):
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
    entries = [_entry(found, catalog) for found in messages_of(catalog) if not _is_complete(found)]
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
        given = forms_of(entry["translation"])
        if not any(given):
            continue
        proposed = Message(found.id, string=tuple(given) if found.pluralizable else given[0])
        faults = _faults_in(proposed, catalog)
        refused.extend(f"{fault}: {entry['context']}: {entry['text']}" for fault in faults)
        if not faults:
            found.string = proposed.string
    write(catalog, catalogue_path(locale, domain))
    return refused


def _entry(found: Message, catalog: Catalog) -> dict[str, Any]:
    texts = forms_of(found.id)
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
    texts = {(found.context, forms_of(found.id)[0]): found for found in messages_of(catalog)}
    wanted = [(found.context, forms_of(found.id)[0]) for found in messages_of(gathered)]
    faults = [f"{name}: no longer used: {key}" for key in texts.keys() - set(wanted)]
    untranslated = [key for key in wanted if key not in texts or not _is_complete(texts[key])]
    if untranslated:
        first = f"the first is {untranslated[0]}"
        faults.append(f"{name}: not translated: {len(untranslated)} of {len(wanted)}, {first}")
    for key in sorted(set(wanted) - set(untranslated)):
        if texts[key].fuzzy:
            faults.append(f"{name}: fuzzy: {key}")
        faults.extend(f"{name}: {fault}: {key}" for fault in _faults_in(texts[key], catalog))
    return faults


def _faults_in(found: Message, catalog: Catalog) -> list[str]:
    strings = forms_of(found.string)
    if found.pluralizable and len(strings) != catalog.num_plurals:
        return [f"{catalog.num_plurals} forms are needed"]
    return complaints(forms_of(found.id), strings)


def _is_complete(found: Message) -> bool:
    return all(forms_of(found.string))


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
