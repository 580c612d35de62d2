"""edits of surveys, to be undone and done again

Revision ID: 0004
Revises: 0003
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0004"
down_revision = "0003"

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    op.create_table(
        "survey_edit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("survey_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("document", JSON, nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("part", sa.String(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("edited_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_survey_edit"),
        sa.ForeignKeyConstraint(["survey_id"], ["survey.id"], name="fk_survey_edit_survey_id"),
        sa.ForeignKeyConstraint(["actor_id"], ["staff_user.id"], name="fk_survey_edit_actor_id"),
        sa.UniqueConstraint("survey_id", "number", name="uq_survey_edit_survey_id_number"),
    )
    op.add_column(
        "survey", sa.Column("edit_number", sa.Integer(), nullable=False, server_default="0")
    )


def downgrade() -> None:
    op.drop_column("survey", "edit_number")
    op.drop_table("survey_edit")
