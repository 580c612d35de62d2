"""Pages: a survey is begun, edited part by part, its edits undone and done again."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from flask import Response, abort, request, url_for
from flask_babel import format_time, pgettext

from engage.consultations import ConsultationSummary, get_consultation
from engage.engines.questionnaire import LIBRARY, CannotEdit, change_part
from engage.kernel.actors import Permission
from engage.kernel.errors import Conflict, Message, message
from engage.kernel.languages import PUBLIC_LOCALES, in_language
from engage.surveys.drafting import (
    EditConflict,
    EditedDraft,
    begin_survey,
    discard_draft,
    edit_draft,
    get_draft,
    step_draft,
)
from engage.surveys.editor_acts import ACTS, bring_in, part_of, questions_of
from engage.surveys.editor_checks_showing import Checks, checks_of, name_of_part, words_of_part
from engage.surveys.editor_comparing_showing import Compared, compare_parts, compare_surveys_typed
from engage.surveys.editor_forms import (
    put_in_survey,
    read_languages,
    read_part,
    values_of,
    values_of_survey,
)
from engage.surveys.editor_parts import PartInput, change_kind, put_in
from engage.surveys.editor_queries import list_survey_ids
from engage.surveys.editor_showing import (
    Choice,
    OutlineItem,
    PartForm,
    Typed,
    Writing,
    kind_groups,
    library_words,
    outline_of_draft,
    part_form,
)
from engage.surveys.overview_views import blueprint
from engage.surveys.queries import require_survey
from engage.surveys.showing import kind_name
from engage.surveys.sketching import sketch_of
from engage.web.access import access, current_actor
from engage.web.headers import FRAMING_POLICY
from engage.web.locale import current_locale, translate
from engage.web.rendering import flash, render, see_other

SKINS = ("phone", "kiosk", "paper")
MORE_ROWS = 4
AT = "/staff/consultations/<int:consultation_id>/surveys/<int:survey_id>/edit"


@dataclass(frozen=True)
class BeginPage:
    """A survey to begin: its title, and the language that is written first."""

    consultation: ConsultationSummary
    values: Mapping[str, str]
    error: str


@dataclass(frozen=True)
class EditorPage:
    """The editor with one part chosen: "" for the survey itself."""

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
    desk: "_Desk"

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
    def kinds(self) -> tuple[tuple[str, tuple[Choice, ...]], ...]:
        """All kinds of question under headings."""
        return kind_groups()


@dataclass(frozen=True)
class Copied:
    """A question of another survey to take along."""

    code: str
    label: str
    kind: str


@dataclass(frozen=True)
class BringPage:
    """Questions to bring in: of the library, and of another survey."""

    consultation: ConsultationSummary
    draft: EditedDraft
    part: str
    library: tuple[Choice, ...]
    surveys: tuple[Choice, ...]
    source: str
    questions: tuple[Copied, ...]


@dataclass(frozen=True)
class ConflictPage:
    """What stands now beside what was typed, both changed meanwhile."""

    consultation: ConsultationSummary
    draft: EditedDraft
    name: str
    part: str
    is_there: bool
    compared: tuple[Compared, ...]
    posted: tuple[tuple[str, str], ...]
    writing: Writing


@dataclass(frozen=True)
class _Desk:
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


@blueprint.route("/staff/consultations/<int:consultation_id>/surveys/new", methods=["GET", "POST"])
@access(Permission.EDIT_SURVEYS)
def begin(consultation_id: int) -> Response:
    """Begin a survey with nothing but its title."""
    consultation = get_consultation(consultation_id)
    values = request.form.to_dict()
    source = values.get("source", consultation.languages[0])
    if request.method == "GET":
        return render("staff/surveys/editor_begin.html", BeginPage(consultation, values, ""))
    title = {code: values.get(f"title_{code}", "").strip() for code in consultation.languages}
    title = {code: words for code, words in title.items() if words}
    if source not in consultation.languages or source not in title:
        told = pgettext("survey editor", "Write the title in the language you write in first.")
        page = BeginPage(consultation, values, told)
        return render("staff/surveys/editor_begin.html", page, 422)
    languages = tuple(sorted(consultation.languages, key=lambda code: code != source))
    survey_id = begin_survey(current_actor(), consultation_id, title, languages)
    return see_other(
        url_for("surveys.edit", consultation_id=consultation_id, survey_id=survey_id, part="p_1")
    )


@blueprint.get(AT)
@access(Permission.EDIT_SURVEYS)
def edit(consultation_id: int, survey_id: int) -> Response:
    """The editor."""
    return _show(_desk(consultation_id, survey_id))


@blueprint.post(AT)
@access(Permission.EDIT_SURVEYS)
def save(consultation_id: int, survey_id: int) -> Response:
    """Keep what the form of the chosen part says."""
    desk = _desk(consultation_id, survey_id)
    values = _posted()
    code = values.get("part", "")
    if code == "":
        return _save_survey(desk, values)
    part = part_of(desk.draft.document, code)
    if part is None:
        return _conflict(desk, values, None)
    given, errors = read_part(values, part, sketch_of(desk.draft.document).before(code))
    if errors:
        return _show(desk, Typed(values, _translated(errors)), 422)
    try:
        _keep_part(desk, code, given, values)
    except EditConflict as conflict:
        return _conflict(replace(desk, draft=conflict.theirs), values, given)
    more = {f"more_{values['more']}": MORE_ROWS} if values.get("more") else {}
    return see_other(desk.href(**more))


@blueprint.post(f"{AT}/<act>")
@access(Permission.EDIT_SURVEYS)
def change(consultation_id: int, survey_id: int, act: str) -> Response:
    """Add, move, copy or take out a part; undo, do again, throw the draft away."""
    desk = _desk(consultation_id, survey_id)
    actor = current_actor()
    try:
        if act in ("undo", "redo"):
            step_draft(actor, survey_id, -1 if act == "undo" else 1)
            return see_other(desk.href())
        if act == "discard":
            discard_draft(actor, survey_id)
            flash("good", pgettext("survey editor", "The draft was thrown away."))
            return see_other(url_for("surveys.overview", consultation_id=consultation_id))
        if act != "copies" and (act not in ACTS or not _names_library(act)):
            abort(404)
        return see_other(desk.href(part=_act(desk, act)))
    except CannotEdit as refused:
        flash("bad", translate(_named(refused.message, desk.draft.document)))
    except Conflict as refused:
        flash("bad", translate(refused.message))
    return see_other(desk.href())


@blueprint.get(f"{AT}/bring")
@access(Permission.EDIT_SURVEYS)
def bring(consultation_id: int, survey_id: int) -> Response:
    """Questions to bring in from the library or from another survey."""
    desk = _desk(consultation_id, survey_id)
    locale = current_locale()
    others = {number: get_draft(number) for number in list_survey_ids() if number != survey_id}
    source = request.args.get("source", 0, type=int)
    questions: tuple[Copied, ...] = ()
    if source in others:
        document = others[source].document
        questions = tuple(
            Copied(part["code"], words_of_part(part, locale), kind_name(part.get("kind", "")))
            for page in document["pages"]
            for part in page["questions"]
        )
    page = BringPage(
        desk.consultation,
        desk.draft,
        desk.chosen,
        tuple(Choice(name, library_words(name, locale)) for name in LIBRARY),
        tuple(Choice(str(number), _survey_name(other)) for number, other in others.items()),
        str(source or ""),
        questions,
    )
    return render("staff/surveys/editor_bring.html", page)


def _survey_name(draft: EditedDraft) -> str:
    locale = current_locale()
    consultation = in_language(get_consultation(draft.consultation_id).title, locale)[0]
    return f"{in_language(draft.document['title'], locale)[0]} · {consultation}"


def _desk(consultation_id: int, survey_id: int) -> _Desk:
    consultation = get_consultation(consultation_id)
    require_survey(consultation_id, survey_id)
    draft = get_draft(survey_id)
    chosen = request.values.get("part", "")
    languages = draft.document["languages"] or ["en"]
    wanted = request.values.get("language", "")
    skin = request.values.get("skin", "")
    return _Desk(
        consultation,
        draft,
        chosen if part_of(draft.document, chosen) else "",
        Writing(wanted if wanted in languages else languages[0], languages[0], current_locale()),
        skin if skin in SKINS else SKINS[0],
    )


def _posted() -> dict[str, str]:
    return {name: " ".join(texts) for name, texts in request.form.to_dict(flat=False).items()}


def _based_on(desk: _Desk) -> int:
    return request.form.get("based_on", desk.draft.number, type=int)


def _translated(errors: Mapping[str, Message]) -> dict[str, str]:
    return {name: translate(text) for name, text in errors.items()}


def _names_library(act: str) -> bool:
    return act != "library" or request.form.get("library") in LIBRARY


def _keep_part(desk: _Desk, code: str, given: PartInput, values: Mapping[str, str]) -> None:
    def alter(part: dict[str, Any]) -> None:
        put_in(part, desk.writing.language, given)
        kind = values.get("kind", "")
        if "kind" in part and kind != part["kind"] and kind in _kinds():
            change_kind(part, kind)

    edit_draft(
        current_actor(),
        desk.draft.survey_id,
        _based_on(desk),
        "change",
        code,
        lambda document: change_part(document, code, alter),
    )


def _kinds() -> frozenset[str]:
    return frozenset(choice.value for _, choices in kind_groups() for choice in choices)


def _save_survey(desk: _Desk, values: dict[str, str]) -> Response:
    before = desk.draft.document["languages"]
    languages = read_languages(values, before, desk.consultation.languages)
    if not languages:
        told = message("survey editor", "Choose at least one language.")
        return _show(desk, Typed(values, {"languages": translate(told)}), 422)
    try:
        edit_draft(
            current_actor(),
            desk.draft.survey_id,
            _based_on(desk),
            "change",
            "",
            lambda document: put_in_survey(document, values, languages),
        )
    except EditConflict as conflict:
        return _conflict(replace(desk, draft=conflict.theirs), values, None)
    return see_other(desk.href())


def _act(desk: _Desk, act: str) -> str:
    """Do one of the acts of the outline; gives the part to choose then."""
    chosen = [desk.chosen]
    given = request.form.to_dict()
    parts = []
    if act == "copies":
        source = request.form.get("source", 0, type=int)
        if source in list_survey_ids():
            codes = request.form.getlist("codes")
            parts = questions_of(get_draft(source).document, codes)

    def do(document: dict[str, Any]) -> dict[str, Any]:
        changed, chosen[0] = (
            bring_in(document, desk.chosen, parts)
            if act == "copies"
            else ACTS[act](document, desk.chosen, given)
        )
        return changed

    # Only what is taken out can be somebody else's work.
    base = _based_on(desk) if act == "remove" else desk.draft.number
    edit_draft(current_actor(), desk.draft.survey_id, base, act, desk.chosen, do)
    return chosen[0]


def _named(text: Message, document: Mapping[str, Any]) -> Message:
    """A refusal with questions in their words instead of their codes."""
    codes = text.params.get("codes")
    if not isinstance(codes, str):
        return text
    names = [name_of_part(document, code, current_locale()) for code in codes.split(", ")]
    return replace(text, params={**text.params, "codes": ", ".join(f"“{name}”" for name in names)})


def _conflict(desk: _Desk, values: Mapping[str, str], given: PartInput | None) -> Response:
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
        code,
        part is not None or code == "",
        compared,
        tuple(posted.items()),
        desk.writing,
    )
    return render("staff/surveys/editor_conflict.html", page, 409)


def _show(desk: _Desk, typed: Typed | None = None, status: int = 200) -> Response:
    document, chosen, writing = desk.draft.document, desk.chosen, desk.writing
    part = part_of(document, chosen)
    checks = checks_of(document, writing.interface)
    if typed is None:
        values = values_of(part, writing.language) if part else values_of_survey(document)
        more = {name: request.args.get(f"more_{name}", 0, type=int) for name in ("options", "rows")}
        typed = Typed(values, more={name: min(number, 100) for name, number in more.items()})
    form = part_form(part, typed, sketch_of(document), writing) if part else None
    problems = tuple((f"f_{name}", text) for name, text in typed.errors.items())
    offered = dict.fromkeys((*document["languages"], *desk.consultation.languages))
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
        offered=tuple(offered),
        writing=writing,
        skin=desk.skin,
        preview_locale=writing.language if writing.language in PUBLIC_LOCALES else "en",
        state=_state(desk.draft, problems),
        is_saved=not problems,
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
