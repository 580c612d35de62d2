"""The forms of the themes room."""

from flask import request
from flask_babel import lazy_pgettext
from wtforms import IntegerField
from wtforms.validators import NumberRange, Optional
from wtforms.widgets import HiddenInput

from engage.kernel.numbers import LARGEST
from engage.web.forms import Form


class RunForm(Form):
    """How many themes (empty: as many as prove stable) and the seed that repeats a run."""

    n_themes = IntegerField(
        lazy_pgettext("themes", "Number of themes"),
        [
            Optional(),
            NumberRange(2, 200, lazy_pgettext("themes", "Enter a number from 2 to 200.")),
        ],
    )
    seed = IntegerField(
        lazy_pgettext("themes", "Attempt number"), [Optional(), NumberRange(0, LARGEST)]
    )


class ThemeForm(Form):
    """A theme's version, so that two reviewers do not undo each other unseen."""

    version = IntegerField(widget=HiddenInput())


def texts_of(name: str, languages: tuple[str, ...]) -> dict[str, str]:
    """What was typed per language in fields called ``<name>_<language>``."""
    return {code: request.form.get(f"{name}_{code}", "") for code in languages}
