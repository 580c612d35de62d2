"""The same themes in two consultations: how often each came up then and now.

Themes are the same where they are the same entry of a codebook, however they are called now, or
else where they have the same name in any language: that is what people mean by it.
"""

from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy import select

from engage.consultations import ConsultationSummary, get_consultation
from engage.engines.statistics import Comparison, compare_groups
from engage.kernel.db import session
from engage.kernel.languages import LocaleText
from engage.themes.codebook.editing import guids_of
from engage.themes.models import Theme
from engage.themes.queries import ThemeSummary, Totals, get_totals, list_themes, question_labels

SURE = 0.05
Question = tuple[int, str]


@dataclass(frozen=True)
class Sharing:
    """A question elsewhere with some of the same themes, and how many they are."""

    consultation: ConsultationSummary
    question_code: str
    question: LocaleText
    shared: int


@dataclass(frozen=True)
class ThenAndNow:
    """A theme in both; ``now`` is tested against ``then``.

    ``is_same_entry`` where the codebook says that they are one, not the name alone.
    """

    theme: ThemeSummary
    former: ThemeSummary
    then: Comparison
    now: Comparison
    is_same_entry: bool

    @property
    def is_sure(self) -> bool:
        """Whether its share has changed beyond chance."""
        return self.now.adjusted < SURE

    @property
    def is_waiting(self) -> bool:
        """Whether nobody has placed a comment in it yet: a draft that a codebook brought along."""
        return not self.now.raised and self.theme.state == "draft"


@dataclass(frozen=True)
class OverTime:
    """Two questions: the themes of both, and those of one alone, the largest first."""

    then: Totals
    now: Totals
    both: tuple[ThenAndNow, ...]
    only_then: tuple[ThemeSummary, ...]
    only_now: tuple[ThemeSummary, ...]

    @property
    def told(self) -> tuple[ThenAndNow, ...]:
        """Those in both of which something can be said."""
        return tuple(one for one in self.both if not one.is_waiting)


def list_sharing(consultation_id: int, question_code: str) -> tuple[Sharing, ...]:
    """Questions elsewhere with some of the same themes, the newest consultation first."""
    known: dict[Question, list[frozenset[str]]] = {}
    for place, words in _known_by_of_all():
        known.setdefault(place, []).append(words)
    own = known.pop((consultation_id, question_code), [])
    found = []
    for place, themes in sorted(known.items(), reverse=True):
        there = frozenset[str]().union(*themes)
        shared = sum(bool(words & there) for words in own)
        if shared:
            question = question_labels(place[0]).get(place[1], {})
            found.append(Sharing(get_consultation(place[0]), place[1], question, shared))
    return tuple(found)


def compare_over_time(now: Question, then: Question) -> OverTime:
    """How often the themes of both questions came up in each."""
    totals_now, totals_then = get_totals(*now), get_totals(*then)
    themes_now, themes_then = list_themes(*now), list_themes(*then)
    by_entry = _pairs_by_entry(themes_now, themes_then)
    left = {theme.id: theme for theme in themes_then}
    for one in by_entry.values():
        left.pop(one.id)
    pairs, only_now = [], []
    for theme in themes_now:
        former = by_entry.get(theme.id) or next(
            (one for one in left.values() if _names(one.label) & _names(theme.label)), None
        )
        if former is None:
            only_now.append(theme)
        else:
            pairs.append((theme, former))
            left.pop(former.id, None)
    compared = _compare(pairs, by_entry, totals_now.comments, totals_then.comments)
    return OverTime(totals_then, totals_now, compared, tuple(left.values()), tuple(only_now))


def _pairs_by_entry(
    now: Iterable[ThemeSummary], then: Iterable[ThemeSummary]
) -> dict[int, ThemeSummary]:
    """The themes of now whose entry of the codebook stood then, too, whatever its name."""
    former = {theme.id: theme for theme in then}
    by_guid = {guid: former[number] for number, guid in guids_of(former).items()}
    found = {}
    for number, guid in guids_of(theme.id for theme in now).items():
        if guid in by_guid:
            found[number] = by_guid.pop(guid)
    return found


def _compare(
    pairs: list[tuple[ThemeSummary, ThemeSummary]], by_entry: Container[int], now: int, then: int
) -> tuple[ThenAndNow, ...]:
    raised, people = [one.size + other.size for one, other in pairs], now + then
    of_now = compare_groups([[one.size] for one, _ in pairs], [now], raised, people)
    of_then = compare_groups([[other.size] for _, other in pairs], [then], raised, people)
    return tuple(
        ThenAndNow(one, other, before[0], after[0], one.id in by_entry)
        for (one, other), before, after in zip(pairs, of_then, of_now, strict=True)
    )


def _known_by_of_all() -> Iterator[tuple[Question, frozenset[str]]]:
    """Each theme anywhere: whose it is, and its guid and names."""
    rows = (
        session()
        .execute(
            select(Theme.id, Theme.consultation_id, Theme.question_code, Theme.label).where(
                Theme.merged_into_id.is_(None), Theme.state != "archived"
            )
        )
        .all()
    )
    guids = guids_of(row.id for row in rows)
    for number, consultation_id, code, label in rows:
        yield (consultation_id, code), _names(label) | {guids[number]}


def _names(label: LocaleText | Mapping[str, str]) -> frozenset[str]:
    return frozenset(" ".join(words.casefold().split()) for words in label.values() if words)
