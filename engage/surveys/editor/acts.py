"""What the buttons of the editor's outline do to a document, and which part is chosen then."""

from collections.abc import Callable, Mapping
from typing import Any

from engage.engines.questionnaire import (
    CannotEdit,
    add_copies,
    add_from_library,
    add_page,
    add_question,
    change_part,
    duplicate,
    move,
    remove,
)
from engage.kernel.errors import message
from engage.surveys.sketching import CURRENCY

Document = dict[str, Any]
Part = dict[str, Any]
Act = Callable[[Document, str, Mapping[str, str]], tuple[Document, str]]

FIRST_KIND = "single_choice"
CHOOSE_ONE = message("survey editor", "Choose at least one question.")


def part_of(document: Document, code: str) -> Part | None:
    """The page or question with a code, ``None`` where there is none."""
    for page in document["pages"]:
        if page["code"] == code:
            return dict(page)
        for question in page["questions"]:
            if question["code"] == code:
                return dict(question)
    return None


def page_of(document: Document, code: str) -> str:
    """The page that a part stands on; the last one for the survey itself."""
    for page in document["pages"]:
        if page["code"] == code or any(each["code"] == code for each in page["questions"]):
            return str(page["code"])
    return str(document["pages"][-1]["code"])


def questions_of(document: Document, codes: list[str]) -> list[Part]:
    """Questions of a document by their codes, in its order."""
    return [
        question
        for page in document["pages"]
        for question in page["questions"]
        if question["code"] in codes
    ]


def _move(step: int) -> Act:
    return lambda document, code, _: (move(document, code, step), code)


def _remove(document: Document, code: str, _: Mapping[str, str]) -> tuple[Document, str]:
    codes = [
        each
        for page in document["pages"]
        for each in (page["code"], *(question["code"] for question in page["questions"]))
    ]
    before = codes[codes.index(code) - 1] if code in codes[1:] else ""
    return remove(document, code), before


def _duplicate(document: Document, code: str, _: Mapping[str, str]) -> tuple[Document, str]:
    """A question right behind itself; a page with its questions, without what they depend on."""
    page = next((each for each in document["pages"] if each["code"] == code), None)
    if page is None:
        return duplicate(document, code)
    changed, added = add_page(document, code)
    changed, _codes = add_copies(changed, page["questions"], added)
    kept = {key: page[key] for key in ("title", "show_if") if key in page}
    return change_part(changed, added, lambda part: part.update(kept)), added


def _add_question(document: Document, code: str, given: Mapping[str, str]) -> tuple[Document, str]:
    page = page_of(document, code)
    after = code if code != page and part_of(document, code) else None
    changed, added = add_question(document, given.get("kind", FIRST_KIND), page, after)
    part = next(each for each in questions_of(changed, [added]))
    if part["kind"] == "amount":
        part["currency"] = CURRENCY
    return changed, added


def _add_on_own_page(
    document: Document, code: str, given: Mapping[str, str]
) -> tuple[Document, str]:
    """A question on a page of its own, behind the page of the part; an empty page is taken."""
    changed, page = _page_to_fill(document, code)
    return _add_question(changed, page, given)


def _page_to_fill(document: Document, code: str) -> tuple[Document, str]:
    page = page_of(document, code)
    if any(each["code"] == page and not each["questions"] for each in document["pages"]):
        return document, page
    return add_page(document, page)


def _add_page(document: Document, code: str, _: Mapping[str, str]) -> tuple[Document, str]:
    return add_page(document, page_of(document, code))


def _from_library(document: Document, code: str, given: Mapping[str, str]) -> tuple[Document, str]:
    """Questions of the library in the order of their names; the first of them is chosen."""
    names = given.get("library", "").split()
    if not names:
        raise CannotEdit(CHOOSE_ONE)
    added = []
    for name in names:
        if given.get("own_page"):
            document, code = _page_to_fill(document, code)
        document, code = add_from_library(document, name, page_of(document, code))
        added.append(code)
    return document, added[0]


ACTS: dict[str, Act] = {
    "up": _move(-1),
    "down": _move(1),
    "duplicate": _duplicate,
    "remove": _remove,
    "question": _add_question,
    "own_page": _add_on_own_page,
    "page": _add_page,
    "library": _from_library,
}


def bring_in(document: Document, code: str, parts: list[Part]) -> tuple[Document, str]:
    """Copy questions of another survey to the page of a part; raises ``CannotEdit`` for none."""
    if not parts:
        raise CannotEdit(CHOOSE_ONE)
    changed, codes = add_copies(document, parts, page_of(document, code))
    return changed, codes[0]
