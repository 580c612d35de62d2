"""A response on its way in, and what the door says of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any


@dataclass(frozen=True)
class Assistance:
    """What an operator notes beside the answers; ``note`` is for reviewers, never public."""

    operator_id: int | None
    place: str = ""
    help_given: str = ""
    serial: str | None = None
    received_on: date | None = None
    late_reason: str = ""
    note: str = ""


@dataclass(frozen=True)
class Submission:
    """One response on its way in.

    ``marks`` names answers that the survey's rules don't bind, and why (``blank``, ``illegible``,
    ``not_asked`` ...); ``kept_as_written`` holds what paper said and no rule allows, ``left_open``
    the answers that it may mean there.
    ``invitation`` is a code where only its holders may answer, ``browser`` the token of a browser.
    ``happened_at`` is for responses that are loaded later than they were given.
    """

    version_id: int
    receipt: str
    channel: str
    language: str
    answers: Mapping[str, Any]
    assistance: Assistance | None = None
    marks: Mapping[str, str] = field(default_factory=dict)
    kept_as_written: Mapping[str, str] = field(default_factory=dict)
    left_open: Mapping[str, Sequence[Any]] = field(default_factory=dict)
    invitation: str = ""
    browser: str = ""
    kiosk_device_id: int | None = None
    import_id: int | None = None
    started_at: datetime | None = None
    happened_at: datetime | None = None


@dataclass(frozen=True)
class Accepted:
    """The response is stored for good. ``is_new`` is False for a repetition.

    ``is_conflict`` says that what came does not count: other answers stand under its receipt, or
    the response was withdrawn or taken back. ``dropped`` are questions whose answers fell away.
    """

    response_id: int
    receipt: str
    is_new: bool
    is_conflict: bool
    dropped: tuple[str, ...] = ()
