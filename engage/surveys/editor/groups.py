"""Long lists of answers, narrowed by one earlier answer: under each of its options, what it offers.

Lines for each answer by itself do not scale; names pasted under the district they lie in do.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from engage.engines.questionnaire import KINDS, Question
from engage.kernel.errors import Message, message
from engage.kernel.languages import in_language
from engage.surveys.editor.choices_showing import Choice
from engage.surveys.editor.conditions import Line, lines_of
from engage.surveys.editor.filters import MOST
from engage.surveys.editor.parts import Filter, Row

Values = Mapping[str, str]
QUESTION, KEPT = "group_question", "-kept"
_TOLD = 3  # names that a refusal repeats


@dataclass(frozen=True)
class Group:
    """What one earlier answer offers: its field, what it is called, the names in it."""

    name: str
    called: str
    text: str


@dataclass(frozen=True)
class Groups:
    """The earlier question that narrows the list, and what each of its options offers."""

    question: str
    questions: tuple[Choice, ...]
    groups: tuple[Group, ...]
    is_kept: bool


def group_values(part: Mapping[str, Any], language: str) -> Iterator[tuple[str, str]]:
    """What the form of a long list posts of when its answers are offered."""
    options = part.get("options", ())
    if len(options) <= MOST:
        return
    found = _said(options)
    if found is None:
        yield QUESTION, KEPT
        return
    question, offers = found
    yield QUESTION, question
    for value, chosen in offers.items():
        yield _field(value), "\n".join(each["label"].get(language, "") for each in chosen)


def with_groups(
    rows: Sequence[Row], values: Values, asked: Mapping[str, Question]
) -> tuple[list[Row], dict[str, Message]]:
    """The rows with the conditions that their groups say, and what is wrong at which field."""
    question = asked.get(values.get(QUESTION, KEPT))
    if values.get(QUESTION) == "":
        return [replace(row, filter=Filter(Line(""))) for row in rows], {}
    fields = [_field(code) for code in question.option_by_code] if question else []
    if question is None or not any(field in values for field in fields):
        return list(rows), {}
    known = {_alike(row.label) for row in rows}
    offers: dict[str, list[str]] = {}
    errors: dict[str, Message] = {}
    for code, field in zip(question.option_by_code, fields, strict=True):
        names = [name.strip() for name in values.get(field, "").splitlines() if name.strip()]
        unknown = [name for name in names if _alike(name) not in known]
        if unknown:
            errors[field] = message(
                "survey editor",
                "This is not among the answers above: %(names)s",
                names=", ".join(f"“{name}”" for name in unknown[:_TOLD]),
            )
        for name in names:
            offers.setdefault(_alike(name), []).append(code)
    return [_offered(row, question, offers.get(_alike(row.label), [])) for row in rows], errors


def shown_groups(
    rows: Sequence[Row], values: Values, wanted: str, asked: Mapping[str, Question], locale: str
) -> Groups | None:
    """The groups to show; ``None`` for a list that lines do for, or where nothing narrows it."""
    narrowing = {
        code: question for code, question in asked.items() if 0 < len(question.options) <= MOST
    }
    if sum(bool(row.code) for row in rows) <= MOST or not narrowing:
        return None
    chosen = wanted or values.get(QUESTION, "")
    question = narrowing.get(chosen)
    questions = tuple(
        Choice(code, in_language(each.label, locale)[0] or code) for code, each in narrowing.items()
    )
    groups = (
        tuple(
            Group(
                _field(code),
                in_language(option.label, locale)[0] or code,
                values.get(_field(code), ""),
            )
            for code, option in question.option_by_code.items()
        )
        if question
        else ()
    )
    is_kept = values.get(QUESTION) == KEPT and not wanted
    return Groups(chosen if question else "", questions, groups, is_kept)


def _field(code: str) -> str:
    return f"group_{code}"


def _alike(name: str) -> str:
    return " ".join(name.casefold().split())


def _offered(row: Row, question: Question, codes: Sequence[str]) -> Row:
    """The row, offered after any of these options, always where there is none."""
    compared = "includes" if "includes" in KINDS[question.kind].operators else "is"
    each = [{"question": question.code, compared: code} for code in codes]
    condition = None if not each else each[0] if len(each) == 1 else {"any": each}
    return replace(row, filter=Filter(Line(""), "", condition))


def _said(options: Sequence[Mapping[str, Any]]) -> tuple[str, dict[str, list[Any]]] | None:
    """The one question whose options offer these, and which; ``None`` for what groups can't say."""
    questions: set[str] = set()
    offers: dict[str, list[Any]] = {}
    for option in options:
        found = lines_of(option.get("show_if"))
        if found is None or (found[0] == "all" and len(found[1]) > 1):
            return None
        for line in found[1]:
            if line.operator not in ("is", "includes"):
                return None
            questions.add(line.question)
            offers.setdefault(line.value, []).append(option)
    return (next(iter(questions), ""), offers) if len(questions) < 2 else None
