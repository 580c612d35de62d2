"""Keeping what a run found: the run itself, its themes, where it puts each comment."""

import hashlib
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import insert

from engage import __version__
from engage.kernel.db import session
from engage.kernel.spooling import Spool
from engage.responses import StoredComment
from engage.themes.locks import Settled
from engage.themes.models import ClusteringRun, Suggestion, Theme
from engage.themes.runs.holding import HeldComments
from engage.themes.runs.joining import Joined, evenly

if TYPE_CHECKING:
    from engage.engines.clustering import ThemeFinder

MOST_LEANINGS = 20_000  # comments that shape the picture of what is near what


def store_run(
    consultation_id: int,
    question_code: str,
    arguments: dict[str, Any],
    comments: Iterable[StoredComment],
    finder: "ThemeFinder",
) -> ClusteringRun:
    """Add the run with all that is needed to repeat it."""
    digest = hashlib.sha256()
    count = 0
    for comment in comments:
        count += 1
        digest.update(f"{comment.id}\n{comment.language}\n{comment.text}\0".encode())
    run = ClusteringRun(
        consultation_id=consultation_id,
        question_code=question_code,
        parameters={"n_themes": arguments["n_themes"], "seed": arguments["seed"]},
        engine_version=__version__,
        input_digest=digest.hexdigest(),
        comment_count=count,
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
            fell_apart=found.fell_apart,
        )
        session().add(theme)
        session().flush()
        numbers[int(found.number)] = theme.id
    return numbers


def _in_its_words(found: Any, code: str, label: str) -> str:
    words = found.keywords_by_language.get(code, ())
    return label if not words or code == found.languages[0] else " · ".join(words[:2])


def suggestions_of(finder: "ThemeFinder", free: Iterable[StoredComment], folder: Path) -> Spool:
    """Where the machine puts each comment, in a file, so that storing it takes little time.

    Comment, theme by the machine's number (-1: none), score, leanings, and the spans of the words
    that decided.
    """

    def rows() -> Iterator[list[Any]]:
        for place, comment in enumerate(free):
            number = int(finder.labels_[place])
            marks = (
                finder.marked_words(comment.text, number, comment.language) if number >= 0 else ()
            )
            leaning = [[int(t), round(float(s), 3)] for t, s in finder.candidates_[place]]
            spans = [[int(start), int(end)] for start, end in marks]
            yield [comment.id, number, float(finder.scores_[place]), leaning, spans]

    return Spool(folder / "suggestions", rows())


def store_suggestions(run_id: int, suggestions: Spool, numbers: dict[int, int]) -> None:
    """Keep where the run puts each comment, with the words that decided."""
    insert_suggestions(
        {
            "run_id": run_id,
            "comment_id": comment_id,
            "theme_id": numbers.get(number),
            "score": score,
            "candidates": _ours(leaning, numbers),
            "marks": marks,
        }
        for comment_id, number, score, leaning, marks in suggestions
    )


def leanings_of(
    suggestions: Spool,
    numbers: dict[int, int],
    settled: Settled,
    joined: Joined,
    comments: HeldComments,
) -> tuple[dict[int, list[list[float]]], int]:
    """What comments lean to, by our numbers, and how many lean to anything.

    Those of themes that people keep lean at the least to their theme. Of more than
    ``MOST_LEANINGS`` comments, as many from all over them.
    """
    kept = {number: theme for number, theme in settled.theme_of.items() if theme is not None}
    kept |= {number: theme for number, (theme, _score) in joined.theme_of.items()}
    leaning = sorted([*kept, *(row[0] for row in suggestions if row[3])])
    wanted = frozenset(evenly(leaning, MOST_LEANINGS))
    found = {row[0]: _ours(row[3], numbers) for row in suggestions if row[0] in wanted}
    of_kept = wanted & kept.keys()
    read = joined.leanings(comments.only(of_kept))
    found |= {number: read.get(number) or [[kept[number], 1.0]] for number in of_kept}
    return {number: found[number] for number in sorted(wanted)}, len(leaning)


def _ours(leaning: list[list[float]], numbers: dict[int, int]) -> list[list[float]]:
    return [[numbers[int(theme)], score] for theme, score in leaning if int(theme) in numbers]


def insert_suggestions(rows: Iterable[dict[str, Any]]) -> None:
    """Add suggestions, a thousand rows at a time."""
    waiting = iter(rows)
    while batch := list(islice(waiting, 1000)):
        session().execute(insert(Suggestion), batch)


def plain_figures(value: Any) -> Any:
    """Figures as JSON holds them."""
    if isinstance(value, dict):
        return {str(key): plain_figures(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain_figures(item) for item in value]
    return value.item() if hasattr(value, "item") else value
