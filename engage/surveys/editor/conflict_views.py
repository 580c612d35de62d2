"""Two people changed a part of a survey: theirs beside mine."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask import Response
from flask_babel import format_time, pgettext

from engage.consultations import ConsultationSummary
from engage.people import names_of
from engage.surveys.drafting import EditedDraft
from engage.surveys.editor.acts import part_of
from engage.surveys.editor.checks_showing import name_of_part
from engage.surveys.editor.comparing_showing import Compared, compare_parts, compare_surveys_typed
from engage.surveys.editor.desk_showing import Desk
from engage.surveys.editor.parts import PartInput
from engage.surveys.editor.showing import Writing
from engage.web.locale import current_locale
from engage.web.rendering import render


@dataclass(frozen=True)
class ConflictPage:
    """What stands now beside what was typed, both changed meanwhile."""

    consultation: ConsultationSummary
    draft: EditedDraft
    name: str
    saved_last: str
    part: str
    is_there: bool
    compared: tuple[Compared, ...]
    posted: tuple[tuple[str, str], ...]
    writing: Writing


def show_conflict(desk: Desk, values: Mapping[str, str], given: PartInput | None) -> Response:
    """Theirs beside mine; nothing typed is lost."""
    code = values.get("part", "")
    part = part_of(desk.draft.document, code)
    if code == "":
        compared = compare_surveys_typed(desk.draft.document, values)
    elif part is None or given is None:
        compared = compare_parts(None, values, desk.writing, desk.draft.document)
    else:
        compared = compare_parts(part, values, desk.writing, desk.draft.document)
    posted = {key: text for key, text in values.items() if key not in ("based_on", "row", "more")}
    page = ConflictPage(
        desk.consultation,
        desk.draft,
        name_of_part(desk.draft.document, code, current_locale()),
        _saved_last(desk.draft),
        code,
        part is not None or code == "",
        compared,
        tuple(posted.items()),
        desk.writing,
    )
    return render("staff/surveys/editor_conflict.html", page, 409)


def _saved_last(draft: EditedDraft) -> str:
    """Whom to ask: who saved the draft last and when, as far as that is known."""
    name = names_of([draft.last_actor_id]).get(draft.last_actor_id or 0)
    if name is None or draft.last_at is None:
        return ""
    at = format_time(draft.last_at, "short")
    return pgettext("survey editor", "Saved last by %(name)s at %(time)s.", name=name, time=at)
