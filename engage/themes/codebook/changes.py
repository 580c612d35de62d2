"""What is different between two versions of a codebook."""

from collections.abc import Sequence
from dataclasses import dataclass

from engage.kernel.languages import LocaleText
from engage.themes.codebook.formats import Code

PARTS = ("definition", "includes", "excludes")


@dataclass(frozen=True)
class CodebookChange:
    """One difference: a theme ``added``, ``removed``, ``renamed``, or a part of it reworded."""

    kind: str
    label: LocaleText
    before: LocaleText
    after: LocaleText


def compare_codebooks(
    before: Sequence[tuple[int, Code]], after: Sequence[tuple[int, Code]]
) -> tuple[CodebookChange, ...]:
    """The differences, theme by theme; themes are told apart by their numbers, not their names."""
    old, new = dict(before), dict(after)
    changes = [
        CodebookChange("removed", code.label, code.label, {})
        for number, code in before
        if number not in new
    ]
    for number, code in after:
        was = old.get(number)
        if was is None:
            changes.append(CodebookChange("added", code.label, {}, code.label))
            continue
        if was.label != code.label:
            changes.append(CodebookChange("renamed", code.label, was.label, code.label))
        for part in PARTS:
            then, now = getattr(was, part), getattr(code, part)
            if then != now:
                changes.append(CodebookChange(part, code.label, then, now))
        if was.examples != code.examples:
            then, now = ({"": "\n".join(each)} for each in (was.examples, code.examples))
            changes.append(CodebookChange("examples", code.label, then, now))
    return tuple(changes)
