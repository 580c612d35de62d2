"""responses: the words of comments as searching sees them

Revision ID: 0015
Revises: 0014
"""

import sqlalchemy as sa
from alembic import op

from engage.kernel.db import append_only_statements
from engage.kernel.folding import searchable

revision = "0015"
down_revision = "0014"

AT_A_TIME = 2_000


def upgrade() -> None:
    op.add_column("comment", sa.Column("folded", sa.String(), nullable=False, server_default=""))
    connection = op.get_bind()
    dialect = connection.dialect.name
    # comments are never changed; this adds to each what follows from its words
    op.execute(f"DROP TRIGGER comment_no_update{' ON comment' if dialect != 'sqlite' else ''}")
    comment = sa.table("comment", sa.column("id"), sa.column("text"), sa.column("folded"))
    change = (
        sa.update(comment)
        .where(comment.c.id == sa.bindparam("number"))
        .values(folded=sa.bindparam("words"))
    )
    last = 0
    while rows := connection.execute(
        sa.select(comment.c.id, comment.c.text)
        .where(comment.c.id > last)
        .order_by(comment.c.id)
        .limit(AT_A_TIME)
    ).all():
        connection.execute(
            change, [{"number": row.id, "words": searchable(row.text)} for row in rows]
        )
        last = rows[-1].id
    for statement in append_only_statements("comment", ("UPDATE",), dialect):
        op.execute(statement)


def downgrade() -> None:
    op.drop_column("comment", "folded")
