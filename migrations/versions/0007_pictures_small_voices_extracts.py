"""themes: pictures of runs, small voices, sentences that tell a theme

Revision ID: 0007
Revises: 0006
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0007"
down_revision = "0006"

JSON = sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql")


def upgrade() -> None:
    op.create_table(
        "run_picture",
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("themes", JSON, nullable=False),
        sa.Column("dots", JSON, nullable=False),
        sa.Column("comment_count", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["run_id"], ["clustering_run.id"], name=op.f("fk_run_picture_run_id")
        ),
        sa.PrimaryKeyConstraint("run_id", name=op.f("pk_run_picture")),
    )
    op.create_table(
        "small_voice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("question_code", sa.String(), nullable=False),
        sa.Column("comment_ids", JSON, nullable=False),
        sa.Column("keywords", JSON, nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("found_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "state IN ('found','dismissed','made','archived')", name=op.f("ck_small_voice_state")
        ),
        sa.ForeignKeyConstraint(
            ["consultation_id"], ["consultation.id"], name=op.f("fk_small_voice_consultation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_small_voice")),
    )
    op.create_index("ix_small_voice_question", "small_voice", ["consultation_id", "question_code"])
    op.create_table(
        "theme_extract",
        sa.Column("theme_id", sa.Integer(), nullable=False),
        sa.Column("sentences", JSON, nullable=False),
        sa.Column("comment_count", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["theme_id"], ["theme.id"], name=op.f("fk_theme_extract_theme_id")),
        sa.PrimaryKeyConstraint("theme_id", name=op.f("pk_theme_extract")),
    )


def downgrade() -> None:
    op.drop_table("theme_extract")
    op.drop_index("ix_small_voice_question", table_name="small_voice")
    op.drop_table("small_voice")
    op.drop_table("run_picture")
