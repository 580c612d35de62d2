"""What translators do with a draft: words in languages other than the first, and nothing else."""

from collections.abc import Mapping
from dataclasses import dataclass

from engage.audit import record
from engage.engines.questionnaire.exchange import (
    Comparison,
    Exchange,
    compare_exchange,
    exchange_of,
    model_of,
    with_texts,
    words_to_translate,
)
from engage.engines.questionnaire.exchange.keyed import keyed_texts
from engage.kernel.actors import Actor, Permission
from engage.kernel.clock import now
from engage.kernel.db import session, transaction
from engage.kernel.errors import Conflict, InvalidInput, NotFound, message
from engage.surveys.drafting import EditedDraft, Seen, change_draft, get_draft, step_draft
from engage.surveys.models import Survey
from engage.surveys.translation.suggesters import Suggester
from engage.surveys.translation.translated import (
    MISSING,
    REVIEWED,
    STALE,
    Made,
    Translation,
    can_be_approved,
    find_row,
    keep,
    translations_of,
)

TRANSLATE, IMPORT = "translate", "import_translations"
LONGEST = 20_000


@dataclass(frozen=True)
class Typed:
    """Words for a text, with what the translator saw: the source, and the words before."""

    words: str
    source: str
    before: str


@dataclass(frozen=True)
class Saved:
    """What became of words: which were saved, and which stand against somebody else's."""

    keys: tuple[str, ...]
    clashes: tuple[str, ...]
    gone: tuple[str, ...]


def save_translations(
    actor: Actor, survey_id: int, language: str, typed: Mapping[str, Typed]
) -> Saved:
    """Put words in a language into the draft as one edit.

    Words that somebody else has changed meanwhile are left alone and told of. Where the source has
    changed meanwhile, the words are saved as made from the source that was seen: they are stale.
    Raises ``InvalidInput`` for words that are too long, ``NotFound`` for a survey or a language.
    """
    actor.require(Permission.TRANSLATE_SURVEYS)
    if any(len(each.words) > LONGEST for each in typed.values()):
        raise InvalidInput(message("translation desk", "This is too long for a text of a survey."))
    with transaction():
        document = _locked(survey_id, language).document
        texts = {text.key: text for text in keyed_texts(document)}
        taken, clashes, gone = {}, [], []
        for key, each in typed.items():
            words = each.words.strip()
            if key not in texts:
                gone.append(key)
            elif words == (now_there := texts[key].words.get(language, "")):
                continue
            elif now_there != each.before and not _is_own(
                actor, survey_id, language, key, now_there
            ):
                clashes.append(key)
            else:
                taken[key] = words
        _put(actor, survey_id, language, taken, TRANSLATE)
        for key, words in taken.items():
            if words and typed[key].source != words_to_translate(document, texts[key], language):
                made = Made(key, language, typed[key].source, words)
                keep(survey_id, actor.id, made)
        return Saved(tuple(taken), tuple(clashes), tuple(gone))


def confirm_translation(actor: Actor, survey_id: int, language: str, key: str, seen: Typed) -> None:
    """Say that words are right for the source as it is now, too; it waits for review again.

    Raises ``NotFound``, and ``Conflict`` where there are no words or others than were seen.
    """
    actor.require(Permission.TRANSLATE_SURVEYS)
    with transaction():
        found = _seen(survey_id, language, key, seen)
        if found.state == MISSING:
            raise Conflict(message("translation desk", "There are no words yet."))
        keep(survey_id, actor.id, Made(key, language, found.source, found.words))
        _record(actor, "survey.translation_confirm", survey_id, language, (key,))


def approve_translation(actor: Actor, survey_id: int, language: str, key: str, seen: Typed) -> None:
    """Approve of words that somebody else translated.

    Raises ``NotFound``, and ``Conflict`` for one's own, for missing, stale or other words.
    """
    actor.require(Permission.TRANSLATE_SURVEYS)
    with transaction():
        found = _seen(survey_id, language, key, seen)
        if found.state == MISSING:
            raise Conflict(message("translation desk", "There are no words yet."))
        if found.state == STALE:
            raise Conflict(
                message("translation desk", "The source has changed: translate it again first.")
            )
        if found.translator_id is not None and found.translator_id == actor.id:
            raise Conflict(
                message("translation desk", "Somebody else has to approve what you translated.")
            )
        _approve(actor, survey_id, found)
        _record(actor, "survey.translation_approve", survey_id, language, (key,))


def approve_translations(
    actor: Actor, survey_id: int, language: str, seen: Mapping[str, Typed]
) -> tuple[str, ...]:
    """Approve of all the words seen that somebody else translated, as one act; gives their keys.

    Left as they are: texts without words or with stale ones, with marks lost, one's own, and what
    has changed since it was seen.
    """
    actor.require(Permission.TRANSLATE_SURVEYS)
    with transaction():
        document = _locked(survey_id, language).document
        found = [
            each
            for each in translations_of(survey_id, document, language)
            if (saw := seen.get(each.text.key)) is not None
            and (each.source, each.words) == (saw.source, saw.before)
            and can_be_approved(each, actor.id)
            and not each.lost
        ]
        for each in found:
            _approve(actor, survey_id, each)
        keys = tuple(each.text.key for each in found)
        if keys:
            _record(actor, "survey.translation_approve", survey_id, language, keys)
        return keys


def _approve(actor: Actor, survey_id: int, found: Translation) -> None:
    key, language = found.text.key, found.language
    row = find_row(survey_id, key, language, found.words)
    if row is None:
        keep(survey_id, None, Made(key, language, found.source, found.words))
        row = find_row(survey_id, key, language, found.words)
    assert row is not None
    row.state, row.reviewer_id, row.reviewed_at = REVIEWED, actor.id, now()


def suggest_translations(
    actor: Actor, survey_id: int, language: str, suggester: Suggester, keys: frozenset[str]
) -> int:
    """Ask a machine for texts that have no words or stale ones; gives how many it suggested."""
    actor.require(Permission.TRANSLATE_SURVEYS)
    document = draft_in(survey_id, language).document
    wanted = [
        each
        for each in translations_of(survey_id, document, language)
        if each.text.key in keys and each.state in (MISSING, STALE) and not each.suggestion
    ]
    source = model_of(document, language)
    said = {
        each.text.key: (each.source, suggester.suggest(each.source, source, language).strip())
        for each in wanted
    }
    offered = {key: made for key, made in said.items() if made[1] and len(made[1]) <= LONGEST}
    with transaction():
        for key, (made_from, words) in offered.items():
            keep(survey_id, None, Made(key, language, made_from, words, suggester.name))
        if offered:
            _record(actor, "survey.translation_suggest", survey_id, language, tuple(offered))
    return len(offered)


def export_translations(
    survey_id: int, language: str, notes: Mapping[str, str]
) -> tuple[EditedDraft, Exchange]:
    """The texts of the draft for a file; ``notes`` tell translators what each one is, by key."""
    draft = draft_in(survey_id, language)
    states = {
        each.text.key: "initial" if each.state == STALE else each.state
        for each in translations_of(survey_id, draft.document, language)
    }
    return draft, exchange_of(draft.document, identity(draft), language, states, notes)


def compare_import(survey_id: int, language: str, came: Exchange) -> Comparison:
    """What a file would change in the draft; raises ``BrokenFile``."""
    draft = draft_in(survey_id, language)
    return compare_exchange(draft.document, identity(draft), language, came)


def apply_import(actor: Actor, survey_id: int, language: str, came: Exchange) -> int:
    """Take what a file changes over as one edit; gives how many texts that were."""
    actor.require(Permission.TRANSLATE_SURVEYS)
    with transaction():
        draft = _locked(survey_id, language)
        changes = compare_exchange(draft.document, identity(draft), language, came)
        words = {key: said.strip() for key, said in changes.words.items()}
        _put(actor, survey_id, language, words, IMPORT)
        return len(words)


def may_undo(actor: Actor, draft: EditedDraft) -> bool:
    """Whether the newest edit is this person's own work on translations."""
    return (
        draft.can_undo
        and draft.last_what in (TRANSLATE, IMPORT)
        and draft.last_actor_id == actor.id
        and actor.may(Permission.TRANSLATE_SURVEYS)
    )


def undo_translation(actor: Actor, survey_id: int) -> None:
    """Undo the newest edit, where it is one's own work on translations.

    Raises ``NotFound``, and ``Conflict`` where it is not.
    """
    with transaction():
        if not may_undo(actor, get_draft(survey_id)):
            raise Conflict(
                message(
                    "translation desk", "The newest edit is not yours: it can't be undone here."
                )
            )
        step_draft(actor, survey_id, -1, may=Permission.TRANSLATE_SURVEYS)


def draft_in(survey_id: int, language: str) -> EditedDraft:
    """The draft; raises ``NotFound`` unless it is to be translated to the language."""
    draft = get_draft(survey_id)
    if language not in draft.document["languages"][1:]:
        raise NotFound(message("translation desk", "This survey is not translated to it."))
    return draft


def identity(draft: EditedDraft) -> str:
    """By what a file knows the survey that it belongs to."""
    return f"{draft.survey_id} {draft.code}"


def _locked(survey_id: int, language: str) -> EditedDraft:
    session().get(Survey, survey_id, with_for_update=True, populate_existing=True)
    return draft_in(survey_id, language)


def _is_own(actor: Actor, survey_id: int, language: str, key: str, words: str) -> bool:
    """Whether the words are the actor's own, saved by a page that was left in that instant."""
    row = find_row(survey_id, key, language, words)
    return row is not None and actor.id is not None and row.translator_id == actor.id


def _put(actor: Actor, survey_id: int, language: str, words: Mapping[str, str], what: str) -> None:
    if not words:
        return
    owners = {key.split(".")[1] for key in words if not key.startswith("survey.")}
    part = owners.pop() if len(owners) == 1 and len(words) == 1 else ""
    change_draft(
        actor,
        survey_id,
        Seen(),
        what,
        part,
        lambda document: with_texts(document, language, words),
    )


def _seen(survey_id: int, language: str, key: str, seen: Typed) -> Translation:
    """The text as it stands; raises ``Conflict`` unless it is what the person looked at."""
    document = _locked(survey_id, language).document
    for found in translations_of(survey_id, document, language):
        if found.text.key == key:
            if (found.source, found.words) != (seen.source, seen.before):
                raise Conflict(
                    message("translation desk", "This has changed since you looked at it.")
                )
            return found
    raise NotFound(message("translation desk", "This text is no longer in the survey."))


def _record(actor: Actor, act: str, survey_id: int, language: str, keys: tuple[str, ...]) -> None:
    record(actor, act, ("survey", survey_id), details={"language": language, "texts": list(keys)})
