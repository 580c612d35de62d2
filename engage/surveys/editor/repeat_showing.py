"""How often a page is asked, in words."""

from flask_babel import format_decimal, pgettext

from engage.engines.questionnaire import LocaleText, Survey
from engage.kernel.languages import in_language


def repetition_words(survey: Survey, page_code: str, locale: str) -> str:
    """How often a page of the document is asked; nothing for one that is asked once."""
    section = survey.sections.get(page_code)
    if section is None:
        return ""
    said = {
        "entry": _quoted(section.label, locale),
        "least": str(format_decimal(section.minimum)),
        "most": str(format_decimal(section.maximum)),
    }
    if not section.count_from:
        return pgettext(
            "surveys",
            "Asked once for each “%(entry)s” that people add, from %(least)s to %(most)s times.",
            **said,
        )
    counting = survey.question(section.count_from)
    return pgettext(
        "surveys",
        "Asked once for each “%(entry)s”, as often as answered to “%(question)s”, from %(least)s "
        "to %(most)s times.",
        question=_quoted(counting.label, locale),
        **said,
    )


def _quoted(text: LocaleText, locale: str) -> str:
    return f"\u2068{in_language(text, locale)[0]}\u2069"
