"""Pages: the wording of a draft as a file for translators, and what a file would change."""

import zlib
from base64 import b64decode, b64encode
from binascii import Error as NoBase64
from dataclasses import dataclass, replace

from flask import Response, abort, request, url_for
from flask_babel import npgettext

from engage.consultations import ConsultationSummary, get_consultation
from engage.engines.questionnaire.exchange import (
    Arrival,
    BrokenFile,
    Comparison,
    Exchange,
    KeyedText,
    keyed_texts,
    model_of,
    read_xliff,
    read_xlsx,
    write_xliff,
    write_xlsx,
)
from engage.kernel.actors import Permission
from engage.kernel.errors import Message, message
from engage.kernel.keepable import keepable
from engage.kernel.languages import Language
from engage.kernel.languages import language as language_named
from engage.surveys.drafting import EditedDraft
from engage.surveys.overview_views import blueprint
from engage.surveys.queries import require_survey
from engage.surveys.translation.showing import context_of
from engage.surveys.translation.translating import (
    apply_import,
    compare_import,
    draft_in,
    export_translations,
)
from engage.surveys.translation.views import AT
from engage.web.access import access, current_actor
from engage.web.downloads import XLSX, attachment
from engage.web.locale import current_locale, translate
from engage.web.rendering import flash, render, see_other

XLIFF = "application/xliff+xml"
LARGEST = 16_000_000  # unpacked
_HEAD = 64  # bytes in which XML shows that it is some


@dataclass(frozen=True)
class ImportPage:
    """A file that came back: what is wrong with it, or what it would change."""

    consultation: ConsultationSummary
    draft: EditedDraft
    source: Language
    target: Language
    error: str
    changes: Comparison | None
    packed: str

    def context(self, arrival: Arrival) -> str:
        """What a text is, in words."""
        return _context(self.draft, arrival.text) if arrival.text else arrival.unit.key


@blueprint.get(f"{AT}/<language>/wording.<ending>")
@access(Permission.TRANSLATE_SURVEYS)
def export_wording(consultation_id: int, survey_id: int, language: str, ending: str) -> Response:
    """The wording for a translator's program (XLIFF) or a spreadsheet (XLSX)."""
    require_survey(consultation_id, survey_id)
    if ending not in ("xlf", "xlsx"):
        abort(404)
    draft = draft_in(survey_id, language)
    notes = {text.key: _context(draft, text) for text in keyed_texts(draft.document)}
    draft, exchange = export_translations(survey_id, language, notes)
    try:
        content, kind = _written(exchange, ending)
    except BrokenFile as broken:
        flash("bad", translate(broken.message))
        return see_other(_import_href(draft, language))
    return attachment(content, kind, f"{draft.code}-{language}.{ending}")


@blueprint.route(f"{AT}/<language>/import", methods=["GET", "POST"])
@access(Permission.TRANSLATE_SURVEYS)
def import_wording(consultation_id: int, survey_id: int, language: str) -> Response:
    """Look at what a file would change, then take it over."""
    require_survey(consultation_id, survey_id)
    draft = draft_in(survey_id, language)
    if request.method == "GET":
        return _show(consultation_id, draft, language)
    try:
        content = _content()
        came = _keepable(_read(content))
        if request.form.get("act") == "apply":
            number = apply_import(current_actor(), survey_id, language, came)
            _tell(number)
            return see_other(
                url_for(
                    "surveys.translation",
                    consultation_id=consultation_id,
                    survey_id=survey_id,
                    language=language,
                )
            )
        changes = compare_import(survey_id, language, came)
    except BrokenFile as broken:
        return _show(consultation_id, draft, language, translate(_named(broken.message)))
    return _show(consultation_id, draft, language, "", changes, content)


def _tell(number: int) -> None:
    told = npgettext(
        "translation desk",
        "%(num)s text was taken over from the file.",
        "%(num)s texts were taken over from the file.",
        number,
    )
    flash("good", told)


def _written(exchange: Exchange, ending: str) -> tuple[bytes, str]:
    if ending == "xlf":
        return write_xliff(exchange), XLIFF
    is_rtl = language_named(exchange.target_language).direction == "rtl"
    return write_xlsx(exchange, is_right_to_left=is_rtl), XLSX


def _content() -> bytes:
    """The file that was sent, or the one that was looked at before."""
    given = request.files.get("file")
    if given and given.filename:
        return bytes(given.read())
    try:
        unpacker = zlib.decompressobj()
        return unpacker.decompress(b64decode(request.form.get("packed", "")), LARGEST)
    except (NoBase64, ValueError, zlib.error):
        raise BrokenFile(message("translation file", "Choose a file.")) from None


def _read(content: bytes) -> Exchange:
    if not content:
        raise BrokenFile(message("translation file", "Choose a file."))
    if content.startswith(b"PK"):
        return read_xlsx(content)
    if b"<" not in content[:_HEAD]:
        raise BrokenFile(
            message(
                "translation file",
                "This is neither an XLIFF nor an XLSX file: choose the one that came back.",
            )
        )
    return read_xliff(content)


def _keepable(came: Exchange) -> Exchange:
    """What came, with words that every database keeps: a file can name any character."""
    units = tuple(replace(each, target=keepable(each.target)) for each in came.units)
    return replace(came, units=units)


def _named(told: Message) -> Message:
    """A refusal with languages by their names instead of their codes."""
    named: dict[str, object] = {
        name: f"\u2068{language_named(str(told.params[name])).name}\u2069"
        for name in ("source", "target", "wanted")
        if name in told.params
    }
    return replace(told, params={**told.params, **named})


def _context(draft: EditedDraft, text: KeyedText) -> str:
    return context_of(draft.document, text, current_locale())


def _import_href(draft: EditedDraft, language: str) -> str:
    return url_for(
        "surveys.import_wording",
        consultation_id=draft.consultation_id,
        survey_id=draft.survey_id,
        language=language,
    )


def _show(
    consultation_id: int,
    draft: EditedDraft,
    language: str,
    error: str = "",
    changes: Comparison | None = None,
    content: bytes = b"",
) -> Response:
    page = ImportPage(
        get_consultation(consultation_id),
        draft,
        language_named(model_of(draft.document, language)),
        language_named(language),
        error,
        changes,
        b64encode(zlib.compress(content)).decode() if content else "",
    )
    return render("staff/surveys/translation_import.html", page, 422 if error else 200)
