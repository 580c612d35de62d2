"""The command ``engage``: serve, work, migrate, add staff, import, check, cluster, verify, show."""

import os
import sys
import time
from pathlib import Path

import click

from engage import __version__
from engage.cli.obstacles import PlainGroup


@click.group(cls=PlainGroup)
@click.version_option(__version__)
def main() -> None:
    """Consultations, themes and decisions that a resident can follow."""


@main.group()
def db() -> None:
    """The database."""


@db.command("upgrade")
def db_upgrade() -> None:
    """Bring the database to the newest schema."""
    from flask_migrate import upgrade

    from engage.app import create_app

    with create_app().app_context():
        upgrade()
    click.echo("The database is up to date.")


@main.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True)
@click.option("--workers", default=2, show_default=True)
@click.option("--threads", default=4, show_default=True)
def serve(host: str, port: int, workers: int, threads: int) -> None:
    """Serve the site with gunicorn."""
    from engage.config import Settings

    Settings.from_env()  # refused here in a sentence, and not in gunicorn's traceback
    os.execv(
        sys.executable,
        [
            sys.executable,
            "-m",
            "gunicorn",
            "wsgi:app",
            "--config",
            "python:engage.cli.serving",
            "--no-control-socket",  # one for all sites of an account, in its home folder
            "--pythonpath",  # not --chdir: paths in the settings are those of where this is called
            str(Path(__file__).resolve().parents[2]),
            "--bind",
            f"{host}:{port}",
            "--worker-class",
            "gthread",
            "--workers",
            str(workers),
            "--threads",
            str(threads),
        ],
    )


@main.command()
@click.option("--once", is_flag=True, help="Stop when no job is left.")
def work(once: bool) -> None:
    """Do background jobs until stopped."""
    from engage.app import CHORES, JOBS, create_app
    from engage.kernel.db import db as database
    from engage.kernel.jobs import CHORES_EVERY_SECONDS, run_chores, run_next
    from engage.kernel.schema import refuse_old_schema

    app = create_app()
    with app.app_context():
        refuse_old_schema(database.engine)
    next_chores = 0.0
    while True:
        with app.app_context():
            if time.monotonic() >= next_chores:
                run_chores(CHORES)
                next_chores = time.monotonic() + CHORES_EVERY_SECONDS
            worked = run_next(JOBS)
        if worked:
            continue
        if once:
            return
        time.sleep(1)


@main.command()
@click.option("--port", default=8000, show_default=True)
@click.option("--fresh", is_flag=True, help="Start over with an empty database.")
@click.option("--folder", default="var/demo", show_default=True, help="Where the data is kept.")
def demo(port: int, fresh: bool, folder: str) -> None:
    """Start the site with a sample consultation on SQLite."""
    from engage.cli.demonstrating import run_demo

    run_demo(Path(folder), port, fresh=fresh)


@main.group()
def people() -> None:
    """Accounts of staff: the first one, and a forgotten password."""


@people.command("add")
@click.argument("name")
@click.argument("email")
@click.option(
    "--role", "roles", multiple=True, default=("administrator",), show_default=True, help="Or more."
)
@click.password_option(help="Asked for where it is not given.")
def people_add(name: str, email: str, roles: tuple[str, ...], password: str) -> None:
    """Add somebody who may sign in; further accounts are added on the site."""
    from engage.cli.staffing import add_person

    add_person(name, email, roles, password)


@people.command("password")
@click.argument("email")
@click.password_option(help="Asked for where it is not given.")
def people_password(email: str, password: str) -> None:
    """Set a new password for somebody who has forgotten theirs."""
    from engage.cli.staffing import set_password

    set_password(email, password)


@main.group("import")
def import_() -> None:
    """Bring data in."""


@import_.command("responses")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--consultation", required=True, help="The consultation's short name.")
@click.option("--map", "pairs", multiple=True, required=True, help="column=question or column=@key")
@click.option("--channel", default="letter", show_default=True)
@click.option("--language", default="en", show_default=True)
@click.option("--late-reason", default="", help="Why rows come after the close.")
@click.option("--refused", type=click.Path(path_type=Path), help="Write refused rows to this file.")
def import_responses_command(
    file: Path,
    consultation: str,
    pairs: tuple[str, ...],
    channel: str,
    language: str,
    late_reason: str,
    refused: Path | None,
) -> None:
    """Bring a CSV file of responses or bare comments in; repeat it without doubling anything."""
    from engage.channels.imports import Defaults
    from engage.cli.importing import import_file

    import_file(file, consultation, pairs, Defaults(channel, language, late_reason), refused)


@main.group()
def survey() -> None:
    """Survey documents."""


@survey.command("check")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def survey_check(file: Path) -> None:
    """Say what is wrong in a survey document, line by line."""
    import json

    from engage.engines.questionnaire import check_survey, lines_of

    try:
        text = file.read_text(encoding="utf-8")
        problems = lines_of(text, check_survey(json.loads(text)))
    except (json.JSONDecodeError, UnicodeDecodeError, RecursionError) as wrong:
        raise click.ClickException(f"{file} is not JSON: {wrong}") from wrong
    for where, problem in problems:
        place = f"{file}:{where.line}:{where.column}"  # as compilers write it: editors lead there
        click.echo(f"{place}: {problem.severity} {problem.place or '/'}: {problem.message}")
    if any(problem.severity == "error" for _, problem in problems):
        raise SystemExit(1)
    click.echo("The survey can be published.")


@survey.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--out", type=click.Path(path_type=Path), help="Beside FILE as .json if not given.")
@click.option("--report", type=click.Path(path_type=Path), help="Write the notes here as JSON.")
@click.option("--language", default="en", show_default=True, help="Of texts that name none.")
def survey_import(file: Path, out: Path | None, report: Path | None, language: str) -> None:
    """Make a survey document of an XLSForm (.xlsx) or a survey of LimeSurvey (.lss, .txt).

    Pictures of a form come from the .zip that it is in, or from FILE-media/, media/ or beside it;
    with --out SURVEY.zip all of it goes into one file, as the site takes it.
    """
    from engage.cli.surveying import import_survey

    import_survey(file, out, report, language)


@survey.command("export")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--out", required=True, type=click.Path(path_type=Path))
@click.option("--report", type=click.Path(path_type=Path), help="Write the notes here as JSON.")
def survey_export(file: Path, out: Path, report: Path | None) -> None:
    """Write a survey document as an XLSForm (.xlsx), or with its pictures as a .zip."""
    from engage.cli.surveying import export_survey

    export_survey(file, out, report)


@main.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--text-column", required=True)
@click.option("--language-column")
@click.option("--languages", help="The ones to expect, such as en,es,ar, where no column tells.")
@click.option("--themes", type=int, help="How many; without it the most stable number is used.")
@click.option(
    "--codebook",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Place the comments in the themes of this CSV (theme, text) instead of finding themes.",
)
@click.option("--campaigns", is_flag=True, help="Also find near-identical comments.")
@click.option(
    "--scheduler",
    metavar="ADDRESS",
    help="Let the workers of this dask.distributed scheduler do the work (extra “cluster”).",
)
@click.option(
    "--encoder",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="A folder of weights of sentence-transformers to read by, too (extra “encoder”).",
)
@click.option("--seed", default=0, show_default=True)
@click.option("--out", required=True, type=click.Path(file_okay=False, path_type=Path))
def cluster(
    file: Path,
    text_column: str,
    language_column: str | None,
    languages: str | None,
    themes: int | None,
    codebook: Path | None,
    campaigns: bool,
    scheduler: str | None,
    encoder: Path | None,
    seed: int,
    out: Path,
) -> None:
    """Group the comments of a CSV file into themes; needs no database."""
    from engage.cli.clustering import read_comments, tell
    from engage.engines.clustering import assign_file, cluster_file

    if codebook and scheduler:
        raise click.UsageError("--scheduler is for finding themes; a codebook needs none.")
    if encoder and (codebook or scheduler):
        raise click.UsageError("--encoder is for finding themes, and on this machine only.")
    comments = read_comments(file, text_column, language_column, languages)
    if codebook:
        tell(lambda: assign_file(comments, out, codebook, seed=seed))
        return
    tell(
        lambda: cluster_file(
            comments,
            out,
            themes=themes,
            seed=seed,
            campaigns=campaigns,
            scheduler=scheduler,
            encoder=encoder,
        )
    )


@main.command()
def verify() -> None:
    """Check that every response stands in the log exactly once; prints size and root.

    And that each decision rests on a log that still begins as it was when the decision was taken.
    """
    from engage.app import create_app
    from engage.consultations import list_consultations
    from engage.responses import verify_log
    from engage.roadmap import decisions_off_the_log

    is_whole = True
    with create_app().app_context():
        for consultation in list_consultations():
            state, off = verify_log(consultation.id), decisions_off_the_log(consultation.id)
            is_whole = is_whole and state.is_whole and not off
            click.echo(
                f"{consultation.slug}: {state.size} leaves, root {state.root.hex()}, "
                f"{len(state.missing)} missing, {len(state.doubled)} doubled, "
                f"{state.unclaimed} without a response"
            )
            for number in off:
                click.echo(f"  the log that decision {number} rests on has been changed")
    if not is_whole:
        raise SystemExit(1)
