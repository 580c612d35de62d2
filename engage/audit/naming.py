"""What the subjects of the record are called, told by the rooms that keep them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import select

from engage.kernel.db import session
from engage.kernel.languages import LocaleText

Subject = tuple[str, int]
# the columns with a subject's number and its name, which is a text or texts by language
Columns = tuple[Any, Any]
_columns: dict[str, Columns] = {}


def use_names(columns: Mapping[str, Columns]) -> None:
    """Where the names of subjects stand, by kind; what is not in it goes by its number alone."""
    _columns.update(columns)


def names_of_subjects(subjects: Iterable[Subject]) -> dict[Subject, str | LocaleText]:
    """What these are called now; without those that are gone."""
    wanted: defaultdict[str, set[int]] = defaultdict(set)
    for kind, number in subjects:
        wanted[kind].add(number)
    found: dict[Subject, str | LocaleText] = {}
    for kind in wanted.keys() & _columns.keys():
        number, name = _columns[kind]
        rows = session().execute(select(number, name).where(number.in_(wanted[kind])))
        found |= {(kind, one): text for one, text in rows}
    return found
