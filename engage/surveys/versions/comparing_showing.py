"""Two versions of a survey side by side, part by part, with the words that differ marked."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from flask_babel import format_decimal, pgettext

from engage.engines.questionnaire import Page, Question, Survey, as_in_document
from engage.engines.questionnaire.exchange import Piece, differences
from engage.kernel.languages import in_language, language
from engage.surveys.condition_showing import ConditionLine, condition_line
from engage.surveys.editor.comparing_showing import field_names, layout_name
from engage.surveys.editor.repeat_showing import repetition_words
from engage.surveys.showing import kind_name

_LIMITS = (
    *("minimum", "maximum", "min_length", "max_length", "min_choices", "max_choices"),
    *("earliest", "latest"),
)
Words = dict[tuple[str, str], str]


@dataclass(frozen=True)
class ComparedText:
    """A text or setting by its name, as it was and as it is."""

    name: str
    before: tuple[Piece, ...]
    after: tuple[Piece, ...]

    @property
    def differs(self) -> bool:
        """Whether it was changed."""
        return any(piece.change for piece in (*self.before, *self.after))


@dataclass(frozen=True)
class ComparedPart:
    """The survey itself, a page or a question.

    ``change`` is ``added``, ``removed``, ``moved``, ``changed`` or "".
    """

    name: str
    is_page: bool
    change: str
    texts: tuple[ComparedText, ...]


def compare_versions(before: Survey, after: Survey, locale: str) -> tuple[ComparedPart, ...]:
    """Every part of both versions in order, its words in a language; the survey itself first."""
    old, new = _parts_of(before, locale), _parts_of(after, locale)
    return tuple(
        _compared(key, old.get(key), new.get(key), is_moved=is_moved)
        for key, is_moved in _in_order(list(old), list(new))
    )


def _in_order(before: Sequence[str], after: Sequence[str]) -> Iterator[tuple[str, bool]]:
    """The parts of both, each once where it stands now, and whether it stood elsewhere."""
    gone, kept = set(before) - set(after), set(before) & set(after)
    for kind, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        yield from ((key, False) for key in before[a:b] if key in gone)
        yield from ((key, kind != "equal" and key in kept) for key in after[c:d])


def _compared(
    key: str,
    before: tuple[str, Words] | None,
    after: tuple[str, Words] | None,
    *,
    is_moved: bool,
) -> ComparedPart:
    name = (after or before or ("", {}))[0]
    old, new = before[1] if before else {}, after[1] if after else {}
    texts = tuple(_text(each[1], old.get(each, ""), new.get(each, "")) for each in {**old, **new})
    if before is None or after is None:
        change = "added" if before is None else "removed"
    elif any(each.differs for each in texts):
        change = "changed"
    else:
        change = "moved" if is_moved else ""
    return ComparedPart(name, key.startswith("page "), change, texts)


def _text(name: str, before: str, after: str) -> ComparedText:
    pieces = differences(before, after)
    return ComparedText(
        name,
        tuple(piece for piece in pieces if piece.change != "added"),
        tuple(piece for piece in pieces if piece.change != "removed"),
    )


def _parts_of(survey: Survey, locale: str) -> dict[str, tuple[str, Words]]:
    """Key of each part to what it is called and says: pages and questions may share a code."""
    survey = as_in_document(survey)
    whole = pgettext("survey editor", "The survey")
    found = {"": (whole, _plain(_about_survey(survey, locale)))}
    for at, page in enumerate(survey.pages, start=1):
        name = pgettext("survey editor", "Page %(num)s", num=format_decimal(at))
        found[f"page {page.code}"] = (name, _plain(_about_page(survey, page, locale)))
        for question in page.questions:
            if not question.within and not question.counts:
                words = _named(_about_question(survey, question, locale))
                name = in_language(question.label, locale)[0] or question.code
                found[f"question {question.code}"] = (name, words)
    return found


def _plain(texts: Iterator[tuple[str, str]]) -> Words:
    return {("", name): words for name, words in texts if words}


def _named(texts: Iterator[tuple[str, str, str]]) -> Words:
    return {(code, name): words for code, name, words in texts if words}


def _about_survey(survey: Survey, locale: str) -> Iterator[tuple[str, str]]:
    yield pgettext("survey editor", "Title"), in_language(survey.title, locale)[0]
    yield (
        pgettext("survey editor", "Before the first question"),
        in_language(survey.intro, locale)[0],
    )
    names = [language(code).name for code in survey.languages]
    yield pgettext("survey editor", "Languages"), " · ".join(names)
    yield pgettext("survey editor", "Pages of the survey"), layout_name(survey.layout)
    checked = pgettext("survey editor", "Answers are looked over before they are sent")
    yield checked, _yes(survey.check_answers)


def _about_page(survey: Survey, page: Page, locale: str) -> Iterator[tuple[str, str]]:
    yield pgettext("survey editor", "Title of the page"), in_language(page.title, locale)[0]
    if page.condition:
        shown = condition_line(page.condition, survey, locale)
        yield pgettext("survey editor", "Shown when"), _flat(shown)
    if repetition := repetition_words(survey, page.code, locale):
        yield pgettext("survey editor", "How often the page is asked"), repetition


def _about_question(
    survey: Survey, question: Question, locale: str
) -> Iterator[tuple[str, str, str]]:
    names = field_names()
    yield "", pgettext("survey editor", "Kind of question"), kind_name(question.kind)
    yield "", names["w_label"], in_language(question.label, locale)[0]
    yield "", names["w_text"], in_language(question.text, locale)[0]
    yield "", names["w_hint"], in_language(question.hint, locale)[0]
    yield "", names["w_required_message"], in_language(question.required_message, locale)[0]
    yield "", names["w_interviewer_note"], in_language(question.interviewer_note, locale)[0]
    yield "", names["w_interviewer_script"], in_language(question.interviewer_script, locale)[0]
    for row in (each for each in survey.parts if each.within == question.code and each.short_label):
        if question.kind == "matrix":
            name = pgettext("survey editor", "Row")
            yield row.code, name, in_language(row.short_label, locale)[0]
    for option in question.options:
        name = pgettext("survey editor", "Answer")
        yield option.code, name, in_language(option.label, locale)[0]
        if option.condition:
            offered = condition_line(option.condition, survey, locale)
            yield option.code, pgettext("survey editor", "Offered when"), _flat(offered)
    for key, label in (
        ("l_low", question.low_label),
        ("l_high", question.high_label),
        ("l_dont_know", question.dont_know_label if question.has_dont_know else {}),
    ):
        yield "", names[key], in_language(label, locale)[0]
    for limit in _LIMITS:
        value = getattr(question, limit, None) or question.extra.get(limit)
        yield "", names[f"n_{limit}"], "" if value is None else str(value)
    yield "", names["is_required"], _yes(question.required)
    if question.condition:
        shown = condition_line(question.condition, survey, locale)
        yield "", pgettext("survey editor", "Shown when"), _flat(shown)


def _yes(holds: bool) -> str:
    return pgettext("survey editor", "yes") if holds else ""


def _flat(line: ConditionLine) -> str:
    parts = [_flat(part) for part in line.parts]
    return "\n".join([line.text, *parts])
