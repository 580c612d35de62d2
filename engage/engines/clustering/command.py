"""``engage cluster``: a table of comments in, tables of themes out."""

import csv
import json
from collections.abc import Iterable, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from engage.engines.clustering.assigner import ThemeAssigner
from engage.engines.clustering.campaigns import find_campaigns
from engage.engines.clustering.cluster import Cluster
from engage.engines.clustering.describing import FoundTheme
from engage.engines.clustering.detection import base_language, detect_languages
from engage.engines.clustering.encoding import FolderEncoder
from engage.engines.clustering.finder import ThemeFinder
from engage.engines.clustering.sampling import evenly
from engage.engines.clustering.side_by_side import usable_processes
from engage.engines.clustering.summarising import MOST_READ, summarise
from engage.engines.clustering.tables import Column, Table, UnreadableTable, read_table
from engage.engines.messages import Message, message, plural_message
from engage.engines.spreadsheets import as_written, inert

DRIFTED = 0.1


@dataclass(frozen=True)
class Comments:
    """A table to read: its file, the column of the words, and what is known of the languages.

    ``languages`` are the ones to expect where there is no column that tells.
    """

    path: Path
    text_column: str
    language_column: str | None = None
    languages: tuple[str, ...] = ()

    def texts(self) -> Column:
        """The words, read from the file each time they are gone through."""
        return Table(self.path, [self.text_column]).column(0)

    def spoken(self, seed: int) -> list[str]:
        """The language of each comment, told by the column or else detected.

        Raises ``UnreadableTable`` naming row and column, also where the column tells nothing.
        """
        if self.language_column is None:
            return detect_languages(self.texts(), self.languages or None, seed)
        spoken = []
        table = Table(self.path, [self.language_column, self.text_column])
        for row, (code, _text) in enumerate(table, start=1):
            if not code.strip():
                raise UnreadableTable(
                    message(
                        "cluster command",
                        "Row %(row)s names no language in the column “%(column)s”.",
                        row=row,
                        column=self.language_column,
                    )
                )
            spoken.append(base_language(code.strip()))
        return spoken


def cluster_file(  # noqa: PLR0913 - the options of a command
    comments: Comments,
    out: Path,
    *,
    themes: int | None,
    seed: int,
    campaigns: bool = False,
    scheduler: str | None = None,
    encoder: Path | None = None,
) -> tuple[Message, ...]:
    """Find the themes of a CSV file (UTF-8, with a header); gives sentences to print.

    Writes into the folder ``out``: ``assignments.csv`` (row, theme, score) and ``themes.json``
    (labels, keywords, quotes, a summary in people's sentences, sizes, the figures of the run), and
    with ``campaigns`` also ``campaigns.json`` (the rows of near-identical comments). The file is
    read several times and its comments are not held, but for those of ``campaigns``. ``scheduler``
    is the address of a dask.distributed scheduler whose workers do the long steps, ``encoder`` a
    folder of weights of sentence-transformers.
    Raises ``UnreadableTable`` naming row and column, ``ClusterUnavailable``,
    ``EncoderUnavailable``, and ``OSError`` as the system does.
    """
    trained = FolderEncoder(encoder) if encoder else None
    spoken = comments.spoken(seed)
    finder = ThemeFinder(themes, random_state=seed, encoder=trained, processes=usable_processes())
    with Cluster(scheduler) if scheduler else nullcontext() as workers:
        finder.fit(comments.texts(), spoken, workers=workers)
    out.mkdir(parents=True, exist_ok=True)
    numbers = (int(theme) if theme >= 0 else "" for theme in finder.labels_)
    _write_assignments(out, numbers, finder.scores_)
    _write_json(
        out / "themes.json",
        {"themes": _described(finder, comments.texts()), "figures": finder.figures_},
    )
    lines = [
        _read(len(spoken)),
        plural_message(
            "cluster command", "%(num)s theme found", "%(num)s themes found", finder.n_themes_
        ),
        _without_theme(int((finder.labels_ < 0).sum())),
        message(
            "cluster command",
            "Stability under resampling: %(stability)s of 1",
            stability=f"{finder.figures_['stability']:.2f}",
        ),
    ]
    if campaigns:
        lines.append(_write_campaigns(out / "campaigns.json", list(comments.texts())))
    return (*lines, message("cluster command", "Written to %(folder)s", folder=str(out)))


def assign_file(comments: Comments, out: Path, codebook: Path, *, seed: int) -> tuple[Message, ...]:
    """Place the comments of a CSV file in the themes of a codebook; gives sentences to print.

    ``codebook`` is a CSV file with the columns ``theme`` and ``text``, an example a line; a line
    without a theme is an example of what has none. Writes ``assignments.csv`` (row, theme, score)
    into the folder ``out``. Raises as ``cluster_file``.
    """
    spoken = comments.spoken(seed)
    texts = list(comments.texts())
    examples = [
        (text, as_written(theme)) for text, theme in read_table(codebook, ["text", "theme"])
    ]
    expected = comments.languages or None
    example_texts = [row[0] for row in examples]
    example_languages = detect_languages(example_texts, expected or sorted(set(spoken)), seed)
    names = sorted({row[1] for row in examples if row[1]})
    themes = [names.index(row[1]) if row[1] else -1 for row in examples]
    assigner = ThemeAssigner(seed).fit(example_texts, themes, example_languages)
    labels, scores = assigner.predict(texts, spoken)
    out.mkdir(parents=True, exist_ok=True)
    _write_assignments(out, (names[theme] if theme >= 0 else "" for theme in labels), scores)
    lines = [
        _read(len(texts)),
        plural_message(
            "cluster command",
            "%(num)s comment placed in a theme of the codebook",
            "%(num)s comments placed in themes of the codebook",
            int((labels >= 0).sum()),
        ),
        _without_theme(int((labels < 0).sum())),
        message(
            "cluster command",
            "Agreement with the codebook's examples, each held out: %(agreement)s of 1",
            agreement=f"{assigner.agreement_:.2f}",
        ),
    ]
    if assigner.drift(texts, spoken) > DRIFTED:
        lines.append(
            message(
                "cluster command",
                "Many comments fit no theme of the codebook: find themes anew.",
            )
        )
    return (*lines, message("cluster command", "Written to %(folder)s", folder=str(out)))


def _read(count: int) -> Message:
    return plural_message("cluster command", "%(num)s comment read", "%(num)s comments read", count)


def _without_theme(count: int) -> Message:
    return plural_message(
        "cluster command",
        "%(num)s comment without a theme",
        "%(num)s comments without a theme",
        count,
    )


def _write_assignments(out: Path, themes: Iterable[int | str], scores: Iterable[float]) -> None:
    """One line for each row read, in order: its number from 1, its theme (or none), its score.

    A name that a spreadsheet would compute has an apostrophe before it.
    """
    with (out / "assignments.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(["row", "theme", "score"])
        for row, (theme, score) in enumerate(zip(themes, scores, strict=True), start=1):
            writer.writerow([row, inert(theme), f"{score:.3f}"])


def _described(finder: ThemeFinder, texts: Iterable[str]) -> list[dict[str, Any]]:
    """The themes with the words of their comments, of very many only as many as are summarised."""
    members = {
        theme.number: evenly(np.flatnonzero(finder.labels_ == theme.number).tolist(), MOST_READ)
        for theme in finder.themes_
    }
    wanted = {place for places in members.values() for place in places}
    wanted.update(*((*theme.typical, *theme.unusual) for theme in finder.themes_))
    said = {place: text for place, text in enumerate(texts) if place in wanted}
    return [_one_theme(theme, finder, members[theme.number], said) for theme in finder.themes_]


def _one_theme(
    theme: FoundTheme, finder: ThemeFinder, members: Sequence[int], said: Mapping[int, str]
) -> dict[str, Any]:
    sentences = summarise(
        [said[place] for place in members], [finder.languages_[place] for place in members]
    )
    return {
        "theme": int(theme.number),
        "label": theme.label,
        "keywords": list(theme.keywords),
        "languages": list(theme.languages),
        "size": int(theme.size),
        "stability": round(float(theme.stability), 3),
        "fell_apart": theme.fell_apart,
        "summary": [
            {"row": members[s.place] + 1, "sentence": said[members[s.place]][s.start : s.end]}
            for s in sentences
        ],
        "quotes": [said[place] for place in theme.typical],
        "unusual_quotes": [said[place] for place in theme.unusual],
    }


def _write_campaigns(path: Path, texts: Sequence[str]) -> Message:
    found = find_campaigns(texts)
    campaigns = [
        {"rows": [place + 1 for place in group], "first": texts[group[0]]} for group in found
    ]
    _write_json(path, {"campaigns": campaigns})
    return plural_message(
        "cluster command", "%(num)s campaign found", "%(num)s campaigns found", len(found)
    )


def _write_json(path: Path, content: dict[str, Any]) -> None:
    path.write_text(json.dumps(content, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
