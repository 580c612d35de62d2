"""responses: why, by whom and when a response was left out, and what it was before

Revision ID: 0025
Revises: 0024
"""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"

_WORDS = ("disposition_before", "exclusion_kind", "excluded_by")


def upgrade() -> None:
    for name in _WORDS:
        column = sa.Column(name, sa.String(), nullable=False, server_default="")
        op.add_column("response", column)
    moment = sa.Column("excluded_at", sa.DateTime(timezone=True), nullable=True)
    op.add_column("response", moment)


def downgrade() -> None:
    op.drop_column("response", "excluded_at")
    for name in reversed(_WORDS):
        op.drop_column("response", name)
