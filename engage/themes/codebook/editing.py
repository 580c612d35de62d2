"""The codebook of a question: what each theme means, edited, signed off, taken to another city."""

import hashlib
import hmac
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from engage.audit import record
from engage.engines.questionnaire import canonical
from engage.kernel.actors import Actor, Permission
from engage.kernel.db import session, transaction
from engage.kernel.errors import Conflict, InvalidInput, NotFound, message
from engage.kernel.keys import key_for
from engage.kernel.languages import LocaleText
from engage.themes.codebook.formats import Code
from engage.themes.codebook.models import CodebookEntry, CodebookVersion
from engage.themes.models import Theme
from engage.themes.queries import ThemeSummary, list_themes
from engage.themes.review.acting import acting
from engage.themes.review.acts import open_theme, said


@dataclass(frozen=True)
class CodebookTheme:
    """A theme with what its codebook says of it."""

    theme: ThemeSummary
    code: Code


@dataclass(frozen=True)
class CodebookEdition:
    """A version that was signed off; ``content`` has a theme's number beside each code."""

    id: int
    consultation_id: int
    question_code: str
    number: int
    content: tuple[tuple[int, Code], ...]
    note: str
    actor_name: str
    frozen_at: datetime


@dataclass(frozen=True)
class Definition:
    """What somebody wrote about a theme."""

    label: LocaleText
    definition: LocaleText
    includes: LocaleText
    excludes: LocaleText
    examples: tuple[str, ...]


def get_codebook(consultation_id: int, question_code: str) -> tuple[CodebookTheme, ...]:
    """The themes that stand with their entries, the largest first."""
    themes = list_themes(consultation_id, question_code)
    rows = session().scalars(
        select(CodebookEntry).where(CodebookEntry.theme_id.in_([theme.id for theme in themes]))
    )
    entries = {row.theme_id: row for row in rows}
    return tuple(CodebookTheme(theme, _code(theme, entries.get(theme.id))) for theme in themes)


def define_theme(actor: Actor, theme_id: int, version: int, words: Definition) -> None:
    """Say what a theme means; one act that can be undone.

    Raises ``InvalidInput`` without a name, ``Conflict`` where somebody changed it since.
    """
    if not any(text.strip() for text in words.label.values()):
        text = message("themes", "Give the theme a name.")
        raise InvalidInput(text, {"label": text})
    theme = open_theme(theme_id, version)
    values: dict[str, Any] = {
        "includes": said(words.includes),
        "excludes": said(words.excludes),
        "examples": [text.strip() for text in words.examples if text.strip()],
    }
    with acting(actor, "define", theme) as act:
        act.change(theme, label=said(words.label), description=said(words.definition))
        entry = act.current.get(CodebookEntry, theme_id)
        if entry is None:
            act.add(CodebookEntry(theme_id=theme_id, **values))
        else:
            act.change(entry, **values)


def sign_off(actor: Actor, consultation_id: int, question_code: str, note: str = "") -> int:
    """Freeze the codebook as its next version and give that version's number.

    Raises ``Conflict`` where there is nothing to sign off, or nothing has changed since the last.
    """
    actor.require(Permission.APPROVE_THEMES)
    with transaction() as current:
        content = [
            {"theme_id": each.theme.id, "state": each.theme.state, **_jsonable(each.code)}
            for each in sorted(
                get_codebook(consultation_id, question_code), key=lambda one: one.theme.id
            )
        ]
        if not content:
            raise Conflict(message("codebook", "There are no themes to sign off."))
        digest = hashlib.sha256(canonical({"codebook": content}).encode()).hexdigest()
        last = _last(consultation_id, question_code)
        if last is not None and last.digest == digest:
            raise Conflict(
                message("codebook", "Nothing has changed since version %(num)s.", num=last.number)
            )
        row = CodebookVersion(
            consultation_id=consultation_id,
            question_code=question_code,
            number=last.number + 1 if last else 1,
            content=content,
            digest=digest,
            note=note.strip(),
            actor_id=actor.id,
            actor_name=actor.name,
        )
        current.add(row)
        current.flush()
        details = {"question": question_code, "number": row.number, "digest": digest}
        record(actor, "codebook.sign_off", ("codebook_version", row.id), details=details)
        return row.number


def list_editions(consultation_id: int, question_code: str) -> tuple[CodebookEdition, ...]:
    """The versions that were signed off, the newest first."""
    rows = session().scalars(
        select(CodebookVersion)
        .where(
            CodebookVersion.consultation_id == consultation_id,
            CodebookVersion.question_code == question_code,
        )
        .order_by(CodebookVersion.number.desc())
    )
    return tuple(_edition(row) for row in rows)


def get_edition(version_id: int) -> CodebookEdition:
    """A version that was signed off; raises ``NotFound``."""
    row = session().get(CodebookVersion, version_id)
    if row is None:
        raise NotFound(message("codebook", "There is no such version of a codebook."))
    return _edition(row)


def bring_in(actor: Actor, consultation_id: int, question_code: str, codes: Iterable[Code]) -> int:
    """Make draft themes of a codebook that comes from elsewhere, one act; gives how many.

    Themes that are there already, by their guid or their name, are left alone. What is new keeps
    the guid it comes with. Raises ``Conflict`` where none is new.
    """
    there = {
        words
        for each in get_codebook(consultation_id, question_code)
        for words in _known_by(each.code)
    }
    new = [code for code in codes if not _known_by(code) & there]
    if not new:
        raise Conflict(message("codebook", "All of these themes are there already."))
    about = Theme(consultation_id=consultation_id, question_code=question_code)
    with acting(actor, "bring_in", about) as act:
        for code in new:
            theme = Theme(
                consultation_id=consultation_id,
                question_code=question_code,
                label=dict(code.label),
                description=dict(code.definition),
                is_touched=True,
            )
            act.add(theme)
            entry = CodebookEntry(
                theme_id=theme.id,
                includes=dict(code.includes),
                excludes=dict(code.excludes),
                examples=list(code.examples),
                guid=code.guid,
            )
            act.add(entry)
    return len(new)


def _known_by(code: Code) -> set[str]:
    return {words.casefold() for words in (code.guid, *code.label.values()) if words}


def guids_of(theme_ids: Iterable[int]) -> dict[int, str]:
    """The themes' names among programs: those they were brought in with, else their own."""
    wanted = list(theme_ids)
    rows = session().execute(
        select(CodebookEntry.theme_id, CodebookEntry.guid).where(
            CodebookEntry.theme_id.in_(wanted), CodebookEntry.guid != ""
        )
    )
    brought = {row.theme_id: row.guid for row in rows}
    return {theme_id: brought.get(theme_id) or _own_guid(theme_id) for theme_id in wanted}


def _own_guid(theme_id: int) -> str:
    """Always the same here, and no other city's."""
    digest = hmac.new(key_for("codebooks"), str(theme_id).encode(), hashlib.sha256).digest()
    return str(uuid.UUID(bytes=digest[:16], version=4)).upper()


def _code(theme: ThemeSummary, entry: CodebookEntry | None) -> Code:
    return Code(
        label=theme.label,
        definition=theme.description,
        includes=entry.includes if entry else {},
        excludes=entry.excludes if entry else {},
        examples=tuple(entry.examples) if entry else (),
        guid=(entry.guid if entry else "") or _own_guid(theme.id),
    )


def _jsonable(code: Code) -> dict[str, Any]:
    return {**asdict(code), "examples": list(code.examples)}


def _last(consultation_id: int, question_code: str) -> CodebookVersion | None:
    number = (
        select(func.max(CodebookVersion.number))
        .where(
            CodebookVersion.consultation_id == consultation_id,
            CodebookVersion.question_code == question_code,
        )
        .scalar_subquery()
    )
    return session().scalar(
        select(CodebookVersion).where(
            CodebookVersion.consultation_id == consultation_id,
            CodebookVersion.question_code == question_code,
            CodebookVersion.number == number,
        )
    )


def _edition(row: CodebookVersion) -> CodebookEdition:
    return CodebookEdition(
        id=row.id,
        consultation_id=row.consultation_id,
        question_code=row.question_code,
        number=row.number,
        content=tuple((int(each["theme_id"]), _frozen(each)) for each in row.content),
        note=row.note,
        actor_name=row.actor_name,
        frozen_at=row.frozen_at,
    )


def _frozen(each: Mapping[str, Any]) -> Code:
    return Code(
        each["label"],
        each["definition"],
        each["includes"],
        each["excludes"],
        tuple(each["examples"]),
        each["guid"],
    )
