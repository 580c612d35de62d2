"""The sides of a theme in the words of the public pages."""

from flask_babel import format_decimal, pgettext

from engage.engines.disclosure import MaskedCount


def public_stance(stance: str, count: MaskedCount) -> str:
    """How many take a side, or that the number is not shown."""
    if count is None:
        masked = {
            "for": pgettext("stance for everybody", "for: not shown"),
            "against": pgettext("stance for everybody", "against: not shown"),
            "mixed": pgettext("stance for everybody", "both for and against: not shown"),
            "unclear": pgettext("stance for everybody", "unclear: not shown"),
        }
        unsorted = pgettext("stance for everybody", "not sorted into for and against: not shown")
        return masked.get(stance, unsorted)
    num = format_decimal(count)
    shown = {
        "for": pgettext("stance for everybody", "%(num)s for", num=num),
        "against": pgettext("stance for everybody", "%(num)s against", num=num),
        "mixed": pgettext("stance for everybody", "%(num)s both for and against", num=num),
        "unclear": pgettext("stance for everybody", "%(num)s unclear", num=num),
    }
    other = pgettext("stance for everybody", "%(num)s not sorted into for and against", num=num)
    return shown.get(stance, other)
