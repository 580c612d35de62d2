"""The comments of a question as they stood at one moment, held in a file while a job reads them.

A job goes through them several times, for minutes: it holds neither all of them in memory nor the
database open, and whatever arrives or is withdrawn meanwhile does not change what it reads.
"""

from collections.abc import Callable, Container, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from engage.kernel.actors import SYSTEM
from engage.kernel.spooling import Spool
from engage.responses import StoredComment, stream_comments


class HeldComments:
    """Comments in order of arrival, read anew each time; ``len`` counts them."""

    def __init__(self, spool: Spool, is_wanted: Callable[[int], bool] = lambda _number: True):
        self._spool, self._is_wanted = spool, is_wanted

    def __iter__(self) -> Iterator[StoredComment]:
        for row in self._spool:
            if self._is_wanted(row[0]):
                yield StoredComment(*row)

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def without(self, left_out: Container[int]) -> "HeldComments":
        """Those whose numbers are not left out."""
        before = self._is_wanted
        return HeldComments(self._spool, lambda number: before(number) and number not in left_out)

    def only(self, wanted: Container[int]) -> "HeldComments":
        """Those whose numbers are wanted."""
        before = self._is_wanted
        return HeldComments(self._spool, lambda number: before(number) and number in wanted)

    def texts(self) -> "HeldTexts":
        return HeldTexts(self)

    def languages(self) -> Iterator[str]:
        return (comment.language for comment in self)


class HeldTexts:
    """Only their words."""

    def __init__(self, comments: HeldComments) -> None:
        self._comments = comments

    def __iter__(self) -> Iterator[str]:
        return (comment.text for comment in self._comments)


@contextmanager
def held_comments(consultation_id: int, question_code: str) -> Iterator[tuple[HeldComments, Path]]:
    """The comments that count now, and a folder for more; both are gone when the block ends."""
    with TemporaryDirectory(prefix="engage-") as folder:
        rows = (
            [c.id, c.response_id, c.question_code, c.text, c.language, c.channel, c.place, c.note]
            for c in stream_comments(SYSTEM, consultation_id, question_code)
        )
        yield HeldComments(Spool(Path(folder, "comments"), rows)), Path(folder)
