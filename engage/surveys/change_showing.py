"""What a new version of a survey changes, in words, for those who are about to publish it."""

from collections.abc import Iterator
from dataclasses import dataclass

from flask_babel import pgettext

from engage.engines.questionnaire import (
    Question,
    QuestionChange,
    SurveyChanges,
    asks_something_else,
)
from engage.kernel.languages import LocaleText, language
from engage.surveys.condition_showing import quoted
from engage.surveys.showing import kind_name


@dataclass(frozen=True)
class ChangeLine:
    """A change in a sentence; what it consists of stands below it."""

    text: str
    parts: tuple[str, ...] = ()


def lines_of_changes(changes: SurveyChanges, locale: str) -> tuple[ChangeLine, ...]:
    """Every change, the survey's own first; its words are shown in ``locale``."""
    return (
        *map(ChangeLine, _about_the_survey(changes)),
        *(
            ChangeLine(pgettext("changes", "Added: “%(question)s”", question=_name(each, locale)))
            for each in changes.added
        ),
        *(
            ChangeLine(pgettext("changes", "Removed: “%(question)s”", question=_name(each, locale)))
            for each in changes.removed
        ),
        *(
            ChangeLine(
                pgettext("changes", "Changed: “%(question)s”", question=_name(each.after, locale)),
                tuple(_about_a_question(each, locale)),
            )
            for each in changes.changed
        ),
    )


def _about_the_survey(changes: SurveyChanges) -> Iterator[str]:
    for code in changes.languages_added:
        yield pgettext("changes", "Language added: %(language)s", language=language(code).name)
    for code in changes.languages_removed:
        yield pgettext("changes", "Language removed: %(language)s", language=language(code).name)
    texts = {
        "title": pgettext("changes", "The title is reworded."),
        "intro": pgettext("changes", "The introduction is reworded."),
        "layout": pgettext("changes", "It is laid out differently: page by page, or all at once."),
        "check_answers": pgettext(
            "changes", "Whether people check their answers before sending is changed."
        ),
        "pages": pgettext(
            "changes", "Pages are changed: their titles, their questions, or when they are shown."
        ),
        "order": pgettext("changes", "The questions are in another order."),
    }
    yield from (text for name, text in texts.items() if name in changes.survey)


def _about_a_question(change: QuestionChange, locale: str) -> Iterator[str]:
    before, after = change.before, change.after
    if change.reworded:
        names = ", ".join(language(code).name for code in change.reworded)
        yield pgettext("changes", "Reworded in: %(languages)s", languages=names)
    if any(before.label.get(code) not in ("", None, after.label.get(code)) for code in after.label):
        words = quoted(before.label, _where_they_differ(before.label, after.label, locale))
        yield pgettext("changes", "It was: “%(words)s”", words=words)
    if asks_something_else(change):
        yield pgettext(
            "changes",
            "Does this still ask the same? Nearly all words are new under the same code, and "
            "answers before and after are counted together. If it asks something else, make a new "
            "question or answer.",
        )
    for option in change.options_added:
        yield pgettext("changes", "Option added: “%(option)s”", option=quoted(option.label, locale))
    for option in change.options_removed:
        yield pgettext(
            "changes", "Option removed: “%(option)s”", option=quoted(option.label, locale)
        )
    for old, new in change.options_reworded:
        apart = _where_they_differ(old.label, new.label, locale)
        yield pgettext(
            "changes",
            "Option reworded: “%(before)s” is now “%(after)s”",
            before=quoted(old.label, apart),
            after=quoted(new.label, apart),
        )
    if change.are_options_changed:
        yield pgettext("changes", "The options are in another order, or have other rules.")
    yield from _about_settings(change)


def _about_settings(change: QuestionChange) -> Iterator[str]:
    before, after, settings = change.before, change.after, change.settings
    if "kind" in settings:
        yield pgettext(
            "changes",
            "Another kind of question: %(before)s before, %(after)s now",
            before=kind_name(before.kind),
            after=kind_name(after.kind),
        )
    if "required" in settings and after.required:
        yield pgettext("changes", "It must be answered now.")
    elif "required" in settings:
        yield pgettext("changes", "It need not be answered any more.")
    if "condition" in settings:
        yield pgettext("changes", "It is shown under another condition.")
    if "picture" in settings:
        yield pgettext("changes", "It has another picture, or other words for it.")
    if "calculation" in settings:
        yield pgettext("changes", "It is calculated differently.")
    told = {"kind", "required", "condition", "picture", "calculation"}
    if settings - told and "kind" not in settings:
        yield pgettext("changes", "What may be answered is limited differently.")


def _where_they_differ(before: LocaleText, after: LocaleText, locale: str) -> str:
    """The language to show a rewording in: the wanted one, if it is that which was reworded."""
    apart = (code for code in (locale, *after) if before.get(code) != after.get(code))
    return next((code for code in apart if before.get(code)), locale)


def _name(question: Question, locale: str) -> str:
    has_label = any(question.label.values())  # a block of information may have none
    return quoted(question.label, locale) if has_label else question.code
