"""The pages of a codebook: its themes, one theme's words, versions, files out and in."""

from dataclasses import dataclass

from flask import Response, request, url_for
from flask_babel import npgettext, pgettext

from engage.consultations import ConsultationSummary, get_consultation
from engage.kernel.actors import Permission
from engage.kernel.errors import Conflict, InvalidInput, NotFound, message
from engage.kernel.languages import LocaleText
from engage.kernel.numbers import number_or_none
from engage.themes.codebook.changes import compare_codebooks
from engage.themes.codebook.editing import (
    CodebookEdition,
    CodebookTheme,
    Definition,
    bring_in,
    define_theme,
    get_codebook,
    get_edition,
    list_editions,
    sign_off,
)
from engage.themes.codebook.formats import Code, as_csv, as_json, as_qdc, read_codebook
from engage.themes.codebook.reusing import OtherCodebook, list_other_codebooks
from engage.themes.forms import ThemeForm, texts_of
from engage.themes.queries import ThemeSummary, get_theme
from engage.themes.question_views import Question, blueprint, chosen_question, done_at, questions
from engage.themes.reviewers.conflicts import Lost, lost_race
from engage.web.access import access, current_actor
from engage.web.downloads import attachment
from engage.web.locale import current_locale, plain, translate
from engage.web.rendering import flash, render, see_other

FILES = {"csv": "text/csv", "json": "application/json", "qdc": "application/xml"}


@dataclass(frozen=True)
class CodebookPage:
    """What every theme means, the versions, and the files."""

    consultation: ConsultationSummary
    questions: tuple[Question, ...]
    question_code: str
    themes: tuple[CodebookTheme, ...]
    editions: tuple[CodebookEdition, ...]
    others: tuple[OtherCodebook, ...]
    may_review: bool
    may_approve: bool


@dataclass(frozen=True)
class DefinePage:
    """Say what one theme means."""

    consultation: ConsultationSummary
    theme: ThemeSummary
    code: Code
    form: ThemeForm
    languages: tuple[str, ...]
    lost: Lost | None


@dataclass(frozen=True)
class ShownChange:
    """A difference in a sentence, with the words as they were and as they are."""

    text: str
    before: str
    after: str


@dataclass(frozen=True)
class EditionPage:
    """A version as it was signed off, and how it differs from another."""

    consultation: ConsultationSummary
    edition: CodebookEdition
    others: tuple[CodebookEdition, ...]
    against: CodebookEdition | None
    changes: tuple[ShownChange, ...]


@blueprint.get("/consultations/<int:consultation_id>/themes/codebook")
@access(Permission.SEE_THEMES)
def codebook(consultation_id: int) -> Response:
    """The codebook of a question."""
    asked = questions(consultation_id)
    code = chosen_question(asked)
    actor = current_actor()
    page = CodebookPage(
        get_consultation(consultation_id),
        asked,
        code,
        get_codebook(consultation_id, code),
        list_editions(consultation_id, code),
        list_other_codebooks(consultation_id),
        actor.may(Permission.REVIEW_THEMES),
        actor.may(Permission.APPROVE_THEMES),
    )
    return render("staff/themes/codebook.html", page)


@blueprint.route("/themes/<int:theme_id>/define", methods=["GET", "POST"])
@access(Permission.REVIEW_THEMES)
def define(theme_id: int) -> Response:
    """Say what a theme means."""
    theme = get_theme(theme_id)
    consultation = get_consultation(theme.consultation_id)
    form = ThemeForm.of_request(version=theme.version)
    entries = get_codebook(theme.consultation_id, theme.question_code)
    code = next((each.code for each in entries if each.theme.id == theme_id), Code(theme.label))
    lost = None
    if request.method == "POST":
        words = _written(consultation.languages)
        version = form.version.data or 0
        try:
            define_theme(current_actor(), theme_id, version, words)
            home = _home(theme.consultation_id, theme.question_code)
            return done_at(theme, pgettext("codebook", "The codebook was changed."), home)
        except (InvalidInput, Conflict) as problem:
            form.refuse(InvalidInput(problem.message))
            if isinstance(problem, Conflict):
                lost = lost_race(theme_id, version, _wordings(code, words))
            code = Code(
                words.label, words.definition, words.includes, words.excludes, words.examples
            )
    page = DefinePage(consultation, theme, code, form, consultation.languages, lost)
    return render("staff/themes/define.html", page, 422 if form.problems else 200)


@blueprint.post("/consultations/<int:consultation_id>/themes/codebook/sign-off")
@access(Permission.APPROVE_THEMES)
def sign_off_codebook(consultation_id: int) -> Response:
    """Freeze it as a version."""
    code = _question(consultation_id)
    try:
        number = sign_off(current_actor(), consultation_id, code, request.form.get("note", ""))
        flash("good", pgettext("codebook", "Version %(num)s was signed off.", num=number))
    except Conflict as problem:
        flash("bad", translate(problem.message))
    return see_other(_home(consultation_id, code))


@blueprint.post("/consultations/<int:consultation_id>/themes/codebook/bring-in")
@access(Permission.REVIEW_THEMES)
def bring_in_codebook(consultation_id: int) -> Response:
    """Draft themes from a file, or from another consultation."""
    code = _question(consultation_id)
    try:
        codes = _of_other() if "from" in request.form else _of_file(consultation_id)
        count = bring_in(current_actor(), consultation_id, code, codes)
        text = npgettext(
            "codebook",
            "%(num)s theme was brought in as a draft.",
            "%(num)s themes were brought in as drafts.",
            count,
        )
        flash("good", text)
    except (InvalidInput, Conflict) as problem:
        flash("bad", translate(problem.message))
    return see_other(_home(consultation_id, code))


def _of_file(consultation_id: int) -> tuple[Code, ...]:
    file = request.files.get("file")
    languages = get_consultation(consultation_id).languages
    locale = current_locale() if current_locale() in languages else languages[0]
    content = file.read() if file else b""
    return tuple(read_codebook((file.filename or "") if file else "", content, locale))


def _of_other() -> tuple[Code, ...]:
    """The themes of the question that was chosen, as ``consultation-question``."""
    written, _, code = request.form["from"].partition("-")
    number = number_or_none(written)
    themes = () if number is None else get_codebook(number, code)
    if not themes:
        raise Conflict(message("codebook", "Choose a codebook to start from."))
    return tuple(each.code for each in themes)


@blueprint.get("/consultations/<int:consultation_id>/themes/codebook.<ending>")
@access(Permission.SEE_THEMES)
def codebook_file(consultation_id: int, ending: str) -> Response:
    """The codebook, or one of its versions, as a file."""
    code, number = _question(consultation_id), request.args.get("version", type=int)
    if number is None:
        codes = tuple(each.code for each in get_codebook(consultation_id, code))
    else:
        found = [one for one in list_editions(consultation_id, code) if one.number == number]
        codes = tuple(each for one in found for _theme, each in one.content)
    title = plain(get_consultation(consultation_id).title)
    headings = {
        "includes": pgettext("codebook", "Belongs to it"),
        "excludes": pgettext("codebook", "Does not belong to it"),
        "examples": pgettext("codebook", "Examples"),
    }
    locale = current_locale()
    if ending not in FILES or not codes:
        raise NotFound(message("codebook", "There is no such version of a codebook."))
    content: str | bytes = as_json(codes, title)
    if ending == "csv":
        content = as_csv(codes, locale)
    elif ending == "qdc":
        content = as_qdc(codes, locale, headings)
    name = f"codebook-{code}{f'-{number}' if number else ''}.{ending}"
    return attachment(content, FILES[ending], name)


@blueprint.get("/codebooks/<int:version_id>")
@access(Permission.SEE_THEMES)
def codebook_version(version_id: int) -> Response:
    """A version, set beside another."""
    edition = get_edition(version_id)
    others = tuple(
        one
        for one in list_editions(edition.consultation_id, edition.question_code)
        if one.id != version_id
    )
    wanted = request.args.get("against", edition.number - 1, type=int)
    against = next((one for one in others if one.number == wanted), None)
    older, newer = sorted((against or edition, edition), key=lambda one: one.number)
    page = EditionPage(
        get_consultation(edition.consultation_id),
        edition,
        others,
        against,
        _shown(older, newer) if against else (),
    )
    return render("staff/themes/codebook_version.html", page)


def _shown(older: CodebookEdition, newer: CodebookEdition) -> tuple[ShownChange, ...]:
    shown = []
    for change in compare_codebooks(older.content, newer.content):
        theme, before, after = plain(change.label), plain(change.before), plain(change.after)
        texts = {
            "added": pgettext("codebook", "“%(theme)s” is new.", theme=theme),
            "removed": pgettext("codebook", "“%(theme)s” is no longer there.", theme=theme),
            "renamed": pgettext(
                "codebook", "“%(before)s” is now called “%(after)s”.", before=before, after=after
            ),
            "definition": pgettext(
                "codebook", "What “%(theme)s” means is worded anew.", theme=theme
            ),
            "includes": pgettext(
                "codebook", "What belongs to “%(theme)s” is worded anew.", theme=theme
            ),
            "excludes": pgettext(
                "codebook", "What does not belong to “%(theme)s” is worded anew.", theme=theme
            ),
            "examples": pgettext("codebook", "“%(theme)s” has other examples.", theme=theme),
        }
        has_words = change.kind not in ("added", "removed", "renamed")
        shown.append(
            ShownChange(texts[change.kind], before if has_words else "", after if has_words else "")
        )
    return tuple(shown)


def _wordings(now: Code, typed: Definition) -> dict[str, tuple[LocaleText, LocaleText]]:
    return {
        pgettext("themes", "Name"): (now.label, typed.label),
        pgettext("codebook", "Definition, in a sentence"): (now.definition, typed.definition),
        pgettext("codebook", "Belongs to it"): (now.includes, typed.includes),
        pgettext("codebook", "Does not belong to it"): (now.excludes, typed.excludes),
    }


def _written(languages: tuple[str, ...]) -> Definition:
    return Definition(
        label=texts_of("label", languages),
        definition=texts_of("definition", languages),
        includes=texts_of("includes", languages),
        excludes=texts_of("excludes", languages),
        examples=tuple(request.form.get("examples", "").splitlines()),
    )


def _question(consultation_id: int) -> str:
    return chosen_question(questions(consultation_id))


def _home(consultation_id: int, code: str) -> str:
    return url_for("themes.codebook", consultation_id=consultation_id, question=code)
