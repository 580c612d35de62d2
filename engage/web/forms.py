"""The base of all forms: WTForms with messages in the page's language and no token of its own."""

from typing import Any, Self

from flask import request
from flask_babel import get_translations
from wtforms import Form as WTForm
from wtforms.meta import DefaultMeta

from engage.kernel.errors import InvalidInput, Message, message, plural_message
from engage.web.locale import translate

# What WTForms says by itself, in our words: its own Arabic catalogue is half empty.
_OUR_WORDS: dict[str, Message] = {
    "This field is required.": message("form", "Fill this in."),
    "Not a valid integer value.": message("form", "Enter a whole number, in digits."),
    "Not a valid choice.": message("form", "Choose one of the list."),
    "'%(value)s' is not a valid choice for this field.": plural_message(
        "form", "“%(value)s” is not in the list.", "“%(value)s” are not in the list.", 1
    ),
    "Invalid email address.": message("form", "Enter an e-mail address such as name@example.org."),
    "Field must be at least %(min)d character long.": plural_message(
        "form", "Use at least %(min)s character.", "Use at least %(min)s characters.", 1
    ),
    "Field cannot be longer than %(max)d character.": plural_message(
        "form", "Use at most %(max)s character.", "Use at most %(max)s characters.", 1
    ),
    "Number must be at least %(min)s.": message("form", "Enter %(min)s or more."),
    "Number must be at most %(max)s.": message("form", "Enter %(max)s or less."),
    "Number must be between %(min)s and %(max)s.": message(
        "form", "Enter a number from %(min)s to %(max)s."
    ),
}


class _Translations:
    """WTForms' own messages in our words, from our catalogues; it fills their places itself."""

    def gettext(self, text: str) -> str:
        ours = _OUR_WORDS.get(text)
        return str(get_translations().pgettext(ours.context, ours.text)) if ours else text

    def ngettext(self, one: str, many: str, count: int) -> str:
        ours = _OUR_WORDS.get(one)
        if ours is None:
            return one if count == 1 else many
        found = get_translations().npgettext(ours.context, ours.text, ours.plural, count)
        return str(found)


class Form(WTForm):
    """A form filled from the request; ``problems`` lists (field id, text) for the error summary."""

    class Meta(DefaultMeta):
        """Messages by Babel; cross-site writes are refused by ``engage.web.cross_site``."""

        def get_translations(self, form: Any) -> Any:
            return _Translations()

    @classmethod
    def of_request(cls, **data: Any) -> Self:
        """The form with what was posted, or with ``data`` where nothing was."""
        posted = request.form if request.method == "POST" else None
        return cls(posted, data=data)

    def refuse(self, problem: InvalidInput) -> None:
        """Show a command's refusal at its fields, or above the form where it names none."""
        for name, text in problem.fields.items():
            self[name].errors = [*self[name].errors, translate(text)]
        if not problem.fields:
            self.form_errors.append(translate(problem.message))

    @property
    def problems(self) -> list[tuple[str, str]]:
        """(id of the field, what to do) for every error, in the order of the form."""
        found = [("", text) for text in self.form_errors]
        for field in self:
            found += [(f"f_{field.name}", str(text)) for text in field.errors]
        return found
