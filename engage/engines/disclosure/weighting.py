"""Weights that bring those who answered to the known shares of the population.

Raking (iterative proportional fitting): for one question after the other, the weights of each
answer are scaled to its share of the population, until all questions fit at once. With one question
that is post-stratification. After each round weights are trimmed, so that nobody speaks for very
many; what is cut goes to the others. What is lost is said by the effective size: so many people
without weights would tell as much. It corrects for who answered more often, in these respects
alone; it knows nothing of how they combine in the population, nor of those who stayed silent.
Sources: W. E. Deming and F. F. Stephan, "On a least squares adjustment of a sampled frequency
table", Annals of Mathematical Statistics 11 (1940), 427-444; M. DeBell and J. A. Krosnick,
"Computing weights for American National Election Study survey data" (2009) for raking with weights
trimmed at five in each round; L. Kish, "Survey Sampling" (1965), ch. 11 for the effective size.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

CAP = 5.0
ROUNDS, CLOSE, HALVINGS = 100, 1e-6, 64

Stratum = tuple[str, ...]  # an answer to each of the questions
Shares = Mapping[str, float]


@dataclass(frozen=True)
class Margin:
    """How far the weights reach for one question.

    ``wanted`` and ``reached`` are shares (0..1) of those with a known answer. ``unknown`` answers
    have no share of the population; together they count as many as they are. ``unheard`` ones have
    a share and nobody who answered, so no weight can speak for them.
    """

    wanted: Shares
    reached: Shares
    unknown: tuple[str, ...]
    unheard: tuple[str, ...]

    @property
    def farthest(self) -> str:
        """The answer whose weighted share is farthest from the wanted one."""
        return max(self.wanted, key=lambda answer: abs(self.wanted[answer] - self.reached[answer]))


@dataclass(frozen=True)
class Weights:
    """A weight for each stratum, about 1 on average; ``effective`` is the effective number.

    ``trimmed`` counts people whose weight stands at ``CAP`` or 1 / ``CAP``.
    """

    by_stratum: Mapping[Stratum, float]
    people: int
    effective: float
    trimmed: int
    margins: tuple[Margin, ...]

    @property
    def design_effect(self) -> float:
        """How many times as many people the weights need to tell as much (Kish), at least 1."""
        return self.people / self.effective


def weigh(sizes: Mapping[Stratum, int], shares: Sequence[Shares], cap: float = CAP) -> Weights:
    """Weights for strata of these sizes; ``shares`` of the population by question, in any unit.

    Raises ValueError where nobody with a known share answered one of the questions.
    """
    heard = {stratum: size for stratum, size in sizes.items() if size}
    margins = [_goals(heard, place, each) for place, each in enumerate(shares)]
    weights = dict.fromkeys(heard, 1.0)
    for _ in range(ROUNDS):
        before = dict(weights)
        for place, goals in enumerate(margins):
            _fit(weights, heard, place, goals)
        trimmed = _trim(weights, heard, margins, cap)
        if all(abs(weights[each] - before[each]) <= CLOSE * before[each] for each in heard):
            break
    total = sum(weights[each] * size for each, size in heard.items())
    squared = sum(weights[each] ** 2 * size for each, size in heard.items())
    return Weights(
        weights,
        sum(heard.values()),
        total**2 / squared,
        sum(heard[each] for each in trimmed),
        tuple(_margin(weights, heard, place, each) for place, each in enumerate(shares)),
    )


def _goals(sizes: Mapping[Stratum, int], place: int, shares: Shares) -> dict[str, float]:
    """How many people each known answer should count as: as many as gave one, in other shares."""
    known = [each for each in sizes if shares.get(each[place], 0) > 0]
    people = sum(sizes[each] for each in known)
    answers = {each[place] for each in known}
    if not answers:
        raise ValueError("nobody of a group with a known share answered")
    whole = sum(shares[answer] for answer in answers)
    return {answer: people * shares[answer] / whole for answer in answers}


def _fit(
    weights: dict[Stratum, float],
    sizes: Mapping[Stratum, int],
    place: int,
    goals: Mapping[str, float],
) -> None:
    """Scale the weights to one question's goals; those without a known answer keep their number."""
    sums, unknown = dict.fromkeys(goals, 0.0), 0
    unweighted = 0.0
    for each, size in sizes.items():
        if each[place] in goals:
            sums[each[place]] += weights[each] * size
        else:
            unknown, unweighted = unknown + size, unweighted + weights[each] * size
    for each in sizes:
        goal, now = goals.get(each[place], unknown), sums.get(each[place], unweighted)
        weights[each] *= goal / now


def _trim(
    weights: dict[Stratum, float],
    sizes: Mapping[Stratum, int],
    margins: Sequence[Mapping[str, float]],
    cap: float,
) -> set[Stratum]:
    """Cut what is over the cap or under its inverse; gives the strata that were cut.

    Strata of which as much is known are scaled together, so that their sum stays as it was.
    """
    alike: dict[tuple[bool, ...], list[Stratum]] = {}
    for each in sizes:
        known = tuple(answer in goals for answer, goals in zip(each, margins, strict=True))
        alike.setdefault(known, []).append(each)
    cut: set[Stratum] = set()
    for strata in alike.values():
        if all(1 / cap <= weights[each] <= cap for each in strata):
            continue
        scale = _scale([(weights[each], sizes[each]) for each in strata], cap)
        for each in strata:
            scaled = weights[each] * scale
            weights[each] = _cut(scaled, cap)
            if weights[each] != scaled:
                cut.add(each)
    return cut


def _scale(weighed: Sequence[tuple[float, int]], cap: float) -> float:
    """By what to multiply weights so that, cut afterwards, they sum up to what they do now.

    The sum after cutting never falls as the factor grows, so the factor is found by halving.
    """
    total = sum(weight * size for weight, size in weighed)
    low = 1 / (cap * max(weight for weight, _ in weighed))
    high = cap / min(weight for weight, _ in weighed)
    for _ in range(HALVINGS):
        middle = (low * high) ** 0.5
        if sum(_cut(weight * middle, cap) * size for weight, size in weighed) < total:
            low = middle
        else:
            high = middle
    return high


def _cut(weight: float, cap: float) -> float:
    return min(max(weight, 1 / cap), cap)


def _margin(
    weights: Mapping[Stratum, float], sizes: Mapping[Stratum, int], place: int, shares: Shares
) -> Margin:
    goals = _goals(sizes, place, shares)
    people = sum(goals.values())
    reached = dict.fromkeys(goals, 0.0)
    for each, size in sizes.items():
        if each[place] in goals:
            reached[each[place]] += weights[each] * size
    known = sum(reached.values())
    given = {each[place] for each in sizes}
    return Margin(
        {answer: goal / people for answer, goal in goals.items()},
        {answer: number / known for answer, number in reached.items()},
        tuple(sorted(given - goals.keys())),
        tuple(answer for answer, share in shares.items() if share > 0 and answer not in given),
    )
