"""Keeping what a run found: the run itself, its themes, where it puts each comment."""

import hashlib
from typing import TYPE_CHECKING, Any

from sqlalchemy import insert

from engage import __version__
from engage.kernel.db import session
from engage.responses import StoredComment
from engage.themes.joining import Joined
from engage.themes.locks import Settled
from engage.themes.models import ClusteringRun, Suggestion, Theme

if TYPE_CHECKING:
    from engage.engines.clustering import ThemeFinder


def store_run(
    consultation_id: int,
    question_code: str,
    arguments: dict[str, Any],
    comments: list[StoredComment],
    finder: "ThemeFinder",
) -> ClusteringRun:
    """Add the run with all that is needed to repeat it."""
    digest = hashlib.sha256()
    for comment in comments:
        digest.update(f"{comment.id}\n{comment.language}\n{comment.text}\0".encode())
    run = ClusteringRun(
        consultation_id=consultation_id,
        question_code=question_code,
        parameters={"n_themes": arguments["n_themes"], "seed": arguments["seed"]},
        engine_version=__version__,
        input_digest=digest.hexdigest(),
        comment_count=len(comments),
        figures=plain_figures(finder.figures_),
    )
    session().add(run)
    session().flush()
    return run


def store_themes(run: ClusteringRun, finder: "ThemeFinder") -> dict[int, int]:
    """Add the found themes; gives the machine's number to ours."""
    numbers = {}
    for found in finder.themes_:
        label = found.label or " · ".join(found.keywords[:2])
        theme = Theme(
            consultation_id=run.consultation_id,
            question_code=run.question_code,
            run_id=run.id,
            label={code: _in_its_words(found, code, label) for code in found.languages},
            suggested_label=label,
            keywords=list(found.keywords),
            stability=float(found.stability),
        )
        session().add(theme)
        session().flush()
        numbers[int(found.number)] = theme.id
    return numbers


def _in_its_words(found: Any, code: str, label: str) -> str:
    words = found.keywords_by_language.get(code, ())
    return label if not words or code == found.languages[0] else " · ".join(words[:2])


def store_suggestions(
    run_id: int, finder: "ThemeFinder", free: list[StoredComment], numbers: dict[int, int]
) -> None:
    """Keep where the run puts each comment, with the words that decided."""
    rows = []
    for place, comment in enumerate(free):
        number = int(finder.labels_[place])
        marks = finder.marked_words(comment.text, number, comment.language) if number >= 0 else ()
        rows.append(
            {
                "run_id": run_id,
                "comment_id": comment.id,
                "theme_id": numbers.get(number),
                "score": float(finder.scores_[place]),
                "candidates": leanings(finder, place, numbers),
                "marks": [list(map(int, span)) for span in marks],
            }
        )
    insert_suggestions(rows)


def kept_leanings(settled: Settled, joined: Joined) -> dict[int, list[list[float]]]:
    """What the comments of themes that people keep lean to; at the least, to their theme."""
    kept = {number: theme for number, theme in settled.theme_of.items() if theme is not None}
    kept |= {number: theme for number, (theme, _score) in joined.theme_of.items()}
    return {
        number: joined.candidates.get(number) or [[theme, 1.0]] for number, theme in kept.items()
    }


def leanings(finder: "ThemeFinder", place: int, numbers: dict[int, int]) -> list[list[float]]:
    """The themes that a comment leans to, by our numbers."""
    return [
        [numbers[int(theme)], round(float(score), 3)]
        for theme, score in finder.candidates_[place]
        if int(theme) in numbers
    ]


def insert_suggestions(rows: list[dict[str, Any]]) -> None:
    """Add suggestions, a thousand rows at a time."""
    for start in range(0, len(rows), 1000):
        session().execute(insert(Suggestion), rows[start : start + 1000])


def plain_figures(value: Any) -> Any:
    """Figures as JSON holds them."""
    if isinstance(value, dict):
        return {str(key): plain_figures(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain_figures(item) for item in value]
    return value.item() if hasattr(value, "item") else value
