"""Somebody with the keys to the database changes the log or what it holds: ``engage verify`` tells.

The triggers that refuse it are switched off first, as such a person would do.
"""

from collections.abc import Callable
from random import Random

import pytest
from click.testing import CliRunner
from flask import Flask
from sqlalchemy import text

from engage.cli import main
from engage.consultations import close_consultation
from engage.engines import ledger
from engage.engines.questionnaire import canonical
from engage.kernel.actors import SYSTEM
from engage.kernel.db import APPEND_ONLY, db, session, transaction
from engage.kernel.errors import Conflict
from engage.responses import verify_log
from engage.responses.models import Comment, LogEntry, Response
from engage.roadmap import NeedDraft, add_need, decisions_off_the_log, make_decision
from engage.surveys import PublishedVersion, get_version
from tests.domains.test_roadmap import _decision
from tests.factories import make_consultation, make_response, publish_sample_survey
from tests.faults import figure

CHANGES = figure("CHANGES_OF_THE_LOG", 100, 18)
RESPONSES = 30
Change = Callable[[Random, PublishedVersion], None]


def _entries(random: Random, number: int) -> list[LogEntry]:
    every = session().query(LogEntry).order_by(LogEntry.id).all()
    return random.sample(every, number)


def _edit_leaf(random: Random, _version: PublishedVersion) -> None:
    [entry] = _entries(random, 1)
    entry.leaf = bytes(byte ^ random.randrange(1, 256) for byte in entry.leaf)


def _delete_leaf(random: Random, _version: PublishedVersion) -> None:
    for entry in _entries(random, random.randint(1, 3)):
        session().delete(entry)


def _reorder(random: Random, _version: PublishedVersion) -> None:
    one, other = _entries(random, 2)
    one.leaf, other.leaf = other.leaf, one.leaf


def _truncate(random: Random, _version: PublishedVersion) -> None:
    last = session().query(LogEntry).order_by(LogEntry.id.desc()).limit(random.randint(1, 5))
    for entry in last.all():
        session().delete(entry)


def _insert_leaf(random: Random, version: PublishedVersion) -> None:
    session().add(LogEntry(consultation_id=version.consultation_id, leaf=random.randbytes(32)))


def _edit_answers(random: Random, _version: PublishedVersion) -> None:
    row = session().get_one(Response, random.randint(1, RESPONSES))
    row.answers = {**row.answers, "q_change": "Leave everything as it is."}


def _edit_answers_and_leaf(random: Random, version: PublishedVersion) -> None:
    """With the key of the leaf, so that both fit together again."""
    number = random.randint(1, RESPONSES)
    row = session().get_one(Response, number)
    row.answers = {**row.answers, "q_change": "Leave everything as it is."}
    digest = get_version(version.id).digest
    made = ledger.leaf(canonical(row.answers), digest, row.channel, bytes(row.leaf_key))
    entry = session().query(LogEntry).order_by(LogEntry.id).offset(number - 1).limit(1).one()
    entry.leaf = made


def _delete_response(random: Random, _version: PublishedVersion) -> None:
    number = random.randint(1, RESPONSES)
    session().query(Comment).filter_by(response_id=number).delete()
    session().query(Response).filter_by(id=number).delete()


def _delete_response_and_leaf(random: Random, version: PublishedVersion) -> None:
    number = random.randint(1, RESPONSES)
    session().query(Comment).filter_by(response_id=number).delete()
    session().query(Response).filter_by(id=number).delete()
    session().delete(session().query(LogEntry).order_by(LogEntry.id).offset(number - 1).first())


WAYS: tuple[Change, ...] = (
    _edit_leaf,
    _delete_leaf,
    _reorder,
    _truncate,
    _insert_leaf,
    _edit_answers,
    _edit_answers_and_leaf,
    _delete_response,
    _delete_response_and_leaf,
)


@pytest.fixture
def version(both_databases_app: Flask) -> PublishedVersion:
    """Of a closed consultation whose decision rests on all of its responses."""
    found = publish_sample_survey(make_consultation().id)
    for number in range(RESPONSES):
        make_response(found, q_change=f"comment {number}")
    number = found.consultation_id
    need = add_need(SYSTEM, number, NeedDraft({"en": "A bus"}, other_sources=("A letter",)))
    with pytest.raises(Conflict, match="not closed yet"):
        make_decision(SYSTEM, _decision(need))
    close_consultation(SYSTEM, number, "The square was flooded.")
    make_decision(SYSTEM, _decision(need))
    return found


def _switch_triggers_off() -> None:
    dialect = db.engine.dialect.name
    for table, verbs in APPEND_ONLY.items():
        for verb in verbs:
            name = f"{table}_no_{verb.lower()}"
            on = f" ON {table}" if dialect != "sqlite" else ""
            session().execute(text(f"DROP TRIGGER {name}{on}"))


def _is_told(number: int) -> bool:
    session().flush()
    return not verify_log(number).is_whole or decisions_off_the_log(number) != ()


def test_every_change_of_the_log_is_told(version: PublishedVersion) -> None:
    number = version.consultation_id
    assert not _is_told(number)
    session().rollback()
    unseen = []
    for change in range(CHANGES):
        way = WAYS[change % len(WAYS)]
        _switch_triggers_off()
        way(Random(f"change {change}"), version)
        if not _is_told(number):
            unseen.append(f"{way.__name__} {change}")
        session().rollback()  # the triggers, too: both databases take such orders back
    assert unseen == []
    assert not _is_told(number)


def test_the_command_says_what_was_changed(
    version: PublishedVersion, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ENGAGE_DATABASE_URL", db.engine.url.render_as_string(hide_password=False))
    session().rollback()
    whole = CliRunner().invoke(main, ["verify"])
    assert whole.exit_code == 0 and "30 leaves" in whole.output, whole.output
    with transaction():
        _switch_triggers_off()
        _reorder(Random("once"), version)
    told = CliRunner().invoke(main, ["verify"])
    assert told.exit_code == 1
    assert "the log that decision 1 rests on has been changed" in told.output
