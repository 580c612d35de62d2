from hypothesis import given
from hypothesis import strategies as st

from engage.engines.clustering import summarise
from tests.engines.clustering.made_comments import made_comments

BUSES = [
    text for text, subject in zip(*made_comments(per_subject=40), strict=True) if subject == "buses"
]


def test_a_summary_is_made_of_sentences_that_people_wrote():
    texts = [f"{text}. And that is all I have to say about it!" for text in BUSES]
    summary = summarise(texts, ["en"] * len(texts))
    assert 3 <= len(summary) <= 5
    assert len({sentence.place for sentence in summary}) == len(summary)
    said = {texts[s.place][s.start : s.end] for s in summary}
    assert len(said) == len(summary)
    assert all(any(words in text for text in texts) for words in said)


def test_a_short_theme_gets_a_short_summary():
    assert len(summarise(BUSES[:3], ["en"] * 3)) == 1
    assert summarise([], []) == ()
    assert summarise(["ok", "yes"], ["en", "en"]) == ()


def test_copies_are_said_once():
    copied = ["The night bus should run until two in the morning."] * 30
    assert len(summarise(copied, ["en"] * 30)) == 1


def test_the_same_comments_give_the_same_sentences_in_any_order():
    def said(texts):
        return [texts[s.place][s.start : s.end] for s in summarise(texts, ["en"] * len(texts))]

    assert said(BUSES) == said(BUSES[::-1])


def test_arabic_sentences_end_where_arabic_ends_them():
    texts = ["نريد حافلات أكثر في المساء؟ الطرق مزدحمة جدا في الصباح."] * 2
    summary = summarise(texts, ["ar", "ar"])
    assert texts[0][summary[0].start : summary[0].end].endswith(("؟", "."))


@given(st.lists(st.text(max_size=80), max_size=12))
def test_every_sentence_lies_in_its_comment(texts):
    for sentence in summarise(texts, ["en"] * len(texts)):
        text = texts[sentence.place]
        assert 0 <= sentence.start < sentence.end <= len(text)
        words = text[sentence.start : sentence.end]
        assert words == words.strip()
