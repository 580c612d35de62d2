"""themes: in how many of ten repeats a theme fell apart

Revision ID: 0020
Revises: 0019
"""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"


def upgrade() -> None:
    for table in ("theme", "proposed_part"):
        op.add_column(table, sa.Column("fell_apart", sa.Integer(), nullable=True))


def downgrade() -> None:
    for table in ("theme", "proposed_part"):
        op.drop_column(table, "fell_apart")
