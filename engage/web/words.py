"""The names of states that both the public and staff read."""

from flask_babel import pgettext

OUTCOME_KINDS = {"adopt": "good", "adapt": "good", "defer": "warn", "decline": "bad"}


def outcome_name(outcome: str) -> str:
    """What a decision came to, in a word."""
    names = {
        "adopt": pgettext("outcome", "Adopted"),
        "adapt": pgettext("outcome", "Adapted"),
        "defer": pgettext("outcome", "Deferred"),
        "decline": pgettext("outcome", "Declined"),
    }
    return names[outcome]


def item_status_name(status: str) -> str:
    """How far a piece of work is, in a word."""
    names = {
        "idea": pgettext("work", "Planned"),
        "pilot": pgettext("work", "Being tried"),
        "scaling": pgettext("work", "Being extended"),
        "running": pgettext("work", "Running"),
        "stopped": pgettext("work", "Stopped"),
    }
    return names[status]


def need_status_name(status: str) -> str:
    """How far a need is, in a word."""
    names = {
        "recorded": pgettext("need", "Recorded"),
        "accepted": pgettext("need", "Accepted"),
        "not_accepted": pgettext("need", "Not accepted"),
        "addressed": pgettext("need", "Addressed"),
    }
    return names[status]
