"""Settings, read once from the environment; unsafe production values refuse to start."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

DEVELOPMENT_SECRET = "for development only, never for a city"  # noqa: S105 - refused in production


class UnsafeSettings(Exception):
    """The settings would lose responses or let strangers in; the text says which and why."""


@dataclass(frozen=True)
class Settings:
    """Everything that differs between one installation and the next."""

    environment: str = "development"
    database_url: str = "sqlite:///var/engage.sqlite3"
    secret_key: str = field(default=DEVELOPMENT_SECRET, repr=False)
    city: str = "Riverton"
    timezone: str = "Europe/Madrid"
    currency: str = "EUR"
    base_url: str = "http://127.0.0.1:8000"
    help_phone: str = "0800 555 0100"
    help_hours: str = "8:00–20:00"
    help_email: str = "help@riverton.example"
    is_behind_proxy: bool = False
    default_locale: str = "en"
    files: str = ""
    smtp_host: str = ""
    smtp_port: int = 587
    smtp_security: str = "starttls"
    smtp_user: str = ""
    smtp_password: str = field(default="", repr=False)
    mail_from: str = ""

    @classmethod
    def from_env(cls, environ: Mapping[str, str] | None = None) -> "Settings":
        """Read ``ENGAGE_*`` variables; raises ``UnsafeSettings`` on values that can't be used."""
        env = os.environ if environ is None else environ

        def value(name: str, default: str) -> str:
            return env.get(f"ENGAGE_{name}", default)

        settings = cls(
            environment=value("ENVIRONMENT", cls.environment),
            database_url=value("DATABASE_URL", cls.database_url),
            secret_key=value("SECRET_KEY", DEVELOPMENT_SECRET),
            city=value("CITY", cls.city),
            timezone=value("TIMEZONE", cls.timezone),
            currency=value("CURRENCY", cls.currency),
            base_url=value("BASE_URL", cls.base_url).rstrip("/"),
            help_phone=value("HELP_PHONE", cls.help_phone),
            help_hours=value("HELP_HOURS", cls.help_hours),
            help_email=value("HELP_EMAIL", cls.help_email),
            is_behind_proxy=value("BEHIND_PROXY", "") == "1",
            default_locale=value("DEFAULT_LOCALE", cls.default_locale),
            files=value("FILES", ""),
            smtp_host=value("SMTP_HOST", ""),
            smtp_port=_port(value("SMTP_PORT", str(cls.smtp_port))),
            smtp_security=value("SMTP_SECURITY", cls.smtp_security),
            smtp_user=value("SMTP_USER", ""),
            smtp_password=value("SMTP_PASSWORD", ""),
            mail_from=value("MAIL_FROM", ""),
        )
        settings.check()
        return settings

    @property
    def is_production(self) -> bool:
        """Whether real people's words are at stake."""
        return self.environment == "production"

    @property
    def files_folder(self) -> Path:
        """Where photos lie: beside a SQLite database, unless a folder is named."""
        prefix = "sqlite:///"
        if self.files or not self.database_url.startswith(prefix):
            return Path(self.files or "var/files").resolve()
        return Path(self.database_url.removeprefix(prefix)).resolve().parent / "files"

    @property
    def sends_mail(self) -> bool:
        """Whether there is a mail server; without one nothing is offered by e-mail."""
        return bool(self.smtp_host)

    def check(self) -> None:
        """Raise ``UnsafeSettings`` with every reason that speaks against starting."""
        reasons = []
        if self.environment not in ("development", "test", "production"):
            reasons.append("ENGAGE_ENVIRONMENT must be development, test or production.")
        try:
            ZoneInfo(self.timezone)
        except (ZoneInfoNotFoundError, ValueError):
            reasons.append(f"ENGAGE_TIMEZONE '{self.timezone}' is not a known time zone.")
        if self.is_production:
            if self.secret_key == DEVELOPMENT_SECRET or len(self.secret_key) < 32:
                reasons.append("ENGAGE_SECRET_KEY must be set to 32 random characters or more.")
            if not self.base_url.startswith("https://"):
                reasons.append("ENGAGE_BASE_URL must begin with https://.")
        if not self.database_url.startswith(("sqlite:///", "postgresql://")):
            reasons.append("ENGAGE_DATABASE_URL must begin with sqlite:/// or postgresql://.")
        reasons += self._reasons_of_mail()
        if reasons:
            raise UnsafeSettings(" ".join(reasons))

    def _reasons_of_mail(self) -> list[str]:
        if not self.sends_mail:
            return []
        reasons = []
        if self.smtp_security not in ("starttls", "tls", "none"):
            reasons.append("ENGAGE_SMTP_SECURITY must be starttls, tls or none.")
        if "@" not in self.mail_from:
            reasons.append("ENGAGE_MAIL_FROM must be the address that mail is sent from.")
        is_own = self.smtp_host in ("localhost", "127.0.0.1", "::1")
        if self.is_production and self.smtp_security == "none" and not is_own:
            reasons.append("ENGAGE_SMTP_SECURITY may be none only for a server on this machine.")
        return reasons


def _port(words: str) -> int:
    if not words.isdecimal() or not 0 < int(words) < 65536:
        raise UnsafeSettings(f"ENGAGE_SMTP_PORT '{words}' is not a port.")
    return int(words)
