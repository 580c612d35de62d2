"""Responses: the one door, receipts and dispositions."""

from engage.responses.choosing import (
    arrivals,
    comment_text,
    comments_with_words,
    count_imported,
    list_places,
    responses_between,
    responses_that_answered,
)
from engage.responses.contacts import delete_old_contacts
from engage.responses.counted_state import counted_state
from engage.responses.dispositions import settle
from engage.responses.exclusion import exclude, keep_counting, propose_exclusion, take_in
from engage.responses.left_out import count_left_out
from engage.responses.models import CHANNELS, LEFT_OUT
from engage.responses.passes import (
    PassNeeded,
    PassSpent,
    check_invitation,
    has_answered,
    why_not_invited,
)
from engage.responses.queries import (
    Counts,
    LogState,
    ResponseStatus,
    StoredAnswers,
    StoredComment,
    count_dispositions,
    count_entered_in_last_hour,
    count_entered_today,
    count_responses,
    counted_comments,
    find_by_receipt,
    find_consultation_of,
    get_comment,
    root_of_first,
    stream_answers,
    stream_comments,
    verify_log,
)
from engage.responses.slowing import TooManyCodes, note_wrong_code, refuse_hasty_code
from engage.responses.submission import Accepted, Assistance, Submission
from engage.responses.submit import SerialTaken, last_day, submit
from engage.responses.taking_back import TakenBack, find_taken_back, hand_on_files, take_back
from engage.responses.upload_queries import upload_names
from engage.responses.uploads import (
    MEGABYTE,
    forget_uploads,
    is_own_upload,
    keep_upload,
    move_uploads,
    sweep_uploads,
    too_large,
)
from engage.responses.withdrawal import withdraw

__all__ = [
    "CHANNELS",
    "LEFT_OUT",
    "MEGABYTE",
    "Accepted",
    "Assistance",
    "Counts",
    "LogState",
    "PassNeeded",
    "PassSpent",
    "ResponseStatus",
    "SerialTaken",
    "StoredAnswers",
    "StoredComment",
    "Submission",
    "TakenBack",
    "TooManyCodes",
    "arrivals",
    "check_invitation",
    "comment_text",
    "comments_with_words",
    "count_dispositions",
    "count_entered_in_last_hour",
    "count_entered_today",
    "count_imported",
    "count_left_out",
    "count_responses",
    "counted_comments",
    "counted_state",
    "delete_old_contacts",
    "exclude",
    "find_by_receipt",
    "find_consultation_of",
    "find_taken_back",
    "forget_uploads",
    "get_comment",
    "hand_on_files",
    "has_answered",
    "is_own_upload",
    "keep_counting",
    "keep_upload",
    "last_day",
    "list_places",
    "move_uploads",
    "note_wrong_code",
    "propose_exclusion",
    "refuse_hasty_code",
    "responses_between",
    "responses_that_answered",
    "root_of_first",
    "settle",
    "stream_answers",
    "stream_comments",
    "submit",
    "sweep_uploads",
    "take_back",
    "take_in",
    "too_large",
    "upload_names",
    "verify_log",
    "why_not_invited",
    "withdraw",
]
