"""``engage cluster``: the comments of a file, and what is said of the themes found in them."""

import time
from collections.abc import Callable, Iterable
from pathlib import Path

import click

from engage.engines.clustering import (
    ClusterUnavailable,
    Comments,
    EncoderUnavailable,
    UnreadableTable,
)
from engage.engines.messages import Message


def read_comments(
    file: Path, text_column: str, language_column: str | None, languages: str | None
) -> Comments:
    """The comments of a CSV file; ``languages`` are codes with commas between them."""
    expected = tuple(code.strip() for code in (languages or "").split(",") if code.strip())
    return Comments(file, text_column, language_column, expected)


def tell(work: Callable[[], Iterable[Message]]) -> None:
    """Do the work and print what it says and how long it took; exits with 1 where it can't."""
    began = time.perf_counter()
    try:
        lines = work()
    except (UnreadableTable, ClusterUnavailable, EncoderUnavailable) as wrong:
        raise click.ClickException(str(wrong)) from wrong
    for line in lines:
        click.echo(str(line))
    click.echo(f"{time.perf_counter() - began:.1f} seconds")
