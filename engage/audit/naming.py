"""What the subjects of the record are called and where they are, told by the rooms they are in."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import literal, select

from engage.kernel.db import session
from engage.kernel.languages import LocaleText

Subject = tuple[str, int]
Words = str | LocaleText


def _first(words: Any) -> Words:
    found: Words = words
    return found


@dataclass(frozen=True)
class SubjectKind:
    """Where the names of one kind of subject stand, and the page that shows such a subject.

    ``name`` are the columns of which ``say`` makes the name, by itself that of the one column;
    ``language`` the one with the language of a text that somebody wrote. ``address`` says what
    stands in which argument of the page's address: a column, or a value that is always the same.
    The names of ``is_guarded`` subjects are for those alone who may open the page.
    """

    number: Any
    name: tuple[Any, ...]
    endpoint: str
    address: Mapping[str, Any] = field(default_factory=dict)
    say: Callable[..., Words] = _first
    language: Any = None
    is_guarded: bool = False


@dataclass(frozen=True)
class KnownSubject:
    """A subject that is there: its name, the language of that where one is known, its page."""

    words: Words
    language: str
    endpoint: str
    address: dict[str, Any]
    is_guarded: bool


_kinds: dict[str, SubjectKind] = {}


def use_kinds(kinds: Mapping[str, SubjectKind]) -> None:
    """How subjects are found, by kind; what is not in it goes by its number alone."""
    _kinds.update(kinds)


def find_subjects(subjects: Iterable[Subject]) -> dict[Subject, KnownSubject]:
    """What these are called now, and where they are; without those that are gone."""
    wanted: defaultdict[str, set[int]] = defaultdict(set)
    for kind, number in subjects:
        wanted[kind].add(number)
    found: dict[Subject, KnownSubject] = {}
    for kind in wanted.keys() & _kinds.keys():
        found |= {(kind, number): one for number, one in _find(_kinds[kind], wanted[kind])}
    return found


def _find(kind: SubjectKind, numbers: set[int]) -> Iterable[tuple[int, KnownSubject]]:
    names = len(kind.name)
    columns = [kind.number, literal("") if kind.language is None else kind.language, *kind.name]
    columns += [one if hasattr(one, "label") else literal(one) for one in kind.address.values()]
    for number, language, *rest in session().execute(
        select(*columns).where(kind.number.in_(numbers))
    ):
        address = dict(zip(kind.address, rest[names:], strict=True))
        # a response may have no comment to lead to
        endpoint = kind.endpoint if None not in address.values() else ""
        words = kind.say(*rest[:names])
        yield number, KnownSubject(words, language, endpoint, address, kind.is_guarded)
