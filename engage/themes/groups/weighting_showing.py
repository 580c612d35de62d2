"""What weighting to the population changes, in sentences and figures."""

from dataclasses import dataclass

from flask_babel import format_decimal, npgettext, pgettext

from engage.engines.disclosure import CAP, Margin
from engage.themes.groups.comparing import GroupTable, ThemeByGroup
from engage.themes.groups.counting import NO_ANSWER
from engage.themes.groups.figures_showing import weighted_words
from engage.themes.groups.population import Population, answers_of, weighing_questions
from engage.themes.groups.weighing import Share, Weighting
from engage.web.locale import listing, plain

WORTH_SAYING = 0.02
CLOSE_ENOUGH = 0.005


@dataclass(frozen=True)
class Changed:
    """A theme whose share moves once people are weighed."""

    theme: str
    text: str
    is_more: bool
    href: str = ""


@dataclass(frozen=True)
class ShownWeighting:
    """By what people are weighed, how far it reaches, and which themes it moves."""

    title: str
    sentences: tuple[str, ...]
    changed: tuple[Changed, ...] = ()


@dataclass(frozen=True)
class _Weighed:
    """A question that weighs: its words, those of its answers, and how far the weights reach."""

    label: str
    answers: dict[str, str]
    population: Population
    margin: Margin


def shown_weighting(
    table: GroupTable, consultation_id: int, names: tuple[str, ...]
) -> ShownWeighting | None:
    """None where people are not weighed; ``names`` are those of the table's rows."""
    if table.weighting is None:
        return None
    moved = [
        _changed(name, row.raised / table.people, row.weighted)
        for name, row in zip(names, table.rows, strict=True)
        if row.weighted and _moves(row, table.people)
    ]
    found = weighting_words(table.weighting, consultation_id)
    return ShownWeighting(found.title, found.sentences, tuple(moved))


def weighting_words(weighting: Weighting, consultation_id: int) -> ShownWeighting:
    """By what people are weighed, what that costs, for whom it can't speak, and who says so."""
    asked = weighing_questions(consultation_id)
    weighed = []
    margins = weighting.weights.margins
    for population, margin in zip(weighting.populations, margins, strict=True):
        question = asked[population.question_code]
        answers = {code: plain(label) or code for code, label in answers_of(question).items()}
        answers[NO_ANSWER] = pgettext("groups", "No answer")
        weighed.append(_Weighed(plain(question.label), answers, population, margin))
    title = pgettext(
        "population",
        "Weighted by %(questions)s",
        questions=listing([_quoted(one.label) for one in weighed]),
    )
    return ShownWeighting(title, _sentences(weighting, weighed))


def weighted_text(share: Share | None) -> str:
    """A weighted share, called so; empty where there is none."""
    if share is None:
        return ""
    return pgettext("population", "weighted %(share)s", share=weighted_words(share))


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


def _sentences(weighting: Weighting, weighed: list[_Weighed]) -> tuple[str, ...]:
    """How far the weights reach, and for whom they can't speak."""
    weights = weighting.weights
    found = [
        npgettext(
            "population",
            "Weighted, %(num)s comment tells as much as %(effective)s would without weights: the "
            "design effect is %(effect)s.",
            "Weighted, %(num)s comments tell as much as %(effective)s would without weights: the "
            "design effect is %(effect)s.",
            weights.people,
            effective=format_decimal(round(weights.effective)),
            effect=format_decimal(round(weights.design_effect, 2)),
        )
    ]
    if len(weighed) > 1:
        found.append(
            pgettext(
                "population",
                "The shares of all these questions are met at once (raking). How groups combine, "
                "such as ages within an area, is taken from those who wrote.",
            )
        )
    if weights.trimmed:
        found.append(_trimmed(weighed))
    for one in weighed:
        found += _limits(one)
    found += [
        pgettext(
            "population",
            "Source for “%(question)s”: %(source)s (entered by %(name)s).",
            question=one.label,
            source=one.population.source,
            name=one.population.actor_name,
        )
        for one in weighed
    ]
    return tuple(found)


def _trimmed(weighed: list[_Weighed]) -> str:
    """That weights were cut, and who still counts for too little; no figure that tells how few."""
    short = [
        one.answers[answer]
        for one in weighed
        for answer, wanted in one.margin.wanted.items()
        if wanted - one.margin.reached[answer] > CLOSE_ENOUGH
    ]
    if not short:
        return pgettext(
            "population",
            "Nobody counts more than %(cap)s times or less than one in %(cap)s: some weights were "
            "cut to that, and all shares are met all the same.",
            cap=format_decimal(CAP),
        )
    return pgettext(
        "population",
        "Nobody counts more than %(cap)s times or less than one in %(cap)s, so these still count "
        "for less than their share of the population: %(groups)s.",
        cap=format_decimal(CAP),
        groups=listing([_quoted(name) for name in short]),
    )


def _limits(one: _Weighed) -> list[str]:
    found = []
    if one.margin.unknown:
        found.append(
            pgettext(
                "population",
                "“%(question)s”: no share of the population is known for these, so they count "
                "as many as they are: %(groups)s.",
                question=one.label,
                groups=_listed(one.margin.unknown, one.answers),
            )
        )
    if one.margin.unheard:
        found.append(
            pgettext(
                "population",
                "“%(question)s”: nobody of these wrote, so no weight can speak for them: "
                "%(groups)s.",
                question=one.label,
                groups=_listed(one.margin.unheard, one.answers),
            )
        )
    return found


def _listed(codes: tuple[str, ...], names: dict[str, str]) -> str:
    return str(listing([_quoted(names.get(code, code)) for code in codes]))


def _quoted(words: str) -> str:
    return pgettext("why", "“%(word)s”", word=words)
