"""Areas of a map out of a file that the city has, put into a question."""

from collections.abc import Sequence
from typing import Any

from engage.engines.languages import nearest
from engage.engines.questionnaire import Boundary, RefusedBoundaries, read_boundaries, set_options
from engage.kernel.errors import InvalidInput, message

Part = dict[str, Any]


def areas_in(content: bytes) -> tuple[Boundary, ...]:
    """The areas of a file; raises ``InvalidInput``."""
    if not content:
        told = message("boundaries", "Choose a file with the areas.")
        raise InvalidInput(told, {"areas": told})
    try:
        return read_boundaries(content)
    except RefusedBoundaries as refused:
        raise InvalidInput(refused.message, {"areas": refused.message}) from refused


def put_areas(part: Part, areas: Sequence[Boundary], languages: Sequence[str]) -> None:
    """Make these the areas of a question; one of the same name keeps its code and its words."""
    first = languages[0]
    codes = {option["label"].get(first, ""): option["code"] for option in part.get("options", ())}
    rows = []
    for area in areas:
        name = _name(area, first)
        rows.append({"code": codes.pop(name, ""), "label": name})
    set_options(part, "options", first, rows)
    for option, area in zip(part["options"], areas, strict=True):
        option["outline"] = area.outline
        for language in languages[1:]:
            if said := nearest(language, area.names):
                option["label"].setdefault(language, area.names[said])


def _name(area: Boundary, language: str) -> str:
    said = nearest(language, area.names)
    return area.names[said] if said else area.names[""]
