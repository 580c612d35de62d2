"""who translated which words of a survey from what, and who reviewed them

Revision ID: 0005
Revises: 0004
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.create_table(
        "survey_translation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("survey_id", sa.Integer(), nullable=False),
        sa.Column("text_key", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("words_digest", sa.String(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("suggester", sa.String(), nullable=False),
        sa.Column("translator_id", sa.Integer(), nullable=True),
        sa.Column("translated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reviewer_id", sa.Integer(), nullable=True),
        sa.Column("reviewed_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_survey_translation"),
        sa.ForeignKeyConstraint(
            ["survey_id"], ["survey.id"], name="fk_survey_translation_survey_id"
        ),
        sa.ForeignKeyConstraint(
            ["translator_id"], ["staff_user.id"], name="fk_survey_translation_translator_id"
        ),
        sa.ForeignKeyConstraint(
            ["reviewer_id"], ["staff_user.id"], name="fk_survey_translation_reviewer_id"
        ),
        sa.UniqueConstraint(
            "survey_id",
            "language",
            "text_key",
            "words_digest",
            name="uq_survey_translation_of_words",
        ),
    )


def downgrade() -> None:
    op.drop_table("survey_translation")
