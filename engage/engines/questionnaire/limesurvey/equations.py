"""Values that LimeSurvey calculates, and answers that its texts repeat."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from engage.engines.messages import message
from engage.engines.questionnaire.expressions.checking import VALUES
from engage.engines.questionnaire.expressions.trees import Asked, CannotSay
from engage.engines.questionnaire.limesurvey.relevance import read_tree
from engage.engines.questionnaire.limesurvey.sections import Fields
from engage.engines.questionnaire.limesurvey.sources import Document, Found, Source
from engage.engines.questionnaire.xlsform.expressing import sort_taken, subject_asked, take_tree

EQUATION = "*"
_WHOLE = re.compile(r"\s*\{(?P<inside>[^{}]+)\}\s*")
_PLACE = re.compile(r"\{\s*(?:that\.)?(\w+)(?:\.(?:NAOK|shown|code|value|valueNAOK))?\s*\}", re.A)
_TEXTS = ("label", "hint", "text")


def equation(source: Source, document: Document, found: Found) -> list[Document]:
    """A calculated value; none where it cannot be calculated here."""
    row = source.row
    told = source.attribute("equation") or next(filter(None, source.label.values()), "")
    whole = _WHOLE.fullmatch(told)
    try:
        if whole is None:
            raise CannotSay(message("survey file", "It is not one expression in braces."))
        tree = read_tree(whole["inside"], found.asked)
        expression = take_tree(tree, found.asked, VALUES, None)
    except CannotSay as why:
        left = message(
            "survey file", "Left out: this cannot be calculated here. %(why)s", why=why.message
        )
        row.leave_out(left)
        return []
    sort = sort_taken(expression, found.asked)
    found.asked[row.get("title")] = Asked(document["code"], "calculation", sort=sort)
    kept: Document = {key: document[key] for key in ("code", "show_if") if key in document}
    return [{**kept, "kind": "calculation", "expression": expression}]


def repeat_answers(parts: list[Document], asked: Mapping[str, Asked], row: Fields) -> None:
    """Put our places for earlier answers into the texts; what else stands in braces is told."""
    is_left = False
    for texts in _texts_of(parts):
        for locale, words in texts.items():
            put = _PLACE.sub(lambda place: _place(place, asked), words)
            texts[locale] = put
            is_left = is_left or "{" in put.replace("${", "")
    if is_left:
        row.note("question", message("survey file", "What is in braces is shown as it stands."))


def _place(found: re.Match[str], asked: Mapping[str, Asked]) -> str:
    known = asked.get(found[1])
    if known is None or subject_asked(known).sort == "opaque":
        return found[0]
    return f"${{{known.code}}}"


def _texts_of(parts: Any) -> Iterator[dict[str, str]]:
    for part in parts:
        yield from (part[name] for name in _TEXTS if isinstance(part.get(name), dict))
        for name in ("options", "rows"):
            yield from _texts_of(part.get(name, ()))
