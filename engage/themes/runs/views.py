"""Pages: the consultations with comments, starting a run and following it."""

from dataclasses import dataclass

from flask import Blueprint, Response, jsonify, request, url_for
from flask_babel import pgettext

from engage.consultations import ConsultationSummary, get_consultation, list_consultations
from engage.kernel.actors import Permission
from engage.kernel.errors import Conflict, InvalidInput
from engage.kernel.jobs import Job, cancel, get_job
from engage.themes.forms import RunForm
from engage.themes.models import ClusteringRun
from engage.themes.proposals.proposing import has_decisions, start_proposal
from engage.themes.queries import list_questions, list_themes
from engage.themes.question_views import Question, blueprint, inside, questions
from engage.themes.runs.finding import latest_run, start_run
from engage.themes.runs.running import find_running
from engage.web.access import access, current_actor
from engage.web.rendering import flash, render, see_other

jobs = Blueprint("jobs", __name__, url_prefix="/staff/jobs")


@dataclass(frozen=True)
class FirstPage:
    """Consultations with comments and how far their themes are."""

    rows: tuple[tuple[ConsultationSummary, int, int, int], ...]


@dataclass(frozen=True)
class RunPage:
    """Start finding themes, follow the work, or see that there is nothing to read."""

    consultation: ConsultationSummary
    questions: tuple[Question, ...]
    question_code: str
    form: RunForm
    job: Job | None
    latest: ClusteringRun | None
    has_decisions: bool
    ended: str


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
                return _started(consultation_id, code, form.n_themes.data, form.seed.data or 0)
        except (Conflict, InvalidInput) as problem:
            form.refuse(InvalidInput(problem.message, getattr(problem, "fields", {})))
        status = 422
    asked = questions(consultation_id)
    code = code or (asked[0].code if asked else "")
    running = find_running(consultation_id, code)
    if running and request.method == "GET" and request.args.get("job", type=int) != running:
        return see_other(_following(consultation_id, code, running))
    ended = "" if running else _ended()
    if ended == "done":
        return see_other(_result(consultation_id, code))
    page = RunPage(
        get_consultation(consultation_id),
        asked,
        code,
        form,
        get_job(running) if running else None,
        latest_run(consultation_id, code),
        has_decisions(consultation_id, code),
        ended,
    )
    return render("staff/themes/run.html", page, status)


def _ended() -> str:
    """How the job ended that was followed: ``done``, ``failed``, ``cancelled``, "" for none."""
    followed = request.args.get("job", type=int)
    if followed is None:
        return "done" if request.args.get("then") in ("change", "tree", "themes") else ""
    return get_job(followed).state


def _following(consultation_id: int, code: str, job_id: int) -> str:
    then = request.args.get("then")
    return url_for(
        "themes.run", consultation_id=consultation_id, question=code, job=job_id, then=then
    )


def _result(consultation_id: int, code: str) -> str:
    """Where a finished job has left what it found."""
    kind = request.args.get("then")
    if kind in ("change", "tree"):
        return url_for("themes.proposal", consultation_id=consultation_id, question=code, kind=kind)
    return url_for("themes.index", consultation_id=consultation_id, question=code)


def _started(consultation_id: int, code: str, n_themes: int | None, seed: int) -> Response:
    """Find themes; where people have decided already, only propose what would change."""
    actor = current_actor()
    if latest_run(consultation_id, code) and has_decisions(consultation_id, code):
        start_proposal(actor, (consultation_id, code), "change", n_themes, seed)
        then = "change"
    else:
        start_run(actor, consultation_id, code, n_themes, seed)
        then = "themes"
    return see_other(
        url_for("themes.run", consultation_id=consultation_id, question=code, then=then)
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
    return see_other(inside(request.form.get("next")) or url_for("themes.first"))


def job_text(job: Job) -> str:
    """What a job is doing, in words."""
    if job.state == "queued":
        return pgettext("jobs", "Waiting for a worker.")
    if job.state == "running":
        return pgettext("jobs", "Reading comments and finding themes.")
    return pgettext("jobs", "Finished.")
