"""Counts in sentences are written as the page's language writes numbers: 1,657 or 1.657."""

from functools import cached_property
from typing import Any

from flask import Flask
from flask_babel import Babel, Domain, format_decimal, get_translations
from jinja2 import pass_eval_context
from jinja2.nodes import EvalContext
from markupsafe import Markup


class CountingBabel(Babel):
    """Babel whose ``%(num)s`` is a written number, where a caller does not say it otherwise."""

    @cached_property
    def domain_instance(self) -> Domain:
        """The domain that ``npgettext`` asks."""
        return _CountingDomain(domain=self.domain)


class _CountingDomain(Domain):
    def npgettext(
        self, context: str, singular: str, plural: str, count: int, /, **variables: Any
    ) -> str:
        found: str = self.get_translations().npgettext(context, singular, plural, count)
        return found % ({"num": format_decimal(count)} | variables)


@pass_eval_context
def _npgettext(
    settings: EvalContext, context: str, singular: str, plural: str, count: int, /, **variables: Any
) -> str:
    """What templates call: Jinja's own would write the bare number, too."""
    found: str = get_translations().npgettext(context, singular, plural, count)
    words = Markup(found) if settings.autoescape else found  # noqa: S704 - the catalogue's own
    return words % ({"num": format_decimal(count)} | variables)


def init_counting(app: Flask) -> None:
    """Let templates write counts so; call once Babel is set up."""
    app.jinja_env.globals["npgettext"] = _npgettext
