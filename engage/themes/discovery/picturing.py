"""What is near what: kept with a run as points, shown with where the comments stand now."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from engage.kernel.db import session
from engage.themes.models import ClusteringRun, RunPicture
from engage.themes.placed import IN_THEME, current_run_id, placed_comments
from engage.themes.queries import ThemeSummary, list_themes
from engage.themes.runs.joining import evenly

MOST_DOTS = 3_000
NEAREST = 2
Leanings = Mapping[int, Sequence[Sequence[float]]]


@dataclass(frozen=True)
class Dot:
    """A comment: where it lies and the theme it stands in now."""

    x: float
    y: float
    theme_id: int | None


@dataclass(frozen=True)
class Circle:
    """A theme: where it lies, and the themes that lie nearest to it."""

    theme: ThemeSummary
    x: float
    y: float
    nearest: tuple[ThemeSummary, ...]


@dataclass(frozen=True)
class StandingPicture:
    """Themes and comments between -1 and 1; themes made since the run are in ``missing``."""

    circles: tuple[Circle, ...]
    dots: tuple[Dot, ...]
    missing: tuple[ThemeSummary, ...]
    comment_count: int


def draw_run(run: ClusteringRun, leanings: Leanings, count: int, earlier: int | None) -> None:
    """Store the picture of a run, in the caller's transaction, turned like the ``earlier`` one's.

    ``leanings`` are those of all the ``count`` comments that lean to a theme, or of some from all
    over them. Of more than ``MOST_DOTS`` comments, as many are kept as dots.
    """
    # loaded where it is used: commands and tests start without scikit-learn (decision 0046)
    from engage.engines.clustering import draw

    drawn = [number for number, leaning in leanings.items() if leaning]
    former = session().get(RunPicture, earlier) if earlier is not None else None
    picture = draw(
        [[(int(theme), float(score)) for theme, score in leanings[number]] for number in drawn],
        [str(number) for number in drawn],
        {int(number): (x, y) for number, (x, y) in former.themes.items()} if former else None,
    )
    dots = [
        [number, round(x, 3), round(y, 3)]
        for number, (x, y) in zip(drawn, picture.comments, strict=True)
    ]
    session().add(
        RunPicture(
            run_id=run.id,
            themes={str(number): [x, y] for number, (x, y) in picture.themes.items()},
            dots=evenly(dots, MOST_DOTS),
            comment_count=count,
        )
    )


def find_picture(consultation_id: int, question_code: str) -> StandingPicture | None:
    """The picture of the current run; None where it has none."""
    run_id = current_run_id(consultation_id, question_code)
    stored = session().get(RunPicture, run_id) if run_id is not None else None
    if stored is None:
        return None
    themes = list_themes(consultation_id, question_code)
    points = {int(number): (x, y) for number, (x, y) in stored.themes.items()}
    placed = placed_comments(consultation_id, question_code)
    rows = session().execute(select(placed.c.id, placed.c.theme_id, placed.c.standing))
    now = {int(row.id): row.theme_id if row.standing == IN_THEME else None for row in rows}
    shown = [theme for theme in themes if theme.id in points]
    return StandingPicture(
        tuple(Circle(theme, *points[theme.id], _nearest(theme, shown, points)) for theme in shown),
        tuple(Dot(x, y, now[int(number)]) for number, x, y in stored.dots if int(number) in now),
        tuple(theme for theme in themes if theme.id not in points),
        stored.comment_count,
    )


def _nearest(
    theme: ThemeSummary, shown: Sequence[ThemeSummary], points: Mapping[int, tuple[float, float]]
) -> tuple[ThemeSummary, ...]:
    x, y = points[theme.id]

    def distance(other: ThemeSummary) -> float:
        return (points[other.id][0] - x) ** 2 + (points[other.id][1] - y) ** 2

    others = [other for other in shown if other.id != theme.id]
    return tuple(sorted(others, key=lambda other: (distance(other), other.id))[:NEAREST])
