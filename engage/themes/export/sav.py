"""Coded comments for SPSS, R and Stata: numbers with labels, in bounded memory.

A file of this kind says at its head how wide its texts are, so it can't be written while rows come.
A part of ``COMMENTS_A_FILE`` is held at a time; more than one part leaves as a zip of several files
with the same variables, which those programs add up. Nothing in such a file computes.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.util import find_spec
from itertools import chain, islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from zipfile import ZIP_STORED, ZipFile

from engage.themes.export.coded_comments import CodedComment

COMMENTS_A_FILE = 20_000
PIECE = 65_536
LONGEST_TEXT = 32_767  # bytes
LONGEST_LABEL, LONGEST_VALUE, LONGEST_NAME = 250, 118, 60  # bytes; the programs allow little more
CUT = " […]"
_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|[\ud800-\udfff]")
_ODD = re.compile(r"[^a-z0-9_]")
_TAKEN = {"all", "and", "by", "eq", "ge", "gt", "le", "lt", "ne", "not", "or", "to", "with"}


@dataclass(frozen=True)
class Variable:
    """A column: how it is called, what it means, and what its numbers stand for."""

    name: str
    label: str
    of: Callable[[CodedComment], str | float | None]
    values: Mapping[int, str] = field(default_factory=dict)
    is_text: bool = False
    is_whole: bool = True


def can_write_sav() -> bool:
    """Whether the extra ``stats`` is installed."""
    return find_spec("pyreadstat") is not None and find_spec("pandas") is not None


def sav_pieces(
    comments: Iterable[CodedComment], variables: Sequence[Variable], title: str
) -> tuple[str, Iterator[bytes]]:
    """Gives ``sav`` or ``zip``, and the file piece by piece."""
    rest = iter(comments)
    first, second = _part(rest), _part(rest)
    named = _named(variables)
    if not second:
        return "sav", _one_file(first, named, title)
    return "zip", _several_files(
        chain((first, second), iter(lambda: _part(rest), [])), named, title
    )


def _part(rest: Iterator[CodedComment]) -> list[CodedComment]:
    return list(islice(rest, COMMENTS_A_FILE))


def _one_file(
    comments: Sequence[CodedComment], variables: Mapping[str, Variable], title: str
) -> Iterator[bytes]:
    with TemporaryDirectory() as folder:
        path = Path(folder, "comments.sav")
        _write(path, comments, variables, title)
        yield from _pieces(path)


def _several_files(
    parts: Iterable[Sequence[CodedComment]], variables: Mapping[str, Variable], title: str
) -> Iterator[bytes]:
    with TemporaryDirectory() as folder:
        whole, path = Path(folder, "comments.zip"), Path(folder, "comments.sav")
        with ZipFile(whole, "w", ZIP_STORED) as archive:
            for number, comments in enumerate(parts, start=1):
                _write(path, comments, variables, title)
                archive.write(path, f"comments-{number:03}.sav")
        yield from _pieces(whole)


def _pieces(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while piece := file.read(PIECE):
            yield piece


def _write(
    path: Path, comments: Sequence[CodedComment], variables: Mapping[str, Variable], title: str
) -> None:
    # loaded only here: they are an extra, and a server that never writes such files does without
    import pandas
    import pyreadstat

    columns: dict[str, Any] = {}
    for name, variable in variables.items():
        cells = [variable.of(comment) for comment in comments]
        if variable.is_text:
            columns[name] = [_cut(str(cell or ""), LONGEST_TEXT) for cell in cells]
        else:
            columns[name] = pandas.array(cells, dtype="Float64").to_numpy("float64", na_value="nan")
    whole = [name for name, variable in variables.items() if not variable.is_text]
    pyreadstat.write_sav(
        pandas.DataFrame(columns),
        str(path),
        file_label=_cut(title, LONGEST_NAME),
        column_labels=[_cut(each.label, LONGEST_LABEL) for each in variables.values()],
        variable_value_labels={
            name: {float(code): _cut(words, LONGEST_VALUE) for code, words in each.values.items()}
            for name, each in variables.items()
            if each.values
        },
        variable_measure={
            name: "nominal" if each.values or each.is_text else "scale"
            for name, each in variables.items()
        },
        variable_format={name: "F8.0" for name in whole if variables[name].is_whole},
        row_compress=True,
    )


def _cut(text: str, longest: int) -> str:
    """The text in at most so many bytes, cut between letters; a cut one says so."""
    fit = _UNFIT.sub("", text)
    if len(fit.encode()) <= longest:
        return fit
    return fit.encode()[: longest - len(CUT.encode())].decode(errors="ignore") + CUT


def _named(variables: Sequence[Variable]) -> dict[str, Variable]:
    """The variables by names that those programs take, each once."""
    found: dict[str, Variable] = {}
    for variable in variables:
        name = _ODD.sub("_", variable.name.lower())[:LONGEST_NAME]
        if not name[:1].isalpha() or name in _TAKEN:
            name = f"v_{name}"
        again = 1
        unique = name
        while unique in found:
            again += 1
            unique = f"{name}_{again}"
        found[unique] = variable
    return found
