"""responses: files other than photos

Revision ID: 0016
Revises: 0015
"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    kind = sa.Column("media_type", sa.String(), nullable=False, server_default="image/jpeg")
    op.add_column("upload", kind)


def downgrade() -> None:
    op.execute("DELETE FROM upload WHERE media_type <> 'image/jpeg'")
    op.drop_column("upload", "media_type")
