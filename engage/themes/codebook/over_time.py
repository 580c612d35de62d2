"""The same themes in two consultations: how often each came up then and now.

Themes are the same where they have the same name in any language: that is what a codebook brings
along, and what people mean by it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy import select

from engage.consultations import ConsultationSummary, get_consultation
from engage.engines.statistics import Comparison, compare_groups
from engage.kernel.db import session
from engage.kernel.languages import LocaleText
from engage.themes.models import Theme
from engage.themes.queries import ThemeSummary, Totals, get_totals, list_themes

SURE = 0.05
Question = tuple[int, str]


@dataclass(frozen=True)
class Sharing:
    """A question elsewhere with themes of the same names, and how many they are."""

    consultation: ConsultationSummary
    question_code: str
    shared: int


@dataclass(frozen=True)
class ThenAndNow:
    """A theme in both; ``now`` is tested against ``then``."""

    theme: ThemeSummary
    then: Comparison
    now: Comparison

    @property
    def is_sure(self) -> bool:
        """Whether its share has changed beyond chance."""
        return self.now.adjusted < SURE


@dataclass(frozen=True)
class OverTime:
    """Two questions: the themes of both, and those of one alone, the largest first."""

    then: Totals
    now: Totals
    both: tuple[ThenAndNow, ...]
    only_then: tuple[ThemeSummary, ...]
    only_now: tuple[ThemeSummary, ...]


def list_sharing(consultation_id: int, question_code: str) -> tuple[Sharing, ...]:
    """Questions elsewhere with themes of the same names, the newest consultation first."""
    named: dict[Question, list[frozenset[str]]] = {}
    for place, names in _names_of_all():
        named.setdefault(place, []).append(names)
    own = named.pop((consultation_id, question_code), [])
    found = []
    for place, themes in sorted(named.items(), reverse=True):
        there = frozenset[str]().union(*themes)
        shared = sum(bool(names & there) for names in own)
        if shared:
            found.append(Sharing(get_consultation(place[0]), place[1], shared))
    return tuple(found)


def compare_over_time(now: Question, then: Question) -> OverTime:
    """How often the themes of both questions came up in each."""
    totals_now, totals_then = get_totals(*now), get_totals(*then)
    left = {theme.id: theme for theme in list_themes(*then)}
    pairs, only_now = [], []
    for theme in list_themes(*now):
        earlier = next(
            (one for one in left.values() if _names(one.label) & _names(theme.label)), None
        )
        if earlier is None:
            only_now.append(theme)
        else:
            pairs.append((theme, left.pop(earlier.id)))
    compared = _compare(pairs, totals_now.comments, totals_then.comments)
    return OverTime(totals_then, totals_now, compared, tuple(left.values()), tuple(only_now))


def _compare(
    pairs: list[tuple[ThemeSummary, ThemeSummary]], now: int, then: int
) -> tuple[ThenAndNow, ...]:
    raised, people = [one.size + other.size for one, other in pairs], now + then
    of_now = compare_groups([[one.size] for one, _ in pairs], [now], raised, people)
    of_then = compare_groups([[other.size] for _, other in pairs], [then], raised, people)
    return tuple(
        ThenAndNow(one, before[0], after[0])
        for (one, _other), before, after in zip(pairs, of_then, of_now, strict=True)
    )


def _names_of_all() -> Iterator[tuple[Question, frozenset[str]]]:
    rows = session().execute(
        select(Theme.consultation_id, Theme.question_code, Theme.label).where(
            Theme.merged_into_id.is_(None), Theme.state != "archived"
        )
    )
    for consultation_id, code, label in rows:
        yield (consultation_id, code), _names(label)


def _names(label: LocaleText | Mapping[str, str]) -> frozenset[str]:
    return frozenset(" ".join(words.casefold().split()) for words in label.values() if words)
