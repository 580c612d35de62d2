"""What stands in the column ``type``, in today's spelling and in older ones."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

_SELECTS = (
    (r"(?:select[_ ]one|select1|select one from|add select one prompt using)", "select_one"),
    (
        r"(?:select[_ ]multiple|select all that apply from|select all that apply"
        r"|add select multiple prompt using|select multiple from)",
        "select_multiple",
    ),
    (r"rank", "rank"),
)
_OTHER = re.compile(r"\s+or[_ ](?:specify[_ ])?other$")
_ALIASES: Mapping[str, str] = {
    "string": "text",
    "int": "integer",
    "add text prompt": "text",
    "add integer prompt": "integer",
    "add decimal prompt": "decimal",
    "add date prompt": "date",
    "add note prompt": "note",
    "trigger": "acknowledge",
    "add acknowledge prompt": "acknowledge",
    "phone number": "text",
}


@dataclass(frozen=True)
class RowType:
    """What a row is: its name in today's spelling, its list, whether other words may be said."""

    name: str
    list_name: str = ""
    or_other: bool = False


def read_type(text: str) -> RowType:
    """What a cell in the column ``type`` says."""
    tidy = " ".join(text.split())
    low = tidy.lower()
    border = re.match(r"(begin|end)[_ ]l?(group|repeat|loop)\b", low)
    if border:
        return RowType(f"{border[1]}_{border[2]}")
    or_other = _OTHER.search(low)
    if or_other:
        tidy, low = tidy[: or_other.start()], low[: or_other.start()]
    elsewhere = re.match(r"select_(one|multiple)_(from_file|external)\b\s*", low)
    if elsewhere:
        is_here = elsewhere.groups() == ("one", "external")
        return RowType("external" if is_here else "elsewhere", tidy[elsewhere.end() :])
    for pattern, name in _SELECTS:
        found = re.match(rf"{pattern} (?:from )?(\S+)$", low)
        if found:
            return RowType(name, tidy[found.start(1) :], or_other is not None)
    return RowType(_ALIASES.get(low, low))
