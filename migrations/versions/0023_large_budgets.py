"""roadmap: budgets of more than two thousand million

Revision ID: 0023
Revises: 0022
"""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"


def upgrade() -> None:
    _alter(sa.Integer(), sa.BigInteger())


def downgrade() -> None:
    _alter(sa.BigInteger(), sa.Integer())


def _alter(before: sa.types.TypeEngine[int], after: sa.types.TypeEngine[int]) -> None:
    # SQLite has one kind of whole numbers, large enough
    if op.get_bind().dialect.name != "sqlite":
        op.alter_column(
            "roadmap_item", "budget", existing_type=before, type_=after, existing_nullable=True
        )
