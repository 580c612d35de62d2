"""themes: under which guid an entry of a codebook was brought in

Revision ID: 0022
Revises: 0021
"""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"


def upgrade() -> None:
    op.add_column(
        "codebook_entry", sa.Column("guid", sa.String(), nullable=False, server_default="")
    )


def downgrade() -> None:
    op.drop_column("codebook_entry", "guid")
