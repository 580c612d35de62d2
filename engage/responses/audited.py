"""What the audit record calls responses and comments, and where it leads."""

from typing import Any

from sqlalchemy import select

from engage.audit import SubjectKind, response_name
from engage.responses.models import Comment, Response


def _of_comment(column: Any) -> Any:
    """A column of a response's first comment."""
    query = select(column).where(Comment.response_id == Response.id).order_by(Comment.id).limit(1)
    return query.correlate(Response).scalar_subquery()


SUBJECTS: dict[str, SubjectKind] = {
    "comment": SubjectKind(
        Comment.id,
        (Comment.text,),
        "themes.index",
        {
            "consultation_id": Comment.consultation_id,
            "question": Comment.question_code,
            "standing": "all",
            "comment": Comment.id,
        },
        language=Comment.language,
        is_guarded=True,
    ),
    "response": SubjectKind(
        Response.id,
        (Response.channel, Response.submitted_at, Response.serial),
        "themes.index",
        {
            "consultation_id": Response.consultation_id,
            "question": _of_comment(Comment.question_code),
            "standing": "all",
            "comment": _of_comment(Comment.id),
        },
        response_name,
    ),
}
