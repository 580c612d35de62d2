"""Pages and questions as rows of a form."""

from typing import Any

from engage.engines.languages import nearest
from engage.engines.messages import message
from engage.engines.questionnaire.expressions.checking import VALUES
from engage.engines.questionnaire.expressions.parsing import read_expression
from engage.engines.questionnaire.expressions.trees import (
    CannotSay,
    read_condition,
    renamed,
    write_condition,
)
from engage.engines.questionnaire.expressions.writing import plain, write_expression
from engage.engines.questionnaire.kinds.words import PLEASE_SAY
from engage.engines.questionnaire.library import from_library
from engage.engines.questionnaire.xlsform import extras
from engage.engines.questionnaire.xlsform.constraints import (
    join_constraint,
    read_limits,
    take_rest,
    write_constraint,
)
from engage.engines.questionnaire.xlsform.expressing import take_expression
from engage.engines.questionnaire.xlsform.filters import write_filter
from engage.engines.questionnaire.xlsform.kinds_out import SELECTS, keep_options, write_kind
from engage.engines.questionnaire.xlsform.lines import (
    Document,
    Line,
    Part,
    Written,
    cells,
    file_of,
)
from engage.engines.questionnaire.xlsform.pictures import HEADING
from engage.engines.questionnaire.xlsform.question_rows import WITH_TEXT
from engage.engines.questionnaire.xlsform.repeats import only_sums, write_count, write_repeat


def write_page(page: Document, written: Written) -> None:
    """The rows of a page: a group with its questions."""
    code = page["code"]
    # Groups must not be called like questions, and codes of pages may be.
    is_repeated = "repeat" in page
    name = f"page_of_{code}" if code in written.taken and not is_repeated else code
    line = written.begin("begin_repeat" if is_repeated else "begin_group", code, name, "page")
    if is_repeated:
        write_repeat(line, page, written)
    else:
        line.plain["appearance"] = "field-list"
    if "title" in page:
        line.text("title", "label", page["title"])
    _condition(line, page, written)
    line.close()
    own = {each["code"] for each in page["questions"]}
    others = {name for name, each in written.asked.items() if not _is_of(each.code, own)}
    for part in page["questions"]:
        if part.get("kind") == "matrix":
            _write_matrix(part, written)
        elif part.get("kind") == "calculation":
            _write_calculation(part, written)
        else:
            _write_question(part, written)
    written.begin("end_repeat" if is_repeated else "end_group", "", "", "")
    if is_repeated:
        only_sums(written.asked, others)
        write_count(page, name, written)


def _is_of(code: str, own: set[str]) -> bool:
    """Whether it is one of the questions, or a part of one."""
    return code in own or any(code.startswith(f"{each}_") for each in own)


def _condition(line: Line, part: Document, written: Written) -> None:
    if "show_if" in part:
        line.plain["relevant"] = write_condition(part["show_if"], written.names)
        if _read_back(line.plain["relevant"], written) != part["show_if"]:
            line.kept["show_if"] = part["show_if"]


def _read_back(text: str, written: Written) -> Document | None:
    try:
        return read_condition(text, written.asked)
    except CannotSay:
        return None


def _write_question(part: Document, written: Written) -> None:
    document = dict(from_library(part))
    kept: dict[str, Any] = {}
    if "library" in part:
        own = [name for name in part if name not in ("code", "library")]
        kept["library"] = {"name": part["library"], "own": own}
        document = _in_languages(document, written.languages)
        document.pop("about")
    kind = document["kind"]
    code = document["code"]
    line = written.begin("", code, written.names.of(code), kind)
    rest = {
        name: value
        for name, value in document.items()
        if name not in ("code", "kind", "label", "hint", "required", "show_if")
    }
    line.kept |= kept
    if code in written.numbers:
        line.plain[extras.PAPER_NUMBER] = str(written.numbers[code])
    if kind != "information":
        line.text("label", "label", document["label"])
        if "hint" in document:
            line.text("hint", "hint", document["hint"])
    if picture := file_of(document):
        line.texts[HEADING] = dict.fromkeys(written.locales, picture)
    if "required" in document:
        line.plain["required"] = "yes" if document["required"] else "no"
    _condition(line, document, written)
    part_of = Part(document, rest, line, written)
    _write_rules(part_of)
    write_kind(part_of)
    for name, value in rest.items():
        line.kept[name] = value
    line.close()
    _write_more_words(document, written)


def _write_rules(part: Part) -> None:
    """The limits and the constraint, and the words for who does not keep it."""
    document, line = part.document, part.line
    limits = write_constraint(document)
    if limits:
        line.plain["constraint"] = limits
    if "constraint" in part.rest:
        own = part.rest.pop("constraint")
        line.plain["constraint"] = join_constraint(limits, own, part.written.names)
        if _constraint_back(part) != own:
            line.kept["constraint"] = own
    if "required_message" in part.rest:
        line.text("required_message", "required_message", part.rest.pop("required_message"))
    if "interviewer_note" in part.rest and part.document["kind"] not in WITH_TEXT:
        line.text("interviewer_note", "guidance_hint", part.rest.pop("interviewer_note"))
    if "interviewer_script" in part.rest:
        line.text("interviewer_script", extras.SCRIPT, part.rest.pop("interviewer_script"))
    if "constraint_message" in part.rest:
        line.text("constraint_message", "constraint_message", part.rest.pop("constraint_message"))


def _constraint_back(part: Part) -> str | None:
    document, asked = part.document, part.written.asked
    here = asked[part.written.names.of(document["code"])]
    is_whole = bool(document.get("integer"))
    found = read_expression(part.line.plain["constraint"])
    limits = read_limits(found, document["kind"], is_whole=is_whole, choices=here.choices)
    same = read_limits(
        read_expression(write_constraint(document) or "1 = 1"),
        document["kind"],
        is_whole=is_whole,
        choices=here.choices,
    )
    try:
        return take_rest(limits, asked, here) if limits.limits == same.limits else None
    except CannotSay:
        return None


def _write_calculation(part: Document, written: Written) -> None:
    code = part["code"]
    line = written.begin("calculate", code, written.names.of(code), "calculation")
    names = written.names
    line.plain["calculation"] = write_expression(
        renamed(read_expression(part["expression"]), names)
    )
    _condition(line, part, written)
    if "label" in part:
        line.kept["label"] = part["label"]
    if _calculated_back(line.plain["calculation"], written) != part["expression"]:
        line.kept["expression"] = part["expression"]
    line.close()


def _calculated_back(text: str, written: Written) -> str | None:
    try:
        return take_expression(text, written.asked, VALUES)
    except CannotSay:
        return None


def _in_languages(document: Any, languages: tuple[str, ...]) -> Any:
    """A part with its texts in these languages only."""
    if isinstance(document, list):
        return [_in_languages(each, languages) for each in document]
    if not isinstance(document, dict):
        return document
    return {
        name: {code: value[at] for code in languages if (at := nearest(code, value))}
        if name == "label"
        else (_in_languages(value, languages) if name in ("options", "please_say") else value)
        for name, value in document.items()
    }


def _write_more_words(document: Document, written: Written) -> None:
    """A row for each line to write that opens with an answer."""
    for option in document.get("options", ()):
        if "please_say" not in option:
            continue
        please_say = dict(option["please_say"])
        code = f"{document['code']}_{option['code']}"
        line = written.begin("text", code, code, "please_say")
        if "label" in please_say:
            line.text("label", "label", please_say.pop("label"))
        else:
            shipped = {code: PLEASE_SAY.get(code, "") for code in written.languages}
            line.texts["label"] = cells(shipped) or {written.languages[0]: PLEASE_SAY["en"]}
            line.kept["left_out"] = ["label"]
        if "required" in please_say:
            line.plain["required"] = "yes" if please_say.pop("required") else "no"
        chosen = "includes" if document["kind"] == "multiple_choice" else "is"
        asked = {"question": document["code"], chosen: option["code"]}
        line.plain["relevant"] = write_condition(asked, written.names)
        if "max_length" in please_say:
            line.plain["constraint"] = f"string-length(.) <= {plain(please_say.pop('max_length'))}"
        line.kept |= please_say
        line.close()


def _write_matrix(document: Document, written: Written) -> None:
    code = document["code"]
    line = written.begin("begin_group", code, written.names.of(code), "matrix")
    if not any("show_if" in option for option in document["options"]):
        line.plain["appearance"] = "table-list"
    line.text("label", "label", document["label"])
    if "hint" in document:
        line.text("hint", "hint", document["hint"])
        told = message("survey file", "Tables have no hint elsewhere.")
        line.notes.append(("hint", told))
    _condition(line, document, written)
    if document.get("several") is False:
        line.kept["several"] = False
    for name in ("required_message", "interviewer_note", "picture"):
        if name in document:
            line.kept[name] = document[name]
    if "interviewer_script" in document:
        line.text("interviewer_script", extras.SCRIPT, document["interviewer_script"])
    line.close()
    kind = "multiple_choice" if document.get("several") else "single_choice"
    constraint = write_constraint({"kind": kind, "options": document["options"]})
    for row in document["rows"]:
        name = f"{code}_{row['code']}"
        part = written.begin("", name, name, kind)
        when = write_filter(document["options"], part, written)
        choices = [
            (each["code"], cells(each["label"]), cell, "")
            for each, cell in zip(document["options"], when, strict=True)
        ]
        list_name = written.list_name(code, choices)
        part.plain["type"] = f"{SELECTS.get(kind, 'select_one')} {list_name}"
        part.plain[extras.CODE] = row["code"]
        part.text("label", "label", row["label"])
        if "required" in document:
            part.plain["required"] = "yes" if document["required"] else "no"
        part.plain["constraint"] = constraint
        keep_options(document["options"], part, written)
        part.close()
    written.begin("end_group", "", "", "")
