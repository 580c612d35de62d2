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


def status_name(status: str) -> str:
    """Where a consultation stands, in a word."""
    names = {
        "drafted": pgettext("status", "drafted"),
        "scheduled": pgettext("status", "scheduled"),
        "open": pgettext("status", "open"),
        "closed": pgettext("status", "closed"),
        "decided": pgettext("status", "decided"),
        "reported": pgettext("status", "reported"),
    }
    return names[status]


def promise_text(promise: str) -> str:
    """What the city promises, in plain words (IAP2's spectrum)."""
    texts = {
        "inform": pgettext("promise", "We will keep you informed."),
        "consult": pgettext(
            "promise", "We will listen to you, and say how what you said changed the decision."
        ),
        "involve": pgettext(
            "promise",
            "We will work with you so that what you need shows in the choices, and say how.",
        ),
        "collaborate": pgettext(
            "promise", "We will look for solutions with you and follow your advice where we can."
        ),
        "empower": pgettext("promise", "We will do what you decide."),
    }
    return texts[promise]


def left_out_name(kind: str) -> str:
    """Why a response does not count, as a phrase that stands by itself or after a colon."""
    names = {
        "withdrawn": pgettext("not counted", "withdrawn by whoever sent it"),
        "keyed_anew": pgettext("not counted", "keyed again after a mistake; it counts once"),
        "test": pgettext("not counted", "a test, not a real answer"),
        "repeat": pgettext("not counted", "the same person answered more than once"),
        "automated": pgettext("not counted", "made by a program, not by a person"),
        "not_entitled": pgettext("not counted", "from somebody whom this consultation was not for"),
        "unlawful": pgettext("not counted", "insults, threats or somebody else’s personal data"),
        "mistaken": pgettext("not counted", "keyed or brought in by mistake"),
    }
    return names.get(kind, pgettext("not counted", "another reason"))
