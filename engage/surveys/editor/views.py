"""Pages: a survey is begun, edited part by part, its edits undone and done again."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from flask import Response, abort, request, url_for
from flask_babel import npgettext, pgettext

from engage.engines.questionnaire import LIBRARY, CannotEdit, Scope, change_part
from engage.kernel.actors import Permission
from engage.kernel.errors import Conflict, InvalidInput, Message, message
from engage.surveys.drafting import (
    EditConflict,
    Seen,
    discard_draft,
    edit_draft,
    get_draft,
    step_draft,
)
from engage.surveys.editor.acts import ACTS, bring_in, part_of, questions_of
from engage.surveys.editor.areas import areas_in, put_areas
from engage.surveys.editor.checks_showing import name_of_part
from engage.surveys.editor.choices_showing import kind_groups
from engage.surveys.editor.conflict_views import show_conflict
from engage.surveys.editor.desk_showing import Desk, desk_of, desk_sent, show_editor
from engage.surveys.editor.expressions import add_rule, insert_answer
from engage.surveys.editor.forms import read_part, values_of
from engage.surveys.editor.groups import QUESTION
from engage.surveys.editor.parts import PartInput, change_kind, put_in
from engage.surveys.editor.queries import list_survey_ids
from engage.surveys.editor.showing import Typed
from engage.surveys.editor.survey_form import put_in_survey, read_languages
from engage.surveys.overview_views import blueprint
from engage.surveys.own_pictures import MOST_SENT, add_picture, put_picture
from engage.surveys.sketching import sketch_of
from engage.web.access import access, current_actor
from engage.web.locale import current_locale, translate
from engage.web.rendering import flash, see_other

MORE_ROWS = 4
AT = "/staff/consultations/<int:consultation_id>/surveys/<int:survey_id>/edit"


@blueprint.get(AT)
@access(Permission.EDIT_SURVEYS)
def edit(consultation_id: int, survey_id: int) -> Response:
    """The editor."""
    return show_editor(desk_of(consultation_id, survey_id))


@blueprint.post(AT)
@access(Permission.EDIT_SURVEYS)
def save(consultation_id: int, survey_id: int) -> Response:
    """Keep what the form of the chosen part says."""
    desk = desk_of(consultation_id, survey_id)
    values = _posted()
    code = values.get("part", "")
    if code == "":
        return _save_survey(desk, values)
    part = part_of(desk.draft.document, code)
    if part is None:
        return show_conflict(desk, values, None)
    sketch = sketch_of(desk.draft.document)
    scope = sketch.scope(code)
    values, refused = _with_answers(values, scope)
    given, errors = read_part(values, part, sketch.before(code), scope)
    errors |= refused
    if errors:
        return show_editor(desk, Typed(values, _translated(errors)), 422)
    try:
        _keep_part(desk, code, given, values)
    except EditConflict as conflict:
        return show_conflict(replace(desk, draft=conflict.theirs), values, given)
    more: dict[str, Any] = {f"more_{values['more']}": MORE_ROWS} if values.get("more") else {}
    if values.get("narrowed_by") != values.get(QUESTION):  # chosen just now: nothing is in it yet
        more["narrowed_by"] = values.get(QUESTION) or None
    return see_other(desk.href(**more))


@blueprint.post(f"{AT}/<act>")
@access(Permission.EDIT_SURVEYS)
def change(consultation_id: int, survey_id: int, act: str) -> Response:
    """Add, move, copy or take out a part; undo, do again, throw the draft away."""
    desk = desk_of(consultation_id, survey_id)
    actor = current_actor()
    try:
        if act in ("undo", "redo"):
            step_draft(actor, survey_id, -1 if act == "undo" else 1, desk=desk_sent())
            return see_other(desk.href())
        if act == "discard":
            discard_draft(actor, survey_id)
            flash("good", pgettext("survey editor", "The draft was thrown away."))
            return see_other(url_for("surveys.overview", consultation_id=consultation_id))
        if act in ("areas", "picture"):
            return _bring_areas(desk) if act == "areas" else _bring_picture(desk)
        if act != "copies" and (act not in ACTS or not _names_library(act)):
            abort(404)
        return see_other(desk.href(part=_act(desk, act)))
    except InvalidInput as refused:
        flash("bad", translate(refused.message))
    except CannotEdit as refused:
        flash("bad", translate(_named(refused.message, desk.draft.document)))
        if act in ("library", "copies"):
            return see_other(_bring_again(desk))
    except Conflict as refused:
        flash("bad", translate(refused.message))
    return see_other(desk.href())


def _bring_areas(desk: Desk) -> Response:
    """Put the areas of a file into the chosen question."""
    given = request.files.get("areas")
    areas = areas_in(given.read() if given else b"")
    languages = desk.draft.document["languages"]
    _change_chosen(desk, lambda part: put_areas(part, areas, languages))
    told = npgettext(
        "survey editor",
        "%(num)s area was read from the file.",
        "%(num)s areas were read from the file.",
        len(areas),
    )
    flash("good", told)
    return see_other(desk.href())


def _bring_picture(desk: Desk) -> Response:
    """Put a picture of the lead's own beside the chosen question, an answer or information."""
    given = request.files.get("picture")
    content = given.stream.read(MOST_SENT + 1) if given and given.filename else b""
    document = desk.draft.document
    words = " ".join(request.form.get("words", "").split())
    beside = request.form.get("beside", "")
    digest = add_picture(current_actor(), content, document) if content and words else ""
    first = document["languages"][0]
    _change_chosen(desk, lambda part: put_picture(part, beside, digest, first, words))
    flash("good", pgettext("survey editor", "The picture is in its place."))
    return see_other(desk.href())


def _change_chosen(desk: Desk, change: Callable[[dict[str, Any]], None]) -> None:
    """Change the chosen part as it stands now, whoever else is at work on it."""
    edit_draft(
        current_actor(),
        desk.draft.survey_id,
        Seen(desk=desk_sent()),
        "change",
        desk.chosen,
        lambda document: change_part(document, desk.chosen, change),
    )


def _bring_again(desk: Desk) -> str:
    """The page where nothing was chosen to bring in, as it was."""
    return url_for(
        "surveys.bring",
        consultation_id=desk.consultation.id,
        survey_id=desk.draft.survey_id,
        part=desk.chosen or None,
        source=request.form.get("source"),
    )


def _posted() -> dict[str, str]:
    return {name: " ".join(texts) for name, texts in request.form.to_dict(flat=False).items()}


def _with_answers(
    values: dict[str, str], scope: Scope
) -> tuple[dict[str, str], dict[str, Message]]:
    """The form after the buttons that put earlier answers into it."""
    act = {"answer": insert_answer, "rule": add_rule}.get(values.get("insert", ""))
    if act is None:
        return values, {}
    changed, problem = act(values, scope)
    return changed, {"insert": problem} if problem else {}


def _seen(shown: Callable[[dict[str, Any]], Any] | None = None) -> Seen:
    return Seen(request.form.get("based_on", 0, type=int), desk_sent(), shown)


def _translated(errors: Mapping[str, Message]) -> dict[str, str]:
    return {name: translate(text) for name, text in errors.items()}


def _names_library(act: str) -> bool:
    return act != "library" or set(request.form.getlist("library")) <= set(LIBRARY)


def _keep_part(desk: Desk, code: str, given: PartInput, values: Mapping[str, str]) -> None:
    def alter(part: dict[str, Any]) -> None:
        put_in(part, desk.writing.language, given)
        kind = values.get("kind", "")
        if "kind" in part and kind != part["kind"] and kind in _kinds():
            change_kind(part, kind)

    def shown(document: dict[str, Any]) -> Any:
        found = part_of(document, code)
        return found and values_of(found, desk.writing.language)

    edit_draft(
        current_actor(),
        desk.draft.survey_id,
        _seen(shown),
        "change",
        code,
        lambda document: change_part(document, code, alter),
    )


def _kinds() -> frozenset[str]:
    return frozenset(choice.value for _, choices in kind_groups() for choice in choices)


def _save_survey(desk: Desk, values: dict[str, str]) -> Response:
    before = desk.draft.document["languages"]
    languages = read_languages(values, before, desk.consultation.languages)
    if not languages:
        told = message("survey editor", "Choose at least one language.")
        return show_editor(desk, Typed(values, {"languages": translate(told)}), 422)
    try:
        edit_draft(
            current_actor(),
            desk.draft.survey_id,
            _seen(),
            "change",
            "",
            lambda document: put_in_survey(document, values, languages),
        )
    except EditConflict as conflict:
        return show_conflict(replace(desk, draft=conflict.theirs), values, None)
    return see_other(desk.href())


def _act(desk: Desk, act: str) -> str:
    """Do one of the acts of the outline; gives the part to choose then."""
    chosen = [desk.chosen]
    given = _posted()
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
    seen = _seen() if act == "remove" else Seen(desk=desk_sent())
    edit_draft(current_actor(), desk.draft.survey_id, seen, act, desk.chosen, do)
    return chosen[0]


def _named(text: Message, document: Mapping[str, Any]) -> Message:
    """A refusal with questions in their words instead of their codes."""
    codes = text.params.get("codes")
    if not isinstance(codes, str):
        return text
    names = [name_of_part(document, code, current_locale()) for code in codes.split(", ")]
    return replace(text, params={**text.params, "codes": ", ".join(f"“{name}”" for name in names)})
