"""The sides of a theme and of its comments, as the workbench shows them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import url_for
from flask_babel import format_decimal, npgettext, pgettext

from engage.themes.discovery.further_suggesting import Pairs, suggest_further
from engage.themes.queries import ThemeSummary
from engage.themes.reading import PlacedComment
from engage.themes.stances.acts import is_stance_released
from engage.themes.stances.showing import KINDS, StancePart, stance_name, stance_parts
from engage.themes.stances.sides import STANCES, StanceCounts
from engage.themes.stances.suggesting import LearnedStances, learn_stances, suggest_stances
from engage.web.locale import percent

NOTHING_LEARNED = LearnedStances(can_suggest=False, comments=0, suggested=0, right=0)


@dataclass(frozen=True)
class CardSides:
    """A comment in its theme: its stance, what the machine suggests, all its themes.

    ``others`` are those but this one, with their comment's address; ``leans_to`` are themes it
    might stand in too (number, name, score); ``next_href`` leads to the comment after it.
    """

    stance: str
    name: str
    kind: str
    suggested: str
    suggested_name: str
    next_href: str
    themes: tuple[int, ...]
    others: tuple[tuple[str, str], ...]
    leans_to: tuple[tuple[int, str, str], ...]


@dataclass(frozen=True)
class Sides:
    """A theme's sides, whether it should be two themes, and every comment on the page."""

    parts: tuple[StancePart, ...]
    offer: str
    learned: str
    is_released: bool
    has_suggestions: bool
    choices: tuple[tuple[str, str, str], ...]
    cards: dict[int, CardSides]


def sides_of(
    theme: ThemeSummary | None,
    question: tuple[int, str],
    comments: Sequence[PlacedComment],
    labels: Mapping[int, str],
    onward: Sequence[str],
) -> Sides:
    """The sides of a theme (None: of comments wherever they stand) and of the page's comments.

    ``onward`` has for each comment the address of the one after it.
    """
    further = suggest_further(question, comments)
    unread = [comment.id for comment in comments if not comment.stance]
    suggested = suggest_stances(theme.id, unread) if theme else {}
    counts = theme.stances if theme else StanceCounts()
    learned = learn_stances(theme.consultation_id) if theme else NOTHING_LEARNED
    return Sides(
        stance_parts(counts),
        _offer(counts) if counts.is_two_themes else "",
        _learned(learned),
        theme is not None and is_stance_released(theme.id),
        learned.can_suggest,
        tuple(
            (stance, stance_name(stance), str(key)) for key, stance in enumerate(STANCES, start=1)
        ),
        {
            comment.id: _card(
                comment,
                theme,
                labels,
                (suggested.get(comment.id, ""), further.get(comment.id, ())),
                href,
            )
            for comment, href in zip(comments, onward, strict=True)
        },
    )


def _card(
    comment: PlacedComment,
    theme: ThemeSummary | None,
    labels: Mapping[int, str],
    suggestions: tuple[str, Pairs],
    next_href: str,
) -> CardSides:
    suggested, further = suggestions
    here = theme.id if theme else comment.theme_id
    return CardSides(
        comment.stance,
        stance_name(comment.stance) if comment.stance else "",
        KINDS.get(comment.stance, ""),
        suggested,
        stance_name(suggested) if suggested else "",
        next_href,
        comment.themes,
        tuple(
            (labels[number], url_for("themes.show", theme_id=number, comment=comment.id))
            for number in comment.themes
            if number != here and number in labels
        ),
        tuple(
            (number, labels[number], format_decimal(round(score, 2)))
            for number, score in further
            if number in labels
        ),
    )


def _offer(counts: StanceCounts) -> str:
    return pgettext(
        "stance",
        "%(share)s of those for or against take the lesser side: these may be two themes.",
        share=percent(counts.lesser_share),
    )


def _learned(learned: LearnedStances) -> str:
    if learned.can_suggest:
        return npgettext(
            "stance",
            "Suggestions are learned from %(num)s comment that people read here, from nothing "
            "else. Of those held back, %(right)s of %(suggested)s suggestions were right.",
            "Suggestions are learned from %(num)s comments that people read here, from nothing "
            "else. Of those held back, %(right)s of %(suggested)s suggestions were right.",
            learned.comments,
            right=format_decimal(learned.right),
            suggested=format_decimal(learned.suggested),
        )
    if not learned.comments:
        return ""
    return npgettext(
        "stance",
        "%(num)s stance was set so far. The machine suggests others when it can tell two sides "
        "apart: after 30 or more, with at least 5 of each side.",
        "%(num)s stances were set so far. The machine suggests others when it can tell two sides "
        "apart: after 30 or more, with at least 5 of each side.",
        learned.comments,
    )
