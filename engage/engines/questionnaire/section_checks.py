"""Repeated sections of a document: what is wrong with them, and what may be named behind them."""

from collections.abc import Iterator, Mapping
from typing import Any

from engage.engines.messages import message
from engage.engines.questionnaire.expression_checks import Before
from engage.engines.questionnaire.model import Page, Question
from engage.engines.questionnaire.problems import Problem
from engage.engines.questionnaire.sections import build_section, count_question

LONGEST_CODE = 40
Part = Mapping[str, Any]


def section_problems(page: Part, place: str, outside: Before, inside: Before) -> Iterator[Problem]:
    """What is wrong with a page that is asked several times, where it is of sound structure.

    ``outside`` is what stands before it, ``inside`` the same with its own questions.
    """
    repeat = page["repeat"]
    least, most = repeat.get("minimum", 0), repeat["maximum"]
    if least > most:
        told = message("survey document", "Write %(minimum)s or more.", minimum=least)
        yield Problem(f"{place}/repeat/maximum", told)
    if not any(page.get("title", {}).values()):
        yield Problem(place, message("survey document", "Add “%(name)s” here.", name="title"))
    if "count" in repeat:
        yield from _count_problems(repeat, f"{place}/repeat/count", outside)
    own = {code: found for code, found in inside.asked.items() if code not in outside.asked}
    yield from _code_problems(page, place, outside, own)


def after_section(page: Part, outside: Before, inside: Before) -> Before:
    """What may be named behind a repeated section: the count of its entries, and sums of them."""
    own = {code: found for code, found in inside.asked.items() if code not in outside.asked}
    code = page.get("code")
    counted: dict[str, Question | None] = {}
    if isinstance(code, str):
        counted[code] = counted_entries(page)
    return Before({**outside.asked, **counted}, outside.places, {**outside.several, **own})


def counted_entries(page: Part) -> Question | None:
    """What says how many entries a page has; ``None`` without any, or where they cannot be."""
    repeat = page.get("repeat")
    if not isinstance(repeat, Mapping):
        return None
    limits = (repeat.get("minimum", 0), repeat.get("maximum"))
    if not all(isinstance(each, int) for each in limits):
        return None
    title, label = (
        {code: str(words) for code, words in text.items()} if isinstance(text, Mapping) else {}
        for text in (page.get("title"), repeat.get("label"))
    )
    # where another question counts, what is named behind is the same whole number
    written = {name: each for name, each in repeat.items() if name != "count"} | {"label": label}
    return count_question(build_section(Page(page["code"], title, None, ()), written))


def _count_problems(repeat: Part, place: str, outside: Before) -> Iterator[Problem]:
    code = repeat["count"]
    if code in outside.asked and outside.asked[code] is None:
        return  # told where that question stands
    found = outside.asked.get(code)
    if found is None or found.kind != "number" or not found.is_integer:
        told = message(
            "survey document",
            "Name a question that is asked before and takes a whole number.",
        )
        yield Problem(place, told)
    elif found.maximum is None or found.maximum > repeat["maximum"]:
        told = message(
            "survey document",
            "“%(code)s” may be answered with more than %(maximum)s: only that many are asked.",
            code=code,
            maximum=repeat["maximum"],
        )
        yield Problem(place, told, "warning")


def _code_problems(
    page: Part, place: str, outside: Before, own: Mapping[str, Question | None]
) -> Iterator[Problem]:
    """Codes made for entries that are taken already, or too long to be one."""
    taken = {*outside.asked, *outside.several, *outside.places, *own}
    section = page["code"]
    if section in taken:
        yield Problem(
            f"{place}/code",
            message(
                "survey document",
                "Give this another code: “%(code)s” is taken in this survey.",
                code=section,
            ),
        )
    for code in own:
        longest = f"{section}_{page['repeat']['maximum']}_{code}"
        at = outside.places.get(code, place)
        if len(longest) > LONGEST_CODE:
            told = message(
                "survey document",
                "Give this a shorter code: from it “%(code)s” is made, which is too long.",
                code=longest,
            )
            yield Problem(f"{at}/code", told)
