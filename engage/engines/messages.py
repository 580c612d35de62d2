"""Text for people, marked for translation where it arises and translated where it is shown.

An engine or a command knows what went wrong but not in which language to say so. It hands out a
``Message``; the web layer looks the text up in the reader's catalogue and fills in the parameters.
"""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Message:
    """A translatable sentence: gettext context, English text, optional plural, and parameters.

    ``str()`` gives the English sentence, for logs and the command line.
    """

    context: str
    text: str
    plural: str = ""
    count: int = 0
    params: dict[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
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
