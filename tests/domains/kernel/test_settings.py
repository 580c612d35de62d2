"""Settings that would lose responses or let strangers in refuse to start."""

from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask

from engage.app import create_app
from engage.config import Settings, UnsafeSettings
from engage.kernel.db import db, refuse_unsafe_database
from engage.kernel.languages import PUBLIC_LOCALES, STAFF_LOCALES
from engage.web.locale import best_locale

SAFE = {
    "ENGAGE_ENVIRONMENT": "production",
    "ENGAGE_SECRET_KEY": "0123456789abcdef0123456789abcdef",
    "ENGAGE_BASE_URL": "https://consult.example.org/",
}


def test_safe_settings_are_taken_as_they_are() -> None:
    settings = Settings.from_env(SAFE)
    assert settings.is_production and settings.base_url == "https://consult.example.org"
    assert SAFE["ENGAGE_SECRET_KEY"] not in repr(settings)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ENGAGE_SECRET_KEY", None),
        ("ENGAGE_SECRET_KEY", "too short"),
        ("ENGAGE_BASE_URL", "http://consult.example.org"),
        ("ENGAGE_ENVIRONMENT", "live"),
        ("ENGAGE_TIMEZONE", "Europe/Riverton"),
        ("ENGAGE_SMTP_PORT", "mail"),
        ("ENGAGE_TIMEZONE", "../etc/passwd"),
    ],
)
def test_an_unsafe_setting_refuses_to_start_and_is_named(name: str, value: str | None) -> None:
    environ = {key: known for key, known in SAFE.items() if key != name}
    if value is not None:
        environ[name] = value
    with pytest.raises(UnsafeSettings, match=name):
        Settings.from_env(environ)


def test_every_reason_is_given_at_once() -> None:
    with pytest.raises(UnsafeSettings) as refused:
        Settings.from_env({"ENGAGE_ENVIRONMENT": "production", "ENGAGE_TIMEZONE": "nowhere"})
    for name in ("ENGAGE_SECRET_KEY", "ENGAGE_BASE_URL", "ENGAGE_TIMEZONE"):
        assert name in str(refused.value)


def test_a_database_that_may_lose_a_response_refuses_to_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ENGAGE_SQLITE_SYNCHRONOUS", "NORMAL")
    url = f"sqlite:///{tmp_path / 'engage.sqlite3'}"
    with pytest.raises(UnsafeSettings, match="synchronous=FULL"):
        create_app(Settings(environment="test", database_url=url))


def test_an_old_sqlite_is_named(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(db.engine.dialect, "server_version_info", (3, 26, 0))  # that of RHEL 8
    with pytest.raises(UnsafeSettings, match=r"3\.35 or newer is needed; this Python has 3\.26\.0"):
        refuse_unsafe_database(db.engine)


def test_the_language_of_the_city_is_one_of_ours_and_staff_read_it_where_it_is_theirs(
    tmp_path: Path,
) -> None:
    settings = Settings(environment="test", database_url=f"sqlite:///{tmp_path / 'e.sqlite3'}")
    for code, for_staff in (("de", "en"), ("es", "es")):
        with create_app(replace(settings, default_locale=code)).test_request_context():
            assert (best_locale(PUBLIC_LOCALES), best_locale(STAFF_LOCALES)) == (code, for_staff)
    with pytest.raises(UnsafeSettings, match="ENGAGE_DEFAULT_LOCALE"):
        create_app(replace(settings, default_locale="tlh"))


def test_mail_needs_a_sender_and_a_safe_way_to_its_server() -> None:
    mail = {"ENGAGE_SMTP_HOST": "mail.example.org", "ENGAGE_MAIL_FROM": "city@example.org"}
    secret = {"ENGAGE_SMTP_PASSWORD": "very secret"}
    settings = Settings.from_env(SAFE | mail | secret)
    assert settings.sends_mail and settings.smtp_port == 587 and "very secret" not in repr(settings)
    assert not Settings.from_env(SAFE).sends_mail
    for security in ("none", "sometimes"):
        with pytest.raises(UnsafeSettings, match="ENGAGE_SMTP_SECURITY"):
            Settings.from_env(SAFE | mail | {"ENGAGE_SMTP_SECURITY": security})
    with pytest.raises(UnsafeSettings, match="ENGAGE_MAIL_FROM"):
        Settings.from_env(SAFE | {"ENGAGE_SMTP_HOST": "mail.example.org"})
    own = {"ENGAGE_SMTP_HOST": "127.0.0.1", "ENGAGE_SMTP_SECURITY": "none"}
    assert Settings.from_env(SAFE | mail | own).sends_mail
