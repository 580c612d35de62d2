"""responses: values calculated from the answers

Revision ID: 0012
Revises: 0011
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    kind = sa.JSON().with_variant(JSONB(), "postgresql")
    op.add_column("response", sa.Column("derived", kind, nullable=False, server_default="{}"))


def downgrade() -> None:
    op.drop_column("response", "derived")
