"""What the audit record calls responses and comments, and where it leads."""

from engage.audit import SubjectKind, response_name
from engage.responses.models import Comment, Response

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
        "responses.left_out.show",
        {"consultation_id": Response.consultation_id, "response_id": Response.id},
        response_name,
    ),
}
