"""What every kind of question knows: its part of the language, and the way of an answer."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from engage.engines.messages import Message, message
from engage.engines.questionnaire.conditions import Condition, build_condition
from engage.engines.questionnaire.expressions.checking import Sort
from engage.engines.questionnaire.expressions.parsing import read_expression
from engage.engines.questionnaire.model import LocaleText, OwnPicture, Question, Value
from engage.engines.questionnaire.problems import Problem

CODE = {"$ref": "#/$defs/code"}
TEXT = {"$ref": "#/$defs/text"}
PICTURE = {"$ref": "#/$defs/picture"}
CONDITION = {"$ref": "#/$defs/condition"}
EXPRESSION = {"$ref": "#/$defs/expression"}

Shown = tuple[tuple[str, str], ...]


class Unreadable(Exception):
    """What came in cannot be turned into a value; carries what to do about it."""

    def __init__(self, message: Message) -> None:
        super().__init__(str(message))
        self.message = message


@dataclass(frozen=True)
class Entry:
    """What an operator keyed, read: the value if there is one, and the mark if it bends a rule."""

    value: Value | None
    mark: str = ""


@dataclass(frozen=True)
class Cell:
    """How many gave one answer."""

    code: str
    label: LocaleText
    count: int


@dataclass(frozen=True)
class Tally:
    """The answers to one question, counted. ``answered`` counts people, cells may overlap.

    The three figures are there for numbers only.
    """

    cells: tuple[Cell, ...]
    answered: int
    minimum: float | None = None
    median: float | None = None
    maximum: float | None = None


class Part(ABC):
    """What a survey document may list on a page. Parts keep no state.

    ``properties`` and ``needed`` are its part of the JSON Schema beside its code and condition.
    """

    name: ClassVar[str]
    properties: ClassVar[Mapping[str, Any]] = {}
    needed: ClassVar[tuple[str, ...]] = ()
    wording: ClassVar[Mapping[str, Any]] = {
        "label": TEXT,
        "hint": TEXT,
        "picture": PICTURE,
        "required": {"type": "boolean"},
        "required_message": TEXT,
        "interviewer_note": TEXT,
        "interviewer_script": TEXT,
    }
    needed_wording: ClassVar[tuple[str, ...]] = ("label",)

    def problems(self, document: Mapping[str, Any], place: str) -> Iterator[Problem]:
        """What is wrong with a part of sound structure."""
        yield from ()

    @abstractmethod
    def build(self, document: Mapping[str, Any], numbers: Iterator[int]) -> tuple[Question, ...]:
        """The questions that the document stands for; takes a number for each that has its own."""


class Kind(Part):
    """A kind of question: each method is given the question.

    ``operators`` are the comparisons that conditions may make with its answers, beside
    ``answered``, and ``sort`` what an answer is to expressions. ``is_closed`` says that all answers
    are listed, ``is_counted`` that results count them.
    """

    wording: ClassVar[Mapping[str, Any]] = {
        **Part.wording,
        "constraint": EXPRESSION,
        "constraint_message": TEXT,
    }
    sort: ClassVar[Sort] = "opaque"

    is_closed: ClassVar[bool] = False
    is_counted: ClassVar[bool] = False
    takes_words: ClassVar[bool] = False
    has_comments: ClassVar[bool] = False
    operators: ClassVar[frozenset[str]] = frozenset()

    def build(self, document: Mapping[str, Any], numbers: Iterator[int]) -> tuple[Question, ...]:
        settings = {
            "hint": dict(document.get("hint", {})),
            "picture": picture_of(document),
            "required": document.get("required", False),
            "required_message": dict(document.get("required_message", {})),
            "interviewer_note": dict(document.get("interviewer_note", {})),
            "interviewer_script": dict(document.get("interviewer_script", {})),
            "condition": condition_of(document),
            "is_closed": self.is_closed,
            "is_counted": self.is_counted,
            **self.settings(document),
        }
        if "constraint" in document:
            settings["constraint"] = read_expression(document["constraint"])
            settings["constraint_message"] = dict(document.get("constraint_message", {}))
        return (
            Question(
                code=document["code"],
                number=next(numbers),
                kind=self.name,
                label=dict(document["label"]),
                **settings,
            ),
        )

    def settings(self, document: Mapping[str, Any]) -> dict[str, Any]:
        """The fields of ``Question`` that this kind sets."""
        return {}

    def gather(self, question: Question, form: Mapping[str, list[str]]) -> list[str] | None:
        """The form's fields that belong to the question, ``None`` where it has none of them."""
        return form.get(question.code)

    def accepts_comparison(self, question: Question, operator: str, value: Any) -> bool:
        """Whether a condition may compare answers to the question with this value."""
        if operator not in self.operators:
            return False
        if operator in ("is", "is_not"):
            return self.check(question, value) is None
        return isinstance(value, int | float)

    @abstractmethod
    def read(self, question: Question, raw: Sequence[str]) -> Value | None:
        """The value that form input stands for, ``None`` for none; raises ``Unreadable``."""

    @abstractmethod
    def write(self, question: Question, value: Value) -> list[str]:
        """The form input that stands for a value: ``read`` gives the value back."""

    @abstractmethod
    def check(self, question: Question, value: object) -> Message | None:
        """What is wrong with a value that is not blank; it may be of any type."""

    def missing(self, question: Question) -> Message:
        """What to say where an answer is required and there is none."""
        return message("answer", "Choose an answer")

    def settle(self, question: Question, value: Value) -> Value:
        """A checked value in the one form in which it is kept."""
        return value

    @abstractmethod
    def show(
        self, question: Question, value: Value, locale: str, languages: Sequence[str]
    ) -> Shown:
        """The parts of the answer for a reader, each with its language ("" for own words)."""

    def key(self, question: Question, text: str) -> Entry:
        """What an operator typed from paper or a call; raises ``Unreadable``."""
        value = self.read(question, [text])
        if value is None or self.check(question, value) is None:
            return Entry(value)
        return Entry(None, "out_of_range")

    def tally(self, question: Question, values: Iterable[Value]) -> Tally:
        """How often each answer was given; values foreign to the question are left out."""
        return Tally((), sum(self.check(question, value) is None for value in values))


def picture_of(document: Mapping[str, Any]) -> str | OwnPicture:
    """The picture beside a question, an option or information; "" for none."""
    found = document.get("picture", "")
    return found if isinstance(found, str) else OwnPicture(found["file"], dict(found["label"]))


def condition_of(document: Mapping[str, Any]) -> Condition | None:
    """When a part or page is shown; ``None`` for always."""
    return build_condition(document["show_if"]) if "show_if" in document else None
