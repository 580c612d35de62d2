"""Page: a part of a draft as residents would see it, for the frame in the survey editor."""

from dataclasses import dataclass

from flask import Blueprint, Response, request
from flask_babel import pgettext

from engage.channels.entry.showing import Row, rows_to_look_at
from engage.channels.online.answering import Field, fields_of
from engage.channels.online.paper_showing import on_paper
from engage.engines.questionnaire import Question
from engage.kernel.actors import Permission
from engage.kernel.languages import LocaleText
from engage.surveys import get_draft, sketch_of
from engage.web.access import access
from engage.web.headers import FRAMED_POLICY
from engage.web.locale import current_locale
from engage.web.rendering import render

blueprint = Blueprint("sketch", __name__, url_prefix="/<locale:locale>/drafts")

BODIES = {"phone": "", "kiosk": "kiosk", "paper": "sheet", "call": "staff"}


@dataclass(frozen=True)
class SketchPage:
    """What the frame shows: a page, a question, or what comes before the first one."""

    title: LocaleText
    intro: LocaleText
    fields: tuple[Field, ...]
    has_heading: bool
    is_unfinished: bool
    is_calculated: bool
    skin: str
    button: str
    rows: tuple[Row, ...] = ()

    @property
    def body_class(self) -> str:
        """What the layout calls the page."""
        return BODIES[self.skin]


@blueprint.get("/<int:survey_id>")
@access(Permission.EDIT_SURVEYS, Permission.TRANSLATE_SURVEYS)
def show(locale: str, survey_id: int) -> Response:
    """Draw it; nothing is stored, and nothing on it can be sent."""
    sketch = sketch_of(get_draft(survey_id).document)
    chosen = request.args.get("part", "")
    skin = request.args.get("skin", "")
    skin = skin if skin in BODIES else "phone"
    questions: tuple[Question, ...] = ()
    title = sketch.survey.title
    for page in sketch.survey.pages:
        if page.code == chosen:
            questions, title = page.questions, page.title or title
        elif chosen:
            questions += tuple(each for each in page.questions if _belongs(each, chosen))
    finished = tuple(
        each for each in questions if each.code not in sketch.unfinished and not each.counts
    )
    fields = fields_of(finished, {}, {}, are_headings=True)
    shown = SketchPage(
        title,
        {} if questions or chosen else sketch.survey.intro,
        on_paper(fields) if skin == "paper" else fields,
        len(fields) != 1 or not fields[0].label,
        any(each.code in sketch.unfinished for each in questions),
        bool(chosen and finished) and all(each.calculation is not None for each in finished),
        skin,
        pgettext("survey", "Continue") if chosen else pgettext("survey", "Start"),
        rows_to_look_at(finished, current_locale()) if skin == "call" else (),
    )
    paper = {"theme": "light"} if skin == "paper" else {}
    template = "staff/surveys/editor_frame.html"
    answer = render(template, shown, is_kiosk=skin == "kiosk", extra=paper)
    answer.headers["Content-Security-Policy"] = FRAMED_POLICY
    return answer


def _belongs(question: Question, code: str) -> bool:
    return code in (question.code, question.within)
