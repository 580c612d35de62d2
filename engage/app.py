"""Puts the parts together: the only file that knows every one of them."""

from collections.abc import Callable
from pathlib import Path

from flask import Flask
from flask_babel import pgettext
from flask_migrate import Migrate
from flask_security import Security, SQLAlchemyUserDatastore
from werkzeug.middleware.proxy_fix import ProxyFix

from engage.audit import views as audit
from engage.audit.naming import SubjectKind, use_kinds
from engage.channels.entry import views as entry
from engage.channels.imports import JOB as IMPORT_FILE
from engage.channels.imports import forget_old_files, import_job
from engage.channels.imports import views as imports
from engage.channels.kiosk import device_views as kiosk_devices
from engage.channels.kiosk import views as kiosk
from engage.channels.kiosk.models import KioskDevice
from engage.channels.online import sketch_views as sketch
from engage.channels.online import views as online
from engage.channels.online.drafts import count_begun, sweep_unsent_uploads
from engage.channels.preview import views as preview
from engage.config import Settings
from engage.consultations import staff_views as consultations_staff
from engage.consultations import views as consultations
from engage.consultations.models import Consultation
from engage.engines.questionnaire import use_calendar
from engage.kernel.actors import Permission
from engage.kernel.clock import set_city_zone, today
from engage.kernel.db import db, engine_options, prepare_engine, refuse_unsafe_database
from engage.kernel.files import set_files_folder
from engage.kernel.jobs import JobFunction
from engage.kernel.keys import set_secret
from engage.people import find_signed_in
from engage.people import views as people
from engage.people.models import Role, User
from engage.publishing import views as publishing
from engage.publishing import withdrawal_views as withdrawal
from engage.resources import resource_folder, static_folder
from engage.responses import delete_old_contacts
from engage.responses import views as responses
from engage.responses.audited import SUBJECTS as RESPONSES_AUDITED
from engage.responses.passes_models import InvitationBatch
from engage.roadmap import views as roadmap
from engage.roadmap.models import Decision, Need, RoadmapItem
from engage.surveys import use_begun_counter
from engage.surveys import views as surveys
from engage.surveys.audited import SUBJECTS as SURVEYS_AUDITED
from engage.themes import JOB as FIND_THEMES
from engage.themes import JOIN_JOB as JOIN_THEMES
from engage.themes import PROPOSE_JOB as PROPOSE_THEMES
from engage.themes import TELL_JOB as TELL_THEMES
from engage.themes import find_themes_job, join_comments_job, propose_job, tell_job
from engage.themes import views as themes
from engage.themes.audited import SUBJECTS as THEMES_AUDITED
from engage.web.access import init_access
from engage.web.compression import init_compression
from engage.web.cross_site import init_cross_site
from engage.web.errors import init_errors
from engage.web.headers import init_headers
from engage.web.locale import init_locale
from engage.web.rendering import NavEntry, init_rendering
from engage.web.sent import init_sent
from engage.web.static_files import init_static_files

BLUEPRINTS = (
    people.blueprint,
    audit.blueprint,
    consultations.public,
    consultations_staff.staff,
    surveys.blueprint,
    responses.blueprint,
    online.blueprint,
    sketch.blueprint,
    preview.blueprint,
    kiosk.blueprint,
    kiosk_devices.blueprint,
    entry.blueprint,
    imports.blueprint,
    themes.blueprint,
    themes.jobs,
    roadmap.blueprint,
    publishing.public,
    publishing.desk,
    withdrawal.blueprint,
)

NAV = (
    NavEntry(
        lambda: pgettext("navigation", "Consultations"),
        "responses.consultations",
        Permission.SEE_CONSULTATIONS,
        r"/staff/consultations(?!/\d+/themes)",
    ),
    NavEntry(
        lambda: pgettext("navigation", "Kiosks"),
        "kiosks.index",
        Permission.MANAGE_KIOSKS,
        "/staff/kiosks",
    ),
    NavEntry(
        lambda: pgettext("navigation", "Key responses"),
        "entry.index",
        Permission.ENTER_RESPONSES,
        "/staff/entry",
    ),
    NavEntry(
        lambda: pgettext("navigation", "Themes"),
        "themes.first",
        Permission.SEE_THEMES,
        r"/staff/(themes|comments|campaigns|codebooks|coding|consultations/\d+/themes)",
    ),
    NavEntry(
        lambda: pgettext("navigation", "Roadmap"),
        "roadmap.index",
        Permission.SEE_ROADMAP,
        "/staff/roadmap",
    ),
    NavEntry(
        lambda: pgettext("navigation", "Audit record"),
        "audit.index",
        Permission.READ_AUDIT,
        "/staff/audit",
    ),
    NavEntry(
        lambda: pgettext("navigation", "Staff"),
        "people.index",
        Permission.ADMINISTER,
        "/staff/people",
    ),
)

JOBS: dict[str, JobFunction] = {
    FIND_THEMES: find_themes_job,
    JOIN_THEMES: join_comments_job,
    PROPOSE_THEMES: propose_job,
    TELL_THEMES: tell_job,
    IMPORT_FILE: import_job,
}


# what the audit record calls the things that it is about, and where it leads
SUBJECTS: dict[str, SubjectKind] = {
    **RESPONSES_AUDITED,
    **SURVEYS_AUDITED,
    **THEMES_AUDITED,
    "account": SubjectKind(User.id, (User.name,), "people.edit", {"account_id": User.id}),
    "consultation": SubjectKind(
        Consultation.id,
        (Consultation.title,),
        "surveys.overview",
        {"consultation_id": Consultation.id},
    ),
    "decision": SubjectKind(
        Decision.id, (Decision.title,), "roadmap.decision", {"decision_id": Decision.id}
    ),
    "invitation_batch": SubjectKind(
        InvitationBatch.id,
        (InvitationBatch.name,),
        "responses.invitations.index",
        {"consultation_id": InvitationBatch.consultation_id},
    ),
    "kiosk": SubjectKind(KioskDevice.id, (KioskDevice.name,), "kiosks.index"),
    "need": SubjectKind(Need.id, (Need.statement,), "roadmap.need", {"need_id": Need.id}),
    "roadmap_item": SubjectKind(
        RoadmapItem.id, (RoadmapItem.title,), "roadmap.item", {"item_id": RoadmapItem.id}
    ),
}

# what the worker does again and again, whether anybody asks or not
CHORES: tuple[Callable[[], None], ...] = (
    delete_old_contacts,
    sweep_unsent_uploads,
    forget_old_files,
)


def create_app(settings: Settings | None = None) -> Flask:
    """The application for these settings, by default those of the environment.

    Raises ``UnsafeSettings`` where starting would put responses at risk, and ``UndeclaredAccess``
    where a route does not say who may call it.
    """
    config = settings or Settings.from_env()
    app = Flask("engage", static_folder=None, template_folder=str(resource_folder("templates")))
    _configure(app, config)
    set_secret(config.secret_key)
    set_city_zone(config.timezone)
    set_files_folder(config.files_folder)
    use_calendar(today)
    use_begun_counter(count_begun)
    use_kinds(SUBJECTS)
    db.init_app(app)
    with app.app_context():
        prepare_engine(db.engine)
        refuse_unsafe_database(db.engine)
    Migrate(app, db, directory=str(resource_folder("migrations")))
    _init_signing_in(app)
    init_sent(app)
    init_locale(app)
    init_rendering(app, config, NAV)
    init_static_files(app, static_folder())
    init_cross_site(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    init_access(app, find_signed_in)
    init_headers(app)
    init_compression(app)
    init_errors(app)
    if config.is_behind_proxy:
        app.wsgi_app = ProxyFix(app.wsgi_app)  # type: ignore[method-assign]  # Flask's own recipe
    return app


def _init_signing_in(app: Flask) -> None:
    """Flask-Security without its pages, and without what it hangs into every request."""
    Security(app, SQLAlchemyUserDatastore(db, User, Role), register_blueprint=False)
    app.before_request_funcs[None].clear()  # Flask-Principal's: web.access asks, not its identities
    # Flask-Login's: no template asks who is signed in, least of all that of a stopped database
    app.template_context_processors[None] = [
        each
        for each in app.template_context_processors[None]
        if not each.__module__.startswith("flask_login")
    ]


def _configure(app: Flask, config: Settings) -> None:
    app.config.update(
        SECRET_KEY=config.secret_key,
        TESTING=config.environment == "test",
        SQLALCHEMY_DATABASE_URI=_absolute(config.database_url),
        SQLALCHEMY_ENGINE_OPTIONS=engine_options(config.database_url),
        SESSION_COOKIE_NAME="engage_session",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=config.is_production,
        PERMANENT_SESSION_LIFETIME=12 * 3600,
        MAX_CONTENT_LENGTH=32 * 1024 * 1024,
        MAX_FORM_MEMORY_SIZE=2 * 1024 * 1024,
        BABEL_DEFAULT_LOCALE=config.default_locale,
        BABEL_DEFAULT_TIMEZONE=config.timezone,
        WTF_CSRF_ENABLED=False,
        SECURITY_PASSWORD_SALT=config.secret_key,
        SECURITY_PASSWORD_HASH="argon2",  # noqa: S106 - the method, no password
        SECURITY_EMAIL_VALIDATOR_ARGS={"check_deliverability": False},
        SECURITY_ANONYMOUS_USER_DISABLED=True,
    )


def _absolute(url: str) -> str:
    """Flask-SQLAlchemy would put a relative SQLite path into its instance folder; take it as is."""
    prefix = "sqlite:///"
    if url.startswith(prefix) and not url.startswith("sqlite:////") and url != "sqlite:///:memory:":
        return prefix + str(Path(url.removeprefix(prefix)).resolve())
    return url
