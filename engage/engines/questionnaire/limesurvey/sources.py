"""A question of LimeSurvey with all that belongs to it, and what questions so far have given."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from engage.engines.languages import nearest
from engage.engines.messages import message
from engage.engines.questionnaire.expressions.trees import Asked
from engage.engines.questionnaire.foreign import Codes
from engage.engines.questionnaire.limesurvey.sections import Fields

Document = dict[str, Any]
Texts = dict[str, str]

# Attributes that are said in each language.
TEXTS = frozenset({"dualscale_headerA", "dualscale_headerB"})
NOT_CHECKED = message("survey file", "Not checked, or only in part: limits here cannot say this.")


@dataclass
class Answer:
    """An answer or a subquestion: its code there, and its texts."""

    name: str
    label: Texts


@dataclass
class Source:
    """A question with everything in the file that belongs to it.

    Arrays have ``second_answers``, or ``columns`` beside the ``subquestions`` that are their rows.
    """

    row: Fields
    label: Texts
    help: Texts
    answers: list[Answer]
    subquestions: list[Answer]
    attributes: dict[str, Fields]
    locales: tuple[str, ...]
    second_answers: list[Answer]
    columns: list[Answer]

    def attribute(self, name: str) -> str:
        """The value of an attribute; it is used."""
        found = self.attributes.get(name)
        if found is None:
            return ""
        found.used |= {"attribute", "value"}
        return found.get("value")

    def attribute_texts(self, name: str) -> Texts:
        """The value of an attribute in each language; one that names no language is for all."""
        own = {code: self.attribute(f"{name}:{code}") for code in self.locales}
        for_all = self.attribute(name)
        return {code: words or for_all for code, words in own.items()}

    def words(self, shipped: Mapping[str, str]) -> Texts:
        """Words of ours in the languages of the survey."""
        return {code: shipped[nearest(code, shipped) or "en"] for code in self.locales}


@dataclass
class Found:
    """What the questions so far have given."""

    codes: Codes = field(default_factory=Codes)
    asked: dict[str, Asked] = field(default_factory=dict)


Reader = Callable[[Source, Document, Found], list[Document]]


def remember(source: Source, document: Document, found: Found, choices: Texts) -> None:
    """Let conditions name the question."""
    is_whole = bool(document.get("integer")) or document["kind"] == "scale"
    asked = Asked(document["code"], document["kind"], is_whole, choices)
    row = source.row
    for name in (row.get("title"), f"{row.get('sid')}X{row.get('gid')}X{row.get('qid')}"):
        found.asked[name] = asked


def options_of(answers: list[Answer], source: Source) -> tuple[list[Document], Texts]:
    """Options for answers, and their codes by the names they had."""
    codes = Codes()
    given = {each.name: codes.give(each.name, "o") for each in answers}
    changed = [f"{name} → {code}" for name, code in given.items() if name != code]
    if changed:
        told = message(
            "survey file", "Its answers have other codes: %(codes)s.", codes=", ".join(changed)
        )
        source.row.note("qid", told)
    return [{"code": given[each.name], "label": dict(each.label)} for each in answers], given
