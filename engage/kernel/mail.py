"""Sends one e-mail through the city's own server and forgets the address."""

import re
import smtplib
import ssl
from dataclasses import dataclass
from email.message import EmailMessage

from engage.config import Settings
from engage.kernel.errors import InvalidInput, message

PATIENCE_SECONDS = 10
LONGEST_ADDRESS = 254
_ADDRESS = re.compile(r"[^\s@,;<>\"]+@[^\s@,;<>\"]+\.[^\s@,;<>\"]+")


class NotSent(Exception):
    """The mail server did not take the mail; the address is not in the text."""


@dataclass(frozen=True)
class Mail:
    """A letter in plain text."""

    to: str
    subject: str
    text: str


def read_address(typed: str) -> str:
    """The address as typed, without spaces around; raises ``InvalidInput``."""
    address = typed.strip()
    if len(address) > LONGEST_ADDRESS or not _ADDRESS.fullmatch(address):
        told = message("mail", "Enter an e-mail address, for example name@example.org.")
        raise InvalidInput(told, {"email": told})
    return address


def send_mail(settings: Settings, mail: Mail) -> None:
    """Hand a mail to the server that the settings name; raises ``NotSent``."""
    letter = EmailMessage()
    letter["From"], letter["To"], letter["Subject"] = settings.mail_from, mail.to, mail.subject
    letter["Auto-Submitted"] = "auto-generated"
    letter.set_content(mail.text)
    try:
        with _connect(settings) as server:
            if settings.smtp_user:
                server.login(settings.smtp_user, settings.smtp_password)
            server.send_message(letter)
    except (OSError, smtplib.SMTPException, UnicodeError) as problem:
        raise NotSent(type(problem).__name__) from None  # its text may repeat the address


def _connect(settings: Settings) -> smtplib.SMTP:
    host, port = settings.smtp_host, settings.smtp_port
    if settings.smtp_security == "tls":
        context = ssl.create_default_context()
        return smtplib.SMTP_SSL(host, port, timeout=PATIENCE_SECONDS, context=context)
    server = smtplib.SMTP(host, port, timeout=PATIENCE_SECONDS)
    if settings.smtp_security == "starttls":
        server.starttls(context=ssl.create_default_context())
    return server
