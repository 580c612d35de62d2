"""Consultations."""

from datetime import timedelta
from itertools import count
from typing import Any

from engage.consultations import ConsultationSummary, get_consultation
from engage.consultations.models import Consultation
from engage.kernel.clock import now
from engage.kernel.db import transaction

_numbers = count(1)


def make_consultation(**changes: Any) -> ConsultationSummary:
    """A consultation that is open now, in three languages, unless ``changes`` say otherwise."""
    values: dict[str, Any] = {
        "slug": f"our-city-{next(_numbers)}",
        "stage": "scheduled",
        "promise": "involve",
        "languages": ["en", "es", "ar"],
        "title": {
            "en": "What should change in our city?",
            "es": "¿Qué debería cambiar en nuestra ciudad?",
            "ar": "ما الذي ينبغي أن يتغيّر في مدينتنا؟",
        },
        "summary": {"en": "Tell us.", "es": "Cuéntenos.", "ar": "أخبرونا."},
        "opens_at": now() - timedelta(days=10),
        "closes_at": now() + timedelta(days=10),
    }
    with transaction() as current:
        row = Consultation(**(values | changes))
        current.add(row)
        current.flush()
        return get_consultation(row.id)
