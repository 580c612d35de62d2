"""Every comment with the theme it stands in, one at a time, for other programs to read on."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from sqlalchemy import select

from engage.audit import record
from engage.engines.questionnaire import KINDS, Question
from engage.kernel.actors import Actor, Permission
from engage.kernel.db import session
from engage.kernel.errors import NotFound, message
from engage.kernel.languages import LocaleText
from engage.responses import StoredAnswers, stream_answers, upload_names
from engage.surveys import list_versions
from engage.themes.models import Campaign, CampaignCopy, Theme
from engage.themes.placed import assigned_comments
from engage.themes.queries import list_questions

STREAMED = 1_000


@dataclass(frozen=True)
class CodedTheme:
    """A theme that a comment stands in besides its first, and its stance there."""

    theme_id: int
    label: LocaleText
    state: str
    stance: str


@dataclass(frozen=True)
class CodedComment:
    """A comment, where it stands, and what else its response answered.

    ``answers`` are those of its response, with what was calculated from them.
    ``theme`` is its first theme; the others are ``further``. ``number`` is the comment's own and
    never changes; nothing leads from it to a receipt. ``score`` is the machine's, None where a
    person decided otherwise.
    """

    number: int
    response: int
    text: str
    language: str
    channel: str
    question: str
    theme_id: int | None
    theme: LocaleText
    theme_state: str
    standing: str
    score: float | None
    is_by_person: bool
    campaign: int | None
    disposition: str
    answers: dict[str, Any]
    stance: str
    further: tuple[CodedTheme, ...]


def export_comments(
    actor: Actor, consultation_id: int, question_code: str, form: str
) -> Iterator[CodedComment]:
    """Note the export in the audit record, then give every counted comment of the question.

    Without ``question_code``: of all questions. In bounded memory, in order of arrival. Raises
    ``NotFound`` where there is nothing to export.
    """
    actor.require(Permission.SEE_THEMES)
    asked = list_questions(consultation_id)
    codes = [code for code in asked if question_code in ("", code)]
    if not codes:
        raise NotFound(message("export", "This question has no comments."))
    details = {"questions": codes, "form": form, "comments": sum(asked[code] for code in codes)}
    record(actor, "comments.export", ("consultation", consultation_id), details=details)
    return (comment for code in codes for comment in _stream(consultation_id, code))


def closed_questions(consultation_id: int) -> tuple[Question, ...]:
    """Questions of all versions whose answers are counted, as the newest version words them."""
    found: dict[str, Question] = {}
    for version in list_versions(consultation_id):
        for question in version.content.questions:
            if question.is_counted:
                found[question.code] = question
    return tuple(found.values())


def exported_questions(consultation_id: int) -> tuple[Question, ...]:
    """What an export has columns for: closed questions, names of files, what is calculated."""
    files = {
        question.code: question
        for version in list_versions(consultation_id)
        for question in version.content.questions
        if question.accepts
    }
    calculated = {
        question.code: question
        for version in list_versions(consultation_id)
        for question in version.content.calculations
    }
    return (*closed_questions(consultation_id), *files.values(), *calculated.values())


def answer_in_words(question: Question, value: Any, locale: str) -> str | float:
    """An answer as people read it; a number stays a number."""
    if isinstance(value, int | float) and not question.options:
        return value
    if question.calculation is not None:
        return str(value)
    kind = KINDS[question.kind]
    if kind.check(question, value) is not None:
        return str(value)  # an option that a newer version no longer has
    parts = kind.show(question, value, locale, tuple(question.label))
    return " | ".join(text for text, _language in parts)


def _stream(consultation_id: int, code: str) -> Iterator[CodedComment]:
    placed = assigned_comments(consultation_id, code)
    copied = (
        select(CampaignCopy.comment_id, CampaignCopy.campaign_id)
        .join(Campaign, Campaign.id == CampaignCopy.campaign_id)
        .where(Campaign.state == "found")
        .subquery()
    )
    rows = session().execute(
        select(
            placed,
            copied.c.campaign_id,
            Theme.label.label("theme_label"),
            Theme.state.label("theme_state"),
        )
        .outerjoin(copied, copied.c.comment_id == placed.c.id)
        .outerjoin(Theme, Theme.id == placed.c.theme_id)
        .order_by(placed.c.response_id, placed.c.id, placed.c.is_further, placed.c.theme_id)
        .execution_options(yield_per=STREAMED)
    )
    # both come in order of the response, so one pass over each is enough
    answers = stream_answers(consultation_id)
    files = upload_names(consultation_id)
    stored: StoredAnswers | None = None
    for _comment, [row, *others] in groupby(rows, key=lambda row: row.id):
        while stored is None or stored.response_id < row.response_id:
            stored = next(answers)
        yield _coded(row, others, stored, files)


def _coded(
    row: Any, others: Sequence[Any], stored: StoredAnswers, files: Mapping[str, str]
) -> CodedComment:
    is_suggested = row.theme_id is not None and row.theme_id == row.suggested_id
    return CodedComment(
        number=row.id,
        response=row.response_id,
        text=row.text,
        language=row.language,
        channel=row.channel,
        question=row.question_code,
        theme_id=row.theme_id,
        theme=row.theme_label or {},
        theme_state=row.theme_state or "",
        standing=row.standing,
        score=float(row.score) if is_suggested else None,
        is_by_person=bool(row.is_by_person),
        campaign=row.campaign_id,
        disposition=stored.disposition,
        answers=_with_names(stored.answers, files) | stored.derived,
        stance=row.stance or "",
        further=tuple(
            CodedTheme(other.theme_id, other.theme_label, other.theme_state, other.stance or "")
            for other in others
        ),
    )


def _with_names(answers: dict[str, Any], files: Mapping[str, str]) -> dict[str, Any]:
    """The answers, files by the names under which staff save them."""
    named = {code: files[str(value)] for code, value in answers.items() if str(value) in files}
    return answers | named
