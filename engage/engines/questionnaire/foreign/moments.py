"""A moment in other systems is a day with a time; here these are two questions."""

from collections.abc import Mapping
from typing import Any

from engage.engines.languages import nearest

AT_WHAT_TIME: Mapping[str, str] = {
    "en": "At what time?",
    "es": "¿A qué hora?",
    "ar": "في أيّ ساعة؟",
    "fr": "À quelle heure ?",
    "de": "Um wie viel Uhr?",
    "pt": "A que horas?",
    "pl": "O której godzinie?",
    "uk": "О котрій годині?",
    "tr": "Saat kaçta?",
    "ur": "کس وقت؟",
    "hi": "किस समय?",
    "zh_Hans": "几点？",
}


def time_behind(day: Mapping[str, Any], code: str) -> dict[str, Any]:
    """The question for the time, under a code, behind that for the day; asked as that is."""
    label = {
        locale: f"{words} – {AT_WHAT_TIME[nearest(locale, AT_WHAT_TIME) or 'en']}"
        for locale, words in day["label"].items()
    }
    same = {name: day[name] for name in ("required", "show_if") if name in day}
    return {"code": code, "kind": "time", "label": label, **same}
