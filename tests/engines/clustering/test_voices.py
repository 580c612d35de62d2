"""Small voices hidden among loud ones are found, with few false alarms; figures are printed."""

import random

import numpy as np

from engage.engines.clustering import find_small_voices, nearest
from tests.engines.clustering.made_comments import made_comments

RARE = {
    "hearing": "induction loop hearing aids council counter deaf captions",
    "boats": "houseboat mooring canal sewage pumpout towpath lock",
    "bees": "beehives allotment pesticide spraying hives honey keepers",
    "braille": "braille tactile paving crossings guide blind cane",
    "prayer": "prayer room hospital ablution washing quiet imam",
}
FILLER = ["please", "really", "often", "here", "near", "very", "need", "want", "many", "people"]


def made_with_voices(each: int, loud: int = 150, seed: int = 3):
    """Comments on four loud subjects with five rare ones; gives texts and the rare one of each."""
    draws = random.Random(seed)
    made = [(text, "") for text in made_comments(per_subject=loud, seed=seed)[0]]
    for name, words in RARE.items():
        for _ in range(each):
            made.append(
                (" ".join([*draws.sample(words.split(), 4), *draws.sample(FILLER, 3)]), name)
            )
    draws.shuffle(made)
    return [text for text, _ in made], [name for _, name in made]


def figures_of(each: int) -> tuple[float, float]:
    """Recall and precision over comments: a group stands for the rare subject most of it is on."""
    texts, names = made_with_voices(each)
    right = found = 0
    for group in find_small_voices(texts, ["en"] * len(texts)):
        inside = [names[place] for place in group.places]
        main = max(sorted(set(inside) - {""}), key=inside.count, default="")
        right += sum(name == main and name != "" for name in inside)
        found += len(inside)
    return right / (each * len(RARE)), right / max(found, 1)


def test_rare_subjects_are_found_and_loud_ones_are_not_called_rare():
    for each in (3, 4, 6):
        recall, precision = figures_of(each)
        print(f"voices of {each} among 600: recall {recall:.2f}, precision {precision:.2f}")
        assert recall >= 0.6 and precision >= 0.6


FERRY = (
    "The ferry was cancelled again and nobody told the pupils.",
    "A later ferry would let nurses on the evening shift get home.",
    "Freight is left on the quay because the ferry has become too small.",
)


def test_comments_that_share_one_word_only_are_heard_where_they_are_unlike_all_others():
    texts, _ = made_comments(per_subject=150)
    first, *_rest = find_small_voices([*texts, *FERRY], ["en"] * (len(texts) + 3))
    assert [(*texts, *FERRY)[place] for place in first.places] == sorted(FERRY)
    assert first.keywords == ("ferry",) and first.distinctness > 20


BELLS = (
    "The jetty rots while bells are ringing on Sunday mornings.",
    "Stop ringing the bells on Sunday mornings.",
    "Ringing bells wake all of us on Sunday mornings.",
)
ANGLERS = (
    "The jetty and the lock are what anglers miss.",
    BELLS[0],
    "The lock has been broken since spring.",
)


def test_comments_without_a_word_in_common_are_heard_where_one_is_near_to_the_others():
    texts, _ = made_comments(per_subject=150)
    texts += sorted({*BELLS, *ANGLERS})
    groups = find_small_voices(texts, ["en"] * len(texts))
    heard = [{texts[place] for place in group.places} for group in groups]
    assert heard[:2] == [set(BELLS), set(ANGLERS)]
    assert set(groups[1].keywords) == {"jetty", "lock"}


def test_small_languages_are_heard_beside_large_ones():
    texts, _ = made_with_voices(4)
    draws = random.Random(2)
    words = (
        "calle",
        "parque",
        "escuela",
        "agua",
        "plaza",
        "luz",
        "acera",
        "tienda",
        "banco",
        "obra",
    )
    spanish = [" ".join(draws.sample(words, 5)) for _ in range(40)]
    spanish += [f"Las palomas {word}" for word in ("ensucian", "anidan", "vuelan")]
    languages = ["en"] * len(texts) + ["es"] * len(spanish)
    heard = find_small_voices([*texts, *spanish], languages, most=6)
    assert {languages[group.places[0]] for group in heard} == {"en", "es"}


def test_the_order_of_comments_does_not_matter():
    texts, _ = made_with_voices(4)
    order = np.random.default_rng(5).permutation(len(texts))
    shuffled = [texts[at] for at in order]
    one = [
        sorted(texts[p] for p in g.places) for g in find_small_voices(texts, ["en"] * len(texts))
    ]
    two = [
        sorted(shuffled[p] for p in g.places)
        for g in find_small_voices(shuffled, ["en"] * len(texts))
    ]
    assert one == two and one


def test_a_campaign_is_no_small_voice():
    letter = (
        "Dear council, we the undersigned ask you to keep the number nine ferry running across the "
        "harbour every Sunday morning, signed {name}"
    )
    names = ("Ann Archer", "Bob Baker", "Cy Carter", "Di Draper", "Ed Ewing")
    texts, _ = made_comments(per_subject=60)
    texts = [*texts, *(letter.format(name=name) for name in names)]
    loud = {
        place for group in find_small_voices(texts, ["en"] * len(texts)) for place in group.places
    }
    assert not loud & set(range(len(texts) - len(names), len(texts)))
    assert find_small_voices(["The same words"] * 9, ["en"] * 9) == ()


def test_a_voice_tells_its_own_words():
    texts, names = made_with_voices(6)
    said = {
        names[group.places[0]]: set(group.keywords)
        for group in find_small_voices(texts, ["en"] * len(texts))
    }
    for name, words in said.items():
        if name:
            assert words & set(RARE[name].split())
    assert find_small_voices([], []) == ()


def test_comments_like_the_examples_come_first():
    texts, names = made_with_voices(6)
    examples = [place for place, name in enumerate(names) if name == "bees"][:2]
    ranked = nearest(texts, ["en"] * len(texts), examples, 4)
    assert [names[place] for place, _ in ranked] == ["bees"] * 4
    assert not {place for place, _ in ranked} & set(examples)
    assert nearest(["Solo", "El otro"], ["en", "es"], [0]) == ()
