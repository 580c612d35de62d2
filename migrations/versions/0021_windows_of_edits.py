"""surveys: which window an edit was made in, and numbers of edits that are given once

Revision ID: 0021
Revises: 0020
"""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"


def upgrade() -> None:
    op.add_column(
        "survey", sa.Column("last_edit_number", sa.Integer(), nullable=False, server_default="0")
    )
    op.add_column("survey", sa.Column("stepped_by", sa.String(), nullable=False, server_default=""))
    op.add_column("survey_edit", sa.Column("desk", sa.String(), nullable=False, server_default=""))
    op.execute(
        "UPDATE survey SET last_edit_number = coalesce("
        "(SELECT max(number) FROM survey_edit WHERE survey_edit.survey_id = survey.id), 0)"
    )


def downgrade() -> None:
    # What went before counts steps by one: they are forgotten, the drafts stay.
    op.execute("DELETE FROM survey_edit")
    op.execute("UPDATE survey SET edit_number = 0")
    op.drop_column("survey_edit", "desk")
    op.drop_column("survey", "stepped_by")
    op.drop_column("survey", "last_edit_number")
