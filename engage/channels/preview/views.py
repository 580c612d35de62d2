"""Pages: a draft walked through on a phone, at a kiosk, on paper, in a call; nothing is stored."""

from dataclasses import dataclass, field, replace
from typing import Any

from flask import Blueprint, Response, request

from engage.channels.entry.keying import problems_in_call
from engage.channels.entry.showing import Row, Shown, keying_problems, rows_in_call
from engage.channels.online.answering import Field, fields_of
from engage.channels.online.entries_views import EntryLine, entry_lines
from engage.channels.online.problem_showing import problems_of
from engage.channels.online.reviewing import CheckRow, check_rows, dropped_rows
from engage.channels.preview.showing import Bar, Sheet, bar_of, sheets_of
from engage.channels.preview.walking import (
    CHECK,
    END,
    START,
    Form,
    Posted,
    Stop,
    carried,
    carried_as_shown,
    first_stop,
    page_at,
    section_listed,
    step,
    survey_to_walk,
)
from engage.engines.questionnaire import (
    Page,
    Section,
    Survey,
    SurveyProblems,
    entries_in,
    finish,
    in_every_language,
    progress,
    read_survey,
)
from engage.kernel.actors import Permission
from engage.kernel.languages import LocaleText
from engage.surveys import get_draft, only_if
from engage.web.access import access
from engage.web.locale import current_locale, translate
from engage.web.rendering import render

blueprint = Blueprint("preview", __name__, url_prefix="/<locale:locale>/drafts")

SKINS = ("phone", "kiosk", "paper", "call")


@dataclass(frozen=True)
class Listing:
    """The entries of a repeated section, whether there is room for more, and the one to remove."""

    entries: tuple[EntryLine, ...]
    is_full: bool
    removing: int


@dataclass(frozen=True)
class WalkPage:
    """A step of the walk; ``shown`` are the codes of what it asks, ``carried`` other answers."""

    bar: Bar
    skin: str
    at: str
    title: LocaleText
    intro: LocaleText = field(default_factory=dict)
    fields: tuple[Field, ...] = ()
    problems: tuple[tuple[str, str], ...] = ()
    position: int = 0
    total: int = 0
    shown: tuple[str, ...] = ()
    carried: Form = field(default_factory=dict)
    is_change: bool = False
    rows: tuple[CheckRow, ...] = ()
    dropped: tuple[CheckRow, ...] = ()
    derived: tuple[tuple[str, str], ...] = ()
    keyed: tuple[Row, ...] = ()
    sheets: tuple[Sheet, ...] = ()
    only_if: str = ""
    listing: Listing | None = None
    question_count: int = 0
    asks_after_answers: bool = False


@blueprint.route("/<int:survey_id>/walk", methods=["GET", "POST"])
@access(Permission.EDIT_SURVEYS, Permission.TRANSLATE_SURVEYS)
def walk(locale: str, survey_id: int) -> Response:
    """A step through the draft; the answers go along in the page and nowhere else."""
    draft = get_draft(survey_id)
    skin = request.args.get("skin", "")
    skin = skin if skin in SKINS else "phone"
    bar = bar_of(draft, skin)
    try:
        survey = survey_to_walk(read_survey(in_every_language(draft.document)), skin)
    except SurveyProblems:
        return _render(WalkPage(bar, skin, "unfinished", draft.document["title"]))
    if not survey.pages:
        return _render(WalkPage(bar, skin, "nothing", survey.title))
    if skin == "paper":
        return _paper(bar, survey)
    if skin == "call":
        return _call(bar, survey)
    stop = _stop(survey)
    return _render(_step_page(bar, skin, survey, stop), 422 if stop.problems else 200)


def _stop(survey: Survey) -> Stop:
    if request.method == "GET" or request.form.get("-at") == "call":
        return first_stop(survey)
    posted = Posted(
        request.form.get("-at", START),
        tuple(request.form.get("-shown", "").split()),
        request.form.to_dict(flat=False),
        request.form.get("-go", "on"),
        request.form.get("-change") == "1",
    )
    return step(survey, posted)


def _step_page(bar: Bar, skin: str, survey: Survey, stop: Stop) -> WalkPage:
    page = page_at(survey, stop)
    if page is not None:
        section = section_listed(survey, page.code)
        asking = _asking(bar, skin, survey, stop, page)
        return asking if section is None else _listing(asking, survey, section, stop)
    around: dict[str, Any] = {
        "carried": carried(survey, stop),
        "question_count": survey.question_count,
        "asks_after_answers": survey.asks_after_answers,
    }
    if stop.at not in (CHECK, END):
        return WalkPage(bar, skin, START, survey.title, survey.intro, **around)
    return WalkPage(bar, skin, stop.at, survey.title, **around, **_given(survey, stop.answers))


def _given(survey: Survey, answers: Any) -> dict[str, Any]:
    """The answers to look over, those left out, and what is calculated."""
    done = finish(survey, answers)
    calculated = {each.code: each for each in survey.calculations}
    return {
        "rows": check_rows(survey, answers, lambda code: code),
        "dropped": dropped_rows(survey, answers, done.dropped),
        "derived": tuple(
            (calculated[code].label.get(current_locale(), code), str(value))
            for code, value in done.derived.items()
        ),
    }


def _asking(bar: Bar, skin: str, survey: Survey, stop: Stop, page: Page) -> WalkPage:
    is_on_way = page.code in survey.page_codes
    fields = fields_of(
        page.questions, stop.raw, stop.problems, are_headings=is_on_way, seed="preview"
    )
    position, total = progress(survey, stop.answers, page.code) if is_on_way else (0, 0)
    return WalkPage(
        bar,
        skin,
        page.code,
        page.title or survey.title,
        fields=fields,
        problems=problems_of(fields),
        position=position,
        total=total,
        shown=page.codes,
        carried={**carried(survey, stop), **carried_as_shown(survey, stop)},
        is_change=stop.is_change,
    )


def _listing(asking: WalkPage, survey: Survey, section: Section, stop: Stop) -> WalkPage:
    """The list of the entries there are, in place of the question how many."""
    entries = entry_lines(survey, section, stop.answers, str, lambda entry: f"remove-{entry}")
    is_full = entries_in(section, stop.answers) >= section.maximum
    return replace(
        asking,
        fields=(),
        shown=(),
        problems=tuple((f"f_{name}", translate(text)) for name, text in stop.problems.items()),
        listing=Listing(entries, is_full, stop.removing),
    )


def _paper(bar: Bar, survey: Survey) -> Response:
    """The whole form with every question, as it lies on a table."""
    page = WalkPage(
        bar,
        "paper",
        "paper",
        survey.title,
        survey.intro,
        sheets=sheets_of(survey),
        only_if=only_if(),
    )
    return _render(page, theme="light")


def _call(bar: Bar, survey: Survey) -> Response:
    """The screen of an interviewer; the answers are held against the rules and thrown away."""
    typed = request.form.to_dict()
    read, problems = problems_in_call(survey, typed)
    is_sent = request.form.get("-at") == "call" and request.form.get("-go", "") == "on"
    if is_sent and not problems:
        return _render(WalkPage(bar, "call", END, survey.title, **_given(survey, read.answers)))
    told = {code: translate(text) for code, text in problems.items()} if is_sent else {}
    rows = rows_in_call(survey, current_locale(), Shown(typed, told, ""))
    page = WalkPage(
        bar,
        "call",
        "call",
        survey.title,
        survey.intro,
        problems=keying_problems(rows, told, current_locale()),
        keyed=rows,
    )
    return _render(page, 422 if told else 200)


def _render(page: WalkPage, status: int = 200, theme: str = "") -> Response:
    return render(
        "staff/surveys/walk.html",
        page,
        status,
        is_kiosk=page.skin == "kiosk",
        extra={"theme": theme} if theme else {},
    )
