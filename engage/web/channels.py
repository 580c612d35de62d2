"""What the channels are called."""

from flask_babel import pgettext


def channel_name(channel: str) -> str:
    """A channel's name in the page's language; an unknown code as it is."""
    names = {
        "web": pgettext("channel", "Web"),
        "kiosk": pgettext("channel", "Kiosk"),
        "paper": pgettext("channel", "Paper"),
        "phone": pgettext("channel", "Phone"),
        "in_person": pgettext("channel", "In person"),
        "letter": pgettext("channel", "Letter or e-mail"),
    }
    return names.get(channel, channel)
