"""Changes to a survey document, each a document in and a document out, so that all can be undone.

A document that is being written need not be a survey yet: what is missing is said when it is
checked. Codes are given here and never change, so that versions can be compared.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from copy import deepcopy
from typing import Any

from engage.engines.messages import Message, message
from engage.engines.questionnaire.kinds import PARTS
from engage.engines.questionnaire.pipes import PLACE
from engage.engines.questionnaire.wording import Document

Part = dict[str, Any]


class CannotEdit(ValueError):
    """The change cannot be made; ``message`` says why."""

    def __init__(self, why: Message) -> None:
        super().__init__(str(why))
        self.message = why


def new_document(code: str, title: Mapping[str, str], languages: Sequence[str]) -> Document:
    """A survey with one empty page."""
    return {
        "format": 1,
        "code": code,
        "title": dict(title),
        "languages": list(languages),
        "layout": "one_per_page",
        "check_answers": True,
        "pages": [{"code": "p_1", "questions": []}],
    }


def add_page(document: Document, after: str | None = None) -> tuple[Document, str]:
    """Add an empty page behind another one (left out: at the end); gives its code too."""
    changed = deepcopy(document)
    code = _free_code("p", (page["code"] for page in changed["pages"]))
    at = _place_of_page(changed, after) + 1 if after else len(changed["pages"])
    changed["pages"].insert(at, {"code": code, "questions": []})
    return changed, code


def add_question(
    document: Document, kind: str, page: str, after: str | None = None
) -> tuple[Document, str]:
    """Add a question of a kind to a page, behind another one or at its end; gives its code too.

    Raises ``CannotEdit`` for a kind, page or question that is not there.
    """
    if kind not in PARTS:
        raise CannotEdit(message("survey editor", "There is no such kind of question."))
    changed = deepcopy(document)
    code = _free_code("q", _all_codes(changed))
    questions = changed["pages"][_place_of_page(changed, page)]["questions"]
    at = _index(questions, after) + 1 if after else len(questions)
    questions.insert(at, {"code": code, "kind": kind, **_beginning(kind)})
    return changed, code


def add_from_library(document: Document, name: str, page: str) -> tuple[Document, str]:
    """Add a question of the library to the end of a page; gives its code too."""
    changed = deepcopy(document)
    code = _free_code(f"q_{name}", _all_codes(changed), first="")
    changed["pages"][_place_of_page(changed, page)]["questions"].append(
        {"code": code, "library": name}
    )
    return changed, code


def add_copies(document: Document, parts: Sequence[Part], page: str) -> tuple[Document, list[str]]:
    """Add questions of another survey to the end of a page, under codes that are free here.

    Conditions, and constraints that ask about other answers, are left behind: those are not here.
    """
    changed = deepcopy(document)
    questions = changed["pages"][_place_of_page(changed, page)]["questions"]
    codes = []
    for part in parts:
        copied = deepcopy(part)
        for each in (copied, *copied.get("options", ())):
            each.pop("show_if", None)
        if any(_places_in(copied.get("constraint", ""))):
            copied.pop("constraint")
            copied.pop("constraint_message", None)
        if copied["code"] in set(_all_codes(changed)):
            copied["code"] = _free_code("q", _all_codes(changed))
        questions.append(copied)
        codes.append(copied["code"])
    return changed, codes


def duplicate(document: Document, code: str) -> tuple[Document, str]:
    """Put a copy of a question right behind it; gives the copy's code too."""
    changed = deepcopy(document)
    questions, at = _find(changed, code)
    copied = deepcopy(questions[at])
    copied["code"] = _free_code("q", _all_codes(changed))
    questions.insert(at + 1, copied)
    return changed, copied["code"]


def remove(document: Document, code: str) -> Document:
    """Take a question out, or a page with its questions.

    Raises ``CannotEdit`` where something elsewhere asks about it or repeats its answer, and for the
    last page.
    """
    changed = deepcopy(document)
    pages = [page["code"] for page in changed["pages"]]
    if code in pages:
        if len(pages) == 1:
            raise CannotEdit(message("survey editor", "A survey has at least one page."))
        gone = changed["pages"].pop(pages.index(code))
        lost = {question["code"] for question in gone["questions"]}
    else:
        questions, at = _find(changed, code)
        lost = {questions.pop(at)["code"]}
    users = sorted(set(_asking_about(changed, lost)))
    if users:
        raise CannotEdit(
            message(
                "survey editor",
                "Something depends on the answer to this: %(codes)s. Change that first.",
                codes=", ".join(users),
            )
        )
    return changed


def move(document: Document, code: str, step: int) -> Document:
    """Move a page or question one place up (-1) or down (1); questions cross to the next page.

    At the end of the road nothing changes.
    """
    changed = deepcopy(document)
    pages = changed["pages"]
    page_codes = [page["code"] for page in pages]
    if code in page_codes:
        _swap(pages, page_codes.index(code), step)
        return changed
    questions, at = _find(changed, code)
    if 0 <= at + step < len(questions):
        _swap(questions, at, step)
        return changed
    here = next(number for number, page in enumerate(pages) if page["questions"] is questions)
    if 0 <= here + step < len(pages):
        target = pages[here + step]["questions"]
        target.insert(0 if step > 0 else len(target), questions.pop(at))
    return changed


def change_part(document: Document, code: str, change: Callable[[Part], None]) -> Document:
    """Let ``change`` alter the page or question with this code; the code itself stays."""
    changed = deepcopy(document)
    part = next((page for page in changed["pages"] if page["code"] == code), None)
    if part is None:
        questions, at = _find(changed, code)
        part = questions[at]
    change(part)
    part["code"] = code
    return changed


def set_options(part: Part, key: str, language: str, rows: Sequence[Mapping[str, Any]]) -> None:
    """Set the options (or ``rows``) of a question, in the order given.

    Each has its ``code`` ("" for a new one), its ``label`` in the language, and ``exclusive``. One
    without a label is taken out. Labels in other languages stay with their code, and what an option
    has beside these stays too.
    """
    known = {option["code"]: option for option in part.get(key, [])}
    taken = set(known)
    kept = []
    for row in rows:
        words = str(row.get("label", "")).strip()
        if not words:
            continue
        code = str(row.get("code", ""))
        option = deepcopy(known.get(code, {}))
        if not option:
            code = _free_code("o", taken)
            taken.add(code)
        option["code"] = code
        option["label"] = {**option.get("label", {}), language: words}
        option.pop("exclusive", None)
        if row.get("exclusive"):
            option["exclusive"] = True
        kept.append(option)
    part[key] = kept


def _beginning(kind: str) -> Part:
    """What a new question of a kind starts with, so that it can be looked at at once."""
    texts: Part = {"text": {}} if kind == "information" else {"label": {}}
    if kind == "calculation":
        return {"expression": "0"}
    texts |= {"text": {}} if kind == "email" else {}
    limits: dict[str, Part] = {
        "scale": {"minimum": 1, "maximum": 5},
        "matrix": {"rows": [], "options": []},
    }
    with_options = {"single_choice", "multiple_choice", "ranking", "long_list"}
    return texts | limits.get(kind, {}) | ({"options": []} if kind in with_options else {})


def _all_codes(document: Document) -> Iterator[str]:
    for page in document["pages"]:
        for question in page["questions"]:
            yield question["code"]


def _free_code(prefix: str, taken: Iterator[str] | set[str], first: str = "_1") -> str:
    used = set(taken)
    if f"{prefix}{first}" not in used:
        return f"{prefix}{first}"
    number = 2
    while f"{prefix}_{number}" in used:
        number += 1
    return f"{prefix}_{number}"


def _place_of_page(document: Document, code: str | None) -> int:
    for at, page in enumerate(document["pages"]):
        if page["code"] == code:
            return at
    raise _gone()


def _find(document: Document, code: str) -> tuple[list[Part], int]:
    for page in document["pages"]:
        for at, question in enumerate(page["questions"]):
            if question["code"] == code:
                return page["questions"], at
    raise _gone()


def _index(questions: Sequence[Part], code: str) -> int:
    for at, question in enumerate(questions):
        if question["code"] == code:
            return at
    raise _gone()


def _gone() -> CannotEdit:
    return CannotEdit(message("survey editor", "This part of the survey is not there any more."))


def _swap(items: list[Any], at: int, step: int) -> None:
    if 0 <= at + step < len(items):
        items[at], items[at + step] = items[at + step], items[at]


def _asking_about(document: Document, codes: set[str]) -> Iterator[str]:
    """The codes of pages and questions that name one of these questions."""
    others = set(_all_codes(document))
    for page in document["pages"]:
        for part in (page, *page["questions"]):
            own = {key: value for key, value in part.items() if key != "questions"}
            conditions = [each.get("show_if") for each in (part, *part.get("options", ()))]
            names = {*_names_in(conditions), *_places_in(own)} - others
            if any(_is_about(name, codes) for name in names):
                yield part["code"]


def _is_about(name: str, codes: set[str]) -> bool:
    """Also about what a question is made of: the rows of a matrix, the words of an option."""
    return any(name == code or name.startswith(f"{code}_") for code in codes)


def _places_in(part: Any) -> Iterator[str]:
    """Whatever texts and expressions repeat or ask about."""
    if isinstance(part, str):
        yield from PLACE.findall(part)
    elif isinstance(part, Mapping | list):
        for each in part.values() if isinstance(part, Mapping) else part:
            yield from _places_in(each)


def _names_in(condition: Any) -> Iterator[str]:
    if isinstance(condition, Mapping):
        for key, value in condition.items():
            if key == "question" and isinstance(value, str):
                yield value
            else:
                yield from _names_in(value)
    elif isinstance(condition, list):
        for each in condition:
            yield from _names_in(each)
