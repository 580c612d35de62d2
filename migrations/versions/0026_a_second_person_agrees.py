"""responses: what one person would leave out, until another agrees

Revision ID: 0026
Revises: 0025
"""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"


def upgrade() -> None:
    column = sa.Column("exclusion_agreed_by", sa.String(), nullable=False, server_default="")
    op.add_column("response", column)
    op.create_table(
        "proposed_exclusion",
        sa.Column("response_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("actor_name", sa.String(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["actor_id"],
            ["staff_user.id"],
            name=op.f("fk_proposed_exclusion_actor_id_staff_user"),
        ),
        sa.ForeignKeyConstraint(
            ["response_id"],
            ["response.id"],
            name=op.f("fk_proposed_exclusion_response_id_response"),
        ),
        sa.PrimaryKeyConstraint("response_id", name=op.f("pk_proposed_exclusion")),
    )


def downgrade() -> None:
    op.drop_table("proposed_exclusion")
    op.drop_column("response", "exclusion_agreed_by")
