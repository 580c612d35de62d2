"""What the pictures of Easy Read are called in the survey editor."""

from flask_babel import pgettext


def picture_names() -> dict[str, str]:
    """The pictures by name, each as it is called."""
    return {
        "walk": pgettext("picture", "walking"),
        "wheelchair": pgettext("picture", "wheelchair"),
        "bus": pgettext("picture", "bus"),
        "tram": pgettext("picture", "tram"),
        "car": pgettext("picture", "car"),
        "bicycle": pgettext("picture", "bicycle"),
        "taxi": pgettext("picture", "taxi"),
        "tree": pgettext("picture", "tree or park"),
        "book": pgettext("picture", "book or library"),
        "home": pgettext("picture", "home"),
        "health": pgettext("picture", "health"),
        "school": pgettext("picture", "school"),
        "shop": pgettext("picture", "shop or market"),
        "work": pgettext("picture", "work"),
        "money": pgettext("picture", "money"),
        "clock": pgettext("picture", "clock or time"),
        "calendar": pgettext("picture", "calendar"),
        "person": pgettext("picture", "person"),
        "people": pgettext("picture", "people"),
        "child": pgettext("picture", "child"),
        "older": pgettext("picture", "older person"),
        "phone": pgettext("picture", "phone"),
        "letter": pgettext("picture", "letter"),
        "computer": pgettext("picture", "computer"),
        "speak": pgettext("picture", "speaking"),
        "write": pgettext("picture", "writing"),
        "lamp": pgettext("picture", "street lamp"),
        "safe": pgettext("picture", "safe"),
        "danger": pgettext("picture", "danger"),
        "yes": pgettext("picture", "yes"),
        "no": pgettext("picture", "no"),
        "question": pgettext("picture", "question"),
        "map": pgettext("picture", "map or place"),
    }
