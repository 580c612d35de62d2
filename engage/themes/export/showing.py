"""Coded comments as the rows of a table, in the words of the page's language."""

from collections.abc import Iterable, Iterator, Sequence

from flask_babel import pgettext

from engage.engines.questionnaire import Question
from engage.kernel.languages import in_language, language
from engage.kernel.tables import Cell
from engage.themes.export.coded_comments import CodedComment, CodedTheme, answer_in_words
from engage.themes.placed import NO_THEME, UNPLACED
from engage.themes.showing import state_name
from engage.themes.stances.showing import stance_name
from engage.web.channels import channel_name
from engage.web.locale import current_locale, plain


def disposition_name(disposition: str) -> str:
    """Where a response ended, in a word; an unknown one as it is."""
    names = {
        "received": pgettext("disposition", "received"),
        "blank": pgettext("disposition", "blank"),
        "themed": pgettext("disposition", "in a theme"),
        "campaign": pgettext("disposition", "copy of a campaign"),
        "duplicate": pgettext("disposition", "duplicate"),
    }
    return names.get(disposition, disposition)


def rows_of(
    comments: Iterable[CodedComment], closed: Sequence[Question], questions: dict[str, str]
) -> Iterator[list[Cell]]:
    """A header, then a row for each comment; ``questions`` are the labels by their codes."""
    locale = current_locale()
    yield _header(closed)
    for comment in comments:
        yield [
            comment.number,
            comment.response,
            comment.text,
            language(comment.language).name,
            channel_name(comment.channel),
            questions.get(comment.question, comment.question),
            comment.theme_id,
            in_language(comment.theme, locale)[0] if comment.theme else _without(comment.standing),
            state_name(comment.theme_state) if comment.theme_state else "",
            stance_name(comment.stance) if comment.theme_id is not None else "",
            *_further(comment.further, locale),
            None if comment.score is None else round(comment.score, 4),
            _placed_by(comment),
            comment.campaign,
            disposition_name(comment.disposition),
            *(
                answer_in_words(question, comment.answers[question.code], locale)
                if question.code in comment.answers
                else None
                for question in closed
            ),
        ]


def _header(closed: Sequence[Question]) -> list[Cell]:
    return [
        pgettext("export", "Comment"),
        pgettext("export", "Response"),
        pgettext("export", "Text"),
        pgettext("export", "Language"),
        pgettext("export", "Channel"),
        pgettext("export", "Question"),
        pgettext("export", "Number of the theme"),
        pgettext("export", "Theme"),
        pgettext("export", "State of the theme"),
        pgettext("export", "Stance in the theme"),
        pgettext("export", "Numbers of further themes"),
        pgettext("export", "Further themes"),
        pgettext("export", "Stances in further themes"),
        pgettext("export", "Score"),
        pgettext("export", "Placed by"),
        pgettext("export", "Campaign"),
        pgettext("export", "Disposition of the response"),
        *map(_heading, closed),
    ]


def _heading(question: Question) -> str:
    if question.calculation is None:
        return f"{plain(question.label)} ({question.code})"
    label = plain(question.label) or question.code
    return str(
        pgettext("export", "%(label)s (%(code)s, calculated)", label=label, code=question.code)
    )


def _further(themes: Sequence[CodedTheme], locale: str) -> list[Cell]:
    """The further themes in three cells, in one order."""
    return [
        " | ".join(str(theme.theme_id) for theme in themes),
        " | ".join(in_language(theme.label, locale)[0] for theme in themes),
        " | ".join(stance_name(theme.stance) for theme in themes),
    ]


def _without(standing: str) -> str:
    names = {
        NO_THEME: pgettext("export", "no theme"),
        UNPLACED: pgettext("export", "not placed yet"),
    }
    return names.get(standing, "")


def _placed_by(comment: CodedComment) -> str:
    if comment.is_by_person:
        return pgettext("export", "person")
    return pgettext("export", "machine") if comment.theme_id is not None else ""
