"""The steps of a fit that take long, each on its own: one after the other here, or elsewhere.

Each step reads what all share and one batch, so any machine can do any batch in any order, and the
result is the same as here.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

import numpy as np
import numpy.typing as npt

from engage.engines.clustering.one_language import FitJob, Fitted, OneLanguage, fit_one_language
from engage.engines.clustering.placing import Placed, place_new

BATCH = 5_000

Common = TypeVar("Common")
Batch = TypeVar("Batch")
Result = TypeVar("Result")


class Workers(Protocol):
    """Whoever does the steps."""

    def run(
        self, step: Callable[[Common, Batch], Result], common: Common, batches: Iterable[Batch]
    ) -> Iterator[Result]:
        """``step(common, batch)`` of each batch, in order; few batches are held at a time."""


@dataclass(frozen=True)
class NewTexts:
    """Texts of one language with their places in the input."""

    language: str
    texts: list[str]
    places: list[int]


def fit_language(seed: int, job: FitJob) -> Fitted:
    """The themes of one language."""
    return fit_one_language(job, seed, _nobody)


def place_texts(models: Mapping[str, OneLanguage], batch: Iterable[NewTexts]) -> list[Placed]:
    """The texts of a batch in the themes of their languages."""
    return [
        place_new(models[new.language], new.texts, np.array(new.places, dtype=np.int64))
        for new in batch
    ]


def batches(
    texts: Iterable[str], spoken: Iterable[str], wanted: npt.NDArray[np.bool_]
) -> Iterator[list[NewTexts]]:
    """The wanted texts, about ``BATCH`` at a time, by language."""
    held: dict[str, NewTexts] = {}
    size = 0
    for place, (text, code) in enumerate(zip(texts, spoken, strict=True)):
        if not wanted[place]:
            continue
        new = held.setdefault(code, NewTexts(code, [], []))
        new.texts.append(text)
        new.places.append(place)
        size += 1
        if size == BATCH:
            yield list(held.values())
            held, size = {}, 0
    if held:
        yield list(held.values())


def _nobody(_part: Any) -> None:
    """No one hears how far another machine has come."""
