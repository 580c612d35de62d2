"""The outline of a draft in the survey editor."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import format_decimal, pgettext

from engage.kernel.languages import in_language
from engage.surveys.editor.checks_showing import Checks, words_of_part
from engage.surveys.showing import kind_name


@dataclass(frozen=True)
class OutlineItem:
    """A page or question of the outline."""

    code: str
    number: str
    label: str
    kind: str
    is_conditional: bool
    is_required: bool
    faults: int
    items: tuple["OutlineItem", ...] = ()


def outline_of_draft(
    document: Mapping[str, Any], locale: str, checks: Checks
) -> tuple[OutlineItem, ...]:
    """The pages and questions of a draft."""
    number = 0
    pages = []
    for at, page in enumerate(document["pages"], start=1):
        items = []
        for part in page["questions"]:
            is_asked = part.get("kind") not in ("information", "calculation")
            number += is_asked
            items.append(
                _item(part, str(format_decimal(number)) if is_asked else "", locale, checks)
            )
        title = in_language(page.get("title", {}), locale)[0]
        pages.append(
            OutlineItem(
                page["code"],
                pgettext("survey editor", "Page %(num)s", num=format_decimal(at)),
                title,
                "",
                "show_if" in page,
                False,
                len(checks.about(page["code"])),
                tuple(items),
            )
        )
    return tuple(pages)


def _item(part: Mapping[str, Any], number: str, locale: str, checks: Checks) -> OutlineItem:
    kind = kind_name(part["kind"]) if "kind" in part else pgettext("survey editor", "library")
    return OutlineItem(
        part["code"],
        number,
        words_of_part(part, locale),
        kind,
        "show_if" in part,
        bool(part.get("required") or part.get("must_be_given")),
        len(checks.about(part["code"])),
    )
