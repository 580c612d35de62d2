"""Questions that come along: the same codes and wording in every survey, so groups can be compared.

What stands here never changes, because published versions mean it; a better question gets a new
name. ``{"code": "q_age", "library": "age_band"}`` is read as if it had been written out.
"""

from collections.abc import Mapping
from typing import Any

Document = Mapping[str, Any]

MANY = 12
LANGUAGES = frozenset({"en", "es", "ar"})


def _words(en: str, es: str, ar: str) -> dict[str, str]:
    return {"en": en, "es": es, "ar": ar}


def _option(code: str, en: str, es: str, ar: str, **more: Any) -> dict[str, Any]:
    return {"code": code, "label": _words(en, es, ar), **more}


_PREFER_NOT = _option(
    "prefer_not", "I prefer not to say", "Prefiero no decirlo", "أفضّل عدم الإجابة"
)

LIBRARY: dict[str, Document] = {
    "age_band": {
        "kind": "single_choice",
        "about": "age",
        "label": _words("How old are you?", "¿Qué edad tiene?", "كم عمركم؟"),
        "options": [
            _option("under_16", "Under 16", "Menos de 16", "أقل من 16"),
            _option("from_16", "16 to 24", "De 16 a 24", "من 16 إلى 24"),
            _option("from_25", "25 to 34", "De 25 a 34", "من 25 إلى 34"),
            _option("from_35", "35 to 44", "De 35 a 44", "من 35 إلى 44"),
            _option("from_45", "45 to 54", "De 45 a 54", "من 45 إلى 54"),
            _option("from_55", "55 to 64", "De 55 a 64", "من 55 إلى 64"),
            _option("from_65", "65 to 74", "De 65 a 74", "من 65 إلى 74"),
            _option("from_75", "75 or over", "75 o más", "75 أو أكثر"),
            _PREFER_NOT,
        ],
    },
    "gender": {
        "kind": "single_choice",
        "about": "gender",
        "label": _words("What is your gender?", "¿Cuál es su género?", "ما جنسكم؟"),
        "options": [
            _option("woman", "Woman", "Mujer", "امرأة"),
            _option("man", "Man", "Hombre", "رجل"),
            _option(
                "other",
                "I describe it in another way",
                "Lo describo de otra manera",
                "أصفه بطريقة أخرى",
                please_say={},
            ),
            _PREFER_NOT,
        ],
    },
    "disability": {
        "kind": "single_choice",
        "about": "disability",
        "label": _words(
            "Does a disability or an illness limit what you do from day to day?",
            "¿Le limita una discapacidad o una enfermedad en su vida diaria?",
            "هل تحدّ إعاقة أو مرض مما تفعلونه في حياتكم اليومية؟",
        ),
        "options": [
            _option("a_lot", "Yes, a lot", "Sí, mucho", "نعم، كثيرًا"),
            _option("a_little", "Yes, a little", "Sí, un poco", "نعم، قليلًا"),
            _option("no", "No", "No", "لا"),
            _PREFER_NOT,
        ],
    },
    "language": {
        "kind": "single_choice",
        "about": "language",
        "label": _words(
            "Which language do you speak most at home?",
            "¿Qué idioma habla más en casa?",
            "أيّ لغة تتحدثون أكثر في البيت؟",
        ),
        "options": [
            _option("arabic", "Arabic", "Árabe", "العربية"),
            _option("chinese", "Chinese", "Chino", "الصينية"),
            _option("english", "English", "Inglés", "الإنجليزية"),
            _option("french", "French", "Francés", "الفرنسية"),
            _option("portuguese", "Portuguese", "Portugués", "البرتغالية"),
            _option("spanish", "Spanish", "Español", "الإسبانية"),
            _option("turkish", "Turkish", "Turco", "التركية"),
            _option("urdu", "Urdu", "Urdu", "الأردية"),
            _option("other", "Another language", "Otro idioma", "لغة أخرى", please_say={}),
            _PREFER_NOT,
        ],
    },
    # Only the city knows its areas: the survey lists them.
    "area": {
        "kind": "single_choice",
        "about": "area",
        "label": _words(
            "Which part of the city do you live in?",
            "¿En qué parte de la ciudad vive?",
            "في أيّ منطقة من المدينة تسكنون؟",
        ),
    },
}


def lists_own_options(name: str) -> bool:
    """Whether a question of the library wants its options from the survey."""
    return "options" not in LIBRARY[name]


def from_library(document: Document) -> Document:
    """The part as it would be written out; one that is not from the library as it is."""
    if "library" not in document:
        return document
    written = {key: value for key, value in document.items() if key != "library"}
    found = {**LIBRARY[document["library"]], **written}
    if len(found["options"]) > MANY:
        found["kind"] = "long_list"
    return found
