"""themes: several themes in a second reading, and what is known of the population

Revision ID: 0017
Revises: 0016
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0017"
down_revision = "0016"

JSON = sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql")
TABLE = "coded_again"
SETTLED = "ck_coded_again_settled_as"
WITHOUT_BOTH = "settled_as IN ('first','second')"
WITH_BOTH = "settled_as IN ('first','second','both')"


def upgrade() -> None:
    for name in ("first_further", "further"):
        op.add_column(TABLE, sa.Column(name, JSON, nullable=False, server_default="[]"))
    _settle_as(WITH_BOTH)
    op.create_table(
        "population_share",
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("question_code", sa.String(), nullable=False),
        sa.Column("shares", JSON, nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("actor_name", sa.String(), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["consultation_id"],
            ["consultation.id"],
            name=op.f("fk_population_share_consultation_id"),
        ),
        sa.PrimaryKeyConstraint(
            "consultation_id", "question_code", name=op.f("pk_population_share")
        ),
    )


def downgrade() -> None:
    op.drop_table("population_share")
    op.execute("UPDATE coded_again SET settled_as = 'first' WHERE settled_as = 'both'")
    _settle_as(WITHOUT_BOTH)
    for name in ("first_further", "further"):
        op.drop_column(TABLE, name)


def _settle_as(condition: str) -> None:
    with op.batch_alter_table(TABLE) as table:
        table.drop_constraint(op.f(SETTLED), type_="check")
        table.create_check_constraint(op.f(SETTLED), condition)
