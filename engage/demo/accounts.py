"""A sign-in for each role, printed by ``engage demo`` and never made in production."""

from engage.kernel.actors import SYSTEM
from engage.people import ROLES, add_account

PASSWORD = "riverton-demonstration"  # noqa: S105 - printed for everybody to see

DEMO_ACCOUNTS: dict[str, tuple[str, str]] = {
    "administrator": ("Ada Moreno", "administrator@riverton.example"),
    "engagement_lead": ("Lena Haddad", "lead@riverton.example"),
    "analyst": ("Ana Petrov", "analyst@riverton.example"),
    "operator": ("Omar Reyes", "operator@riverton.example"),
    "translator": ("Tariq Vidal", "translator@riverton.example"),
    "auditor": ("Aude Lindqvist", "auditor@riverton.example"),
}


def add_demo_accounts() -> None:
    """Add the six accounts."""
    assert set(DEMO_ACCOUNTS) == set(ROLES)
    for role, (name, email) in DEMO_ACCOUNTS.items():
        add_account(SYSTEM, name, email, PASSWORD, (role,))
