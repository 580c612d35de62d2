"""What an executive reads: who answered, what they said, and how sure that is."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from engage.engines.disclosure import MaskedCount, mask_row
from engage.engines.questionnaire import Question, tally
from engage.kernel.languages import LocaleText
from engage.responses import Counts, count_responses, stream_answers
from engage.themes.campaign_queries import CampaignSummary, Ends, count_ends, list_campaigns
from engage.themes.codebook import list_editions
from engage.themes.coding import CodingSummary, list_codings
from engage.themes.finding import latest_run
from engage.themes.groups import list_variables
from engage.themes.models import ClusteringRun
from engage.themes.queries import (
    Quote,
    ThemeSummary,
    Totals,
    get_totals,
    list_released_quotes,
    list_themes,
)

MINORITY = 0.02
QUOTES = 2
SHAKY = 0.6


@dataclass(frozen=True)
class ReportTheme:
    """A theme with its share of all comments and the quotes that were released."""

    theme: ThemeSummary
    share: float
    quotes: tuple[Quote, ...]


@dataclass(frozen=True)
class TookPart:
    """How many gave each answer to a question about the person; None where it is masked."""

    label: LocaleText
    answers: tuple[tuple[LocaleText, MaskedCount], ...]


@dataclass(frozen=True)
class Report:
    """One question of a consultation, told from beginning to end."""

    responses: Counts
    took_part: tuple[TookPart, ...]
    totals: Totals
    ends: Ends
    themes: tuple[ReportTheme, ...]
    minorities: tuple[ReportTheme, ...]
    campaigns: tuple[CampaignSummary, ...]
    run: ClusteringRun | None
    shaky: int
    coding: CodingSummary | None
    version: int | None

    @property
    def campaign_people(self) -> int:
        """How many people sent a copy of a campaign."""
        return sum(campaign.people for campaign in self.campaigns)

    @property
    def without_theme(self) -> int:
        """Comments that stand in no theme, or were not placed yet."""
        return self.totals.no_theme + self.totals.unplaced


def get_report(consultation_id: int, question_code: str) -> Report:
    """Everything the report says of a question, as it stands now."""
    totals = get_totals(consultation_id, question_code)
    themes = tuple(
        ReportTheme(
            theme,
            theme.size / totals.comments if totals.comments else 0.0,
            list_released_quotes(theme.id)[:QUOTES],
        )
        for theme in list_themes(consultation_id, question_code)
        if theme.size
    )
    finished = [one for one in list_codings(consultation_id, question_code) if one.agreement]
    campaigns = list_campaigns(consultation_id, question_code)
    editions = list_editions(consultation_id, question_code)
    return Report(
        responses=count_responses(consultation_id),
        took_part=_took_part(consultation_id),
        totals=totals,
        ends=count_ends(consultation_id, question_code),
        themes=tuple(each for each in themes if each.share >= MINORITY),
        minorities=tuple(each for each in themes if each.share < MINORITY),
        campaigns=tuple(one for one in campaigns if one.state == "found"),
        run=latest_run(consultation_id, question_code),
        shaky=sum((each.theme.stability or 1.0) < SHAKY for each in themes),
        coding=finished[0] if finished else None,
        version=editions[0].number if editions else None,
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
    answers = zip((cell.label for cell in cells), shown, strict=True)
    return TookPart(question.label, tuple(answers))
