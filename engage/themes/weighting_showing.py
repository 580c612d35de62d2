"""What weighting to the population changes, in sentences and figures."""

from dataclasses import dataclass

from flask_babel import format_decimal, npgettext, pgettext

from engage.engines.disclosure import CAP
from engage.themes.group_counting import NO_ANSWER
from engage.themes.groups import GroupTable, Share, ThemeByGroup, Weighting
from engage.themes.population import answers_of, weighing_questions
from engage.web.locale import listing, percent, plain

WORTH_SAYING = 0.02


@dataclass(frozen=True)
class Changed:
    """A theme whose share moves once people are weighed."""

    theme: str
    text: str
    is_more: bool


@dataclass(frozen=True)
class ShownWeighting:
    """By what people are weighed, how far it reaches, and which themes it moves."""

    question: str
    source: str
    sentences: tuple[str, ...]
    changed: tuple[Changed, ...]


def shown_weighting(
    table: GroupTable, consultation_id: int, names: tuple[str, ...]
) -> ShownWeighting | None:
    """None where people are not weighed; ``names`` are those of the table's rows."""
    weighting = table.weighting
    if weighting is None:
        return None
    question = weighing_questions(consultation_id)[weighting.population.question_code]
    answers = {code: plain(label) or code for code, label in answers_of(question).items()}
    moved = [
        _changed(name, row.raised / table.people, row.weighted)
        for name, row in zip(names, table.rows, strict=True)
        if row.weighted and _moves(row, table.people)
    ]
    return ShownWeighting(
        plain(question.label),
        pgettext(
            "population",
            "Source: %(source)s (entered by %(name)s).",
            source=weighting.population.source,
            name=weighting.population.actor_name,
        ),
        _sentences(weighting, table.people, answers),
        tuple(moved),
    )


def weighted_text(share: Share | None) -> str:
    """A weighted share with its interval; empty where there is none."""
    if share is None:
        return ""
    return pgettext(
        "population",
        "weighted %(share)s (%(low)s to %(high)s)",
        share=percent(share.share),
        low=percent(share.interval.low),
        high=percent(share.interval.high),
    )


def _moves(row: ThemeByGroup, people: int) -> bool:
    return row.weighted is not None and (
        abs(row.weighted.share - row.raised / people) >= WORTH_SAYING
    )


def _changed(name: str, share: float, weighted: Share) -> Changed:
    return Changed(
        name,
        pgettext(
            "population",
            "Had people answered in the measure of the population, %(weighted)s in 100 comments "
            "would raise this, not %(share)s in 100.",
            weighted=format_decimal(round(100 * weighted.share)),
            share=format_decimal(round(100 * share)),
        ),
        weighted.share > share,
    )


def _sentences(weighting: Weighting, people: int, answers: dict[str, str]) -> tuple[str, ...]:
    """How far the weights reach, and for whom they can't speak."""
    weights = weighting.weights
    names = answers | {NO_ANSWER: pgettext("groups", "No answer")}
    found = [
        npgettext(
            "population",
            "Weighted, %(num)s comment tells as much as %(effective)s would without weights.",
            "Weighted, %(num)s comments tell as much as %(effective)s would without weights.",
            people,
            effective=format_decimal(round(weights.effective)),
        )
    ]
    if weights.capped:
        found.append(
            pgettext(
                "population",
                "Nobody counts more than %(cap)s times or less than one in %(cap)s: here the "
                "weight was cut for %(groups)s.",
                cap=format_decimal(CAP),
                groups=_listed(weights.capped, names),
            )
        )
    if weights.unknown:
        found.append(
            pgettext(
                "population",
                "Without a share of the population, so they count once each: %(groups)s.",
                groups=_listed(weights.unknown, names),
            )
        )
    if weights.unheard:
        found.append(
            pgettext(
                "population",
                "Nobody wrote, so no weight can speak for them: %(groups)s.",
                groups=_listed(weights.unheard, names),
            )
        )
    return tuple(found)


def _listed(codes: tuple[str, ...], names: dict[str, str]) -> str:
    return str(
        listing([pgettext("why", "“%(word)s”", word=names.get(code, code)) for code in codes])
    )
