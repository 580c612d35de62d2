"""Text for people, marked for translation where it arises and translated where it is shown.

An engine or a command knows what went wrong but not in which language to say so. It hands out a
``Message``; the web layer looks the text up in the reader's catalogue and fills in the parameters.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any


@dataclass(frozen=True)
class Message:
    """A translatable sentence: gettext context, English text, optional plural, and parameters.

    ``own`` is what a survey's makers say in its place, by language. ``str()`` gives the English
    sentence, for logs and the command line.
    """

    context: str
    text: str
    plural: str = ""
    count: int = 0
    params: dict[str, Any] = field(default_factory=dict)
    own: Mapping[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        if any(self.own.values()):
            return next(filter(None, self.own.values()))
        text = self.plural if self.plural and self.count != 1 else self.text
        if not self.plural and not self.params:
            return text
        return text % {"num": self.count, **self.params}


def message(context: str, text: str, /, **params: Any) -> Message:
    """Mark a sentence for translation; ``%(name)s`` in the text takes the parameter ``name``."""
    return Message(context, text, params=params)


def plural_message(context: str, one: str, many: str, count: int, /, **params: Any) -> Message:
    """Mark a sentence that depends on a number; ``%(num)s`` in the texts takes the number."""
    return Message(context, one, plural=many, count=count, params=params)


def own_message(own: Mapping[str, str], instead: Message) -> Message:
    """What a survey's makers say, by language; ``instead`` where they say nothing."""
    return replace(instead, own=own) if any(own.values()) else instead
