import csv

import pytest

from engage.engines.clustering import ThemeFinder, find_campaigns

OFTEN = 4  # the repeats from which on a reviewer is warned of a theme


@pytest.fixture(scope="module")
def comments(shared):
    with (shared / "data" / "bowling_green.csv").open(encoding="utf-8", newline="") as stream:
        return [row["text"] for row in csv.DictReader(stream)]


@pytest.mark.shared
def test_the_comments_of_a_city_fall_into_a_reviewable_number_of_themes(comments):
    finder = ThemeFinder().fit(comments)
    assert 5 <= finder.n_themes_ <= 26
    assert finder.figures_["coverage"] > 0.7
    assert max(theme.size for theme in finder.themes_) < len(comments) / 3
    assert all(theme.label and theme.keywords for theme in finder.themes_)
    firm = [theme for theme in finder.themes_ if theme.fell_apart < OFTEN]
    assert len(firm) >= finder.n_themes_ / 3


@pytest.mark.shared
def test_no_theme_of_a_city_is_named_after_the_city_or_by_half_a_sentence(comments):
    asked = {"en": ["What should change in Warren County?"]}
    labels = [theme.label for theme in ThemeFinder(asked=asked).fit(comments).themes_]
    words = [word for label in labels for word in label.replace("·", " ").split()]
    assert not {"bowling", "green", "bg", "warren", "county"} & set(words)
    assert not {"need", "needs", "people", "become", "like"} & set(words)
    assert all(any(sign.isalpha() for sign in word) for word in words)
    assert len(set(labels)) == len(labels)


@pytest.mark.shared
def test_comments_written_one_by_one_hold_no_large_campaign(comments):
    assert all(len(group) < 5 for group in find_campaigns(comments))
