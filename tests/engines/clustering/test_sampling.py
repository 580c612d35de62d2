"""A sample depends on what was said, never on the order in which it was read."""

import numpy as np
import pytest

from engage.engines.clustering import ThemeFinder
from engage.engines.clustering.sampling import take_samples
from tests.engines.clustering.made_comments import made_comments


class ReadAnew:
    """Texts that are made each time somebody goes through them, as a database does it."""

    def __init__(self, texts):
        self.texts, self.times = texts, 0

    def __iter__(self):
        self.times += 1
        yield from self.texts


def sample_of(texts, size, seed=0):
    return take_samples(texts, ["en"] * len(texts), size, seed)["en"]


def test_few_comments_are_all_taken_each_with_its_row():
    texts = ["b", "a", "b", "c"]
    sample = sample_of(texts, 4)
    assert sample.texts == ["a", "b", "b", "c"]
    assert sample.places.tolist() == sample.known.tolist() == [1, 0, 2, 3]
    assert sample.rows.tolist() == [0, 1, 2, 3]


def test_the_same_texts_are_taken_in_whatever_order_they_come():
    texts = [f"text {number % 900}" for number in range(1200)]
    taken = sample_of(texts, 100)
    order = np.random.default_rng(2).permutation(len(texts))
    shuffled = sample_of([texts[at] for at in order], 100)
    assert taken.texts == shuffled.texts
    assert 90 <= len(taken.texts) <= 100
    assert taken.texts != sample_of(texts, 100, seed=1).texts
    assert {texts[at] for at in taken.known} == set(taken.texts)
    assert all(
        texts[at] == taken.texts[row] for at, row in zip(taken.known, taken.rows, strict=True)
    )


def test_a_text_sent_a_thousand_times_leaves_room_for_the_others():
    texts = ["the same letter"] * 1000 + [f"text {number}" for number in range(1000)]
    sample = sample_of(texts, 200)
    assert sample.texts.count("the same letter") in (0, 10)
    assert len(set(sample.texts)) > 150
    assert sample.total == 2000
    letters = sample_of(["the same letter"] * 1000, 200)
    assert letters.texts == ["the same letter"] * 10
    assert len(letters.known) == 1000 and set(letters.rows) == set(range(10))


def test_each_language_has_a_sample_of_its_own():
    samples = take_samples(["one", "uno", "two"], ["en", "es", "en"], 10, 0)
    assert {code: sample.texts for code, sample in samples.items()} == {
        "en": ["one", "two"],
        "es": ["uno"],
    }
    with pytest.raises(ValueError, match="argument 2 is shorter"):
        take_samples(["one", "two"], ["en"], 10, 0)


def test_comments_read_as_a_stream_get_the_same_themes():
    texts, _ = made_comments(per_subject=50)
    texts += texts[:30]
    spoken = ["en"] * len(texts)
    stream = ReadAnew(texts)
    one = ThemeFinder(4, sample_size=90).fit(texts, spoken)
    other = ThemeFinder(4, sample_size=90).fit(stream, iter(spoken))
    assert np.array_equal(one.labels_, other.labels_)
    assert one.candidates_ == other.candidates_
    assert one.themes_ == other.themes_
    assert stream.times == 2


def test_copies_of_a_text_share_its_theme_also_beyond_the_sample():
    texts, _ = made_comments(per_subject=50)
    texts += [texts[0]] * 40
    finder = ThemeFinder(4, sample_size=90).fit(texts, ["en"] * len(texts))
    assert len({finder.labels_[0], *finder.labels_[-40:].tolist()}) == 1


def test_an_iterator_is_refused_because_it_can_be_read_but_once():
    with pytest.raises(ValueError, match="more than once"):
        ThemeFinder(2).fit(iter(["one", "two"]), ["en", "en"])
