"""What files call channels and languages, and which question a column's name means."""

import re
import unicodedata
from collections.abc import Mapping, Sequence

from babel import Locale

from engage.engines.questionnaire import Question, Survey
from engage.kernel.errors import InvalidInput, message
from engage.kernel.languages import PUBLIC_LOCALES, STAFF_LOCALES, language, plain_of
from engage.responses import CHANNELS

_CHANNEL_WORDS = {
    "web": "web online internet site website línea linea siteweb ligne الويب الإنترنت",
    "kiosk": "kiosk quiosco borne كشك",
    "paper": "paper form papel papier questionnaire ورق ورقي",
    "phone": "phone telephone call teléfono telefono llamada téléphone هاتف",
    "in_person": "inperson facetoface interview event persona presencial personne شخصيا",
    "letter": "letter post mail email carta correo lettre courrier courriel رسالة بريد",
}
# names of columns, without white space and marks
_META_WORDS = {
    "@key": "key id uuid responseid commentid rowid recordid respondentid instanceid clave "
    "identificador identifiant identifier ref reference referencia référence المعرف الرقم",
    "@language": "language lang idioma lengua langue locale languagecode اللغة لغة",
    "@channel": "channel canal source how medium mode القناة قناة",
    "@received_on": "receivedon received datereceived receiveddate fechaderecepción recibido "
    "reçule dateofreceipt تاريخالاستلام",
    "@happened_at": "happenedat date time datetime timestamp submitted submittedat submissiontime "
    "createdat created completed completedat endtime starttime fecha fechayhora horodatage quand "
    "التاريخ الوقت",
    "@serial": "serial serialnumber formnumber papernumber number numéro número serie رقمالاستمارة",
    "@place": "place location site venue library event lugar lieu المكان",
}
_COMMENT_WORDS = (
    "comment comments text response answer feedback message words verbatim opinion suggestion "
    "comentario comentarios texto respuesta opinión commentaire commentaires texte réponse avis "
    "تعليق التعليق نص الرد"
)


def bare(words: str) -> str:
    """Words without white space, marks and case, to be compared."""
    folded = unicodedata.normalize("NFKC", words).casefold()
    return re.sub(r"[\W_]+", "", folded)


def channel_of(words: str) -> str:
    """The channel that a cell names; raises ``InvalidInput``."""
    if words in CHANNELS:
        return words
    wanted = bare(words)
    for channel, names in _CHANNEL_WORDS.items():
        if wanted == bare(channel) or wanted in names.split():
            return channel
    raise InvalidInput(
        message(
            "import",
            "“%(words)s” is no channel. Write one of: %(names)s.",
            words=words,
            names=", ".join(CHANNELS),
        )
    )


def language_of(words: str) -> str:
    """The code of the language that a cell names, by code or name; raises ``InvalidInput``."""
    if words in PUBLIC_LOCALES or language(plain_of(words)).direction != "auto":
        return words
    for code in PUBLIC_LOCALES:
        locale = Locale.parse(code)
        names = {locale.get_display_name(each) for each in (code, *STAFF_LOCALES)}
        names |= {locale.get_language_name(each) for each in (code, *STAFF_LOCALES)}
        if bare(words) in {bare(name) for name in names if name}:
            return code
    raise InvalidInput(
        message(
            "import",
            "“%(words)s” is no language that is known. Write its code, such as en or ar.",
            words=words,
        )
    )


def guess_mapping(
    head: Sequence[str], rows: Sequence[Sequence[str]], survey: Survey
) -> dict[str, str]:
    """Which question, or what else, each column most likely holds; what is not known is left out.

    ``rows`` are the first ones. Where no name means a question, the column with the longest words
    is taken for the answers to the first question that asks for some.
    """
    mapping: dict[str, str] = {}
    for column in head:
        target = _target_of(bare(column), survey)
        if target and target not in mapping.values():
            mapping[column] = target
    comments = [each for each in takes_cells(survey) if each.is_comment]
    free = [column for column in head if column not in mapping]
    if not comments or any(not target.startswith("@") for target in mapping.values()):
        return mapping
    named = [column for column in free if bare(column) in _COMMENT_WORDS.split()]
    lengths = {
        column: sum(len(row[place]) for row in rows if place < len(row))
        for place, column in enumerate(head)
        if column in free
    }
    best = named[0] if named else max(lengths, key=lengths.__getitem__, default="")
    return {**mapping, best: comments[0].code} if best else mapping


def takes_cells(survey: Survey) -> tuple[Question, ...]:
    """The questions that a cell can answer: those asked in words or choices, and no file."""
    return tuple(
        each
        for each in survey.questions
        if each.takes_answer and not each.accepts and each.calculation is None
    )


def _target_of(name: str, survey: Survey) -> str:
    for question in takes_cells(survey):
        if name in _names_of(question):
            return question.code
    for target, names in _META_WORDS.items():
        if name == bare(target) or name in names.split():
            return target
    return ""


def _names_of(question: Question) -> set[str]:
    labels: list[Mapping[str, str]] = [question.label, question.short_label]
    names = {bare(question.code), bare(question.code.removeprefix("q_"))}
    return names | {bare(words) for label in labels for words in label.values() if words}
