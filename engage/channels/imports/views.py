"""Pages: send a file of responses, say what its columns hold, check it, import it."""

from typing import BinaryIO, cast

from flask import Blueprint, Response, jsonify, request, url_for
from flask_babel import pgettext

from engage.channels.imports import showing
from engage.channels.imports.forms import reading_of, separator_in
from engage.channels.imports.importing import list_imports
from engage.channels.imports.models import ImportFile, ImportRun
from engage.channels.imports.received import (
    find_file,
    first_rows,
    is_at_work,
    list_files_of,
    read_anew,
    receive,
    settle_reading,
    throw_away,
)
from engage.channels.imports.working import start
from engage.consultations import get_consultation
from engage.kernel.actors import Permission
from engage.kernel.db import session
from engage.kernel.errors import (
    Conflict,
    EngageError,
    Gone,
    InvalidInput,
    Message,
    NotFound,
    message,
)
from engage.kernel.jobs import Job, cancel, get_job
from engage.surveys import find_current_version
from engage.web.access import access, current_actor
from engage.web.downloads import csv_attachment
from engage.web.locale import translate
from engage.web.rendering import flash, render, see_other

blueprint = Blueprint("imports", __name__, url_prefix="/staff/consultations")
FILE = "/<int:consultation_id>/imports/<int:file_id>"


@blueprint.route("/<int:consultation_id>/imports", methods=["GET", "POST"])
@access(Permission.IMPORT_RESPONSES)
def index(consultation_id: int) -> Response:
    """Imports of a consultation, and a file to begin the next one."""
    error = ""
    if request.method == "POST":
        sent = request.files.get("file")
        try:
            if sent is None or not sent.filename:
                raise InvalidInput(_choose_a_file())
            stream = cast("BinaryIO", sent.stream)
            number = receive(current_actor(), consultation_id, sent.filename, stream)
            return see_other(_columns_href(consultation_id, number))
        except InvalidInput as refused:
            error = translate(refused.message)
    return _show_index(consultation_id, error)


@blueprint.route(f"{FILE}/columns", methods=["GET", "POST"])
@access(Permission.IMPORT_RESPONSES)
def columns(consultation_id: int, file_id: int) -> Response:
    """The first rows of a file, and what each of its columns holds."""
    actor = current_actor()
    if request.method == "POST":
        file = find_file(actor, consultation_id, file_id)
        wanted = reading_of(request.form, file)
        try:
            settle_reading(actor, consultation_id, file_id, wanted)
        except InvalidInput as refused:
            # as it was chosen, and not kept
            file.mapping = dict(wanted.mapping)
            answer = _show_columns(consultation_id, file, refused)
            session().rollback()
            return answer
        start(actor, consultation_id, file_id, "check")
        return see_other(_file_href(consultation_id, file_id))
    file = find_file(actor, consultation_id, file_id)
    if file.run_id is not None or is_at_work(file):
        return see_other(_file_href(consultation_id, file_id))
    return _show_columns(consultation_id, file)


@blueprint.post(f"{FILE}/anew")
@access(Permission.IMPORT_RESPONSES)
def anew(consultation_id: int, file_id: int) -> Response:
    """Read the file in another encoding or with another separator."""
    encoding, separator = request.form.get("encoding", ""), separator_in(request.form)
    try:
        read_anew(current_actor(), consultation_id, file_id, encoding, separator)
    except InvalidInput as refused:
        flash("bad", translate(refused.message))
    return see_other(_columns_href(consultation_id, file_id))


@blueprint.get(FILE)
@access(Permission.IMPORT_RESPONSES)
def show(consultation_id: int, file_id: int) -> Response:
    """The file at work, what the check says, or what came of the import."""
    file = find_file(current_actor(), consultation_id, file_id)
    job = get_job(file.job_id) if file.job_id is not None else None
    if job is None:
        return see_other(_columns_href(consultation_id, file_id))
    busy = job.state in ("queued", "running")
    refusals = () if busy else showing.shown_refusals(file)
    run = session().get(ImportRun, file.run_id, populate_existing=True) if file.run_id else None
    counted = run.refused if run and run.finished_at else (file.checked or {}).get("refused", 0)
    page = showing.FilePage(
        get_consultation(consultation_id),
        file,
        job,
        run,
        translate(Message(**file.problem)) if file.problem else "",
        refusals,
        max(counted - len(refusals), 0),
        showing.mapped_columns(file),
    )
    return render("staff/imports/file.html", page)


@blueprint.get(f"{FILE}/progress")
@access(Permission.IMPORT_RESPONSES)
def progress(consultation_id: int, file_id: int) -> Response:
    """How far the work on a file is, for the progress bar."""
    file = find_file(current_actor(), consultation_id, file_id)
    if file.job_id is None:
        raise _nothing_at_work()
    job = get_job(file.job_id)
    return jsonify(
        done=round(100 * job.progress),
        total=100,
        text=_told(job),
        is_finished=job.state not in ("queued", "running"),
    )


@blueprint.post(f"{FILE}/import")
@access(Permission.IMPORT_RESPONSES)
def take(consultation_id: int, file_id: int) -> Response:
    """Import a file that was checked, or the rest of one that was stopped."""
    start(current_actor(), consultation_id, file_id, "import")
    return see_other(_file_href(consultation_id, file_id))


@blueprint.post(f"{FILE}/stop")
@access(Permission.IMPORT_RESPONSES)
def stop(consultation_id: int, file_id: int) -> Response:
    """Stop the work on a file; what was imported stays."""
    file = find_file(current_actor(), consultation_id, file_id)
    if file.job_id is None:
        raise _nothing_at_work()
    try:
        cancel(file.job_id)
        flash("info", pgettext("jobs", "The work is being stopped."))
    except Conflict as ended:
        flash("info", translate(ended.message))
    return see_other(_file_href(consultation_id, file_id))


@blueprint.post(f"{FILE}/delete")
@access(Permission.IMPORT_RESPONSES)
def delete(consultation_id: int, file_id: int) -> Response:
    """Throw a file away that was not imported."""
    throw_away(current_actor(), consultation_id, file_id)
    flash("good", pgettext("import", "The file was deleted."))
    return see_other(url_for("imports.index", consultation_id=consultation_id))


@blueprint.get(f"{FILE}/refused.csv")
@access(Permission.IMPORT_RESPONSES)
def refused(consultation_id: int, file_id: int) -> Response:
    """The rows that were not taken, each with why, to be corrected and sent again."""
    file = find_file(current_actor(), consultation_id, file_id)
    if not file.refusals_name:
        raise NotFound(message("import", "There is no such file."))
    return csv_attachment(showing.refused_table(file), f"refused-{file_id}.csv", has_bom=True)


def _show_index(consultation_id: int, error: str) -> Response:
    found = get_consultation(consultation_id)
    files = list_files_of(consultation_id)
    of_run = {each.run_id: each.id for each in files if each.run_id is not None}
    mapping = "--map text=QUESTION --map id=@key"
    page = showing.ImportsPage(
        found,
        find_current_version(consultation_id) is not None,
        tuple(each for each in files if each.run_id is None),
        tuple((run, of_run.get(run.id)) for run in list_imports(consultation_id)),
        f"engage import responses FILE.csv --consultation {found.slug} {mapping}",
        error,
    )
    return render("staff/imports/index.html", page, 422 if error else 200)


def _show_columns(
    consultation_id: int, file: ImportFile, refused: InvalidInput | None = None
) -> Response:
    problems = {name: translate(text) for name, text in refused.fields.items()} if refused else {}
    told = [(f"f_{name}", text) for name, text in problems.items()]
    if refused and not told:
        told = [("", translate(refused.message))]
    try:
        rows = first_rows(file)
    except Gone:
        raise
    except EngageError as unread:
        rows, told = (), [("f_encoding", translate(unread.message)), *told]
    consultation = get_consultation(consultation_id)
    page = showing.ColumnsPage(
        consultation,
        file,
        showing.columns_of(file, rows, problems),
        showing.questions_of(consultation_id),
        showing.others(),
        showing.channels(),
        showing.languages(consultation),
        showing.orders(),
        showing.encodings(),
        showing.separators(),
        showing.named_separator(file.separator),
        tuple(told),
    )
    return render("staff/imports/columns.html", page, 422 if refused else 200)


def _told(job: Job) -> str:
    if job.state == "queued":
        return pgettext("jobs", "Waiting for a worker.")
    if job.state == "running" and job.arguments["act"] == "check":
        return pgettext("import", "The rows are being checked. Nothing is imported yet.")
    if job.state == "running":
        return pgettext("import", "The rows are being imported.")
    return pgettext("jobs", "Finished.")


def _choose_a_file() -> Message:
    return message("import", "Choose a file.")


def _nothing_at_work() -> NotFound:
    return NotFound(message("import", "Nothing is at work on this file."))


def _columns_href(consultation_id: int, file_id: int) -> str:
    return url_for("imports.columns", consultation_id=consultation_id, file_id=file_id)


def _file_href(consultation_id: int, file_id: int) -> str:
    return url_for("imports.show", consultation_id=consultation_id, file_id=file_id)
