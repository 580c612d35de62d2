"""responses: e-mail addresses apart from answers

Revision ID: 0009
Revises: 0008
"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    op.create_table(
        "contact",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("question_code", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("keep_days", sa.Integer(), nullable=False),
        sa.Column("given_on", sa.Date(), nullable=False),
        sa.Column("holder_hash", sa.String(), nullable=False),
        sa.Column("response_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["consultation_id"], ["consultation.id"], name=op.f("fk_contact_consultation_id")
        ),
        sa.ForeignKeyConstraint(
            ["response_id"], ["response.id"], name=op.f("fk_contact_response_id")
        ),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_contact")),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "ix_contact_consultation_question", "contact", ["consultation_id", "question_code"]
    )
    op.create_index(op.f("ix_contact_holder_hash"), "contact", ["holder_hash"])
    op.create_index(op.f("ix_contact_response_id"), "contact", ["response_id"])


def downgrade() -> None:
    op.drop_table("contact")
