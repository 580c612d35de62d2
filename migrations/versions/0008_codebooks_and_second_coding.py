"""themes: codebooks with frozen versions, samples coded by a second person

Revision ID: 0008
Revises: 0007
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from engage.kernel.db import append_only_statements

revision = "0008"
down_revision = "0007"

JSON = sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql")


def upgrade() -> None:
    op.create_table(
        "codebook_entry",
        sa.Column("theme_id", sa.Integer(), nullable=False),
        sa.Column("includes", JSON, nullable=False),
        sa.Column("excludes", JSON, nullable=False),
        sa.Column("examples", JSON, nullable=False),
        sa.ForeignKeyConstraint(
            ["theme_id"], ["theme.id"], name=op.f("fk_codebook_entry_theme_id")
        ),
        sa.PrimaryKeyConstraint("theme_id", name=op.f("pk_codebook_entry")),
    )
    op.create_table(
        "codebook_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("question_code", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("content", JSON, nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("actor_name", sa.String(), nullable=False),
        sa.Column("frozen_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["consultation_id"],
            ["consultation.id"],
            name=op.f("fk_codebook_version_consultation_id"),
        ),
        sa.ForeignKeyConstraint(
            ["actor_id"], ["staff_user.id"], name=op.f("fk_codebook_version_actor_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_codebook_version")),
        sa.UniqueConstraint(
            "consultation_id",
            "question_code",
            "number",
            name=op.f("uq_codebook_version_consultation_id_question_code_number"),
        ),
    )
    for statement in append_only_statements(
        "codebook_version", ("UPDATE", "DELETE"), op.get_bind().dialect.name
    ):
        op.execute(statement)
    _second_coding()


def _second_coding() -> None:
    op.create_table(
        "second_coding",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("question_code", sa.String(), nullable=False),
        sa.Column("coder_id", sa.Integer(), nullable=True),
        sa.Column("coder_name", sa.String(), nullable=False),
        sa.Column("strategy", sa.String(), nullable=False),
        sa.Column("seed", sa.Integer(), nullable=False),
        sa.Column("theme_ids", JSON, nullable=False),
        sa.Column("figures", JSON, nullable=True),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "strategy IN ('random','stratified')", name=op.f("ck_second_coding_strategy")
        ),
        sa.ForeignKeyConstraint(
            ["consultation_id"], ["consultation.id"], name=op.f("fk_second_coding_consultation_id")
        ),
        sa.ForeignKeyConstraint(
            ["coder_id"], ["staff_user.id"], name=op.f("fk_second_coding_coder_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_second_coding")),
    )
    op.create_index(
        "ix_second_coding_question", "second_coding", ["consultation_id", "question_code"]
    )
    op.create_table(
        "coded_again",
        sa.Column("coding_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("comment_id", sa.Integer(), nullable=False),
        sa.Column("first_theme_id", sa.Integer(), nullable=True),
        sa.Column("choice", sa.String(), nullable=True),
        sa.Column("theme_id", sa.Integer(), nullable=True),
        sa.Column("coded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_as", sa.String(), nullable=True),
        sa.Column("settled_by", sa.String(), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "choice IN ('theme','none','unclear')", name=op.f("ck_coded_again_choice")
        ),
        sa.CheckConstraint(
            "(choice = 'theme') = (theme_id IS NOT NULL)",
            name=op.f("ck_coded_again_theme_if_chosen"),
        ),
        sa.CheckConstraint(
            "settled_as IN ('first','second')", name=op.f("ck_coded_again_settled_as")
        ),
        sa.ForeignKeyConstraint(
            ["coding_id"], ["second_coding.id"], name=op.f("fk_coded_again_coding_id")
        ),
        sa.ForeignKeyConstraint(
            ["comment_id"], ["comment.id"], name=op.f("fk_coded_again_comment_id")
        ),
        sa.ForeignKeyConstraint(
            ["first_theme_id"], ["theme.id"], name=op.f("fk_coded_again_first_theme_id")
        ),
        sa.ForeignKeyConstraint(["theme_id"], ["theme.id"], name=op.f("fk_coded_again_theme_id")),
        sa.PrimaryKeyConstraint("coding_id", "position", name=op.f("pk_coded_again")),
    )
    op.create_index(op.f("ix_coded_again_comment_id"), "coded_again", ["comment_id"])


def downgrade() -> None:
    op.drop_index(op.f("ix_coded_again_comment_id"), table_name="coded_again")
    op.drop_table("coded_again")
    op.drop_index("ix_second_coding_question", table_name="second_coding")
    op.drop_table("second_coding")
    op.drop_table("codebook_version")
    op.drop_table("codebook_entry")
