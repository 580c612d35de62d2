"""Pages: begin a survey, answer it, check the answers, send them, keep the receipt."""

from collections.abc import Mapping
from dataclasses import dataclass

import segno
from flask import Blueprint, Response, make_response, request, url_for

from engage.channels.online.answering import Field, fields_of, problems_of
from engage.channels.online.drafts import (
    OpenDraft,
    begin_draft,
    discard_draft,
    find_draft,
    mint_receipt,
    save_answers,
    send_draft,
)
from engage.channels.online.reviewing import CheckRow, check_rows, dropped_labels
from engage.consultations import ConsultationSummary, get_public_consultation
from engage.engines.ledger import ReceiptMistyped
from engage.engines.questionnaire import (
    Page,
    finish,
    next_page,
    previous_page,
    progress,
    read_form,
    route,
    validate,
    write_form,
)
from engage.kernel.errors import InvalidInput, Message, NotFound, message
from engage.kernel.languages import LocaleText
from engage.responses import Submission, find_by_receipt, submit
from engage.surveys import PublishedVersion, find_current_version
from engage.web.access import PUBLIC, access
from engage.web.locale import current_locale
from engage.web.rendering import render, see_other, settings

blueprint = Blueprint("online", __name__, url_prefix="/<locale:locale>")

DRAFT_COOKIE = "engage_draft"
RECEIPT_COOKIE = "engage_receipt"
RECEIPT_SHOWN_FOR = 3600


@dataclass(frozen=True)
class StartPage:
    """Before the first question: what this is, how long it takes, begin or go on."""

    consultation: ConsultationSummary
    intro: LocaleText
    question_count: int
    has_draft: bool


@dataclass(frozen=True)
class FormPage:
    """One page of questions, or all of them at once."""

    consultation: ConsultationSummary
    title: LocaleText
    fields: tuple[Field, ...]
    problems: tuple[tuple[str, str], ...]
    receipt: str
    position: int
    total: int
    back_href: str
    is_change: bool


@dataclass(frozen=True)
class CheckPage:
    """Everything that was asked and answered, before it is sent."""

    consultation: ConsultationSummary
    rows: tuple[CheckRow, ...]
    dropped: tuple[str, ...]
    back_href: str


@dataclass(frozen=True)
class ReceiptPage:
    """The code to keep."""

    consultation: ConsultationSummary
    receipt: str


@dataclass(frozen=True)
class ClosedPage:
    """Why nobody can answer now."""

    consultation: ConsultationSummary


@blueprint.get("/consultations/<slug>/answer")
@access(PUBLIC)
def start(locale: str, slug: str) -> Response:
    """The first page of the survey: the whole of it, or what comes before the first question."""
    consultation, version = _open_survey(slug)
    if version is None:
        return render("online/not_open.html", ClosedPage(consultation))
    if version.content.layout == "single_page":
        return _whole_form(consultation, version, mint_receipt(), {}, {})
    draft = _draft(consultation)
    return render(
        "online/start.html",
        StartPage(
            consultation,
            version.content.intro,
            len(version.content.questions),
            draft is not None and bool(draft.answers),
        ),
    )


@blueprint.post("/consultations/<slug>/answer")
@access(PUBLIC)
def begin(locale: str, slug: str) -> Response:
    """Begin a survey with one thing per page, or send one that stood on a single page."""
    consultation, version = _open_survey(slug)
    if version is None:
        return render("online/not_open.html", ClosedPage(consultation), 409)
    if version.content.layout == "single_page":
        return _send_whole(consultation, version)
    draft = _draft(consultation)
    if draft is not None and request.form.get("go") == "on":
        return see_other(_first_unanswered(consultation, draft))
    discard_draft(request.cookies.get(DRAFT_COOKIE))
    receipt = begin_draft(version.id, "web")
    first = next_page(version.content, {}, None)
    assert first is not None
    answer = see_other(_page_href(slug, first.code))
    _set_cookie(answer, DRAFT_COOKIE, receipt, 30 * 86400)
    return answer


@blueprint.route("/consultations/<slug>/answer/<page_code>", methods=["GET", "POST"])
@access(PUBLIC)
def page(locale: str, slug: str, page_code: str) -> Response:
    """One page of questions."""
    consultation = get_public_consultation(slug)
    draft = _draft(consultation)
    if draft is None:
        return _no_draft(consultation)
    survey = draft.version.content
    here = next((p for p in route(survey, draft.answers) if p.code == page_code), None)
    if here is None:
        return see_other(_first_unanswered(consultation, draft))
    if request.method == "GET":
        return _one_page(consultation, draft, here, write_form(survey, draft.answers), {})
    codes = tuple(question.code for question in here.questions)
    read = read_form(survey, request.form.to_dict(flat=False), codes)
    kept = {code: value for code, value in draft.answers.items() if code not in codes}
    problems = validate(survey, kept | read.answers, codes) | read.problems
    if problems:
        return _one_page(consultation, draft, here, read.raw, problems)
    saved = save_answers(draft, codes, dict(read.answers))
    if request.form.get("change") == "1":
        return see_other(_first_unanswered(consultation, saved))
    onward = next_page(survey, saved.answers, page_code)
    return see_other(_page_href(slug, onward.code) if onward else _end_href(consultation, saved))


@blueprint.route("/consultations/<slug>/answer/check-answers", methods=["GET", "POST"])
@access(PUBLIC)
def check(locale: str, slug: str) -> Response:
    """Check the answers; POST sends them."""
    consultation = get_public_consultation(slug)
    draft = _draft(consultation)
    if draft is None:
        return _no_draft(consultation)
    survey = draft.version.content
    if validate(survey, draft.answers):
        return see_other(_first_unanswered(consultation, draft))
    if request.method == "POST":
        accepted = send_draft(draft, current_locale())
        return _to_receipt(accepted.receipt)
    last = previous_page(survey, draft.answers, None)
    assert last is not None
    return render(
        "online/check.html",
        CheckPage(
            consultation,
            check_rows(survey, draft.answers, lambda code: _page_href(slug, code, change=1)),
            dropped_labels(survey, finish(survey, draft.answers).dropped),
            _page_href(slug, last.code),
        ),
    )


@blueprint.get("/receipt")
@access(PUBLIC)
def receipt(locale: str) -> Response:
    """The receipt of the response that this browser has just sent."""
    code, found = _sent()
    return render("online/receipt.html", ReceiptPage(found, code))


@blueprint.get("/receipt.svg")
@access(PUBLIC)
def receipt_qr(locale: str) -> Response:
    """The same receipt as a QR code that opens its page."""
    code, _consultation = _sent()
    href = settings().base_url + url_for("outcome.follow", code=code)
    picture = segno.make(href, error="m").svg_inline(scale=4, border=4, light="#ffffff")
    answer = make_response(picture.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1))
    answer.mimetype = "image/svg+xml"
    return answer


def _sent() -> tuple[str, ConsultationSummary]:
    code = request.cookies.get(RECEIPT_COOKIE, "")
    try:
        found = find_by_receipt(code)
    except ReceiptMistyped:
        found = None
    if found is None:
        raise NotFound(message("receipt", "There is no receipt to show in this browser any more."))
    return code, _consultation_of(found.consultation_id)


def _consultation_of(consultation_id: int) -> ConsultationSummary:
    from engage.consultations import get_consultation

    return get_consultation(consultation_id)


def _open_survey(slug: str) -> tuple[ConsultationSummary, PublishedVersion | None]:
    consultation = get_public_consultation(slug)
    if not consultation.is_open:
        return consultation, None
    return consultation, find_current_version(consultation.id)


def _draft(consultation: ConsultationSummary) -> OpenDraft | None:
    return find_draft(request.cookies.get(DRAFT_COOKIE), "web", consultation.id)


def _no_draft(consultation: ConsultationSummary) -> Response:
    """Already sent (a second click, Back), or begun too long ago."""
    code = request.cookies.get(RECEIPT_COOKIE)
    if request.method == "POST" and code:
        return see_other(url_for("online.receipt"))
    return see_other(url_for("online.start", slug=consultation.slug))


def _whole_form(
    consultation: ConsultationSummary,
    version: PublishedVersion,
    code: str,
    raw: Mapping[str, list[str]],
    problems: Mapping[str, Message],
) -> Response:
    survey = version.content
    fields = fields_of(survey.questions, raw, problems, are_headings=False)
    shown = FormPage(consultation, survey.title, fields, problems_of(fields), code, 1, 1, "", False)
    return render("online/whole.html", shown, 422 if problems else 200)


def _send_whole(consultation: ConsultationSummary, version: PublishedVersion) -> Response:
    form = request.form.to_dict(flat=False)
    code = request.form.get("receipt", "")
    read = read_form(version.content, form)
    if read.problems:
        return _whole_form(consultation, version, code, read.raw, read.problems)
    try:
        accepted = submit(
            Submission(
                version_id=version.id,
                receipt=code,
                channel="web",
                language=current_locale(),
                answers=read.answers,
            )
        )
    except InvalidInput as refused:
        return _whole_form(consultation, version, code, read.raw, refused.fields)
    except ReceiptMistyped:
        return _whole_form(consultation, version, mint_receipt(), read.raw, {})
    return _to_receipt(accepted.receipt)


def _one_page(
    consultation: ConsultationSummary,
    draft: OpenDraft,
    here: Page,
    raw: Mapping[str, list[str]],
    problems: Mapping[str, Message],
) -> Response:
    survey = draft.version.content
    is_single = len(here.questions) == 1
    fields = fields_of(here.questions, raw, problems, are_headings=is_single)
    position, total = progress(survey, draft.answers, here.code)
    before = previous_page(survey, draft.answers, here.code)
    is_change = request.values.get("change") == "1"
    if is_change:
        back = url_for("online.check", slug=consultation.slug)
    elif before is not None:
        back = _page_href(consultation.slug, before.code)
    else:
        back = url_for("online.start", slug=consultation.slug)
    shown = FormPage(
        consultation,
        here.title,
        fields,
        problems_of(fields),
        "",
        position,
        total,
        back,
        is_change,
    )
    return render("online/page.html", shown, 422 if problems else 200)


def _page_href(slug: str, code: str, **more: int) -> str:
    return url_for("online.page", slug=slug, page_code=code, **more)  # type: ignore[arg-type]


def _end_href(consultation: ConsultationSummary, draft: OpenDraft) -> str:
    return url_for("online.check", slug=consultation.slug)


def _first_unanswered(consultation: ConsultationSummary, draft: OpenDraft) -> str:
    """Where to go on: the first page with something missing, else the check."""
    survey = draft.version.content
    problems = validate(survey, draft.answers)
    for candidate in route(survey, draft.answers):
        if any(question.code in problems for question in candidate.questions):
            return _page_href(consultation.slug, candidate.code)
    return _end_href(consultation, draft)


def _to_receipt(code: str) -> Response:
    answer = see_other(url_for("online.receipt"))
    _set_cookie(answer, RECEIPT_COOKIE, code, RECEIPT_SHOWN_FOR)
    answer.delete_cookie(DRAFT_COOKIE)
    return answer


def _set_cookie(answer: Response, name: str, value: str, seconds: int) -> None:
    answer.set_cookie(
        name,
        value,
        max_age=seconds,
        httponly=True,
        samesite="Lax",
        secure=settings().is_production,
    )
