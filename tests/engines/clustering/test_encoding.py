"""A trained encoder may be plugged in; none is needed, and none is fetched."""

from collections.abc import Sequence

import numpy as np
import pytest

from engage.engines.clustering import (
    EncoderUnavailable,
    FolderEncoder,
    ThemeFinder,
    packaged_weights,
)
from tests.engines.clustering.made_comments import SUBJECTS, made_comments, purity

TEXTS, TRUTH = made_comments(per_subject=25, words=3)
ENGLISH = ["en"] * len(TEXTS)


class SubjectEncoder:
    """Knows which subject a word belongs to, as a trained encoder would."""

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        known = [set(words.split()) for words in SUBJECTS["en"].values()]
        return np.array([[len(own & set(text.split())) for own in known] for text in texts])


def test_an_encoder_helps_where_comments_share_few_words():
    plain = ThemeFinder(4).fit(TEXTS, ENGLISH)
    helped = ThemeFinder(4, encoder=SubjectEncoder()).fit(TEXTS, ENGLISH)
    right = purity(helped.labels_.tolist(), TRUTH)
    assert right > 0.95 and right >= purity(plain.labels_.tolist(), TRUTH)


def test_with_an_encoder_the_order_does_not_matter_either():
    order = np.random.default_rng(1).permutation(len(TEXTS))
    one = ThemeFinder(4, encoder=SubjectEncoder()).fit(TEXTS, ENGLISH).labels_
    two = ThemeFinder(4, encoder=SubjectEncoder()).fit([TEXTS[at] for at in order], ENGLISH).labels_
    assert np.array_equal(one[order], two)


def test_an_encoder_that_cannot_be_used_says_why_at_once(tmp_path):
    with pytest.raises(EncoderUnavailable, match=rf"{tmp_path.name} holds|extra “encoder”"):
        FolderEncoder(tmp_path)


@pytest.fixture
def weights():
    folder = packaged_weights()
    if folder is None:
        pytest.skip("the extra “peers” is not installed, so there are no weights to try")
    return folder


def test_real_weights_put_alike_sentences_near(weights):
    late, tardy, park = FolderEncoder(weights).encode(
        ["The bus is always late", "Buses never come on time", "Plant more trees in the park"]
    )
    assert late @ tardy > 0.5 > late @ park
