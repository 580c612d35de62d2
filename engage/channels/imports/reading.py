"""A file of responses, row by row: columns to answers, and what each row lacks."""

import csv
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from engage.channels.imports.days import in_iso
from engage.channels.imports.naming import channel_of, language_of
from engage.engines.questionnaire import Question, Survey, read_form
from engage.kernel.errors import InvalidInput, Message, message
from engage.kernel.keepable import keepable
from engage.kernel.tables import as_written

META = ("key", "language", "channel", "received_on", "serial", "place", "help_given", "happened_at")
# what a table of refused rows has beyond the columns of the file: such a one comes back as it was
OURS = ("engage_row", "engage_refused")
SEPARATORS = re.compile(r"\s*[|;]\s*")
LONGEST_CELL = 1_000_000  # characters


@dataclass(frozen=True)
class Row:
    """One row on its way in: its line and number in the file, answers, what else it says.

    ``number`` counts as spreadsheets do, the head being 1; ``cells`` are those of the file.
    """

    line: int
    answers: dict[str, Any]
    meta: dict[str, str]
    problems: dict[str, Message] = field(default_factory=dict)
    number: int = 0
    cells: tuple[str, ...] = ()


@dataclass(frozen=True)
class Defaults:
    """What holds for rows that do not say it themselves."""

    channel: str = "letter"
    language: str = "en"
    late_reason: str = ""


@dataclass(frozen=True)
class Source:
    """What is read: the file's name, how its columns map, and what holds where they say nothing.

    ``day_order`` is that of year, month and day in dates, as ``days.ORDERS`` has them.
    """

    filename: str
    mapping: Mapping[str, str]
    defaults: Defaults = Defaults()
    separator: str = ","
    day_order: str = "ymd"


def read_mapping(pairs: Iterable[str], survey: Survey) -> dict[str, str]:
    """``column=question`` or ``column=@language`` and the like, checked against the survey.

    Raises ``InvalidInput`` for what names no question and no such word.
    """
    mapping = {}
    for pair in pairs:
        column, sign, target = pair.partition("=")
        if not sign or not is_target(target, survey):
            raise InvalidInput(
                message(
                    "import",
                    "“%(pair)s” is no mapping. Write column=question or column=@one of: %(names)s.",
                    pair=pair,
                    names=", ".join(META),
                )
            )
        mapping[column] = target
    return mapping


def is_target(target: str, survey: Survey) -> bool:
    """Whether a column can be read as this."""
    is_meta = target.startswith("@") and target[1:] in META
    return is_meta or target in survey.question_by_code


def name_columns(head: Sequence[str]) -> tuple[str, ...]:
    """The columns' names, each once: a second of a name is numbered, one without is its place."""
    names: list[str] = []
    for place, words in enumerate(head, start=1):
        name = keepable(words.strip()) or f"#{place}"
        same = sum(name == each or each.startswith(f"{name} (") for each in names)
        names.append(f"{name} ({same + 1})" if same else name)
    return tuple(names)


def read_table(lines: Iterable[str], separator: str) -> Iterator[tuple[int, int, tuple[str, ...]]]:
    """(line, number, cells) of each row that is not blank; raises ``InvalidInput``."""
    csv.field_size_limit(LONGEST_CELL)  # one limit for the whole process, which others raise
    reader = csv.reader(lines, delimiter=separator)
    try:
        for number, cells in enumerate(reader, start=1):
            if any(map(str.strip, cells)):
                yield reader.line_num, number, tuple(cells)
    except csv.Error as wrong:
        raise InvalidInput(
            message(
                "import",
                "The file cannot be read beyond line %(line)s. Is a quotation mark left open?",
                line=reader.line_num,
            )
        ) from wrong


def read_rows(
    lines: Iterable[str],
    survey: Survey,
    mapping: Mapping[str, str],
    separator: str = ",",
    day_order: str = "ymd",
) -> Iterator[Row]:
    """The rows of a CSV file in its order; raises ``InvalidInput`` for a column that is missing."""
    rows = read_table(lines, separator)
    head = name_columns(next(rows, (0, 0, ()))[2])
    missing = set(mapping) - set(head)
    if missing:
        raise InvalidInput(
            message("import", "The file has no column “%(name)s”.", name=sorted(missing)[0])
        )
    is_ours = head[-len(OURS) :] == OURS
    for line, number, cells in rows:
        written = tuple(map(as_written, cells)) if is_ours else cells
        while len(written) > len(head) and not written[-1].strip():
            written = written[:-1]
        if len(written) != len(head):
            ragged = message("import", "This row has more or fewer cells than the first one.")
            yield Row(line, {}, {}, {"": ragged}, number, written)
        else:
            words = dict(zip(head, written, strict=True))
            yield _row((line, number), words, survey, mapping, day_order)


def _row(
    place: tuple[int, int],
    words_of: Mapping[str, str],
    survey: Survey,
    mapping: Mapping[str, str],
    day_order: str,
) -> Row:
    meta: dict[str, str] = {}
    problems: dict[str, Message] = {}
    form, columns = {}, {}
    for column, target in mapping.items():
        words = keepable(words_of[column]).strip()
        if target.startswith("@"):
            try:
                meta[target[1:]] = _plain(target[1:], words, day_order)
            except InvalidInput as wrong:
                problems[column] = wrong.message
        elif words:
            form[target] = _values(survey.question(target), words)
            columns[target] = column
    # all of it is read where the entries of sections are to be counted
    read = read_form(survey, form, None if survey.sections else tuple(form))
    problems |= {columns.get(code, code): text for code, text in read.problems.items()}
    cells = tuple(words_of.values())
    return Row(place[0], dict(read.answers), meta, problems, place[1], cells)


def _plain(name: str, words: str, day_order: str) -> str:
    """What a cell says beside the answers, as it is stored; raises ``InvalidInput``."""
    if not words:
        return ""
    if name == "channel":
        return channel_of(words)
    if name == "language":
        return language_of(words)
    if name in ("received_on", "happened_at"):
        try:
            return in_iso(words, day_order)
        except ValueError:
            raise InvalidInput(
                message("import", "“%(words)s” is no date that can be read.", words=words)
            ) from None
    return words


def _values(question: Question, words: str) -> list[str]:
    """Option codes; a label in any language stands for its code."""
    if not question.options:
        return [words]
    parts = SEPARATORS.split(words) if question.kind in ("multiple_choice", "ranking") else [words]
    codes = {
        label.strip().casefold(): option.code
        for option in question.options
        for label in option.label.values()
    }
    return [codes.get(part.casefold(), part) for part in parts if part]
