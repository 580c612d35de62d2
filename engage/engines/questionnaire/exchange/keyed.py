"""Texts of a document under keys of codes and roles, which a question takes along when it moves."""

from collections import Counter
from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from engage.engines.languages import is_easy, plain_of
from engage.engines.questionnaire.wording import Wording, part_at, steps_of, texts_of

Document = dict[str, Any]


@dataclass(frozen=True)
class KeyedText:
    """A text with its key, the page it stands on and the code of the option or row it names."""

    key: str
    place: str
    page: str
    owner: str
    role: str
    part: str
    words: Mapping[str, str]


def source_of(document: Mapping[str, Any]) -> str:
    """The language that is written first, from which others are translated."""
    return str(document["languages"][0])


def model_of(document: Mapping[str, Any], language: str) -> str:
    """The language that another is translated from: Easy Read from its own, where there is one."""
    plain = plain_of(language)
    languages = document["languages"]
    return plain if is_easy(language) and plain in languages else source_of(document)


def words_to_translate(document: Mapping[str, Any], text: KeyedText, language: str) -> str:
    """What a text says in the language that it is translated from, or in the first one."""
    return text.words.get(model_of(document, language)) or text.words[source_of(document)]


def keyed_texts(document: Mapping[str, Any]) -> tuple[KeyedText, ...]:
    """Every text that is to be translated: those with words in the first language, in order."""
    source = source_of(document)
    seen: Counter[str] = Counter()
    found = []
    for wording in texts_of(document):
        keyed = _keyed(document, wording)
        seen[keyed.key] += 1
        if seen[keyed.key] > 1:  # a draft in the making may have a code twice
            keyed = KeyedText(f"{keyed.key}-{seen[keyed.key]}", *_rest(keyed))
        if keyed.words.get(source, "").strip():
            found.append(keyed)
    return tuple(found)


def with_texts(document: Mapping[str, Any], language: str, words: Mapping[str, str]) -> Document:
    """The document with texts in one language replaced by key, taken out where they are empty.

    Raises ``KeyError`` for a key that no text has.
    """
    changed = deepcopy(dict(document))
    places = {text.key: text.place for text in keyed_texts(document)}
    for key, said in words.items():
        part = part_at(changed, places[key])
        if said.strip():
            part[language] = said
        else:
            part.pop(language, None)
    return changed


def _rest(text: KeyedText) -> tuple[str, str, str, str, str, Mapping[str, str]]:
    return text.place, text.page, text.owner, text.role, text.part, text.words


def _keyed(document: Mapping[str, Any], wording: Wording) -> KeyedText:
    names, page, inner = ["survey"], "", ""
    part: Any = document
    for step in steps_of(wording.place):
        part = part[int(step)] if isinstance(part, list) else part[step]
        if not step.isdecimal():
            names.append(step)
            continue
        code = str(part.get("code", step))
        if names[-1] in ("pages", "questions"):
            page = page or code
            names = ["page" if names[-1] == "pages" else "question", code]
            inner = ""
        else:
            names.append(code)
            inner = code
    return KeyedText(
        ".".join(names), wording.place, page, wording.owner, wording.role, inner, wording.words
    )
