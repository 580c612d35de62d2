"""The acts of review: rename, merge, move, release. Each can be undone."""

from collections.abc import Iterable

from sqlalchemy import select

from engage.kernel.actors import Actor, Permission
from engage.kernel.db import session
from engage.kernel.errors import Conflict, InvalidInput, NotFound, message
from engage.kernel.languages import LocaleText
from engage.responses import get_comment
from engage.themes.models import ReleasedQuote, Theme
from engage.themes.placed import assigned_comments
from engage.themes.quoting import checked_quote
from engage.themes.review.acting import acting
from engage.themes.review.assigning import carry_stances, move, standings
from engage.themes.review.settling import settle_responses
from engage.themes.reviewers.changes import list_changes


def rename_theme(
    actor: Actor, theme_id: int, version: int, label: LocaleText, description: LocaleText
) -> None:
    """Give a theme the name and description that people will read.

    Raises ``InvalidInput`` without a name, ``Conflict`` where somebody changed it since.
    """
    if not any(words.strip() for words in label.values()):
        text = message("themes", "Give the theme a name.")
        raise InvalidInput(text, {"label": text})
    theme = open_theme(theme_id, version)
    with acting(actor, "rename", theme) as act:
        act.change(theme, label=said(label), description=said(description))


def merge_theme(actor: Actor, theme_id: int, version: int, into_id: int, reason: str = "") -> None:
    """Put all comments of a theme into another; its own name is kept for undo and history.

    Raises ``NotFound``, and ``Conflict`` where somebody changed it since ``version``, or the other
    is itself, was merged, or belongs to another question.
    """
    theme, target = open_theme(theme_id, version), open_theme(into_id)
    if theme_id == into_id or target.merged_into_id is not None:
        raise Conflict(message("themes", "Choose another theme to merge into."))
    if theme.question_code != target.question_code:
        raise Conflict(message("themes", "These themes belong to different questions."))
    placed = assigned_comments(theme.consultation_id, theme.question_code)
    members = session().scalars(select(placed.c.id).where(placed.c.theme_id == theme_id)).all()
    with acting(actor, "merge", theme, reason=reason) as act:
        followers = session().scalars(select(Theme).where(Theme.merged_into_id == theme_id))
        for follower in followers.all():
            act.change(follower, merged_into_id=into_id)
        act.change(theme, merged_into_id=into_id, state="archived")
        act.change(target)
        carry_stances(act, theme_id, into_id, members)
        settle_comments(actor, target)


def move_comments(
    actor: Actor,
    comment_ids: Iterable[int],
    theme_id: int | None,
    question: tuple[int, str],
    source: int | None = None,
    reason: str = "",
) -> None:
    """Put comments into a theme, or (None) say that they have no theme.

    ``question`` is (consultation, question code), checked against the comments. With a ``source``
    they leave that theme alone and stay in their others; without, their first theme changes, or
    all go. Raises ``InvalidInput`` where none is chosen, ``Conflict`` for a theme or a comment of
    another question.
    """
    chosen = sorted(set(comment_ids))
    if not chosen:
        text = message("themes", "Choose at least one comment.")
        raise InvalidInput(text, {"comment_ids": text})
    target = open_theme(theme_id) if theme_id is not None else None
    if target is not None and (target.consultation_id, target.question_code) != question:
        raise Conflict(message("themes", "This theme belongs to another question."))
    found = standings(question, chosen)
    about = target or Theme(consultation_id=question[0], question_code=question[1])
    name = "move" if target else "no_theme"
    with acting(actor, name, about, reason=reason) as act:
        for comment_id in chosen:
            move(act, comment_id, found[comment_id], source, theme_id)
        settle_responses(actor, question[0], [one.response_id for one in found.values()])


def release_quote(actor: Actor, comment_id: int, theme_id: int, text: str) -> None:
    """Let the public read a comment, or parts of it joined by ``[…]``, word for word.

    Raises ``InvalidInput`` where a part does not stand in the comment as it was written.
    """
    comment, theme = get_comment(comment_id), open_theme(theme_id)
    released = checked_quote(comment.text, text)
    with acting(actor, "release_quote", theme, permission=Permission.APPROVE_THEMES) as act:
        known = session().get(ReleasedQuote, comment_id)
        if known is not None:
            act.change(known, text=released, theme_id=theme_id, actor_id=actor.id)
        else:
            act.add(
                ReleasedQuote(
                    comment_id=comment_id, theme_id=theme_id, text=released, actor_id=actor.id
                )
            )


def withhold_quote(actor: Actor, comment_id: int) -> None:
    """Take a released quote back from the public; raises ``NotFound`` where it is not released."""
    known = session().get(ReleasedQuote, comment_id)
    if known is None:
        raise NotFound(message("themes", "This comment is not released."))
    theme = open_theme(known.theme_id)
    with acting(actor, "withhold_quote", theme, permission=Permission.APPROVE_THEMES) as act:
        act.remove(known)


def settle_comments(actor: Actor, theme: Theme) -> None:
    """Note with the responses whether their comments now stand in an approved theme."""
    session().flush()
    placed = assigned_comments(theme.consultation_id, theme.question_code)
    responses = session().scalars(select(placed.c.response_id).where(placed.c.theme_id == theme.id))
    settle_responses(actor, theme.consultation_id, responses.all())


def open_theme(theme_id: int, version: int | None = None) -> Theme:
    """A theme to act on; raises ``NotFound``, ``Conflict`` where its version is another by now."""
    theme = session().get(Theme, theme_id, populate_existing=True)
    if theme is None:
        raise NotFound(message("themes", "There is no such theme."))
    if version is not None and theme.version != version:
        raise _changed_since(theme, version)
    return theme


def _changed_since(theme: Theme, version: int) -> Conflict:
    names = dict.fromkeys(change.actor_name for change in list_changes(theme.id, version))
    names.pop("", None)
    if not names:
        return Conflict(
            message(
                "themes",
                "Somebody has changed this theme since you opened it. Look at it again, "
                "then repeat what you wanted to do.",
            )
        )
    return Conflict(
        message(
            "themes",
            "This theme has been changed since you opened it, by: %(names)s. Look at it again, "
            "then repeat what you wanted to do.",
            names=", ".join(names),
        )
    )


def said(text: LocaleText) -> dict[str, str]:
    """A text without the languages in which nothing was written."""
    return {code: words.strip() for code, words in text.items() if words.strip()}
