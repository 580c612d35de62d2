"""Files that are imported as their pages show them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from flask_babel import pgettext

from engage.channels.imports.days import ORDERS
from engage.channels.imports.decoding import ENCODINGS, SEPARATORS
from engage.channels.imports.forms import TAB
from engage.channels.imports.importing import published_version
from engage.channels.imports.models import ImportFile, ImportRun
from engage.channels.imports.naming import takes_cells
from engage.channels.imports.reading import META, OURS
from engage.channels.imports.working import RefusedRow, read_refusals
from engage.consultations import ConsultationSummary
from engage.kernel.jobs import Job
from engage.kernel.languages import PUBLIC_LOCALES, language
from engage.responses import CHANNELS
from engage.web.channels import channel_name
from engage.web.locale import plain, translate

SHOWN_REFUSALS = 50
SHOWN_VALUES = 3
LONGEST_VALUE = 90


@dataclass(frozen=True)
class Choice:
    """One of a list to choose from."""

    value: str
    label: str


@dataclass(frozen=True)
class Column:
    """A column of the file: the first things in it, and what it is taken for."""

    place: int
    name: str
    values: tuple[str, ...]
    target: str
    error: str


@dataclass(frozen=True)
class ShownRefusal:
    """A row that is not taken, and why: each column with what is wrong there."""

    row: int
    problems: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class ImportsPage:
    """What was imported, what waits, and the form to send a file."""

    consultation: ConsultationSummary
    is_published: bool
    waiting: tuple[ImportFile, ...]
    runs: tuple[tuple[ImportRun, int | None], ...]
    command: str
    error: str


@dataclass(frozen=True)
class ColumnsPage:
    """The first rows of a file, and what each column holds."""

    consultation: ConsultationSummary
    file: ImportFile
    columns: tuple[Column, ...]
    questions: tuple[Choice, ...]
    others: tuple[Choice, ...]
    channels: tuple[Choice, ...]
    languages: tuple[Choice, ...]
    orders: tuple[Choice, ...]
    encodings: tuple[Choice, ...]
    separators: tuple[Choice, ...]
    separator: str
    problems: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class FilePage:
    """A file at work, checked or imported."""

    consultation: ConsultationSummary
    file: ImportFile
    job: Job | None
    run: ImportRun | None
    problem: str
    refusals: tuple[ShownRefusal, ...]
    more_refused: int
    mapped: tuple[tuple[str, str], ...]


def columns_of(
    file: ImportFile, rows: Iterable[tuple[str, ...]], errors: dict[str, str]
) -> tuple[Column, ...]:
    """Each column with its first values; the columns of ours are left out of themselves."""
    kept = tuple(rows)
    return tuple(
        Column(
            place,
            name,
            tuple(_first_values(kept, place)),
            file.mapping.get(name, ""),
            errors.get(f"column_{place}", ""),
        )
        for place, name in enumerate(file.head)
        if name not in OURS
    )


def questions_of(consultation_id: int) -> tuple[Choice, ...]:
    """The questions that a column can answer, by their numbers."""
    survey = published_version(consultation_id).content
    return tuple(
        Choice(each.code, _short(f"{each.number}. {plain(each.short_label or each.label)}"))
        for each in takes_cells(survey)
    )


def others() -> tuple[Choice, ...]:
    """What else a column can say of a response."""
    names = {
        "key": pgettext("import", "Number or name that tells rows apart"),
        "language": pgettext("import", "Language"),
        "channel": pgettext("import", "Channel"),
        "received_on": pgettext("import", "Day it was received"),
        "happened_at": pgettext("import", "Date and time of the answer"),
        "serial": pgettext("import", "Serial number of the form"),
        "place": pgettext("import", "Place"),
        "help_given": pgettext("import", "Help that was given"),
    }
    return tuple(Choice(f"@{name}", names[name]) for name in META)


def channels() -> tuple[Choice, ...]:
    """The channels, for rows that name none."""
    return tuple(Choice(each, channel_name(each)) for each in CHANNELS)


def languages(consultation: ConsultationSummary) -> tuple[Choice, ...]:
    """Languages, those of the consultation first."""
    codes = dict.fromkeys((*consultation.languages, *PUBLIC_LOCALES))
    return tuple(Choice(code, language(code).name) for code in codes)


def orders() -> tuple[Choice, ...]:
    """In which order days are written."""
    names = {
        "ymd": pgettext("import", "year, month, day: 2026-04-30"),
        "dmy": pgettext("import", "day, month, year: 30/04/2026"),
        "mdy": pgettext("import", "month, day, year: 04/30/2026"),
    }
    return tuple(Choice(each, names[each]) for each in ORDERS)


def encodings() -> tuple[Choice, ...]:
    """The encodings that a file may be in."""
    names = {
        "utf-8": "UTF-8",
        "utf-16-le": "UTF-16",
        "utf-16-be": "UTF-16 (big-endian)",
        "cp1252": pgettext("import", "Windows-1252, Western Europe"),
        "cp1256": pgettext("import", "Windows-1256, Arabic"),
        "cp1250": pgettext("import", "Windows-1250, Central Europe"),
        "cp1251": pgettext("import", "Windows-1251, Cyrillic"),
        "cp1254": pgettext("import", "Windows-1254, Turkish"),
    }
    return tuple(Choice(each, names[each]) for each in ENCODINGS)


def separators() -> tuple[Choice, ...]:
    """What may stand between cells."""
    names = {
        ",": pgettext("import", "comma"),
        ";": pgettext("import", "semicolon"),
        "\t": pgettext("import", "tab"),
        "|": pgettext("import", "vertical line"),
    }
    return tuple(Choice(named_separator(each), names[each]) for each in SEPARATORS)


def named_separator(separator: str) -> str:
    """How a form names a separator."""
    return TAB if separator == "\t" else separator


def shown_refusals(file: ImportFile) -> tuple[ShownRefusal, ...]:
    """The first rows that are not taken."""
    return tuple(
        ShownRefusal(each.row, _told(each)) for each in islice(read_refusals(file), SHOWN_REFUSALS)
    )


def mapped_columns(file: ImportFile) -> tuple[tuple[str, str], ...]:
    """(column, what it is taken for) of all columns that are not left out."""
    names = {each.value: each.label for each in (*questions_of(file.consultation_id), *others())}
    return tuple((name, names.get(target, target)) for name, target in file.mapping.items())


def refused_table(file: ImportFile) -> Iterator[tuple[str | int, ...]]:
    """The refused rows as they came, each with its number and why, to be corrected and sent."""
    own = len(file.head) - sum(name in OURS for name in file.head)
    yield (*file.head[:own], *OURS)
    for refused in read_refusals(file):
        cells = (*refused.cells, *("",) * own)[:own]
        told = "; ".join(f"{name}: {text}" if name else text for name, text in _told(refused))
        yield (*cells, refused.row, told)


def _told(refused: RefusedRow) -> tuple[tuple[str, str], ...]:
    return tuple((column, translate(reason)) for column, reason in refused.problems)


def _first_values(rows: tuple[tuple[str, ...], ...], place: int) -> Iterator[str]:
    filled = (row[place].strip() for row in rows if place < len(row))
    distinct = dict.fromkeys(each for each in filled if each)
    return (_short(each) for each in islice(distinct, SHOWN_VALUES))


def _short(words: str) -> str:
    one_line = " ".join(words.split())
    return one_line if len(one_line) <= LONGEST_VALUE else f"{one_line[:LONGEST_VALUE].rstrip()}…"
