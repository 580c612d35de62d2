"""Pages: how far each language of a draft is, and the desk on which it is translated."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from flask import Response, abort, request, url_for
from flask_babel import npgettext, pgettext

from engage.consultations import ConsultationSummary, get_consultation
from engage.engines.questionnaire.exchange import model_of, source_of
from engage.kernel.actors import Permission
from engage.kernel.errors import Conflict
from engage.kernel.languages import Language
from engage.kernel.languages import language as language_named
from engage.surveys.drafting import EditedDraft, get_draft
from engage.surveys.overview_views import blueprint
from engage.surveys.queries import require_survey
from engage.surveys.translation.desk_showing import (
    DeskPage,
    TextPage,
    desk_href,
    filter_choices,
    is_on,
    survey_pages,
)
from engage.surveys.translation.showing import (
    FILTERS,
    ShownProgress,
    ShownText,
    context_of,
    preview_href,
    shown_progress,
    shown_text,
    shows,
)
from engage.surveys.translation.suggesters import find_suggester
from engage.surveys.translation.translated import progress_in_all, progress_of, translations_of
from engage.surveys.translation.translating import (
    Saved,
    Typed,
    approve_translation,
    approve_translations,
    confirm_translation,
    draft_in,
    may_undo,
    save_translations,
    suggest_translations,
    undo_translation,
)
from engage.web.access import access, current_actor
from engage.web.locale import current_locale, translate
from engage.web.rendering import flash, render, see_other

AT = "/staff/consultations/<int:consultation_id>/surveys/<int:survey_id>/translation"
EACH = 20


@dataclass(frozen=True)
class OverviewPage:
    """How far each language is."""

    consultation: ConsultationSummary
    draft: EditedDraft
    source: Language
    languages: tuple[ShownProgress, ...]
    may_undo: bool
    may_edit: bool


@blueprint.get(AT)
@access(Permission.TRANSLATE_SURVEYS)
def translations(consultation_id: int, survey_id: int) -> Response:
    """How far each language of the survey is."""
    require_survey(consultation_id, survey_id)
    draft = get_draft(survey_id)
    page = OverviewPage(
        get_consultation(consultation_id),
        draft,
        language_named(source_of(draft.document)),
        tuple(map(shown_progress, progress_in_all(survey_id, draft.document))),
        may_undo(current_actor(), draft),
        current_actor().may(Permission.EDIT_SURVEYS),
    )
    return render("staff/surveys/translations.html", page)


@blueprint.get(f"{AT}/<language>")
@access(Permission.TRANSLATE_SURVEYS)
def translation(consultation_id: int, survey_id: int, language: str) -> Response:
    """The desk of one language."""
    require_survey(consultation_id, survey_id)
    return _show(consultation_id, survey_id, language)


@blueprint.post(f"{AT}/<language>")
@access(Permission.TRANSLATE_SURVEYS)
def translate_texts(consultation_id: int, survey_id: int, language: str) -> Response:
    """Save the texts of the page; then do what the pressed button says with one of them."""
    require_survey(consultation_id, survey_id)
    draft = draft_in(survey_id, language)
    typed = {
        name.removeprefix("words_"): _typed(name.removeprefix("words_"))
        for name in request.form
        if name.startswith("words_")
    }
    act, _, key = request.form.get("act", "").partition(":")
    if act == "take" and key in typed:
        taken = request.form.get(f"suggestion_{key}", "")
        typed[key] = replace(typed[key], words=taken)
    saved = save_translations(current_actor(), survey_id, language, typed)
    if saved.clashes:
        return _show(consultation_id, survey_id, language, typed, saved)
    try:
        _do(act, survey_id, language, key, typed)
    except Conflict as refused:
        flash("bad", translate(refused.message))
    _tell(saved)
    chosen = _chosen()
    is_over = chosen["show"] == "all" and act == "on"
    number = int(chosen["number"]) + 1 if is_over else int(chosen["number"])
    return see_other(desk_href(draft, language, {**chosen, "number": str(number)}))


@blueprint.post(f"{AT}/<language>/text")
@access(Permission.TRANSLATE_SURVEYS)
def translate_text(consultation_id: int, survey_id: int, language: str) -> Response:
    """Save one text for the script of the page; answers with what to show of it now."""
    require_survey(consultation_id, survey_id)
    draft_in(survey_id, language)
    key, act = request.form.get("key", ""), request.form.get("act", "")
    typed = _typed(key)
    saved = save_translations(current_actor(), survey_id, language, {key: typed})
    refused, status = "", 200
    if saved.clashes:
        refused, status = _clash(), 409
    else:
        try:
            _do(act, survey_id, language, key, {key: typed})
        except Conflict as conflict:
            refused, status = translate(conflict.message), 409
    draft = get_draft(survey_id)
    every = _all_shown(draft, language)
    shown = {each.found.text.key: each for each in every}
    if key not in shown:
        abort(404)
    text = replace(shown[key], clash=refused, typed=typed.words)
    source = language_named(model_of(draft.document, language))
    page = TextPage(
        draft,
        source,
        language_named(language),
        text,
        progress_of((each.found for each in every), language),
        filter_choices(draft, language, _chosen(), every),
    )
    return render("staff/surveys/translation_text.html", page, status)


@blueprint.post(f"{AT}/undo")
@access(Permission.TRANSLATE_SURVEYS)
def undo_translations(consultation_id: int, survey_id: int) -> Response:
    """Undo the newest edit, where it is this person's own."""
    require_survey(consultation_id, survey_id)
    undo_translation(current_actor(), survey_id)
    flash("good", pgettext("translation desk", "Undone."))
    language = request.form.get("language", "")
    draft = get_draft(survey_id)
    if language in draft.document["languages"][1:]:
        return see_other(desk_href(draft, language, {}))
    return see_other(_overview_href(draft))


def _do(act: str, survey_id: int, language: str, key: str, typed: Mapping[str, Typed]) -> None:
    """Approve, confirm or ask a machine, for words as they have just been saved."""
    actor = current_actor()
    if act in ("approve", "confirm") and key in typed:
        words = typed[key].words.strip()
        seen = Typed("", typed[key].source, words)
        step = approve_translation if act == "approve" else confirm_translation
        step(actor, survey_id, language, key, seen)
    elif act == "approve_all":
        shown = {name: Typed("", each.source, each.words.strip()) for name, each in typed.items()}
        number = len(approve_translations(actor, survey_id, language, shown))
        told = npgettext(
            "translation desk", "%(num)s text was approved.", "%(num)s texts were approved.", number
        )
        flash("good" if number else "info", told)
    elif act == "suggest" and (suggester := find_suggester()) is not None:
        number = suggest_translations(actor, survey_id, language, suggester, frozenset(typed))
        told = npgettext("translation desk", "%(num)s suggestion", "%(num)s suggestions", number)
        flash("info", told)


def _tell(saved: Saved) -> None:
    if saved.keys:
        number = len(saved.keys)
        told = npgettext(
            "translation desk", "%(num)s text was saved.", "%(num)s texts were saved.", number
        )
        flash("good", told)
    if saved.gone:
        told = pgettext(
            "translation desk", "Texts that are no longer in the survey were not saved."
        )
        flash("warn", told)


def _typed(key: str) -> Typed:
    words = request.form.get(f"words_{key}", "")
    source = request.form.get(f"source_{key}", "")
    before = request.form.get(f"before_{key}", "")
    return Typed(*(each.replace("\r\n", "\n") for each in (words, source, before)))


def _clash() -> str:
    return pgettext(
        "translation desk", "Not saved: somebody else has translated this meanwhile, as follows."
    )


def _all_shown(draft: EditedDraft, language: str) -> tuple[ShownText, ...]:
    actor, document = current_actor(), draft.document
    return tuple(
        shown_text(
            found,
            number,
            actor.id,
            context_of(document, found.text, current_locale()),
            preview_href(draft.survey_id, found.text, language),
        )
        for number, found in enumerate(
            translations_of(draft.survey_id, document, language), start=1
        )
    )


def _show(
    consultation_id: int,
    survey_id: int,
    language: str,
    typed: Mapping[str, Typed] | None = None,
    saved: Saved | None = None,
) -> Response:
    """The desk; with what was typed where it could not be saved."""
    draft = draft_in(survey_id, language)
    every = _all_shown(draft, language)
    chosen = _chosen()
    fitting = [
        each
        for each in every
        if (typed is not None and each.found.text.key in typed)
        or (typed is None and shows(chosen["show"], each.found) and is_on(each, chosen["page"]))
    ]
    last = max(1, -(-len(fitting) // EACH))
    number = min(int(chosen["number"]), last)
    texts = fitting[(number - 1) * EACH : number * EACH]
    if typed is not None and saved is not None:
        texts = [_as_typed(each, typed, saved) for each in fitting]
    suggester = find_suggester()
    page = DeskPage(
        get_consultation(consultation_id),
        draft,
        language_named(model_of(draft.document, language)),
        language_named(language),
        progress_of((each.found for each in every), language),
        filter_choices(draft, language, _chosen(), every),
        survey_pages(draft),
        chosen,
        number,
        last,
        tuple(texts),
        may_undo(current_actor(), draft),
        suggester.name if suggester else "",
    )
    return render("staff/surveys/translation.html", page, 409 if saved else 200)


def _as_typed(each: ShownText, typed: Mapping[str, Typed], saved: Saved) -> ShownText:
    key = each.found.text.key
    if key not in saved.clashes:
        return each
    return replace(each, typed=typed[key].words, clash=_clash())


def _chosen() -> dict[str, str]:
    show = request.values.get("show", "all")
    number = request.values.get("number", 1, type=int)
    return {
        "show": show if show in FILTERS else "all",
        "page": request.values.get("page", ""),
        "number": str(min(max(number, 1), 10_000)),
    }


def _overview_href(draft: EditedDraft) -> str:
    return url_for(
        "surveys.translations",
        consultation_id=draft.consultation_id,
        survey_id=draft.survey_id,
    )
