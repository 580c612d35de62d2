"""Check your answers: what was asked and what was said, each with a way to change it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from itertools import groupby
from typing import Any

from flask_babel import format_currency, format_date, format_decimal, format_time, pgettext
from markupsafe import Markup

from engage.engines.questionnaire import (
    Page,
    Question,
    ReviewLine,
    Survey,
    entries_in,
    line_of,
    review,
)
from engage.web.locale import current_locale, in_locale


@dataclass(frozen=True)
class CheckRow:
    """One question with its answer as the person would read it.

    In an entry of a repeated section ``entry_page`` is the code of its page, and ``short_label``
    the label without the name of the entry.
    """

    label: Markup | str
    value: str | tuple[str, ...]
    change_href: str
    lang: str = ""
    entry_page: str = ""
    short_label: Markup | str = ""

    @property
    def dir(self) -> str:
        """Words run their own way; a bare number, which has none, runs as the page does."""
        return "auto" if any(letter.isalpha() for letter in "".join(self.value)) else ""


def check_rows(
    survey: Survey, answers: Mapping[str, Any], change_href: Callable[[str], str]
) -> tuple[CheckRow, ...]:
    """A row for each question that was asked, in order."""
    return tuple(
        CheckRow(
            label=in_locale(line.question.label),
            value=_value(line),
            change_href=change_href(line.page_code),
            lang=line.language,
            entry_page=line.page_code if line.question.entry else "",
            short_label=_short(line.question),
        )
        for line in review(survey, answers, current_locale())
    )


@dataclass(frozen=True)
class CheckGroup:
    """Rows that belong together; those of an entry have its name and a way to remove it."""

    rows: tuple[CheckRow, ...]
    title: Markup | str = ""
    remove_href: str = ""


def check_groups(
    survey: Survey, answers: Mapping[str, Any], change_href: Callable[[str], str]
) -> tuple[CheckGroup, ...]:
    """The rows of all questions, those of each entry of a repeated section by themselves."""
    found = groupby(check_rows(survey, answers, change_href), key=lambda row: row.entry_page)
    return tuple(
        _group(survey, survey.page(page), tuple(rows), answers, change_href)
        if page
        else CheckGroup(tuple(rows))
        for page, rows in found
    )


def _group(
    survey: Survey,
    page: Page,
    rows: tuple[CheckRow, ...],
    answers: Mapping[str, Any],
    change_href: Callable[[str], str],
) -> CheckGroup:
    section = survey.sections[page.section]
    can_go = section.is_added_to and entries_in(section, answers) > section.minimum
    href = f"{change_href(section.code)}&remove={page.entry}" if can_go else ""
    short = tuple(replace(row, label=row.short_label) for row in rows)
    return CheckGroup(short, in_locale(page.title), href)


def _short(question: Question) -> Markup:
    return in_locale(question.label if question.within else question.short_label or question.label)


def _value(line: ReviewLine) -> str | tuple[str, ...]:
    """The answer as this page's language writes it."""
    own = _OWN_WAYS.get(line.question.kind)
    if own is not None and line.text:
        return own(line)
    if line.question.kind == "ranking":
        return tuple(
            f"{format_decimal(number)}. {text}"
            for number, (text, _language) in enumerate(line.parts, start=1)
        )
    return tuple(text for text, _language in line.parts) if len(line.parts) > 1 else line.text


def _point(line: ReviewLine) -> str:
    """A point of a scale; at an end also what that end means."""
    question = line.question
    ends = {
        str(question.minimum): question.low_label,
        str(question.maximum): question.high_label,
    }
    meaning = ends.get(line.text)
    return f"{line.text} – {in_locale(meaning)}" if meaning else line.text


_OWN_WAYS: dict[str, Callable[[ReviewLine], str]] = {
    "date": lambda line: str(format_date(date.fromisoformat(line.text), "long")),
    "time": lambda line: str(
        format_time(datetime.fromisoformat(f"2000-01-01T{line.text}"), "short", rebase=False)
    ),
    "amount": lambda line: str(
        format_currency(Decimal(line.text), line.question.extra["currency"])
    ),
    "map_point": lambda line: pgettext(
        "survey", "Pin on the map: %(place)s", place=f"\u2066{line.text}\u2069"
    ),
    "photo": lambda _: pgettext("photo", "A photo"),
    "file": lambda _: pgettext("file", "A file"),
    "scale": _point,
}


def dropped_rows(
    survey: Survey, answers: Mapping[str, Any], dropped: tuple[str, ...]
) -> tuple[CheckRow, ...]:
    """What was answered and no longer belongs: each question with the answer that is not sent."""
    lines = (
        line_of(survey, code, answers, current_locale())
        for code in dropped
        if code in survey.question_by_code
    )
    return tuple(
        CheckRow(full_label(survey, line.question), _value(line), "", line.language)
        for line in lines
    )


def full_label(survey: Survey, question: Question) -> Markup:
    """A row of a matrix and the words beside an option mean little without their question."""
    label = in_locale(question.label)
    if not question.within or question.within not in survey.question_by_code:
        return label
    return Markup("{}: {}").format(in_locale(survey.question(question.within).label), label)
