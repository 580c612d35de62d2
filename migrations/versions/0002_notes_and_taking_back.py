"""notes of operators, and forms that they took back

Revision ID: 0002
Revises: 0001
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

COLUMNS = ["consultation_id", "serial"]


def upgrade() -> None:
    op.add_column("response", sa.Column("note", sa.String(), nullable=False, server_default=""))
    op.add_column("response", sa.Column("taken_back_at", sa.DateTime(timezone=True), nullable=True))
    _index_serials("serial IS NOT NULL AND taken_back_at IS NULL")


def downgrade() -> None:
    op.execute("UPDATE response SET serial = NULL WHERE taken_back_at IS NOT NULL")
    _index_serials("serial IS NOT NULL")
    op.drop_column("response", "taken_back_at")
    op.drop_column("response", "note")


def _index_serials(where: str) -> None:
    op.drop_index("uq_response_serial", table_name="response")
    op.create_index(
        "uq_response_serial",
        "response",
        COLUMNS,
        unique=True,
        sqlite_where=sa.text(where),
        postgresql_where=sa.text(where),
    )
