"""Make what came from elsewhere a survey that can be kept, and say what that took.

A part that the survey language refuses is taken out: the smallest one that will do. Languages are
offered where every text is there; what there is of the others stays in the document.
"""

from collections.abc import Callable, Iterator
from typing import Any

from engage.engines.messages import Message
from engage.engines.questionnaire.kinds import PARTS
from engage.engines.questionnaire.problems import Problem
from engage.engines.questionnaire.reading import check_survey

OFFERED = "offered"
# Told what was taken out of a part: the part, the property ("" for all of it, ``OFFERED`` for when
# one of its options is offered) and why.
Taken = Callable[[dict[str, Any], str, Message], None]

_TEXTS = frozenset({"title", "intro", "label", "hint", "text", "low", "high", "yes", "no"})
_TEXTS |= {"constraint_message", "required_message", "interviewer_note", "interviewer_script"}


def mend(document: dict[str, Any], taken: Taken) -> dict[str, Any] | None:
    """The document without what the survey language refuses; ``None`` where nothing is left."""
    while document["pages"]:
        errors = [each for each in check_survey(document) if each.severity == "error"]
        if not errors:
            return document
        if not _take_out_all(document, errors, taken):
            return None
    return None


def _take_out_all(document: dict[str, Any], errors: list[Problem], taken: Taken) -> bool:
    """Take one thing out of each part that has errors, from the end, so that places stay right."""
    by_part: dict[tuple[int, int], Problem] = {}
    for problem in errors:
        steps = problem.place.split("/")[1:]
        if len(steps) < 2 or steps[0] != "pages":
            return False
        is_question = len(steps) > 3 and steps[2] == "questions"
        by_part.setdefault((int(steps[1]), int(steps[3]) if is_question else -1), problem)
    for page, question in sorted(by_part, reverse=True):
        _take_out(document, page, question, by_part[page, question], taken)
    document["pages"] = [page for page in document["pages"] if page["questions"]]
    return True


def _take_out(
    document: dict[str, Any], at: int, question: int, problem: Problem, taken: Taken
) -> None:
    page, steps = document["pages"][at], problem.place.split("/")[1:]
    if question < 0:
        name = steps[2] if len(steps) > 2 else ""
        if name in page and name not in ("code", "questions"):
            del page[name]
            taken(page, name, problem.message)
            return
        taken(page, "", problem.message)
        del document["pages"][at]
        return
    part = page["questions"][question]
    name = steps[4] if len(steps) > 4 else ""
    if steps[4:7:2] == ["options", "show_if"]:
        del part["options"][int(steps[5])]["show_if"]
        taken(part, OFFERED, problem.message)
        return
    if name in part and not _is_needed(part, name):
        del part[name]
    else:
        name = ""
        del page["questions"][question]
    taken(part, name, problem.message)


def _is_needed(question: dict[str, Any], name: str) -> bool:
    part = PARTS.get(str(question.get("kind")))
    wanted = (*part.needed, *part.needed_wording) if part else ("library", "options")
    return name in ("code", "kind", *wanted)


def offer_languages(document: dict[str, Any], main: str, wanted: tuple[str, ...]) -> dict[str, int]:
    """Set the languages of the document: of the ``wanted`` ones those whose texts are all there.

    The main one is always there: where it has no text, another language's stands in. Tells how many
    texts are missing in each language.
    """
    texts = [text for text in texts_of(document) if any(each.strip() for each in text.values())]
    missing = {
        locale: sum(not text.get(locale, "").strip() for text in texts)
        for locale in dict.fromkeys((*wanted, main))
    }
    for text in texts:
        if not text.get(main, "").strip():
            text[main] = next(each for each in text.values() if each.strip())
    offered = [locale for locale, count in missing.items() if locale == main or not count]
    document["languages"] = offered
    return {locale: count for locale, count in missing.items() if count}


def texts_of(part: Any) -> Iterator[dict[str, str]]:
    """Every text in several languages that the document holds."""
    steps = part.items() if isinstance(part, dict) else enumerate(part)
    for key, value in steps:
        if key in _TEXTS or (key == "dont_know" and isinstance(value, dict)):
            if isinstance(value, dict):
                yield value
        elif isinstance(value, dict | list) and key != "show_if":
            yield from texts_of(value)
