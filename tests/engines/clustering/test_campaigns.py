import random

from engage.engines.clustering import find_campaigns
from tests.engines.clustering.made_comments import made_comments

LETTER = (
    "I am writing to object to the closing of the swimming pool on Mill Lane because my "
    "children learn to swim there and there is no other pool which we can reach on foot or by bus"
)


def edited(letter, share, seed):
    draws = random.Random(seed)
    return " ".join("really" if draws.random() < share else word for word in letter.split())


def test_copies_and_light_edits_of_a_letter_are_one_campaign():
    others, _ = made_comments(words=13 - 3, per_subject=20)
    texts = [*others, LETTER, *(edited(LETTER, 0.05, seed) for seed in range(15)), LETTER]
    assert find_campaigns(texts) == (tuple(range(len(others), len(texts))),)


def test_two_letters_are_two_campaigns_largest_first():
    other = (
        "Please keep the library in Green Street open on Saturdays since working people have "
        "no other day on which they can borrow books or read the newspapers in peace"
    )
    assert find_campaigns([other] * 3 + [LETTER] * 4) == ((3, 4, 5, 6), (0, 1, 2))


def test_two_copies_are_not_yet_a_campaign():
    assert find_campaigns([LETTER, LETTER]) == ()


def test_short_texts_may_agree_by_chance():
    assert find_campaigns(["More buses please"] * 50) == ()


def test_no_texts_hold_no_campaign():
    assert find_campaigns([]) == ()


def test_a_letter_is_known_under_many_edits_and_a_greeting_of_ones_own():
    others, _ = made_comments(words=10, per_subject=20)
    greetings = ("Good morning everybody", "To whom it may concern", "Hello council", "Dear all")
    copies = [
        f"{greeting}. {edited(LETTER, 0.15, seed)} Thank you, {greeting.split()[-1]}"
        for seed, greeting in enumerate(greetings * 4)
    ]
    assert find_campaigns([*others, *copies]) == (
        tuple(range(len(others), len(others) + len(copies))),
    )


def test_long_comments_on_one_subject_are_no_campaign():
    others, _ = made_comments(words=11, per_subject=3)
    long = [" and also ".join(others[at : at + 4]) for at in range(0, len(others), 4)]
    assert find_campaigns([f"I would like to say that {text}" for text in long]) == ()
