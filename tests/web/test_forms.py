"""Every form, in every language of the staff: what it says of bad input is in that language."""

import importlib
import re
from pathlib import Path

import pytest
from flask import Flask
from flask_babel import force_locale
from werkzeug.datastructures import MultiDict
from wtforms.fields import IntegerField, RadioField, SelectMultipleField, StringField
from wtforms.validators import DataRequired, Email, InputRequired, Length, NumberRange

import engage
from engage.kernel.languages import STAFF_LOCALES
from engage.web.forms import Form

ROOT = Path(engage.__file__).parent
TRANSLATED = [code for code in STAFF_LOCALES if code != "en"]
BAD = (
    "",
    " ",
    "x",
    "x" * 9000,
    "0",
    "-1",
    "99999999",
    "1.5",
    "2027-02-31",
    "a@b",
    "no such choice",
)
ENGLISH = re.compile(r"[A-Za-z]{3,}")
QUOTED = re.compile(r"[\w.]+@[\w.]+|«[^»]*»|“[^”]*”")


def _forms() -> list[type[Form]]:
    for path in sorted(ROOT.rglob("*forms.py")):
        parts = path.relative_to(ROOT.parent).with_suffix("").parts
        importlib.import_module(".".join(parts))
    return sorted(Form.__subclasses__(), key=lambda kind: kind.__name__)


class NextForm(Form):
    """A form as the next one might be: WTForms' usual checks, none with words of its own."""

    whole = IntegerField(validators=[InputRequired(), NumberRange(1, 5)])
    least = IntegerField(validators=[NumberRange(min=1)])
    most = IntegerField(validators=[NumberRange(max=5)])
    address = StringField(validators=[DataRequired(), Email()])
    short = StringField(validators=[Length(max=5)])
    long = StringField(validators=[Length(min=8)])
    one = RadioField(choices={"a": "a", "b": "b"})
    some = SelectMultipleField(choices={"a": "a", "b": "b"})


def _said(kind: type[Form], locale: str) -> dict[tuple[str, str], str]:
    """By field and bad input, everything that the form says about it."""
    said = {}
    for typed in BAD:
        with force_locale(locale):
            form = kind(MultiDict(dict.fromkeys(kind().data, typed)))
            form.validate()
            for name, field in form._fields.items():
                for number, text in enumerate(field.errors):
                    said[f"{name}/{number}", typed] = str(text)
    return said


@pytest.mark.parametrize("locale", TRANSLATED)
def test_no_form_answers_in_english(app: Flask, locale: str) -> None:
    forms = _forms()
    assert {"AccountForm", "RunForm", "SignInForm"} <= {kind.__name__ for kind in forms}
    faults = []
    for kind in forms:
        english = _said(kind, "en")
        theirs = _said(kind, locale)
        assert english.keys() == theirs.keys()
        faults += [
            f"{kind.__name__}: {text}" for text in theirs.values() if text in english.values()
        ]
        if locale == "ar":
            faults += [
                f"{kind.__name__}: {text}"
                for text in theirs.values()
                if ENGLISH.search(QUOTED.sub("", text))
            ]
    assert faults == []
