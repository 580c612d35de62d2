"""The terms worth counting, and texts as rows of weighted counts."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import sparse

from engage.engines.clustering.tokens import Tokeniser

Floats = npt.NDArray[np.float64]
MAX_TERMS = 60_000
MAX_SHARE = 0.3
MAX_SHARE_WITHOUT_STOP_WORDS = 0.12
HANDFUL = 20
PAIR_WEIGHT = 0.5


@dataclass(frozen=True)
class Vocabulary:
    """The terms of one language, sorted, with their rarity (inverse document frequency).

    ``loudness`` (0..1) of words that would name no theme is low; of all others it is 1.
    """

    tokeniser: Tokeniser
    places: dict[str, int]
    rarity: Floats
    loudness: Mapping[str, float] = field(default_factory=dict)

    @property
    def terms(self) -> list[str]:
        return list(self.places)

    @property
    def words(self) -> npt.NDArray[np.int64]:
        """The columns of single words, without the pairs, which would count a word twice."""
        return np.array([at for term, at in self.places.items() if " " not in term], dtype=np.int64)

    def counts(self, documents: Sequence[Sequence[str]]) -> Any:
        """Sparse counts, one row per document (a list of terms), one column per term."""
        found = [[self.places[t] for t in document if t in self.places] for document in documents]
        columns = np.fromiter(chain.from_iterable(found), dtype=np.int32)
        ends = np.cumsum([0, *map(len, found)])
        shape = (len(documents), len(self.places))
        counts = sparse.csr_matrix((np.ones(len(columns)), columns, ends), shape=shape)
        counts.sum_duplicates()
        return counts

    def weigh(self, counts: Any) -> Any:
        """log(1 + count) times rarity, rows to length 1 (rows without a term stay zero)."""
        weights = counts.log1p() @ sparse.diags(self.rarity)
        lengths = np.sqrt(np.asarray(weights.multiply(weights).sum(axis=1)).ravel())
        return sparse.diags(1 / np.where(lengths > 0, lengths, 1)) @ weights

    def rows(self, texts: Sequence[str]) -> Any:
        """The weighted rows of some texts."""
        return self.weigh(self.counts([self.tokeniser.terms(text) for text in texts]))


def learn_vocabulary(tokeniser: Tokeniser, documents: Sequence[Sequence[str]]) -> Vocabulary:
    """The terms that are neither too rare nor too common among the documents.

    Among a handful of documents every term is kept: there, rare and common mean nothing.
    """
    total = len(documents)
    spread = Counter(chain.from_iterable(set(document) for document in documents))
    most = total * (MAX_SHARE if tokeniser.stop_words else MAX_SHARE_WITHOUT_STOP_WORDS)
    fewest = _minimum_documents(total)
    if len(set(map(tuple, documents))) < HANDFUL:
        fewest, most = 1, total
    kept = [(-count, term) for term, count in spread.items() if fewest <= count <= most]
    terms = sorted(term for _, term in sorted(kept)[:MAX_TERMS])
    rarity = np.array([_rarity(term, total, spread[term]) for term in terms], dtype=np.float64)
    return Vocabulary(tokeniser, {term: place for place, term in enumerate(terms)}, rarity)


def _rarity(term: str, total: int, spread: int) -> float:
    return float(np.log((total + 1) / spread)) * (PAIR_WEIGHT if " " in term else 1)


def _minimum_documents(total: int) -> int:
    if total < 3_000:
        return 2
    return 3 if total < 50_000 else 5
