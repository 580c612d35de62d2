"""What a reviewer agreed to: the material fields of a record, and how they have changed since.

Owner, times, translations and statuses are not material: changing them makes no link suspect.
"""

import hashlib
import json
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

MATERIAL: Mapping[str, tuple[str, ...]] = {
    "comment": ("text",),
    "theme": ("label", "description", "scope", "merged_into"),
    "need": ("statement", "groups", "severity"),
    "decision": ("outcome", "reason", "conditions"),
    "roadmap_item": (
        "title",
        "challenge",
        "solution",
        "starts_on",
        "ends_on",
        "budget",
        "dependencies",
    ),
    "indicator": ("code", "definition", "unit", "target"),
}
# Kept in the snapshot and left out of the fingerprint: these move with each response, and only a
# large move matters.
MEASURED: Mapping[str, tuple[str, ...]] = {"theme": ("size", "against")}

_UNORDERED = frozenset({"groups", "dependencies"})
_ABSENT: tuple[Any, ...] = (None, "", [], {})
_MOVED_SHARE = Decimal("0.1")
_MOVED_RESPONSES = 5
_MOVED_POINTS = 10


@dataclass(frozen=True)
class Change:
    """One field's value in the reviewed snapshot and now; None where there is none."""

    field: str
    before: Any
    after: Any


def material(kind: str, fields: Mapping[str, Any]) -> dict[str, Any]:
    """Return the snapshot to keep with a reviewed link: plain JSON values, other fields left out.

    Fields that say nothing (None, empty) are left out too, and a snapshot is its own snapshot.
    Raises KeyError for an unknown kind, TypeError for a value that JSON can't hold.
    """
    return _plain_fields((*MATERIAL[kind], *MEASURED.get(kind, ())), fields)


def fingerprint(kind: str, fields: Mapping[str, Any]) -> str:
    """Return the SHA-256, in hex, of the canonical JSON of the kind's material fields."""
    named = {"kind": kind, "fields": _plain_fields(MATERIAL[kind], fields)}
    text = json.dumps(named, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[Change, ...]:
    """Return the fields that differ between two snapshots, in the order of their names.

    A theme's size differs when it moved by 10 % or more and by 5 responses or more; a size that
    only one of the snapshots holds is no difference. The share that is ``against`` it (in percent
    of those for or against; absent where too few have been read for it) differs when it moved by
    10 points or more; where nobody had read for it, nobody was taken to be against.
    """
    names = sorted(before.keys() | after.keys())
    found = (Change(name, before.get(name), after.get(name)) for name in names)
    return tuple(change for change in found if _matters(change))


def _matters(change: Change) -> bool:
    if change.field == "against":
        return change.after is not None and bool(
            abs(change.after - (change.before or 0)) >= _MOVED_POINTS
        )
    if change.field != "size":
        return bool(change.before != change.after)
    if change.before is None or change.after is None:
        return False
    moved = abs(change.after - change.before)
    return bool(moved >= _MOVED_RESPONSES and moved >= _MOVED_SHARE * change.before)


def _plain_fields(names: tuple[str, ...], fields: Mapping[str, Any]) -> dict[str, Any]:
    plain = {name: _plain(fields.get(name)) for name in names}
    for name in _UNORDERED & plain.keys():
        if isinstance(plain[name], list):
            plain[name].sort(key=json.dumps)
    return {name: value for name, value in plain.items() if value not in _ABSENT}


def _plain(value: Any) -> Any:
    """Give the same plain value for what a database, a form and a stored snapshot may hold."""
    match value:
        case str():
            return unicodedata.normalize("NFC", value)
        case None | bool() | int():
            return value
        case Decimal() | float():
            exact = Decimal(str(value))
            return int(exact) if exact == exact.to_integral_value() else str(exact.normalize())
        case date():
            return value.isoformat()
    return _plain_collection(value)


def _plain_collection(value: Any) -> Any:
    match value:
        case Mapping():
            return {str(key): _plain(item) for key, item in value.items()}
        case set() | frozenset():
            return sorted((_plain(item) for item in value), key=json.dumps)
        case list() | tuple():
            return [_plain(item) for item in value]
    raise TypeError(f"{type(value).__name__} has no place in a snapshot")
