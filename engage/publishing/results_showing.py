"""The result of a question as a picture and a sentence."""

from dataclasses import dataclass

from flask_babel import format_decimal, pgettext

from engage.publishing.results import QuestionResult
from engage.web.locale import percent, plain


@dataclass(frozen=True)
class Bar:
    """One option of a result as a bar; a masked one has no length."""

    label: str
    value: float
    text: str


@dataclass(frozen=True)
class ShownResult:
    """A question's result as picture and sentence."""

    title: str
    bars: tuple[Bar, ...]
    says: str
    has_masked: bool


def show_result(result: QuestionResult) -> ShownResult:
    """A result as its page draws it; masked counts have no length."""
    known = [cell for cell in result.cells if cell.count is not None]
    whole = result.answered or sum(cell.count or 0 for cell in known) or 1
    bars = tuple(
        Bar(
            plain(cell.label),
            (cell.count or 0) / whole,
            pgettext("results", "not shown")
            if cell.count is None
            else pgettext(
                "results",
                "%(count)s (%(share)s)",
                count=format_decimal(cell.count),
                share=percent(cell.count / whole),
            ),
        )
        for cell in result.cells
    )
    return ShownResult(
        plain(result.label), bars, _sentence(result), any(c.count is None for c in result.cells)
    )


def _sentence(result: QuestionResult) -> str:
    """What a person would say about the picture."""
    if result.answered is None:
        return pgettext("results", "These counts are too small to show.")
    answered = format_decimal(result.answered)
    if result.middle is not None:
        return pgettext(
            "results",
            "%(num)s people answered; half of them said %(middle)s or less.",
            num=answered,
            middle=format_decimal(result.middle),
        )
    if result.most_often is None:
        return pgettext("results", "%(num)s people answered.", num=answered)
    option = plain(result.most_often.label)
    if result.kind == "ranking":
        return pgettext(
            "results",
            "%(num)s people answered; most often put first: %(option)s.",
            num=answered,
            option=option,
        )
    return pgettext(
        "results",
        "%(num)s people answered; most often: %(option)s.",
        num=answered,
        option=option,
    )
