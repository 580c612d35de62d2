"""themes: who is where, claims, read marks, translations, nesting, signatures

Revision ID: 0010
Revises: 0009
"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def _number(name: str, *, nullable: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=nullable)


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.String(), nullable=False)


def _moment(name: str, *, nullable: bool = False) -> sa.Column[sa.DateTime]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _key(table: str, *columns: str) -> sa.PrimaryKeyConstraint:
    return sa.PrimaryKeyConstraint(*columns, name=op.f(f"pk_{table}"))


def _to(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=op.f(f"fk_{table}_{column}"))


def upgrade() -> None:
    op.create_table(
        "theme_presence",
        _number("theme_id"),
        _number("actor_id"),
        _text("actor_name"),
        _moment("seen_at"),
        _to("theme_presence", "theme_id", "theme"),
        _to("theme_presence", "actor_id", "staff_user"),
        _key("theme_presence", "theme_id", "actor_id"),
    )
    op.create_table(
        "theme_claim",
        _number("theme_id"),
        _number("actor_id"),
        _text("actor_name"),
        _moment("claimed_at"),
        _to("theme_claim", "theme_id", "theme"),
        _to("theme_claim", "actor_id", "staff_user"),
        _key("theme_claim", "theme_id"),
    )
    op.create_table(
        "comment_read",
        _number("actor_id"),
        _number("comment_id"),
        _moment("read_at"),
        _to("comment_read", "actor_id", "staff_user"),
        _to("comment_read", "comment_id", "comment"),
        _key("comment_read", "actor_id", "comment_id"),
    )
    op.create_index(op.f("ix_comment_read_comment_id"), "comment_read", ["comment_id"])
    op.create_table(
        "comment_translation",
        _number("comment_id"),
        _text("language"),
        _text("text"),
        _text("suggested_by"),
        _number("actor_id", nullable=True),
        _text("actor_name"),
        _moment("written_at"),
        _to("comment_translation", "comment_id", "comment"),
        _to("comment_translation", "actor_id", "staff_user"),
        _key("comment_translation", "comment_id", "language"),
    )
    op.create_table(
        "theme_nesting",
        _number("theme_id"),
        _number("parent_id"),
        _number("actor_id", nullable=True),
        _moment("nested_at"),
        sa.CheckConstraint("parent_id <> theme_id", name=op.f("ck_theme_nesting_not_under_itself")),
        _to("theme_nesting", "theme_id", "theme"),
        _to("theme_nesting", "parent_id", "theme"),
        _to("theme_nesting", "actor_id", "staff_user"),
        _key("theme_nesting", "theme_id"),
    )
    op.create_index(op.f("ix_theme_nesting_parent_id"), "theme_nesting", ["parent_id"])
    op.create_table(
        "theme_signature",
        _number("theme_id"),
        _number("actor_id"),
        _text("actor_name"),
        _number("version"),
        _moment("signed_at"),
        _to("theme_signature", "theme_id", "theme"),
        _to("theme_signature", "actor_id", "staff_user"),
        _key("theme_signature", "theme_id", "actor_id"),
    )
    op.add_column(
        "theme_act", sa.Column("undone_by", sa.String(), nullable=False, server_default="")
    )
    op.execute(
        "ALTER TABLE consultation ADD COLUMN needs_two_signatures BOOLEAN NOT NULL DEFAULT false"
    )


def downgrade() -> None:
    op.drop_column("consultation", "needs_two_signatures")
    op.drop_column("theme_act", "undone_by")
    for table in (
        "theme_signature",
        "theme_nesting",
        "comment_translation",
        "comment_read",
        "theme_claim",
        "theme_presence",
    ):
        op.drop_table(table)
