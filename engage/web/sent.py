"""What browsers send, before any view reads it: only text and numbers that a database can hold.

PostgreSQL keeps no character zero, and neither database takes a number that is too long for its
column: reading either is a fault on our side, not on that of whoever sent it.
"""

from typing import Any

from flask import Flask, Request
from werkzeug.datastructures import ImmutableMultiDict, MultiDict
from werkzeug.routing import IntegerConverter, UnicodeConverter, ValidationError

from engage.kernel.keepable import keepable
from engage.kernel.numbers import LARGEST, whole_number


class Sent(ImmutableMultiDict[str, Any]):
    """A form or a query. ``type=int`` gives no number that is too large for a column."""

    def __init__(self, mapping: Any = None) -> None:
        pairs = MultiDict(mapping).items(multi=True)
        super().__init__([(_clean(name), _clean(value)) for name, value in pairs])

    def get(self, key: str, default: Any = None, type: Any = None) -> Any:  # type: ignore[override]  # noqa: A002
        """The first value under a name."""
        return super().get(key, default, whole_number if type is int else type)

    def getlist(self, key: str, type: Any = None) -> list[Any]:  # noqa: A002
        """All values under a name that are of the type."""
        return super().getlist(key, whole_number if type is int else type)


def _clean(value: Any) -> Any:
    return keepable(value) if isinstance(value, str) else value


class SentRequest(Request):
    """A request whose forms and queries are ``Sent``."""

    parameter_storage_class = Sent

    @property
    def values(self) -> Any:
        """Query and form together, the query first."""
        pairs = list(self.args.items(multi=True))
        if self.method in ("POST", "PUT", "PATCH"):
            pairs += self.form.items(multi=True)
        return Sent(pairs)


class _Number(IntegerConverter):
    """The number of something in an address."""

    def __init__(self, map: Any, *args: Any, **options: Any) -> None:  # noqa: A002
        super().__init__(map, *args, **{"max": LARGEST, **options})

    def to_python(self, value: str) -> int:
        """No such page where the number is longer than any there can be."""
        if len(value) > len(str(LARGEST)):
            raise ValidationError
        return int(super().to_python(value))


class _Words(UnicodeConverter):
    """A name or a code in an address."""

    def to_python(self, value: str) -> str:
        """No such page where it holds a character that nothing is called by."""
        if keepable(value) != value:
            raise ValidationError
        return str(super().to_python(value))


def init_sent(app: Flask) -> None:
    """Let every view read requests in this way; before the routes are registered."""
    app.request_class = SentRequest
    app.url_map.converters.update(int=_Number, default=_Words, string=_Words)
