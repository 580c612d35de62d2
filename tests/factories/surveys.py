"""A survey with a question of every kind."""

import copy
from typing import Any

from engage.kernel.actors import SYSTEM
from engage.surveys import PublishedVersion, get_version, publish_version, save_draft


def _texts(en: str, es: str, ar: str) -> dict[str, str]:
    return {"en": en, "es": es, "ar": ar}


def _option(code: str, en: str, es: str, ar: str, **more: Any) -> dict[str, Any]:
    return {"code": code, "label": _texts(en, es, ar), **more}


SAMPLE_SURVEY: dict[str, Any] = {
    "format": 1,
    "code": "needs",
    "title": _texts("Your city", "Su ciudad", "مدينتكم"),
    "languages": ["en", "es", "ar"],
    "layout": "one_per_page",
    "check_answers": True,
    "pages": [
        {
            "code": "p_transport",
            "questions": [
                {
                    "code": "q_transport",
                    "kind": "single_choice",
                    "required": True,
                    "about": "transport",
                    "label": _texts(
                        "How do you usually get to the centre?",
                        "¿Cómo suele ir al centro?",
                        "كيف تصلون عادةً إلى وسط المدينة؟",
                    ),
                    "options": [
                        _option("foot", "On foot", "A pie", "سيرًا على الأقدام"),
                        _option("bus", "By bus or tram", "En autobús o tranvía", "بالحافلة"),
                        _option("car", "By car", "En coche", "بالسيارة"),
                    ],
                }
            ],
        },
        {
            "code": "p_wait",
            "questions": [
                {
                    "code": "q_wait",
                    "kind": "number",
                    "required": False,
                    "minimum": 0,
                    "maximum": 120,
                    "integer": True,
                    "show_if": {"question": "q_transport", "is": "bus"},
                    "label": _texts(
                        "How many minutes do you wait?",
                        "¿Cuántos minutos espera?",
                        "كم دقيقة تنتظرون؟",
                    ),
                }
            ],
        },
        {
            "code": "p_safe",
            "questions": [
                {
                    "code": "q_safe",
                    "kind": "scale",
                    "required": True,
                    "minimum": 1,
                    "maximum": 5,
                    "dont_know": True,
                    "labels": {
                        "low": _texts("Very unsafe", "Muy inseguro", "غير آمن إطلاقًا"),
                        "high": _texts("Very safe", "Muy seguro", "آمن جدًا"),
                    },
                    "label": _texts(
                        "How safe do you feel after dark?",
                        "¿Qué tan seguro se siente de noche?",
                        "ما مدى شعوركم بالأمان بعد حلول الظلام؟",
                    ),
                }
            ],
        },
        {
            "code": "p_places",
            "questions": [
                {
                    "code": "q_places",
                    "kind": "multiple_choice",
                    "required": False,
                    "max_choices": 2,
                    "label": _texts(
                        "Which of these do you use?", "¿Cuáles usa?", "أيّ هذه الأماكن تستخدمون؟"
                    ),
                    "options": [
                        _option("library", "Library", "Biblioteca", "المكتبة"),
                        _option("park", "Parks", "Parques", "الحدائق"),
                        _option("pool", "Swimming pool", "Piscina", "المسبح"),
                        _option("none", "None of these", "Ninguno", "لا شيء", exclusive=True),
                    ],
                }
            ],
        },
        {
            "code": "p_change",
            "questions": [
                {
                    "code": "q_change",
                    "kind": "long_text",
                    "required": True,
                    "max_length": 2000,
                    "label": _texts(
                        "What should change first?",
                        "¿Qué debería cambiar primero?",
                        "ما الذي ينبغي أن يتغيّر أولًا؟",
                    ),
                }
            ],
        },
        {
            "code": "p_street",
            "questions": [
                {
                    "code": "q_street",
                    "kind": "short_text",
                    "required": False,
                    "max_length": 100,
                    "label": _texts(
                        "Which street or place is this about?",
                        "¿De qué calle o lugar se trata?",
                        "عن أيّ شارع أو مكان تتحدثون؟",
                    ),
                }
            ],
        },
    ],
}


def publish_sample_survey(consultation_id: int, **changes: Any) -> PublishedVersion:
    """Publish the sample as a version; ``changes`` replace top-level parts of the document."""
    document = copy.deepcopy(SAMPLE_SURVEY) | changes
    survey_id = save_draft(SYSTEM, consultation_id, document)
    return get_version(publish_version(SYSTEM, survey_id))
