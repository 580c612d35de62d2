import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engage.engines.clustering import ThemeFinder, draw
from tests.engines.clustering.made_comments import made_comments

TEXTS, _ = made_comments()


@pytest.fixture(scope="module")
def finder():
    return ThemeFinder(4).fit(TEXTS, ["en"] * len(TEXTS))


def test_comments_lie_nearer_to_their_own_theme(finder):
    picture = draw(finder.candidates_, TEXTS)
    themes = np.array([picture.themes[number] for number in sorted(picture.themes)])
    points = np.array(picture.comments)
    nearest = ((points[:, None] - themes[None]) ** 2).sum(axis=2).argmin(axis=1)
    assert (nearest == finder.labels_).mean() > 0.85


def test_a_later_picture_keeps_themes_where_they_were(finder):
    first = draw(finder.candidates_, TEXTS)
    mirrored = {number: (-x, y) for number, (x, y) in first.themes.items()}
    second = draw(finder.candidates_, TEXTS, mirrored)
    for number, point in mirrored.items():
        assert np.hypot(*np.subtract(second.themes[number], point)) < 0.3
    assert draw(finder.candidates_, TEXTS) == first


def test_themes_that_share_comments_lie_near_each_other():
    together = [[(0, 0.5), (1, 0.5)]] * 10 + [[(2, 0.9), (0, 0.05)]] * 10 + [[(3, 0.9)]] * 10
    themes = draw(together, [str(n) for n in range(30)]).themes
    assert np.hypot(*np.subtract(themes[0], themes[1])) < np.hypot(
        *np.subtract(themes[0], themes[3])
    )


@given(
    st.lists(
        st.lists(
            st.tuples(st.integers(0, 4), st.floats(0, 1)), max_size=3, unique_by=lambda p: p[0]
        ),
        max_size=15,
    )
)
def test_every_point_lies_in_the_frame(candidates):
    picture = draw(candidates, [str(at) for at in range(len(candidates))])
    points = [*picture.comments, *picture.themes.values()]
    assert len(picture.comments) == len(candidates)
    assert all(np.isfinite(p).all() and max(abs(p[0]), abs(p[1])) <= 1 for p in points)
