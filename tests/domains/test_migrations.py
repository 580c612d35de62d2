"""Migrations: up and down on both databases, equal to the models, and guarded tables."""

from datetime import date

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import create_engine, inspect, select, text
from sqlalchemy.exc import DatabaseError

from engage.app import create_app
from engage.config import Settings
from engage.kernel.db import APPEND_ONLY, db, session, transaction
from engage.roadmap.models import Decision
from tests.factories import make_consultation, make_response, publish_sample_survey


@pytest.fixture
def migrated(database_url: str) -> Flask:
    app = create_app(Settings(environment="test", database_url=database_url))
    with app.app_context():
        upgrade()
        db.session.remove()
    return app


def test_the_migrated_schema_is_the_models_schema(migrated: Flask) -> None:
    with migrated.app_context(), db.engine.connect() as connection:
        context = MigrationContext.configure(connection)
        differences = compare_metadata(context, db.metadata)
        db.engine.dispose()
    assert differences == []


def test_going_down_leaves_nothing_behind(migrated: Flask, database_url: str) -> None:
    with migrated.app_context():
        downgrade(revision="base")
        db.session.remove()
        db.engine.dispose()
    engine = create_engine(database_url)
    assert set(inspect(engine).get_table_names()) <= {"alembic_version"}
    engine.dispose()


def test_what_was_written_before_stands_after(migrated: Flask) -> None:
    with migrated.app_context():
        consultation_id = make_consultation().id
        version = publish_sample_survey(consultation_id)
        make_response(version, language="es", q_change="¡El AUTOBÚS!")
        for title in ({"en": "A", "ar": "ب"}, {"ar": "ب"}):
            _decide(consultation_id, title, dict.fromkeys(title, "النقل"))
        db.session.remove()
        downgrade(revision="0014")
        upgrade()
        assert session().scalar(text("SELECT folded FROM comment")) == " el autobus"
        session().rollback()
        with pytest.raises(DatabaseError, match="append-only"):
            session().execute(text("UPDATE comment SET folded = ''"))
        session().rollback()
        deciders = session().scalars(select(Decision.decider).order_by(Decision.id)).all()
        assert deciders == [{"en": "النقل"}, {"ar": "النقل"}]
        db.session.remove()
        db.engine.dispose()


def _decide(consultation_id: int, title: dict[str, str], decider: dict[str, str]) -> None:
    with transaction() as current:
        current.add(
            Decision(
                consultation_id=consultation_id,
                outcome="defer",
                title=title,
                reason=title,
                decider=decider,
                decided_on=date(2026, 11, 12),
                checkpoint_size=1,
                checkpoint_root="",
            )
        )


@pytest.mark.parametrize("table", ["log_entry", "survey_version", "audit_entry"])
def test_the_database_itself_refuses_to_change_what_was_written(
    migrated: Flask, table: str
) -> None:
    with migrated.app_context():
        make_response(publish_sample_survey(make_consultation().id))
        for verb in APPEND_ONLY[table]:
            statement = f"DELETE FROM {table}" if verb == "DELETE" else f"UPDATE {table} SET id = 9"
            with pytest.raises(DatabaseError, match="append-only"):
                session().execute(text(statement))
            session().rollback()
        db.session.remove()
        db.engine.dispose()
