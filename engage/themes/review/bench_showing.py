"""What stands around a theme on the workbench: company, signatures, marks, what its name lacks."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import format_decimal, npgettext, pgettext

from engage.consultations import ConsultationSummary
from engage.kernel.actors import Actor
from engage.kernel.languages import language
from engage.themes.codebook.naming import Remark, find_alike, remarks_on
from engage.themes.queries import ThemeSummary
from engage.themes.reading import PlacedComment
from engage.themes.review.signing import Signature, editors_of, list_signatures
from engage.themes.reviewers.marks import Opened, count_opened, count_read, read_among
from engage.themes.reviewers.presence_views import Company, company
from engage.themes.showing import WORTH_NAMING
from engage.themes.translating import Translation, translations_of
from engage.web.locale import current_locale, listing, plain, when


@dataclass(frozen=True)
class ShownTranslation:
    """A comment in the reader's language, and whose words these are."""

    text: str
    lang: str
    by: str


@dataclass(frozen=True)
class Around:
    """What one reader needs to know of the comments on the page."""

    read: frozenset[int]
    translations: dict[int, ShownTranslation]
    reasons: dict[int, tuple[str, ...]]
    foreign: frozenset[int]


@dataclass(frozen=True)
class Bench:
    """What one reviewer needs to know of a theme before acting on it."""

    company: Company
    signatures: tuple[str, ...]
    needs_two: bool
    has_signed: bool
    editors: str
    remarks: tuple[str, ...]
    read: int
    opened: Opened


def bench_of(
    actor: Actor,
    consultation: ConsultationSummary,
    theme: ThemeSummary,
    themes: Sequence[ThemeSummary],
) -> Bench:
    """Who else is there, who signed, what the name lacks, how far this reader is."""
    signatures = list_signatures(theme.id)
    editors = editors_of(theme.id)
    return Bench(
        company(actor, theme),
        tuple(_signed(one) for one in signatures),
        consultation.needs_two_signatures,
        any(one.actor_id == actor.id for one in signatures),
        pgettext("signing", "Worked on by %(names)s.", names=listing(list(editors)))
        if editors
        else "",
        remarks_in_words(theme, themes),
        count_read(actor, theme.consultation_id, theme.question_code, theme.id),
        count_opened(theme.consultation_id, theme.question_code, theme.id),
    )


def around(actor: Actor, comments: Sequence[PlacedComment], labels: dict[int, str]) -> Around:
    """What this reader has read, translations into their language, and why each stands there."""
    ids = [comment.id for comment in comments]
    own = current_locale()
    found = translations_of(ids, own)
    return Around(
        read_among(actor, ids),
        {number: _translation(one) for number, one in found.items()},
        {comment.id: _reasons(comment, labels) for comment in comments},
        frozenset(comment.id for comment in comments if comment.language != own),
    )


def remarks_in_words(theme: ThemeSummary, themes: Sequence[ThemeSummary]) -> tuple[str, ...]:
    """What a theme's name might do better, a sentence for each fault however many languages."""
    labels = {one.id: one.label for one in themes} | {theme.id: theme.label}
    names = {number: plain(label) for number, label in labels.items()}
    found: dict[tuple[str, str, int | None], list[str]] = {}
    for remark in (*remarks_on(theme.label), *find_alike(labels).get(theme.id, ())):
        same = found.setdefault((remark.kind, remark.words, remark.other_id), [])
        same.append(language(remark.language).name)
    return tuple(
        _remark(Remark(kind, listing(spoken), words, other), names)
        for (kind, words, other), spoken in found.items()
    )


def _remark(remark: Remark, names: dict[int, str]) -> str:
    if remark.kind == "vague":
        return pgettext(
            "naming",
            "“%(word)s” says little (%(language)s). Say what people want.",
            word=remark.words,
            language=remark.language,
        )
    if remark.kind == "long":
        return npgettext(
            "naming",
            "The name has %(num)s word. Ten are enough.",
            "The name has %(num)s words. Ten are enough.",
            int(remark.words),
        )
    if remark.kind == "two":
        return pgettext(
            "naming",
            "The name joins two things (%(language)s). Where people mean one of them, split it.",
            language=remark.language,
        )
    return pgettext(
        "naming",
        "“%(other)s” has the same name or nearly so. Merge them, or name them apart.",
        other=names[remark.other_id or 0],
    )


def _signed(signature: Signature) -> str:
    return pgettext(
        "signing",
        "Signed by %(name)s on %(when)s.",
        name=signature.actor_name,
        when=when(signature.signed_at),
    )


def _translation(found: Translation) -> ShownTranslation:
    if found.suggested_by:
        by = pgettext(
            "translation",
            "Suggested by %(machine)s, read by %(name)s",
            machine=found.suggested_by,
            name=found.actor_name,
        )
    else:
        by = pgettext("translation", "Translated by %(name)s", name=found.actor_name)
    return ShownTranslation(found.text, found.language, by)


def _reasons(comment: PlacedComment, labels: dict[int, str]) -> tuple[str, ...]:
    """Why a comment stands where it stands, in sentences."""
    found = []
    if comment.is_by_person:
        found.append(pgettext("why", "A person placed it here. No run of the machine moves it."))
    elif comment.theme_id is None:
        found.append(pgettext("why", "The machine found no theme near enough to it."))
    else:
        found.append(_by_machine(comment))
    others = [
        pgettext("why", "%(theme)s (%(score)s)", theme=labels[theme], score=_two_places(score))
        for theme, score in comment.candidates
        if theme in labels and theme != comment.theme_id and score >= WORTH_NAMING
    ]
    if others:
        text = pgettext("why", "It also leans to: %(themes)s.", themes=listing(others))
        found.append(text)
    elif not comment.is_by_person:
        found.append(pgettext("why", "It leans to no other theme."))
    return tuple(found)


def _by_machine(comment: PlacedComment) -> str:
    words = dict.fromkeys(comment.text[start:end] for start, end in comment.marks)
    score = _two_places(comment.score)
    if not words:
        return pgettext("why", "The machine placed it here (score %(score)s).", score=score)
    quoted = [pgettext("why", "“%(word)s”", word=word) for word in words]
    return pgettext(
        "why",
        "The machine placed it here (score %(score)s), by these words: %(words)s.",
        score=score,
        words=listing(quoted),
    )


def _two_places(score: float) -> str:
    return str(format_decimal(round(score, 2)))
