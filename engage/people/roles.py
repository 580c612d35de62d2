"""Who may do what: one table, enforced on every route and printed in ``docs/operating.md``."""

from engage.kernel.actors import Permission

ROLES: dict[str, frozenset[Permission]] = {
    "administrator": frozenset(
        {
            Permission.ADMINISTER,
            Permission.READ_AUDIT,
            Permission.SEE_CONSULTATIONS,
            Permission.MANAGE_CONSULTATIONS,
            Permission.MANAGE_KIOSKS,
        }
    ),
    "engagement_lead": frozenset(Permission) - {Permission.ADMINISTER},
    "analyst": frozenset(
        {
            Permission.SEE_CONSULTATIONS,
            Permission.IMPORT_RESPONSES,
            Permission.SEE_THEMES,
            Permission.REVIEW_THEMES,
            Permission.SEE_ROADMAP,
        }
    ),
    "operator": frozenset({Permission.SEE_CONSULTATIONS, Permission.ENTER_RESPONSES}),
    "translator": frozenset({Permission.SEE_CONSULTATIONS, Permission.TRANSLATE_SURVEYS}),
    "auditor": frozenset(
        {
            Permission.SEE_CONSULTATIONS,
            Permission.READ_AUDIT,
            Permission.SEE_THEMES,
            Permission.SEE_ROADMAP,
        }
    ),
}


def permissions_of(roles: tuple[str, ...]) -> frozenset[Permission]:
    """Everything that any of the roles allows; an unknown role allows nothing."""
    return frozenset().union(*(ROLES.get(role, frozenset()) for role in roles))
