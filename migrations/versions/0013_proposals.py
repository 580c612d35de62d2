"""themes: what a run over a codebook proposes, part by part

Revision ID: 0013
Revises: 0012
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0013"
down_revision = "0012"

JSON = sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql")


def upgrade() -> None:
    op.create_table(
        "proposal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("question_code", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("base_run_id", sa.Integer(), nullable=False),
        sa.Column("parameters", JSON, nullable=False),
        sa.Column("engine_version", sa.String(), nullable=False),
        sa.Column("input_digest", sa.String(), nullable=False),
        sa.Column("comment_count", sa.Integer(), nullable=False),
        sa.Column("figures", JSON, nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("kind IN ('change','tree')", name=op.f("ck_proposal_kind")),
        sa.CheckConstraint("state IN ('open','archived')", name=op.f("ck_proposal_state")),
        sa.ForeignKeyConstraint(
            ["consultation_id"], ["consultation.id"], name=op.f("fk_proposal_consultation_id")
        ),
        sa.ForeignKeyConstraint(
            ["base_run_id"], ["clustering_run.id"], name=op.f("fk_proposal_base_run_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposal")),
    )
    op.create_index("ix_proposal_question", "proposal", ["consultation_id", "question_code"])
    op.create_table(
        "proposed_part",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("proposal_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("theme_id", sa.Integer(), nullable=True),
        sa.Column("theme_ids", JSON, nullable=False),
        sa.Column("label", JSON, nullable=False),
        sa.Column("keywords", JSON, nullable=False),
        sa.Column("stability", sa.Double(), nullable=True),
        sa.Column("comments", JSON, nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("decided_by", sa.String(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "kind IN ('new','move','dissolve','family','part')", name=op.f("ck_proposed_part_kind")
        ),
        sa.CheckConstraint(
            "state IN ('open','accepted','rejected')", name=op.f("ck_proposed_part_state")
        ),
        sa.ForeignKeyConstraint(
            ["proposal_id"], ["proposal.id"], name=op.f("fk_proposed_part_proposal_id")
        ),
        sa.ForeignKeyConstraint(["theme_id"], ["theme.id"], name=op.f("fk_proposed_part_theme_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposed_part")),
    )
    op.create_index(op.f("ix_proposed_part_proposal_id"), "proposed_part", ["proposal_id"])


def downgrade() -> None:
    op.drop_table("proposed_part")
    op.drop_table("proposal")
