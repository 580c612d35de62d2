"""What others did to a theme, in sentences."""

from collections.abc import Sequence

from flask_babel import pgettext

from engage.themes.reviewers.changes import Change
from engage.web.locale import plain


def changes_in_words(changes: Sequence[Change]) -> tuple[str, ...]:
    """A sentence for each, who did what."""
    return tuple(_sentence(change) for change in changes)


def _sentence(change: Change) -> str:
    name = change.actor_name or pgettext("changes", "Somebody")
    before, after = plain(change.before.get("label", {})), plain(change.after.get("label", {}))
    if change.is_undo:
        if before != after and before and after:
            return pgettext(
                "changes",
                "%(name)s undid the renaming: it is “%(after)s” again.",
                name=name,
                after=after,
            )
        return pgettext(
            "changes", "%(name)s undid this: %(what)s.", name=name, what=_act_name(change.act)
        )
    if before and after and before != after:
        return pgettext(
            "changes",
            "%(name)s renamed it from “%(before)s” to “%(after)s”.",
            name=name,
            before=before,
            after=after,
        )
    if change.act == "rename":
        return pgettext("changes", "%(name)s worded its description anew.", name=name)
    return pgettext("changes", "%(name)s: %(what)s.", name=name, what=_act_name(change.act))


def _act_name(act: str) -> str:
    names = {
        "rename": pgettext("act", "renamed"),
        "merge": pgettext("act", "merged with another theme"),
        "split": pgettext("act", "split"),
        "approve": pgettext("act", "approved"),
        "sign": pgettext("act", "signed"),
        "reopen": pgettext("act", "approval taken back"),
        "define": pgettext("act", "definition written"),
        "nest": pgettext("act", "put under another theme"),
        "unnest": pgettext("act", "taken out from under another theme"),
        "accept_part": pgettext("act", "proposal accepted"),
    }
    return names.get(act, pgettext("act", "changed"))
