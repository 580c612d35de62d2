"""The rows of a form as a tree: groups in groups, questions in them."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from engage.engines.messages import message
from engage.engines.questionnaire.xlsform.columns import Row, Sheet
from engage.engines.questionnaire.xlsform.row_types import read_type


@dataclass
class Group:
    """What stands between a ``begin`` and its ``end``; the whole form has no row."""

    row: Row | None
    what: str = "group"
    parts: list["Row | Group"] = field(default_factory=list)

    @property
    def questions(self) -> Iterator[Row]:
        """The rows directly in it."""
        return (part for part in self.parts if isinstance(part, Row))


def read_groups(sheet: Sheet) -> Group:
    """The tree of a sheet; borders that do not fit are noted."""
    inside = [Group(None)]
    for row in sheet.rows:
        found = read_type(row.text("type")).name
        border, _, what = found.partition("_")
        if border == "begin" and what in ("group", "repeat", "loop"):
            group = Group(row, what)
            inside[-1].parts.append(group)
            inside.append(group)
        elif border == "end" and what in ("group", "repeat", "loop"):
            row.take("type")
            row.take("name")
            if len(inside) > 1:
                inside.pop()
                row.close()
            else:
                row.leave_out(message("survey file", "Left out: no group begins before it."))
        elif not row.text("type"):
            row.leave_out(message("survey file", "Left out: the row has no type."))
        else:
            inside[-1].parts.append(row)
    for group in inside[1:]:
        if group.row:
            told = message("survey file", "The group does not end: it was ended with the sheet.")
            group.row.note("type", told)
    return inside[0]
