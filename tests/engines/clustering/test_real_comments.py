import csv

import pytest

from engage.engines.clustering import ThemeFinder, find_campaigns


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


@pytest.mark.shared
def test_comments_written_one_by_one_hold_no_large_campaign(comments):
    assert all(len(group) < 5 for group in find_campaigns(comments))
