"""Who is acting and what that person may do."""

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Self

from engage.kernel.errors import Forbidden, message


class Permission(StrEnum):
    """One thing that a role may allow; the table of roles is ``engage.people.roles``."""

    ADMINISTER = "administer"
    READ_AUDIT = "read_audit"
    SEE_CONSULTATIONS = "see_consultations"
    MANAGE_CONSULTATIONS = "manage_consultations"
    EDIT_SURVEYS = "edit_surveys"
    TRANSLATE_SURVEYS = "translate_surveys"
    MANAGE_KIOSKS = "manage_kiosks"
    ENTER_RESPONSES = "enter_responses"
    IMPORT_RESPONSES = "import_responses"
    SEE_CONTACTS = "see_contacts"
    SEE_THEMES = "see_themes"
    REVIEW_THEMES = "review_themes"
    APPROVE_THEMES = "approve_themes"
    SEE_ROADMAP = "see_roadmap"
    MANAGE_ROADMAP = "manage_roadmap"
    PUBLISH = "publish"


@dataclass(frozen=True)
class Actor:
    """A signed-in person, or the system itself (``id`` None) acting for a job or a command.

    ``reason`` is why this person acts, where somebody asked.
    """

    id: int | None
    name: str
    permissions: frozenset[Permission]
    roles: tuple[str, ...] = ()
    locale: str | None = None
    reason: str = ""

    def may(self, permission: Permission) -> bool:
        """Whether this actor holds the permission."""
        return permission in self.permissions

    def because(self, reason: str) -> Self:
        """The same person, saying why."""
        return replace(self, reason=reason.strip())

    def require(self, permission: Permission) -> None:
        """Raise ``Forbidden`` unless this actor holds the permission."""
        if not self.may(permission):
            raise Forbidden(message("access", "Your role does not allow this."))


SYSTEM = Actor(id=None, name="Engage", permissions=frozenset(Permission))
