"""What a browser carries from page to page on the web: the cookie that finds its draft."""

import hashlib
import hmac
from typing import Any

from flask import request, url_for

from engage.channels.online.drafts import OpenDraft, find_draft
from engage.channels.online.ways import Way
from engage.consultations import ConsultationSummary
from engage.kernel.keys import key_for

DRAFT_COOKIE = "engage_draft"
DRAFT_SECONDS = 30 * 86400


def draft_of_browser(consultation: ConsultationSummary) -> OpenDraft | None:
    """What this browser has begun for a consultation and not sent."""
    return find_draft(request.cookies.get(DRAFT_COOKIE), "web", consultation.id)


def way_of(slug: str) -> Way:
    """Where the pages of a survey are on the web."""

    def page_href(code: str, change: int) -> str:
        values: dict[str, Any] = {"change": 1} if change else {}
        return url_for("online.page", slug=slug, page_code=code, **values)

    check_href = url_for("online.check", slug=slug)
    return Way(
        page_href,
        check_href,
        url_for("online.start", slug=slug),
        can_save=True,
        keep=_kept_for(slug),
    )


def _kept_for(slug: str) -> str:
    """Tells this draft from another in the same tab, and tells no script the draft's cookie."""
    receipt = request.cookies.get(DRAFT_COOKIE, "").encode()
    return f"{slug} {hmac.new(key_for('kept in tabs'), receipt, hashlib.sha256).hexdigest()[:16]}"
