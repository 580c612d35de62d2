"""``engage cluster``: a table of comments in, tables of themes out."""

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from engage.engines.clustering.finder import ThemeFinder
from engage.engines.messages import Message, message, plural_message

LARGEST_FIELD = 1 << 24


class UnreadableTable(ValueError):
    """The table cannot be read; ``message`` says where and why."""

    def __init__(self, why: Message) -> None:
        super().__init__(str(why))
        self.message = why


@dataclass(frozen=True)
class Summary:
    """What was found and where it was written."""

    n_comments: int
    n_themes: int
    n_without_theme: int
    stability: float
    out: Path

    def lines(self) -> tuple[Message, ...]:
        """Sentences to print, in order."""
        return (
            plural_message(
                "cluster command", "%(num)s comment read", "%(num)s comments read", self.n_comments
            ),
            plural_message(
                "cluster command", "%(num)s theme found", "%(num)s themes found", self.n_themes
            ),
            plural_message(
                "cluster command",
                "%(num)s comment without a theme",
                "%(num)s comments without a theme",
                self.n_without_theme,
            ),
            message(
                "cluster command",
                "Stability under resampling: %(stability)s of 1",
                stability=f"{self.stability:.2f}",
            ),
            message("cluster command", "Written to %(folder)s", folder=str(self.out)),
        )


def cluster_file(
    path: Path,
    out: Path,
    *,
    text_column: str,
    language_column: str | None,
    themes: int | None,
    seed: int,
) -> Summary:
    """Find the themes of a CSV file (UTF-8, with a header) and write them to the folder ``out``.

    Writes ``assignments.csv`` (row, theme, score) and ``themes.json`` (labels, keywords, quotes,
    sizes and the figures of the run).
    Raises ``UnreadableTable`` naming the row and the column, and ``OSError`` as the system does.
    """
    wanted = [text_column, *([language_column] if language_column else [])]
    rows = list(_rows(_decoded(path), wanted))
    if not rows:
        raise UnreadableTable(message("cluster command", "The file holds no row under its header."))
    texts = [row[0] for row in rows]
    finder = ThemeFinder(themes, random_state=seed)
    finder.fit(texts, [row[1] for row in rows] if language_column else None)
    out.mkdir(parents=True, exist_ok=True)
    _write_assignments(out / "assignments.csv", finder)
    _write_themes(out / "themes.json", finder, texts)
    without = int((finder.labels_ < 0).sum())
    return Summary(len(texts), finder.n_themes_, without, finder.figures_["stability"], out)


def _decoded(path: Path) -> str:
    content = path.read_bytes()
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise UnreadableTable(
            message("cluster command", "Line %(line)s is not written in UTF-8.", line=line)
        ) from error


def _rows(content: str, wanted: list[str]) -> Iterator[list[str]]:
    csv.field_size_limit(LARGEST_FIELD)
    reader = csv.reader(io.StringIO(content, newline=""), strict=True)
    try:
        header = next(reader, None)
        if header is None:
            raise UnreadableTable(message("cluster command", "The file is empty."))
        places = [_place(header, column) for column in wanted]
        for row in reader:
            if row:
                _check_width(row, header, reader.line_num)
                yield [row[place] for place in places]
    except csv.Error as error:
        raise UnreadableTable(
            message(
                "cluster command",
                "Line %(line)s cannot be read as CSV: %(reason)s.",
                line=reader.line_num,
                reason=str(error),
            )
        ) from error


def _place(header: list[str], column: str) -> int:
    if column in header:
        return header.index(column)
    raise UnreadableTable(
        message(
            "cluster command",
            "There is no column “%(column)s”; the columns are %(columns)s.",
            column=column,
            columns=", ".join(f"“{name}”" for name in header),
        )
    )


def _check_width(row: list[str], header: list[str], line: int) -> None:
    if len(row) != len(header):
        raise UnreadableTable(
            message(
                "cluster command",
                "Line %(line)s has %(found)s columns where the header has %(wanted)s.",
                line=line,
                found=len(row),
                wanted=len(header),
            )
        )


def _write_assignments(path: Path, finder: ThemeFinder) -> None:
    """One line for each row read, in order: its number from 1, its theme (or none), its score."""
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(["row", "theme", "score"])
        placed = zip(finder.labels_, finder.scores_, strict=True)
        for row, (theme, score) in enumerate(placed, start=1):
            writer.writerow([row, int(theme) if theme >= 0 else "", f"{score:.3f}"])


def _write_themes(path: Path, finder: ThemeFinder, texts: list[str]) -> None:
    themes = [
        {
            "theme": int(theme.number),
            "label": theme.label,
            "keywords": list(theme.keywords),
            "languages": list(theme.languages),
            "size": int(theme.size),
            "stability": round(float(theme.stability), 3),
            "quotes": [texts[place] for place in theme.typical],
            "unusual_quotes": [texts[place] for place in theme.unusual],
        }
        for theme in finder.themes_
    ]
    content = {"themes": themes, "figures": finder.figures_}
    path.write_text(json.dumps(content, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
