"""What the audit record calls themes and what belongs to them, and where it leads."""

from typing import Any

from engage.audit import SubjectKind, act_name, keywords_name, version_name
from engage.responses import comment_text
from engage.themes.codebook.models import CodebookVersion
from engage.themes.coding.models import SecondCoding
from engage.themes.models import Campaign, SmallVoice, Theme, ThemeAct


def _of_question(thing: Any) -> dict[str, Any]:
    return {"consultation_id": thing.consultation_id, "question": thing.question_code}


SUBJECTS: dict[str, SubjectKind] = {
    "campaign": SubjectKind(
        Campaign.id,
        (comment_text(Campaign.template_id),),
        "themes.campaign",
        {"campaign_id": Campaign.id},
        is_guarded=True,
    ),
    "codebook_version": SubjectKind(
        CodebookVersion.id,
        (CodebookVersion.number, CodebookVersion.note),
        "themes.codebook_version",
        {"version_id": CodebookVersion.id},
        version_name,
    ),
    "second_coding": SubjectKind(
        SecondCoding.id, (SecondCoding.coder_name,), "themes.coding", _of_question(SecondCoding)
    ),
    "small_voice": SubjectKind(
        SmallVoice.id,
        (SmallVoice.keywords,),
        "themes.index",
        _of_question(SmallVoice),
        keywords_name,
        is_guarded=True,
    ),
    "theme": SubjectKind(Theme.id, (Theme.label,), "themes.show", {"theme_id": Theme.id}),
    "theme_act": SubjectKind(
        ThemeAct.id, (ThemeAct.act,), "themes.index", _of_question(ThemeAct), act_name
    ),
}
