"""What stands around a preview, in the words of its reader: channels, languages, the way back."""

from dataclasses import dataclass

from flask import request, url_for
from flask_babel import pgettext

from engage.channels.online.answering import Field, fields_of
from engage.channels.online.paper_showing import on_paper
from engage.engines.questionnaire import Condition, Page, Survey
from engage.kernel.actors import Permission
from engage.kernel.languages import LocaleText, language, public_locale, tag_of
from engage.surveys import ConditionLine, EditedDraft, condition_line
from engage.web.access import current_actor
from engage.web.locale import current_locale, speaking, staff_locale


@dataclass(frozen=True)
class Switch:
    """A channel or a language to go on in: where, what it is called, whether it is the one here."""

    href: str
    name: str
    lang: str
    is_current: bool


@dataclass(frozen=True)
class Words:
    """What a preview says to staff, in their language."""

    title: str
    text: str
    back: str
    channels: str
    languages: str
    again: str
    ended: str
    calculated: str
    unfinished: str
    nothing_here: str


@dataclass(frozen=True)
class Bar:
    """What the reader of a preview is told about it, and ways to go on and back."""

    lang: str
    dir: str
    words: Words
    channels: tuple[Switch, ...]
    languages: tuple[Switch, ...]
    back_href: str
    again_href: str


@dataclass(frozen=True)
class Sheet:
    """A page of a paper form: when it is asked, and its questions with theirs, as the form says it.

    ``is_several`` says that the parts after it are entries, one to be filled in for each.
    """

    title: LocaleText
    condition: ConditionLine | None
    questions: tuple[tuple[ConditionLine | None, tuple[Field, ...]], ...]
    is_several: bool = False


def bar_of(draft: EditedDraft, skin: str) -> Bar:
    """The bar above a preview of a draft."""
    locale = staff_locale()
    with speaking(locale):
        return Bar(
            locale,
            language(locale).direction,
            _words(),
            _channels(draft.survey_id, skin),
            _languages(draft, skin),
            _back(draft),
            _href(draft.survey_id, _here(), skin),
        )


def sheets_of(survey: Survey) -> tuple[Sheet, ...]:
    """The pages of a paper form, every question with the words that say when it is asked."""
    return tuple(_sheet(survey, page) for page in survey.pages)


def _sheet(survey: Survey, page: Page) -> Sheet:
    if page.section and not page.entry:
        return Sheet(page.title, _when(survey, page.condition), (), is_several=True)
    leads = [each for each in page.questions if not each.within and each.calculation is None]
    questions = []
    for lead in leads:
        parts = (lead, *(each for each in page.questions if each.within == lead.code))
        fields = fields_of(
            parts, {}, {}, are_headings=bool(page.entry), on_paper=survey.question_by_code
        )
        questions.append((_when(survey, lead.condition), on_paper(fields)))
    condition = None if page.entry else page.condition  # told where the entries begin
    return Sheet(page.title, _when(survey, condition), tuple(questions))


def _when(survey: Survey, condition: Condition | None) -> ConditionLine | None:
    if condition is None:
        return None
    return condition_line(condition, survey, current_locale())


def _words() -> Words:
    return Words(
        title=pgettext("preview", "Preview"),
        text=pgettext("preview", "Nothing is stored. Photos and files are not taken."),
        back=pgettext("preview", "Back to the editor"),
        channels=pgettext("preview", "Shown as"),
        languages=pgettext("preview", "Language of the survey"),
        again=pgettext("preview", "Walk through it again"),
        ended=pgettext("preview", "Here people get their code. Nothing of this was stored."),
        calculated=pgettext("preview", "Calculated values"),
        unfinished=pgettext(
            "preview",
            "It can be walked through once it is finished: the editor says what is to do.",
        ),
        nothing_here=pgettext("preview", "Nothing of this survey is asked at kiosks."),
    )


def _channels(survey_id: int, skin: str) -> tuple[Switch, ...]:
    named = {
        "phone": pgettext("survey editor", "On a phone"),
        "kiosk": pgettext("survey editor", "At a kiosk"),
        "paper": pgettext("survey editor", "On paper"),
        "call": pgettext("survey editor", "In a call"),
    }
    here = _here()
    return tuple(
        Switch(_href(survey_id, here, each), name, "", each == skin) for each, name in named.items()
    )


def _languages(draft: EditedDraft, skin: str) -> tuple[Switch, ...]:
    """The survey's languages that people can choose, each by its own name."""
    here = _here()
    offered = dict.fromkeys(filter(None, map(public_locale, draft.document["languages"])))
    return tuple(
        Switch(_href(draft.survey_id, code, skin), language(code).name, tag_of(code), code == here)
        for code in offered
    )


def _here() -> str:
    """The language of the address, whatever language is being spoken."""
    return str((request.view_args or {})["locale"])


def _href(survey_id: int, locale: str, skin: str) -> str:
    return url_for("preview.walk", locale=locale, survey_id=survey_id, skin=skin)


def _back(draft: EditedDraft) -> str:
    """The editor, or for those who only translate, their desk."""
    is_editor = current_actor().may(Permission.EDIT_SURVEYS)
    return url_for(
        "surveys.edit" if is_editor else "surveys.translations",
        consultation_id=draft.consultation_id,
        survey_id=draft.survey_id,
    )
