"""campaigns: near-identical comments, and the comments they were written from

Revision ID: 0003
Revises: 0002
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_table(
        "campaign",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("question_code", sa.String(), nullable=False),
        sa.Column("template_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("found_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "state IN ('found','dismissed','archived')", name=op.f("ck_campaign_state")
        ),
        sa.ForeignKeyConstraint(
            ["consultation_id"], ["consultation.id"], name=op.f("fk_campaign_consultation_id")
        ),
        sa.ForeignKeyConstraint(
            ["template_id"], ["comment.id"], name=op.f("fk_campaign_template_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_campaign")),
    )
    op.create_index("ix_campaign_question", "campaign", ["consultation_id", "question_code"])
    op.create_table(
        "campaign_copy",
        sa.Column("comment_id", sa.Integer(), nullable=False),
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["comment_id"], ["comment.id"], name=op.f("fk_campaign_copy_comment_id")
        ),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaign.id"], name=op.f("fk_campaign_copy_campaign_id")
        ),
        sa.PrimaryKeyConstraint("comment_id", name=op.f("pk_campaign_copy")),
    )
    op.create_index(op.f("ix_campaign_copy_campaign_id"), "campaign_copy", ["campaign_id"])


def downgrade() -> None:
    op.drop_index(op.f("ix_campaign_copy_campaign_id"), table_name="campaign_copy")
    op.drop_table("campaign_copy")
    op.drop_index("ix_campaign_question", table_name="campaign")
    op.drop_table("campaign")
