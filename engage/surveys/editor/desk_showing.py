"""The editor of one survey as it is set, and its page."""

import re
from dataclasses import dataclass
from secrets import token_hex
from typing import Any

from flask import Response, request, url_for
from flask_babel import format_time, pgettext

from engage.consultations import ConsultationSummary, get_consultation
from engage.kernel.languages import DEFAULT_LOCALE, in_language, is_easy, plain_of, public_locale
from engage.surveys.drafting import EditedDraft, get_draft
from engage.surveys.editor.acts import part_of
from engage.surveys.editor.checks_showing import Checks, checks_of
from engage.surveys.editor.choices_showing import Choice, kind_groups
from engage.surveys.editor.forms import values_of
from engage.surveys.editor.outline_showing import OutlineItem, outline_of_draft
from engage.surveys.editor.picture_showing import picture_names
from engage.surveys.editor.showing import PartForm, Typed, Writing, part_form
from engage.surveys.editor.survey_form import offered_languages, values_of_survey
from engage.surveys.queries import require_survey
from engage.surveys.sketching import sketch_of
from engage.web.headers import FRAMING_POLICY
from engage.web.locale import current_locale
from engage.web.rendering import render

_DESK = re.compile("[0-9a-f]{16}")
SKINS = ("phone", "kiosk", "paper", "call")


@dataclass(frozen=True)
class Desk:
    """The draft that a request is about, and how the editor is set."""

    consultation: ConsultationSummary
    draft: EditedDraft
    chosen: str
    writing: Writing
    skin: str

    def href(self, **more: Any) -> str:
        """The editor, set the same."""
        settings = {"part": self.chosen, "language": self.writing.language, "skin": self.skin}
        plain = {"part": "", "language": self.writing.source, "skin": SKINS[0]}
        shown = {key: value for key, value in (settings | more).items() if value != plain.get(key)}
        return url_for(
            "surveys.edit",
            consultation_id=self.consultation.id,
            survey_id=self.draft.survey_id,
            **shown,
        )


@dataclass(frozen=True)
class EditorPage:
    """The editor with one part chosen: "" for the survey itself.

    ``based_on`` and ``window`` go back with each form: what was shown, and by which page.
    """

    consultation: ConsultationSummary
    draft: EditedDraft
    title: str
    outline: tuple[OutlineItem, ...]
    chosen: str
    form: PartForm | None
    typed: Typed
    problems: tuple[tuple[str, str], ...]
    checks: Checks
    languages: tuple[str, ...]
    offered: tuple[str, ...]
    writing: Writing
    skin: str
    preview_locale: str
    state: str
    is_saved: bool
    based_on: int
    window: str
    desk: "Desk"

    def href_of(self, code: str, **more: str) -> str:
        """The editor with a part chosen."""
        return self.desk.href(part=code, **more)

    def act_href(self, act: str) -> str:
        """Where an act of the outline is done."""
        return url_for(
            "surveys.change",
            consultation_id=self.consultation.id,
            survey_id=self.draft.survey_id,
            act=act,
        )

    def bring_href(self, code: str) -> str:
        """Where questions are brought in behind a part."""
        return url_for(
            "surveys.bring",
            consultation_id=self.consultation.id,
            survey_id=self.draft.survey_id,
            part=code or None,
        )

    @property
    def has_easy_read(self) -> bool:
        """Whether the survey is written in Easy Read, too."""
        return any(is_easy(code) for code in self.languages)

    @property
    def pictures(self) -> tuple[Choice, ...]:
        """The pictures of Easy Read."""
        return tuple(Choice(name, label) for name, label in picture_names().items())

    @property
    def kinds(self) -> tuple[tuple[str, tuple[Choice, ...]], ...]:
        """All kinds of question under headings."""
        return kind_groups()


def desk_sent() -> str:
    """The window that a form was sent from, "" where it does not say."""
    sent = request.form.get("desk", "")
    return sent if _DESK.fullmatch(sent) else ""


def desk_of(consultation_id: int, survey_id: int) -> Desk:
    """The draft that the request is about, as the request sets the editor."""
    consultation = get_consultation(consultation_id)
    require_survey(consultation_id, survey_id)
    draft = get_draft(survey_id)
    chosen = request.values.get("part", "")
    languages = draft.document["languages"] or ["en"]
    wanted = request.values.get("language", "")
    skin = request.values.get("skin", "")
    return Desk(
        consultation,
        draft,
        chosen if part_of(draft.document, chosen) else "",
        _writing(wanted if wanted in languages else languages[0], languages),
        skin if skin in SKINS else SKINS[0],
    )


def _writing(code: str, languages: list[str]) -> Writing:
    model = plain_of(code) if is_easy(code) and plain_of(code) in languages else languages[0]
    return Writing(code, languages[0], current_locale(), model)


def show_editor(desk: Desk, typed: Typed | None = None, status: int = 200) -> Response:
    """The editor's page; ``typed`` is what a form held that was refused."""
    document, chosen, writing = desk.draft.document, desk.chosen, desk.writing
    part = part_of(document, chosen)
    checks = checks_of(document, writing.interface)
    if typed is None:
        values = values_of(part, writing.language) if part else values_of_survey(document)
        more = {name: request.args.get(f"more_{name}", 0, type=int) for name in ("options", "rows")}
        more = {name: min(number, 100) for name, number in more.items()}
        typed = Typed(values, more=more, narrowed_by=request.args.get("narrowed_by", ""))
    form = part_form(part, typed, sketch_of(document), writing) if part else None
    problems = tuple((f"f_{name}", text) for name, text in typed.errors.items())
    offered = offered_languages(document["languages"], desk.consultation.languages)
    page = EditorPage(
        consultation=desk.consultation,
        draft=desk.draft,
        title=in_language(document["title"], writing.interface)[0],
        outline=outline_of_draft(document, writing.interface, checks),
        chosen=chosen,
        form=form,
        typed=typed,
        problems=problems,
        checks=checks,
        languages=tuple(document["languages"]),
        offered=offered,
        writing=writing,
        skin=desk.skin,
        preview_locale=public_locale(writing.language) or DEFAULT_LOCALE,
        state=_state(desk.draft, problems),
        is_saved=not problems,
        # What was refused is still based on what was seen when it was typed.
        based_on=request.form.get("based_on", desk.draft.based_on, type=int),
        window=desk_sent() or token_hex(8),
        desk=desk,
    )
    answer = render("staff/surveys/editor.html", page, status)
    answer.headers["Content-Security-Policy"] = FRAMING_POLICY
    return answer


def _state(draft: EditedDraft, problems: tuple[tuple[str, str], ...]) -> str:
    if problems:
        return pgettext("survey editor", "Not saved: %(problem)s", problem=problems[0][1])
    if draft.last_at is None or (draft.version_number and not draft.number):
        return pgettext("survey editor", "As published")
    return pgettext("survey editor", "Saved %(time)s", time=format_time(draft.last_at, "short"))
