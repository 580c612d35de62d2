"""The rows of a file through the one door, or to the door only: what would come of them."""

import hashlib
import hmac
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, nullcontext
from dataclasses import dataclass
from itertools import islice

from engage.channels.imports.days import as_day, as_moment
from engage.channels.imports.occurrences import Occurrences
from engage.channels.imports.reading import Row, Source
from engage.engines import ledger
from engage.engines.questionnaire import canonical, finish
from engage.kernel.db import session, transaction
from engage.kernel.errors import Conflict, EngageError, InvalidInput, Message, message
from engage.kernel.keys import key_for
from engage.responses import Assistance, Submission, submit
from engage.surveys import PublishedVersion

BATCH = 500
NO_RUN = 0


@dataclass(frozen=True)
class Refused:
    """A cell (or with no column a whole row) that was not taken, and why.

    ``line`` is that of the file, ``row`` what a spreadsheet shows; ``cells`` are the whole row.
    """

    line: int
    column: str
    reason: Message
    row: int = 0
    cells: tuple[str, ...] = ()


class _NothingIsKept(Exception):
    """Ends the transaction of a trial."""


class Intake:
    """Takes rows in, ``BATCH`` of them a transaction.

    In a trial each batch is undone again once it is known what came of it, so that nothing is
    stored, and nobody who answers meanwhile waits longer than for one batch.
    """

    def __init__(
        self,
        version: PublishedVersion,
        run_id: int,
        source: Source,
        on_refused: Callable[[Refused], None],
        *,
        is_trial: bool = False,
    ) -> None:
        self._version, self._run_id, self._source = version, run_id, source
        self._on_refused, self._is_trial = on_refused, is_trial
        self._columns = {target: column for column, target in source.mapping.items()}
        self._tried = Occurrences()
        self.counts = Counter[str]()

    def take_all(self, rows: Iterator[Row], after_batch: Callable[[], None]) -> None:
        """Submit each row; ``after_batch`` is called between transactions and may raise."""
        with closing(Occurrences()) as seen, closing(self._tried):
            while batch := list(islice(rows, BATCH)):
                found = Counter[str]()
                try:
                    with transaction():
                        for row in batch:
                            found[self._take(row, seen)] += 1
                        if self._is_trial:
                            raise _NothingIsKept
                except _NothingIsKept:
                    pass
                session().expunge_all()
                self.counts += found
                after_batch()

    def _take(self, row: Row, seen: Occurrences) -> str:
        if row.problems:
            return self._refuse(row, row.problems)
        try:
            if not row.answers:
                raise InvalidInput(message("import", "This row has no answer."))
            return self._submit(row, self._submission(row, seen))
        except InvalidInput as refused:
            fields = refused.fields or {"": refused.message}
            return self._refuse(row, {self._columns.get(c, c): text for c, text in fields.items()})
        except EngageError as refused:
            return self._refuse(row, {"": refused.message})

    def _refuse(self, row: Row, problems: dict[str, Message]) -> str:
        for column, text in problems.items():
            self._on_refused(Refused(row.line, column, text, row.number, row.cells))
        return "refused"

    def _submit(self, row: Row, submission: Submission) -> str:
        if self._is_trial and self._was_tried(submission):
            return "repeated"
        # A serial that is taken is refused by the database; the savepoint keeps the batch alive.
        with session().begin_nested() if row.meta.get("serial") else nullcontext():
            accepted = submit(submission)
        if accepted.is_conflict:
            raise _differs()
        if accepted.is_new and self._is_trial:
            for told in _told(submission):
                self._tried.count_before(told)
        return "accepted" if accepted.is_new else "repeated"

    def _was_tried(self, submission: Submission) -> bool:
        """Whether an earlier row, by now undone, was the same; raises what the door would."""
        receipt, content, serial = _told(submission)
        if content in self._tried:
            return True
        if receipt in self._tried:
            raise _differs()
        if submission.assistance and submission.assistance.serial and serial in self._tried:
            raise Conflict(message("import", "An earlier row has this serial number."))
        return False

    def _submission(self, row: Row, seen: Occurrences) -> Submission:
        meta, defaults = row.meta, self._source.defaults
        key = meta.get("key", "")
        if not key:
            content = canonical(row.answers) + canonical(dict(meta))
            key = f"{hashlib.sha256(content.encode()).hexdigest()}:{seen.count_before(content)}"
        problems = finish(self._version.content, row.answers).problems
        unasked = {code: "not_asked" for code in problems if code not in row.answers}
        return Submission(
            version_id=self._version.id,
            receipt=_receipt(self._version.consultation_id, key),
            channel=meta.get("channel") or defaults.channel,
            language=meta.get("language") or defaults.language,
            answers=row.answers,
            marks=unasked,
            import_id=self._run_id,
            happened_at=as_moment(meta.get("happened_at", "")),
            assistance=Assistance(
                operator_id=None,
                place=meta.get("place", ""),
                help_given=meta.get("help_given", ""),
                serial=meta.get("serial") or None,
                received_on=as_day(meta.get("received_on", "")),
                late_reason=defaults.late_reason,
            ),
        )


def _receipt(consultation_id: int, key: str) -> str:
    """The same row always gets the same receipt."""
    purpose = f"{consultation_id}:{key}".encode()
    return ledger.new_receipt(hmac.new(key_for("imports"), purpose, hashlib.sha256).digest()[:10])


def _told(submission: Submission) -> tuple[str, str, str]:
    """By what a row is known again: its receipt, that with its answers, its serial."""
    serial = submission.assistance.serial if submission.assistance else None
    answers = canonical(dict(submission.answers))
    return submission.receipt, f"{submission.receipt} {answers}", f"serial {serial}"


def _differs() -> Conflict:
    return Conflict(
        message("import", "This row came in before with other answers, and those stand.")
    )
