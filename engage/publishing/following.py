"""Follow my response: from the receipt to what became of it, never the answers."""

import threading
import time
from collections import deque
from dataclasses import dataclass

from engage.consultations import ConsultationSummary, get_consultation
from engage.kernel.errors import EngageError, message
from engage.publishing.outcome import Heard, get_outcome, is_published
from engage.publishing.released_themes import PublicTheme
from engage.responses import ResponseStatus, find_by_receipt
from engage.themes import themes_of_comments

LOOKUPS = 60
WITHIN_SECONDS = 60.0


class TooManyLookups(EngageError):
    """Somebody is trying codes."""

    status = 429


@dataclass(frozen=True)
class Followed:
    """What a receipt may learn."""

    status: ResponseStatus
    consultation: ConsultationSummary
    is_public: bool
    themes: tuple[PublicTheme, ...]
    heard: tuple[Heard, ...]


_recent: deque[float] = deque()
_lock = threading.Lock()


def find_response(code: str) -> ResponseStatus | None:
    """The response behind a receipt, or None where there is none.

    Raises ``ledger.ReceiptMistyped`` for a code that can't be one, and ``TooManyLookups`` for an
    unknown one when this process has looked up more than ``LOOKUPS`` of them in a minute. With 80
    random bits a guess is hopeless, so a known code is always answered: whoever floods the page
    with wrong ones keeps nobody from their receipt, and no address has to be kept.
    """
    status = find_by_receipt(code)
    if status is None:
        _note_miss()
    return status


def follow(code: str, language: str = "") -> Followed | None:
    """What became of the response behind a receipt, or None; raises as ``find_response`` does.

    Quotes of others in this language come first.
    """
    status = find_response(code)
    if status is None:
        return None
    consultation = get_consultation(status.consultation_id)
    if not is_published(consultation.id):
        return Followed(status, consultation, False, (), ())
    found = themes_of_comments(consultation.id, status.comment_ids)
    theme_ids = {theme_id for themes in found.values() for theme_id in themes}
    outcome = get_outcome(consultation.id, language)
    themes = [each.theme for each in outcome.themes if each.theme.id in theme_ids]
    heard = [h for h in outcome.heard if theme_ids & {theme.id for theme in h.themes}]
    themes.sort(key=lambda theme: theme.id)
    return Followed(status, consultation, True, tuple(themes), tuple(heard))


def _note_miss() -> None:
    with _lock:
        while _recent and _recent[0] < time.monotonic() - WITHIN_SECONDS:
            _recent.popleft()
        if len(_recent) >= LOOKUPS:
            raise TooManyLookups(
                message("follow", "Too many codes were tried. Wait a minute, then try again.")
            )
        _recent.append(time.monotonic())
