"""What an executive reads: who answered, what they said, and how sure that is."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from engage.engines.disclosure import MaskedCount, mask_row
from engage.engines.questionnaire import Question, tally
from engage.kernel.languages import LocaleText
from engage.responses import CHANNELS, Counts, count_responses, stream_answers
from engage.surveys import find_current_version
from engage.themes.campaigns.queries import CampaignSummary, Ends, count_ends, list_campaigns
from engage.themes.codebook.editing import list_editions
from engage.themes.coding.queries import CodingSummary, list_codings
from engage.themes.discovery.small_voices import Voice, list_voices
from engage.themes.groups.comparing import list_variables
from engage.themes.groups.weighing import Share, Weighting, weigh_themes
from engage.themes.models import ClusteringRun
from engage.themes.queries import (
    Quote,
    ThemeSummary,
    Totals,
    get_totals,
    list_released_quotes,
    list_themes,
)
from engage.themes.review.nesting import Branch, grow_tree, parents_of
from engage.themes.runs.finding import latest_run
from engage.themes.runs.repeats import is_loose
from engage.themes.runs.telling import Sentence, get_extract

MINORITY = 0.02
QUOTES = 2


@dataclass(frozen=True)
class ReportTheme:
    """A theme in its tree with its share of all comments and its people's words.

    The ``share`` is that of the theme and all under it, as is the ``weighted`` one (None where
    nobody is weighed, or where few raised it). ``quotes`` are released to the public; ``sentences``
    are not, and only there when asked for.
    """

    branch: Branch
    share: float
    weighted: Share | None
    quotes: tuple[Quote, ...]
    sentences: tuple[Sentence, ...]

    @property
    def theme(self) -> ThemeSummary:
        """The theme itself, with the comments that stand in no theme under it."""
        return self.branch.theme


@dataclass(frozen=True)
class TookPart:
    """How many gave each answer to a question about the person; None where it is masked."""

    code: str
    label: LocaleText
    answers: tuple[tuple[str, LocaleText, MaskedCount], ...]

    @property
    def absent(self) -> tuple[LocaleText, ...]:
        """Answers that nobody gave."""
        return tuple(label for _code, label, count in self.answers if count == 0)


@dataclass(frozen=True)
class Silence:
    """Channels and languages of the survey in which nobody answered."""

    channels: tuple[str, ...]
    languages: tuple[str, ...]


@dataclass(frozen=True)
class Report:
    """One question of a consultation, told from beginning to end."""

    responses: Counts
    by_channel: dict[str, MaskedCount]
    by_language: dict[str, MaskedCount]
    took_part: tuple[TookPart, ...]
    silence: Silence
    totals: Totals
    ends: Ends
    themes: tuple[ReportTheme, ...]
    minorities: tuple[ReportTheme, ...]
    voices: tuple[Voice, ...]
    campaigns: tuple[CampaignSummary, ...]
    run: ClusteringRun | None
    shaky: int
    coding: CodingSummary | None
    version: int | None
    weighting: Weighting | None

    @property
    def campaign_people(self) -> int:
        """How many people sent a copy of a campaign."""
        return sum(campaign.people for campaign in self.campaigns)

    @property
    def count(self) -> int:
        """How many themes hold comments."""
        return len(self.themes) + len(self.minorities)

    @property
    def without_theme(self) -> int:
        """Comments that stand in no theme, or were not placed yet."""
        return self.totals.no_theme + self.totals.unplaced


def get_report(
    consultation_id: int, question_code: str, *, with_unreleased: bool = False
) -> Report:
    """Everything the report says of a question, as it stands now.

    ``with_unreleased`` adds sentences that nobody has released to the public, for the office.
    """
    totals = get_totals(consultation_id, question_code)
    weighed = weigh_themes(
        consultation_id, question_code, parents_of(consultation_id, question_code)
    )
    tree = grow_tree(consultation_id, question_code, list_themes(consultation_id, question_code))
    themes = _report_themes(
        consultation_id, tree, totals, weighed.shares if weighed else {}, with_unreleased
    )
    finished = [one for one in list_codings(consultation_id, question_code) if one.agreement]
    campaigns = list_campaigns(consultation_id, question_code)
    editions = list_editions(consultation_id, question_code)
    responses = count_responses(consultation_id)
    return Report(
        responses=responses,
        by_channel=_masked(responses.by_channel),
        by_language=_masked(responses.by_language),
        took_part=_took_part(consultation_id),
        silence=_silence(consultation_id, responses),
        totals=totals,
        ends=count_ends(consultation_id, question_code),
        themes=tuple(each for each in themes if each.share >= MINORITY),
        minorities=tuple(each for each in themes if each.share < MINORITY),
        voices=list_voices(consultation_id, question_code),
        campaigns=tuple(one for one in campaigns if one.state == "found"),
        run=latest_run(consultation_id, question_code),
        shaky=sum(is_loose(each.theme.stability, each.theme.fell_apart) for each in themes),
        coding=finished[0] if finished else None,
        version=editions[0].number if editions else None,
        weighting=weighed.weighting if weighed else None,
    )


def _report_themes(
    consultation_id: int,
    tree: Iterable[Branch],
    totals: Totals,
    weighted: Mapping[int, Share | None],
    with_unreleased: bool,
) -> tuple[ReportTheme, ...]:
    quotes = list_released_quotes(consultation_id)
    return tuple(
        ReportTheme(
            branch,
            branch.total / totals.comments if totals.comments else 0.0,
            weighted.get(branch.theme.id),
            quotes.get(branch.theme.id, ())[:QUOTES],
            get_extract(branch.theme.id).sentences if with_unreleased else (),
        )
        for branch in tree
        if branch.total
    )


def _masked(counts: dict[str, int]) -> dict[str, MaskedCount]:
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    shown = mask_row([count for _code, count in ordered]).cells
    return {code: count for (code, _count), count in zip(ordered, shown, strict=True)}


def _silence(consultation_id: int, responses: Counts) -> Silence:
    version = find_current_version(consultation_id)
    offered = version.content.languages if version else ()
    return Silence(
        tuple(channel for channel in CHANNELS if channel not in responses.by_channel),
        tuple(code for code in offered if code not in responses.by_language),
    )


def _took_part(consultation_id: int) -> tuple[TookPart, ...]:
    asked = [question for question in list_variables(consultation_id) if question.about]
    given: dict[str, list[Any]] = defaultdict(list)
    for stored in stream_answers(consultation_id):
        for question in asked:
            if question.code in stored.answers:
                given[question.code].append(stored.answers[question.code])
    return tuple(_answers(question, given[question.code]) for question in asked)


def _answers(question: Question, values: list[Any]) -> TookPart:
    cells = tally(question, values).cells
    shown = mask_row([cell.count for cell in cells]).cells
    answers = ((cell.code, cell.label, count) for cell, count in zip(cells, shown, strict=True))
    return TookPart(question.code, question.label, tuple(answers))
