"""Pages: the consultations with comments, the run, and the review of themes."""

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, jsonify, request, url_for
from flask_babel import pgettext

from engage.consultations import ConsultationSummary, get_consultation, list_consultations
from engage.kernel.actors import Permission
from engage.kernel.errors import Conflict, InvalidInput, message
from engage.kernel.jobs import Job, cancel, get_job
from engage.surveys import find_current_version
from engage.themes.acting import last_act, undo
from engage.themes.finding import find_running, latest_run, start_run
from engage.themes.forms import RunForm, ThemeForm, texts_of
from engage.themes.models import ClusteringRun
from engage.themes.placed import IN_THEME, NO_THEME, UNPLACED
from engage.themes.queries import (
    CommentFilter,
    CommentPage,
    ThemeSummary,
    Totals,
    get_theme,
    get_totals,
    list_comments,
    list_questions,
    list_themes,
)
from engage.themes.review import (
    approve_theme,
    merge_theme,
    move_comments,
    release_quote,
    rename_theme,
    reopen_theme,
    split_theme,
    withhold_quote,
)
from engage.themes.showing import CommentCard, ListedTheme, Share, cards, listed, shares
from engage.web.access import access, current_actor
from engage.web.locale import plain, translate
from engage.web.rendering import flash, render, see_other

blueprint = Blueprint("themes", __name__, url_prefix="/staff")
jobs = Blueprint("jobs", __name__, url_prefix="/staff/jobs")

STANDINGS = {"unplaced": UNPLACED, "no-theme": NO_THEME}


@dataclass(frozen=True)
class FirstPage:
    """Consultations with comments and how far their themes are."""

    rows: tuple[tuple[ConsultationSummary, int, int, int], ...]


@dataclass(frozen=True)
class Question:
    """A question with comments: its code, its words, how many, and where its themes are."""

    code: str
    label: str
    count: int
    href: str
    is_current: bool


@dataclass(frozen=True)
class RunPage:
    """Start finding themes, follow the work, or see that there is nothing to read."""

    consultation: ConsultationSummary
    questions: tuple[Question, ...]
    question_code: str
    form: RunForm
    job: Job | None
    latest: ClusteringRun | None


@dataclass(frozen=True)
class ReviewPage:
    """Left the themes, in the middle the comments, right why and where it leads."""

    consultation: ConsultationSummary
    questions: tuple[Question, ...]
    question_code: str
    themes: tuple[ListedTheme, ...]
    all_themes: tuple[ThemeSummary, ...]
    totals: Totals
    theme: ThemeSummary | None
    heading: str
    chosen: CommentFilter
    page: CommentPage
    cards: tuple[CommentCard, ...]
    by_channel: tuple[Share, ...]
    by_language: tuple[Share, ...]
    overall_share: float
    run: ClusteringRun | None
    undo_act: Any
    base_href: str
    may_review: bool
    may_approve: bool


@dataclass(frozen=True)
class EditPage:
    """Rename and describe, merge, or split a theme."""

    consultation: ConsultationSummary
    theme: ThemeSummary
    form: ThemeForm
    others: tuple[ThemeSummary, ...]
    cards: tuple[CommentCard, ...]
    languages: tuple[str, ...]


@blueprint.get("/themes")
@access(Permission.SEE_THEMES)
def first() -> Response:
    """Where there is something to read."""
    rows = []
    for consultation in list_consultations():
        comments = sum(list_questions(consultation.id).values())
        themes = list_themes(consultation.id)
        approved = sum(theme.state == "approved" for theme in themes)
        rows.append((consultation, comments, len(themes), approved))
    return render("staff/themes/first.html", FirstPage(tuple(rows)))


@blueprint.get("/consultations/<int:consultation_id>/themes")
@access(Permission.SEE_THEMES)
def index(consultation_id: int) -> Response:
    """Review the themes of a question, or begin where there are none."""
    questions = _questions(consultation_id)
    code = request.args.get("question") or (questions[0].code if questions else "")
    if latest_run(consultation_id, code) is None or find_running(consultation_id, code):
        return see_other(url_for("themes.run", consultation_id=consultation_id, question=code))
    return _review(consultation_id, code, None, _standing())


@blueprint.route("/consultations/<int:consultation_id>/themes/run", methods=["GET", "POST"])
@access(Permission.SEE_THEMES)
def run(consultation_id: int) -> Response:
    """Start a run or follow the one at work."""
    form = RunForm.of_request(seed=0)
    code = request.values.get("question", "")
    status = 200
    if request.method == "POST":
        try:
            if form.validate():
                start_run(
                    current_actor(), consultation_id, code, form.n_themes.data, form.seed.data or 0
                )
                return see_other(
                    url_for("themes.run", consultation_id=consultation_id, question=code)
                )
        except (Conflict, InvalidInput) as problem:
            form.refuse(InvalidInput(problem.message, getattr(problem, "fields", {})))
        status = 422
    questions = _questions(consultation_id, code)
    code = code or (questions[0].code if questions else "")
    running = find_running(consultation_id, code)
    page = RunPage(
        get_consultation(consultation_id),
        questions,
        code,
        form,
        get_job(running) if running else None,
        latest_run(consultation_id, code),
    )
    return render("staff/themes/run.html", page, status)


@blueprint.get("/themes/<int:theme_id>")
@access(Permission.SEE_THEMES)
def show(theme_id: int) -> Response:
    """One theme with its comments."""
    theme = get_theme(theme_id)
    return _review(theme.consultation_id, theme.question_code, theme, IN_THEME)


@blueprint.route("/themes/<int:theme_id>/edit", methods=["GET", "POST"])
@access(Permission.REVIEW_THEMES)
def edit(theme_id: int) -> Response:
    """Rename and describe."""
    theme = get_theme(theme_id)
    consultation = get_consultation(theme.consultation_id)
    form = ThemeForm.of_request(version=theme.version)
    if request.method == "POST":
        try:
            rename_theme(
                current_actor(),
                theme_id,
                form.version.data or 0,
                texts_of("label", consultation.languages),
                texts_of("description", consultation.languages),
            )
            return _done(theme_id, pgettext("themes", "The theme was renamed."))
        except (InvalidInput, Conflict) as problem:
            form.refuse(InvalidInput(problem.message))
    page = EditPage(consultation, theme, form, (), (), consultation.languages)
    return render("staff/themes/edit.html", page, 422 if form.problems else 200)


@blueprint.route("/themes/<int:theme_id>/merge", methods=["GET", "POST"])
@access(Permission.REVIEW_THEMES)
def merge(theme_id: int) -> Response:
    """Choose the theme that takes this one's comments."""
    theme = get_theme(theme_id)
    form = ThemeForm.of_request(version=theme.version)
    if request.method == "POST":
        try:
            into = request.form.get("into", type=int)
            if into is None:
                raise Conflict(message("themes", "Choose the theme to merge into."))
            merge_theme(
                current_actor(),
                theme_id,
                form.version.data or 0,
                into,
                request.form.get("reason", ""),
            )
            return _done(into, pgettext("themes", "The themes were merged."))
        except (InvalidInput, Conflict) as problem:
            form.refuse(InvalidInput(problem.message))
    others = tuple(
        other
        for other in list_themes(theme.consultation_id, theme.question_code)
        if other.id != theme_id
    )
    consultation = get_consultation(theme.consultation_id)
    page = EditPage(consultation, theme, form, others, (), consultation.languages)
    return render("staff/themes/merge.html", page, 422 if form.problems else 200)


@blueprint.route("/themes/<int:theme_id>/split", methods=["GET", "POST"])
@access(Permission.REVIEW_THEMES)
def split(theme_id: int) -> Response:
    """Choose comments that become a theme of their own."""
    theme = get_theme(theme_id)
    consultation = get_consultation(theme.consultation_id)
    form = ThemeForm.of_request(version=theme.version)
    chosen = request.form.getlist("comment", type=int)
    if request.method == "POST":
        try:
            new_id = split_theme(
                current_actor(),
                theme_id,
                form.version.data or 0,
                chosen,
                texts_of("label", consultation.languages),
            )
            return _done(new_id, pgettext("themes", "The new theme was made."))
        except InvalidInput as problem:
            for text in problem.fields.values() or (problem.message,):
                form.form_errors.append(translate(text))
        except Conflict as problem:
            form.refuse(InvalidInput(problem.message))
    words = request.values.get("words", "")
    comments = list_comments(
        theme.consultation_id,
        theme.question_code,
        CommentFilter(theme_id=theme_id, words=words, order="unusual"),
    )
    shown = cards(comments.comments, {}, frozenset(chosen))
    page = EditPage(consultation, theme, form, (), shown, consultation.languages)
    return render("staff/themes/split.html", page, 422 if form.problems else 200)


@blueprint.post("/themes/<int:theme_id>/approve")
@access(Permission.APPROVE_THEMES)
def approve(theme_id: int) -> Response:
    """The theme stands."""
    approve_theme(current_actor(), theme_id, request.form.get("version", 0, type=int))
    return _done(theme_id, pgettext("themes", "The theme was approved."))


@blueprint.post("/themes/<int:theme_id>/reopen")
@access(Permission.APPROVE_THEMES)
def reopen(theme_id: int) -> Response:
    """Review it again."""
    reopen_theme(current_actor(), theme_id, request.form.get("version", 0, type=int))
    return _done(theme_id, pgettext("themes", "The approval was taken back."))


@blueprint.post("/consultations/<int:consultation_id>/themes/move")
@access(Permission.REVIEW_THEMES)
def move(consultation_id: int) -> Response:
    """Put comments into another theme, or say that they have none."""
    code = request.form["question"]
    target = request.form.get("theme", type=int)
    chosen = request.form.getlist("comment", type=int)
    move_comments(current_actor(), chosen, target, (consultation_id, code))
    done = (
        pgettext("themes", "The comment was moved.")
        if target
        else pgettext("themes", "The comment was marked as having no theme.")
    )
    return _back(consultation_id, code, done)


@blueprint.post("/consultations/<int:consultation_id>/themes/quotes")
@access(Permission.APPROVE_THEMES)
def quote(consultation_id: int) -> Response:
    """Release a comment to the public, or take it back."""
    comment_id = request.form.get("comment", 0, type=int)
    if request.form.get("act") == "withhold":
        withhold_quote(current_actor(), comment_id)
        done = pgettext("themes", "The quote is no longer public.")
    else:
        theme_id = request.form.get("theme", 0, type=int)
        release_quote(current_actor(), comment_id, theme_id, request.form.get("text", ""))
        done = pgettext("themes", "The quote may be shown to the public.")
    return _back(consultation_id, request.form["question"], done)


@blueprint.post("/themes/acts/<int:act_id>/undo")
@access(Permission.REVIEW_THEMES)
def undo_act(act_id: int) -> Response:
    """Put the last act back."""
    consultation_id, code = undo(current_actor(), act_id)
    flash("good", pgettext("themes", "Undone."))
    back = _inside(request.form.get("next"))
    return see_other(
        back or url_for("themes.index", consultation_id=consultation_id, question=code)
    )


@jobs.get("/<int:job_id>")
@access(Permission.SEE_THEMES)
def show_job(job_id: int) -> Response:
    """How far a job is, for the progress bar."""
    job = get_job(job_id)
    return jsonify(
        done=round(100 * job.progress),
        total=100,
        text=job_text(job),
        is_finished=job.state not in ("queued", "running"),
    )


@jobs.post("/<int:job_id>/cancel")
@access(Permission.REVIEW_THEMES)
def cancel_job(job_id: int) -> Response:
    """Stop a job."""
    cancel(job_id)
    flash("info", pgettext("jobs", "The work is being stopped."))
    return see_other(_inside(request.form.get("next")) or url_for("themes.first"))


def job_text(job: Job) -> str:
    """What a job is doing, in words."""
    if job.state == "queued":
        return pgettext("jobs", "Waiting for a worker.")
    if job.state == "running":
        return pgettext("jobs", "Reading comments and finding themes.")
    return pgettext("jobs", "Finished.")


def _review(consultation_id: int, code: str, theme: ThemeSummary | None, standing: str) -> Response:
    actor = current_actor()
    themes = list_themes(consultation_id, code)
    totals = get_totals(consultation_id, code)
    if theme is None and standing == IN_THEME and themes:
        theme = themes[0]
    chosen = CommentFilter(
        theme_id=theme.id if theme else None,
        standing=standing,
        channel=request.args.get("channel", ""),
        language=request.args.get("language", ""),
        words=request.args.get("words", ""),
        order=request.args.get("order", "typical"),
        page=request.args.get("page", 1, type=int),
    )
    comments = list_comments(consultation_id, code, chosen)
    labels = {item.id: plain(item.label) for item in themes}
    latest = last_act(consultation_id, code)
    page = ReviewPage(
        consultation=get_consultation(consultation_id),
        questions=_questions(consultation_id, code),
        question_code=code,
        themes=listed(themes, theme.id if theme else None),
        all_themes=themes,
        totals=totals,
        theme=theme,
        heading=plain(theme.label) if theme else _standing_name(standing),
        chosen=chosen,
        page=comments,
        cards=cards(comments.comments, labels),
        by_channel=shares(theme.by_channel or {}, totals.by_channel, "channel") if theme else (),
        by_language=shares(theme.by_language or {}, totals.by_language, "language")
        if theme
        else (),
        overall_share=theme.size / totals.comments if theme and totals.comments else 0.0,
        run=latest_run(consultation_id, code),
        undo_act=latest,
        base_href=request.path,
        may_review=actor.may(Permission.REVIEW_THEMES),
        may_approve=actor.may(Permission.APPROVE_THEMES),
    )
    return render("staff/themes/review.html", page)


def _standing() -> str:
    return STANDINGS.get(request.args.get("standing", ""), IN_THEME)


def _standing_name(standing: str) -> str:
    if standing == NO_THEME:
        return pgettext("themes", "No theme")
    return pgettext("themes", "Not placed yet")


def _questions(consultation_id: int, current: str = "") -> tuple[Question, ...]:
    version = find_current_version(consultation_id)
    labels = {
        question.code: plain(question.label)
        for question in (version.content.questions if version else ())
    }
    return tuple(
        Question(
            code,
            labels.get(code, code),
            count,
            url_for("themes.index", consultation_id=consultation_id, question=code),
            code == current,
        )
        for code, count in list_questions(consultation_id).items()
    )


def _done(theme_id: int, text: str) -> Response:
    theme = get_theme(theme_id)
    return _with_undo(
        theme.consultation_id,
        theme.question_code,
        text,
        url_for("themes.show", theme_id=theme_id),
    )


def _back(consultation_id: int, code: str, text: str) -> Response:
    home = url_for("themes.index", consultation_id=consultation_id, question=code)
    return _with_undo(consultation_id, code, text, _inside(request.form.get("next")) or home)


def _with_undo(consultation_id: int, code: str, text: str, onward: str) -> Response:
    done = last_act(consultation_id, code)
    flash("good", text, url_for("themes.undo_act", act_id=done.id) if done else "")
    return see_other(onward)


def _inside(address: str | None) -> str:
    is_ours = address and address.startswith("/staff/") and "\\" not in address
    return address if address and is_ours else ""
