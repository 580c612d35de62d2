"""Expressions in words, so that whoever wrote one can read what it says."""

from collections.abc import Mapping

from flask_babel import format_date, format_decimal, pgettext

from engage.engines.questionnaire import (
    Question,
    UnreadableExpression,
    expressions,
    read_expression,
)
from engage.kernel.languages import in_language


class ExpressionWords:
    """Says expressions; ``asked`` are the questions that they may name."""

    def __init__(self, asked: Mapping[str, Question], locale: str) -> None:
        self._asked = asked
        self._locale = locale

    def of_text(self, text: str) -> str:
        """An expression in words; empty for one that cannot be read."""
        try:
            return self.of(read_expression(text))
        except UnreadableExpression:
            return ""

    def of(self, found: expressions.Expression) -> str:
        """An expression in words."""
        if isinstance(found, expressions.Number | expressions.Text):
            return _written(found)
        if isinstance(found, expressions.Reference | expressions.Here):
            return self._subject(found)
        if isinstance(found, expressions.Joined):
            return self._joined(found)
        if isinstance(found, expressions.Compared):
            return self._compared(found)
        return self._made_of(found)

    def _made_of(self, found: expressions.Computed | expressions.Call) -> str:
        if isinstance(found, expressions.Computed):
            return self._computed(found)
        return self._call(found)

    def _subject(self, found: expressions.Reference | expressions.Here) -> str:
        if isinstance(found, expressions.Here):
            return pgettext("expression", "this answer")
        question = self._asked.get(found.name)
        label = in_language(question.label, self._locale)[0] if question else ""
        name = _apart(label or found.name)
        if question is not None and question.calculation is not None:
            return pgettext("expression", "the calculated “%(name)s”", name=name)
        return pgettext("expression", "the answer to “%(question)s”", question=name)

    def _joined(self, found: expressions.Joined) -> str:
        parts = [self._inner(part) for part in found.parts]
        said = parts[0]
        for part in parts[1:]:
            said = (
                pgettext("expression", "%(one)s and %(other)s", one=said, other=part)
                if found.operator == "and"
                else pgettext("expression", "%(one)s or %(other)s", one=said, other=part)
            )
        return said

    def _inner(self, found: expressions.Expression) -> str:
        """A part; brackets keep together what belongs together."""
        text = self.of(found)
        is_whole = not isinstance(found, expressions.Joined | expressions.Computed)
        return text if is_whole else f"({text})"

    def _compared(self, found: expressions.Compared) -> str:
        left = self._inner(found.left)
        if found.right == expressions.Text("") and found.operator == "=":
            return pgettext("expression", "%(left)s is empty", left=left)
        if found.right == expressions.Text("") and found.operator == "!=":
            return pgettext("expression", "%(left)s is there", left=left)
        right = self._answer(found.left, found.right)
        texts = {
            "=": pgettext("expression", "%(left)s is %(right)s", left=left, right=right),
            "!=": pgettext("expression", "%(left)s is not %(right)s", left=left, right=right),
            "<": pgettext("expression", "%(left)s is less than %(right)s", left=left, right=right),
            "<=": pgettext("expression", "%(left)s is at most %(right)s", left=left, right=right),
            ">": pgettext("expression", "%(left)s is more than %(right)s", left=left, right=right),
            ">=": pgettext("expression", "%(left)s is at least %(right)s", left=left, right=right),
        }
        return texts[found.operator]

    def _answer(self, subject: expressions.Expression, other: expressions.Expression) -> str:
        """An answer that is offered, in its own words."""
        if isinstance(subject, expressions.Reference) and isinstance(other, expressions.Text):
            question = self._asked.get(subject.name)
            option = question.option_by_code.get(other.value) if question else None
            if option is not None:
                words = _apart(in_language(option.label, self._locale)[0])
                return pgettext("expression", "“%(words)s”", words=words)
        return self._inner(other)

    def _computed(self, found: expressions.Computed) -> str:
        left, right = self._inner(found.left), self._inner(found.right)
        texts = {
            "+": f"{left} + {right}",
            "-": f"{left} − {right}",
            "*": f"{left} × {right}",
            "div": f"{left} ÷ {right}",
            "mod": pgettext(
                "expression",
                "what is left over of %(left)s divided by %(right)s",
                left=left,
                right=right,
            ),
        }
        return texts[found.operator]

    def _call(self, found: expressions.Call) -> str:
        said = [self._inner(each) for each in found.arguments]
        if found.name == "selected" and len(said) == 2:
            said[1] = self._answer(found.arguments[0], found.arguments[1])
        if found.name == "date" and found.arguments:
            return self._day(found.arguments[0], said[0])
        return _call_in_words(found.name, [*said, "", "", ""])

    def _day(self, found: expressions.Expression, said: str) -> str:
        day = expressions.as_day(found.value) if isinstance(found, expressions.Text) else None
        return str(format_date(day, "long")) if day else said


def _call_in_words(name: str, said: list[str]) -> str:
    first, second, third = said[:3]
    listed = ", ".join(each for each in said if each)
    texts = {
        "not": pgettext("expression", "it is not so that %(what)s", what=first),
        "selected": pgettext(
            "expression", "%(answer)s is chosen in %(what)s", answer=second, what=first
        ),
        "selected-at": pgettext(
            "expression", "answer number %(number)s (from 0) of %(what)s", number=second, what=first
        ),
        "count-selected": pgettext("expression", "how many are chosen in %(what)s", what=first),
        "if": pgettext(
            "expression",
            "%(one)s where %(what)s, else %(other)s",
            what=first,
            one=second,
            other=third,
        ),
        "coalesce": pgettext(
            "expression", "the first of these that is there: %(list)s", list=listed
        ),
        "regex": pgettext("expression", "%(what)s has the form %(form)s", what=first, form=second),
        "string-length": pgettext("expression", "the number of characters in %(what)s", what=first),
        "today": pgettext("expression", "today"),
        "number": pgettext("expression", "%(what)s as a number", what=first),
        "round": pgettext("expression", "%(what)s, rounded", what=first),
        "int": pgettext("expression", "%(what)s without its decimals", what=first),
        "abs": pgettext("expression", "%(what)s without its sign", what=first),
        "min": pgettext("expression", "the smallest of these: %(list)s", list=listed),
        "max": pgettext("expression", "the largest of these: %(list)s", list=listed),
        "sum": pgettext("expression", "the sum of %(what)s over all entries", what=first),
    }
    return str(texts.get(name, f"{name}({listed})"))


def _written(found: expressions.Number | expressions.Text) -> str:
    if isinstance(found, expressions.Number):
        return str(format_decimal(found.value))
    return str(pgettext("expression", "“%(words)s”", words=_apart(found.value)))


def _apart(words: str) -> str:
    return f"\u2068{words}\u2069"
