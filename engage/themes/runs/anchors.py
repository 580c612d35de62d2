"""What the consultation says itself, in all its languages, and what the engine learns from it."""

from engage.consultations import get_consultation
from engage.engines.questionnaire import as_in_document
from engage.surveys import list_versions


def survey_anchors(consultation_id: int) -> dict[str, list[str]] | None:
    """The survey's own texts, which exist in all its languages, align themes across languages."""
    versions = list_versions(consultation_id)
    if not versions:
        return None
    survey = versions[-1].content
    texts = [survey.title, survey.intro]
    for question in as_in_document(survey).questions:
        texts += [question.label, question.hint, *(option.label for option in question.options)]
    background = get_consultation(consultation_id)
    texts += [background.title, background.summary]
    parallel = [text for text in texts if text and all(text.get(c) for c in survey.languages)]
    if len(survey.languages) < 2 or not parallel:
        return None
    return {code: [text[code] for text in parallel] for code in survey.languages}


def asked_texts(consultation_id: int, question_code: str) -> dict[str, list[str]]:
    """By language, the titles and the question people answer: their words name no theme."""
    versions = list_versions(consultation_id)
    texts = [get_consultation(consultation_id).title]
    if versions:
        survey = versions[-1].content
        questions = as_in_document(survey).questions
        texts += [survey.title, *(q.label for q in questions if q.code == question_code)]
    codes = sorted({code for text in texts for code in text})
    return {code: [text[code] for text in texts if text.get(code)] for code in codes}
