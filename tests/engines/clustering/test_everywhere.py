"""Which words everybody says, and where there are none to weigh down."""

import pytest

from engage.engines.clustering.everywhere import quieted
from engage.engines.clustering.tokens import Tokeniser
from engage.engines.clustering.vocabulary import learn_vocabulary

SUBJECTS = {
    "en": ("night buses late", "broken street lamps", "dear rents damp"),
    "zh": ("公交晚点", "路灯坏了", "房租太贵"),
}
CITY = {"en": "Port Alder", "zh": "江城"}


@pytest.mark.parametrize(("language", "are_quieted"), [("en", True), ("zh", False)])
def test_names_are_weighed_down_where_words_stand_apart(language, are_quieted):
    subjects, city = SUBJECTS[language], CITY[language]
    texts = [f"{city} {subjects[at % 3]}" if at % 2 else subjects[at % 3] for at in range(120)]
    tokeniser = Tokeniser(language)
    documents = [tokeniser.terms(text) for text in texts]
    plain = learn_vocabulary(tokeniser, documents)
    rows = plain.weigh(plain.counts(documents))
    found = quieted(plain, rows, [f"{city}?"])
    assert bool(found.loudness) is are_quieted
    assert (found.rarity < plain.rarity).any() == are_quieted
