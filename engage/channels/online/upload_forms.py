"""Files in a form: kept as they come, so that the form holds what answers call them."""

from collections.abc import Iterable

from flask import request

from engage.engines.ledger import ReceiptMistyped
from engage.engines.questionnaire import Survey
from engage.kernel.errors import InvalidInput, Message
from engage.responses import is_own_upload, keep_upload

Form = dict[str, list[str]]
BYTES_READ = 26 * 1024 * 1024
MOST_SENT = 100 * 1024 * 1024


def allow_for_files(survey: Survey) -> None:
    """Take in more at once where files are asked for; to be called before the form is looked at.

    A file that is too large for its question then leaves the rest of the form as it was typed.
    """
    if any(question.accepts for question in survey.questions):
        request.max_content_length = MOST_SENT


def posted_form(
    survey: Survey, codes: Iterable[str], consultation_id: int, receipt: str
) -> tuple[Form, dict[str, Message]]:
    """The form of this request with its files kept, and what is wrong with which of them.

    A file that cannot be kept leaves the one that was there before; one that belongs to somebody
    else is none.
    """
    form: Form = request.form.to_dict(flat=False)
    problems: dict[str, Message] = {}
    for code in codes:
        question = survey.question_by_code.get(code)
        if question is None or not question.accepts:
            continue
        before = request.form.get(code, "")
        form[code] = [before if _is_own(receipt, before) else ""]
        given = request.files.get(code)
        if given is not None and given.filename:
            content = given.stream.read(BYTES_READ)
            try:
                form[code] = [keep_upload(consultation_id, question, receipt, content)]
            except InvalidInput as refused:
                problems[code] = refused.message
            except ReceiptMistyped:
                form[code] = [""]
        elif f"{code}.remove" in request.form:
            form[code] = [""]
    return form, problems


def _is_own(receipt: str, reference: str) -> bool:
    try:
        return bool(reference) and is_own_upload(receipt, reference)
    except ReceiptMistyped:
        return False
