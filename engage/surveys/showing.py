"""A survey as staff look at it before it is published: an outline in one of its languages."""

from dataclasses import dataclass

from flask_babel import pgettext

from engage.engines.questionnaire import (
    Condition,
    LocaleText,
    Option,
    Question,
    Survey,
    as_in_document,
)
from engage.kernel.languages import are_same_language, in_language, language, tag_of
from engage.surveys.condition_showing import ConditionLine, ConditionWords, questions_named
from engage.surveys.editor.repeat_showing import repetition_words
from engage.surveys.expression_showing import ExpressionWords


@dataclass(frozen=True)
class Said:
    """Words of a survey, the language they are in, and whether that is not the one wanted."""

    words: str
    language: str
    direction: str
    fell_back_to: str = ""


@dataclass(frozen=True)
class ShownOption:
    """An answer that is offered, when, and the question that opens with it."""

    label: Said
    code: str
    is_exclusive: bool
    please_say: Said | None
    condition: ConditionLine | None = None


@dataclass(frozen=True)
class ShownQuestion:
    """A question, or a block of information, of the outline."""

    label: Said
    text: Said
    hint: Said
    code: str
    kind: str
    is_required: bool
    ends: tuple[Said, ...]
    options: tuple[ShownOption, ...]
    condition: ConditionLine | None
    rule: str = ""


@dataclass(frozen=True)
class ShownPage:
    """A page of the outline."""

    title: Said
    condition: ConditionLine | None
    questions: tuple[ShownQuestion, ...]
    repetition: str = ""


@dataclass(frozen=True)
class Outline:
    """A whole survey in one language."""

    title: Said
    intro: Said
    pages: tuple[ShownPage, ...]
    questions: int


def outline_of(survey: Survey, locale: str) -> Outline:
    """The survey in a language; what is not translated is shown in another one, marked."""
    survey = as_in_document(survey)
    show = _Outliner(survey, locale)
    return Outline(
        show.said(survey.title),
        show.said(survey.intro),
        tuple(
            ShownPage(
                show.said(page.title),
                show.condition(page.condition),
                tuple(show.question(each) for each in page.questions if not each.counts),
                repetition_words(survey, page.code, locale),
            )
            for page in survey.pages
        ),
        survey.question_count,
    )


def kind_name(kind: str) -> str:
    """What a kind of question is called; the word of the document where it has no other."""
    names = {
        "single_choice": pgettext("question kind", "one answer of several"),
        "long_list": pgettext("question kind", "one answer of a long list"),
        "multiple_choice": pgettext("question kind", "several answers"),
        "yes_no": pgettext("question kind", "yes or no"),
        "ranking": pgettext("question kind", "ranking"),
        "scale": pgettext("question kind", "scale"),
        "short_text": pgettext("question kind", "a few words"),
        "long_text": pgettext("question kind", "free text"),
        "number": pgettext("question kind", "number"),
        "amount": pgettext("question kind", "amount of money"),
        "date": pgettext("question kind", "date"),
        "time": pgettext("question kind", "time of day"),
        "consent": pgettext("question kind", "consent"),
        "email": pgettext("question kind", "e-mail address"),
        "map_point": pgettext("question kind", "place on a map"),
        "photo": pgettext("question kind", "photo"),
        "file": pgettext("question kind", "file (PDF or photo)"),
        "matrix": pgettext("question kind", "several questions in a table"),
        "information": pgettext("question kind", "information"),
        "calculation": pgettext("question kind", "calculated value"),
    }
    return names.get(kind, kind)


class _Outliner:
    def __init__(self, survey: Survey, locale: str) -> None:
        self._asked = questions_named(survey)
        self._conditions = ConditionWords(self._asked, locale)
        self._locale = locale

    def said(self, text: LocaleText) -> Said:
        words, used = in_language(text, self._locale)
        is_other = words and not are_same_language(used, self._locale)
        other = language(used).name if is_other else ""
        return Said(words, tag_of(used), language(used).direction, other)

    def question(self, question: Question) -> ShownQuestion:
        ends = (question.low_label, question.high_label, question.dont_know_label)
        return ShownQuestion(
            self.said(question.label),
            self.said(question.text),
            self.said(question.hint),
            question.code,
            kind_name(question.kind),
            question.required,
            tuple(self.said(text) for text in ends if any(text.values())),
            tuple(self._option(option) for option in question.options),
            self.condition(question.condition),
            self._rule(question),
        )

    def _rule(self, question: Question) -> str:
        """What has to hold for an answer, or what the calculated value is."""
        words = ExpressionWords(self._asked, self._locale)
        if question.calculation is not None:
            return pgettext("condition", "It is %(value)s.", value=words.of(question.calculation))
        if question.constraint is not None:
            rule = words.of(question.constraint)
            return pgettext("condition", "An answer is taken where %(rule)s.", rule=rule)
        return ""

    def _option(self, option: Option) -> ShownOption:
        opened = self.said(option.please_say.label) if option.please_say is not None else None
        return ShownOption(
            self.said(option.label),
            option.code,
            option.is_exclusive,
            opened,
            self.condition(option.condition),
        )

    def condition(self, condition: Condition | None) -> ConditionLine | None:
        return None if condition is None else self._conditions.line(condition)
