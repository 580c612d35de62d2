"""What a file of wording holds, whatever its format."""

from dataclasses import dataclass

from engage.engines.messages import Message

MISSING, TRANSLATED, REVIEWED = "initial", "translated", "reviewed"
STATES = (MISSING, TRANSLATED, REVIEWED)


class BrokenFile(Exception):
    """The file can't be read; ``message`` says what is wrong and where."""

    def __init__(self, message: Message) -> None:
        super().__init__(str(message))
        self.message = message


@dataclass(frozen=True)
class Unit:
    """A text on its way; ``target`` is empty where it is not translated.

    ``state`` is one of ``STATES``; ``place`` says where it stood in the file that was read.
    """

    key: str
    source: str
    target: str
    state: str = MISSING
    note: str = ""
    place: str = ""


@dataclass(frozen=True)
class Exchange:
    """The texts of a survey from one language to another; ``survey`` knows it among all."""

    survey: str
    source_language: str
    target_language: str
    units: tuple[Unit, ...]
