"""The base of all forms: WTForms with messages in the page's language and no token of its own."""

from typing import Any, Self

from flask import request
from flask_babel import get_translations
from wtforms import Form as WTForm
from wtforms.meta import DefaultMeta

from engage.kernel.errors import InvalidInput
from engage.web.locale import translate


class _Translations:
    """WTForms' own messages, looked up in our catalogues."""

    def gettext(self, text: str) -> str:
        return str(get_translations().gettext(text))

    def ngettext(self, one: str, many: str, count: int) -> str:
        return str(get_translations().ngettext(one, many, count))


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
