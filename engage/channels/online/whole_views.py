"""A survey that stands on a single page: shown, corrected and sent."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from flask import Response, request

from engage.channels.online.answering import fields_of
from engage.channels.online.asked_if_showing import blocks_of
from engage.channels.online.drafts import mint_receipt
from engage.channels.online.entrance_views import shown_pass
from engage.channels.online.problem_showing import problems_of
from engage.channels.online.receipt_showing import to_receipt
from engage.channels.online.upload_forms import posted_form
from engage.channels.online.walking import FormPage
from engage.consultations import ConsultationSummary
from engage.engines.ledger import ReceiptMistyped
from engage.engines.questionnaire import Survey, read_form, route, validate
from engage.kernel.errors import InvalidInput, Message, NotFound
from engage.responses import PassNeeded, PassSpent, Submission, find_by_receipt, submit
from engage.surveys import PublishedVersion, get_version
from engage.web.kept_pages import render_kept
from engage.web.locale import current_locale, translate
from engage.web.rendering import offer_variants, render


def version_of_form(consultation: ConsultationSummary) -> PublishedVersion | None:
    """The version on which the form of this request was shown; another may be published by now."""
    number = request.form.get("version", type=int)
    try:
        found = get_version(number) if number is not None else None
    except NotFound:
        found = None
    return found if found is not None and found.consultation_id == consultation.id else None


def new_whole_form(consultation: ConsultationSummary, version: PublishedVersion) -> Response:
    """The form to begin with."""
    if not version.content.is_alike_for_all:
        return _whole_form_again(consultation, version, mint_receipt(), {}, {})
    return render_kept(
        "online/whole.html",
        (version.digest, consultation.who_may_answer),
        lambda code: _whole_form(consultation, version, code, {}, {}),
        mint_receipt(),
    )


def _whole_form(
    consultation: ConsultationSummary,
    version: PublishedVersion,
    code: str,
    raw: Mapping[str, list[str]],
    problems: Mapping[str, Message],
) -> FormPage:
    survey = version.content
    fields = fields_of(survey.parts, raw, problems, are_headings=False, seed=code)
    return FormPage(
        consultation,
        survey.title,
        fields,
        problems_of(fields),
        code,
        1,
        1,
        "",
        False,
        keep=consultation.slug,
        version=version.id,
        blocks=blocks_of(survey, fields),
    )


def _whole_form_again(
    consultation: ConsultationSummary,
    version: PublishedVersion,
    code: str,
    raw: Mapping[str, list[str]],
    problems: Mapping[str, Message],
    refusal: str = "",
) -> Response:
    """The form as it was filled in; ``refusal`` says why the door did not take it."""
    offer_variants(version.content.languages)
    shown = _whole_form(consultation, version, code, raw, problems)
    if refusal:
        at = "f_invitation" if consultation.who_may_answer == "invited" else "main"
        shown = replace(shown, problems=((at, refusal),), refusal=refusal)
    return render("online/whole.html", shown, 422 if shown.problems else 200)


def send_whole(consultation: ConsultationSummary, version: PublishedVersion) -> Response:
    """Send what was filled in, or show what to correct."""
    code = request.form.get("receipt", "")
    asked = version.content.question_by_code
    form, lost = posted_form(version.content, asked, consultation.id, code)
    read = read_form(version.content, form)
    wrong = _asked_of(version.content, read.answers, {**read.problems, **lost})
    if wrong:
        problems = validate(version.content, read.answers) | wrong
        return _whole_form_again(consultation, version, code, read.raw, problems)
    invitation, browser = shown_pass(consultation)
    try:
        accepted = submit(
            Submission(
                version_id=version.id,
                receipt=code,
                channel="web",
                language=current_locale(),
                answers=read.answers,
                invitation=invitation,
                browser=browser,
            )
        )
    except InvalidInput as refused:
        return _whole_form_again(consultation, version, code, read.raw, refused.fields)
    except (PassNeeded, PassSpent) as refused:
        return _whole_form_again(
            consultation, version, code, read.raw, {}, translate(refused.message)
        )
    except ReceiptMistyped:
        return _whole_form_again(consultation, version, mint_receipt(), read.raw, {})
    if accepted.is_conflict and _is_withdrawn(code):  # by whoever goes back to answer anew
        return _whole_form_again(consultation, version, mint_receipt(), read.raw, {})
    return to_receipt(accepted, accepted.dropped)


def _asked_of(
    survey: Survey, answers: Mapping[str, Any], problems: Mapping[str, Message]
) -> dict[str, Message]:
    """Only what is wrong with questions that are asked: others may stand hidden on the page."""
    asked = {code for page in route(survey, answers) for code in page.codes}
    passed = survey.question_by_code.keys() - asked
    return {code: told for code, told in problems.items() if code not in passed}


def _is_withdrawn(code: str) -> bool:
    known = find_by_receipt(code)
    return known is not None and known.disposition == "withdrawn"
