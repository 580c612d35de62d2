"""Drift and small voices as the review page says them."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import npgettext, pgettext

from engage.kernel.languages import language
from engage.themes.discovery.small_voices import Voice
from engage.themes.runs.joining import Drift
from engage.web.channels import channel_name
from engage.web.locale import percent


@dataclass(frozen=True)
class VoiceCard:
    """A small voice: its words, who says it, what they say."""

    id: int
    words: str
    label: str
    size: str
    who: tuple[str, ...]
    quotes: tuple[tuple[str, str], ...]


def drift_text(drift: Drift) -> str:
    """How well the themes still fit, in a sentence."""
    return pgettext(
        "themes",
        "%(now)s of the comments that came later fit no theme; before, %(before)s did.",
        now=percent(drift.now),
        before=percent(drift.before),
    )


def voice_cards(voices: Sequence[Voice]) -> tuple[VoiceCard, ...]:
    """The small voices that wait for a person."""
    return tuple(
        VoiceCard(
            voice.id,
            " · ".join(voice.keywords[:5]),
            " · ".join(voice.keywords[:2]),
            npgettext("themes", "%(num)s comment", "%(num)s comments", len(voice.comment_ids)),
            tuple(
                pgettext("themes", "%(name)s: %(count)s", name=name, count=count)
                for name, count in (
                    *((channel_name(code), count) for code, count in voice.by_channel.items()),
                    *((language(code).name, count) for code, count in voice.by_language.items()),
                )
            ),
            voice.quotes,
        )
        for voice in voices
    )
