"""responses: photos

Revision ID: 0014
Revises: 0013
"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    op.create_table(
        "upload",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("question_code", sa.String(), nullable=False),
        sa.Column("stored_name", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("holder_hash", sa.String(), nullable=False),
        sa.Column("response_id", sa.Integer(), nullable=True),
        sa.Column("uploaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["consultation_id"], ["consultation.id"], name=op.f("fk_upload_consultation_id")
        ),
        sa.ForeignKeyConstraint(
            ["response_id"], ["response.id"], name=op.f("fk_upload_response_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_upload")),
        sa.UniqueConstraint("reference", name=op.f("uq_upload_reference")),
    )
    op.create_index("ix_upload_consultation_response", "upload", ["consultation_id", "response_id"])
    op.create_index(op.f("ix_upload_holder_hash"), "upload", ["holder_hash"])
    op.create_index(op.f("ix_upload_response_id"), "upload", ["response_id"])


def downgrade() -> None:
    op.drop_table("upload")
