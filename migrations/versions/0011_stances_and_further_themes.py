"""themes: further themes of a comment, stance of a comment in a theme

Revision ID: 0011
Revises: 0010
"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    op.create_table(
        "further_theme",
        sa.Column("comment_id", sa.Integer(), nullable=False),
        sa.Column("theme_id", sa.Integer(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("placed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["comment_id"], ["comment.id"], name=op.f("fk_further_theme_comment_id")
        ),
        sa.ForeignKeyConstraint(["theme_id"], ["theme.id"], name=op.f("fk_further_theme_theme_id")),
        sa.ForeignKeyConstraint(
            ["actor_id"], ["staff_user.id"], name=op.f("fk_further_theme_actor_id")
        ),
        sa.PrimaryKeyConstraint("comment_id", "theme_id", name=op.f("pk_further_theme")),
    )
    op.create_index(op.f("ix_further_theme_theme_id"), "further_theme", ["theme_id"])
    op.create_table(
        "theme_stance",
        sa.Column("comment_id", sa.Integer(), nullable=False),
        sa.Column("theme_id", sa.Integer(), nullable=False),
        sa.Column("stance", sa.String(), nullable=False),
        sa.Column("was_suggested", sa.Boolean(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "stance IN ('for','against','mixed','unclear')", name=op.f("ck_theme_stance_stance")
        ),
        sa.ForeignKeyConstraint(
            ["comment_id"], ["comment.id"], name=op.f("fk_theme_stance_comment_id")
        ),
        sa.ForeignKeyConstraint(["theme_id"], ["theme.id"], name=op.f("fk_theme_stance_theme_id")),
        sa.ForeignKeyConstraint(
            ["actor_id"], ["staff_user.id"], name=op.f("fk_theme_stance_actor_id")
        ),
        sa.PrimaryKeyConstraint("comment_id", "theme_id", name=op.f("pk_theme_stance")),
    )
    op.create_index("ix_theme_stance_theme_id", "theme_stance", ["theme_id"])
    op.create_table(
        "released_stance",
        sa.Column("theme_id", sa.Integer(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["theme_id"], ["theme.id"], name=op.f("fk_released_stance_theme_id")
        ),
        sa.ForeignKeyConstraint(
            ["actor_id"], ["staff_user.id"], name=op.f("fk_released_stance_actor_id")
        ),
        sa.PrimaryKeyConstraint("theme_id", name=op.f("pk_released_stance")),
    )


def downgrade() -> None:
    op.drop_table("released_stance")
    op.drop_table("theme_stance")
    op.drop_table("further_theme")
