"""answers saved to come back to, who may answer, and invitation codes

Revision ID: 0006
Revises: 0005
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

MOMENT = sa.DateTime(timezone=True)
# the constraint stands with its column, because SQLite adds none to a table that is there
WHO_MAY_ANSWER = (
    "ALTER TABLE consultation ADD COLUMN who_may_answer VARCHAR NOT NULL DEFAULT 'everyone' "
    "CONSTRAINT ck_consultation_who_may_answer "
    "CHECK (who_may_answer IN ('everyone','one_per_browser','invited'))"
)


def upgrade() -> None:
    op.execute(WHO_MAY_ANSWER)
    with op.batch_alter_table("draft") as draft:
        draft.add_column(sa.Column("code_hash", sa.String(), nullable=True))
        draft.add_column(sa.Column("sealed_receipt", sa.LargeBinary(), nullable=True))
        draft.add_column(sa.Column("stopped_at", sa.String(), nullable=False, server_default=""))
        draft.add_column(sa.Column("mails_sent", sa.Integer(), nullable=False, server_default="0"))
        draft.create_unique_constraint("uq_draft_code_hash", ["code_hash"])
    _add_passes()
    op.create_table(
        "wrong_code",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("group_hash", sa.String(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_wrong_code"),
    )
    op.create_index("ix_wrong_code_group", "wrong_code", ["group_hash", "at"])


def _add_passes() -> None:
    op.create_table(
        "invitation_batch",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=True),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("revoked_at", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_invitation_batch"),
        sa.ForeignKeyConstraint(
            ["consultation_id"], ["consultation.id"], name="fk_invitation_batch_consultation_id"
        ),
        sa.ForeignKeyConstraint(
            ["made_by_id"], ["staff_user.id"], name="fk_invitation_batch_made_by_id"
        ),
    )
    op.create_index("ix_invitation_batch_consultation_id", "invitation_batch", ["consultation_id"])
    op.create_table(
        "invitation",
        sa.Column("code_hash", sa.String(), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("revoked_at", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("code_hash", name="pk_invitation"),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["invitation_batch.id"], name="fk_invitation_batch_id"
        ),
    )
    op.create_index("ix_invitation_batch_id", "invitation", ["batch_id"])
    op.create_table(
        "spent_pass",
        sa.Column("pass_hash", sa.String(), nullable=False),
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("holder_hash", sa.String(), nullable=False),
        sa.Column("response_id", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("pass_hash", name="pk_spent_pass"),
        sa.ForeignKeyConstraint(
            ["consultation_id"], ["consultation.id"], name="fk_spent_pass_consultation_id"
        ),
        sa.ForeignKeyConstraint(["response_id"], ["response.id"], name="fk_spent_pass_response_id"),
        sqlite_with_rowid=False,
    )
    for column in ("consultation_id", "holder_hash", "response_id"):
        op.create_index(f"ix_spent_pass_{column}", "spent_pass", [column])


def downgrade() -> None:
    for table in ("wrong_code", "spent_pass", "invitation", "invitation_batch"):
        op.drop_table(table)
    with op.batch_alter_table("draft") as draft:
        draft.drop_constraint("uq_draft_code_hash", type_="unique")
        for column in ("mails_sent", "stopped_at", "sealed_receipt", "code_hash"):
            draft.drop_column(column)
    op.drop_column("consultation", "who_may_answer")
