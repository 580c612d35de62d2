"""Responses: the one door, receipts and dispositions."""

from engage.responses.dispositions import exclude, settle
from engage.responses.queries import (
    Counts,
    LogState,
    ResponseStatus,
    StoredAnswers,
    StoredComment,
    count_responses,
    find_by_receipt,
    stream_answers,
    stream_comments,
    verify_log,
)
from engage.responses.submit import Accepted, Assistance, Submission, new_receipt, submit

__all__ = [
    "Accepted",
    "Assistance",
    "Counts",
    "LogState",
    "ResponseStatus",
    "StoredAnswers",
    "StoredComment",
    "Submission",
    "count_responses",
    "exclude",
    "find_by_receipt",
    "new_receipt",
    "settle",
    "stream_answers",
    "stream_comments",
    "submit",
    "verify_log",
]
