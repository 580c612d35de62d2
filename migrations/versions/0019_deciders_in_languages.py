"""roadmap: who decided is said in several languages

Revision ID: 0019
Revises: 0018
"""

from collections.abc import Mapping

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0019"
down_revision = "0018"

JSON = sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql")
RENAME = "ALTER TABLE decision RENAME COLUMN decider TO decider_before"
DECISION = sa.table(
    "decision",
    sa.column("id", sa.Integer()),
    sa.column("title", JSON),
    sa.column("decider_before", sa.String()),
    sa.column("decider", JSON),
)
DECISION_BEFORE = sa.table(
    "decision",
    sa.column("id", sa.Integer()),
    sa.column("title", JSON),
    sa.column("decider_before", JSON),
    sa.column("decider", sa.String()),
)


def upgrade() -> None:
    op.execute(RENAME)
    op.add_column("decision", sa.Column("decider", JSON, nullable=False, server_default="{}"))
    for number, title, name in _rows(DECISION):
        _set(DECISION, number, {_language(title): name})
    op.drop_column("decision", "decider_before")


def downgrade() -> None:
    op.execute(RENAME)
    op.add_column("decision", sa.Column("decider", sa.String(), nullable=False, server_default=""))
    for number, title, names in _rows(DECISION_BEFORE):
        name = names.get(_language(title)) or next(iter(names.values()), "")
        _set(DECISION_BEFORE, number, name)
    op.drop_column("decision", "decider_before")


def _rows(table: sa.TableClause) -> list[sa.Row]:
    query = sa.select(table.c.id, table.c.title, table.c.decider_before)
    return list(op.get_bind().execute(query))


def _set(table: sa.TableClause, number: int, decider: object) -> None:
    op.execute(sa.update(table).where(table.c.id == number).values(decider=decider))


def _language(title: Mapping[str, str]) -> str:
    """The language that whoever recorded the decision wrote it in, as far as one can tell."""
    return "en" if "en" in title or not title else next(iter(title))
