"""A photo."""

from engage.engines.messages import Message, message
from engage.engines.questionnaire.kinds.kind import Entry, Unreadable
from engage.engines.questionnaire.kinds.upload import Upload
from engage.engines.questionnaire.model import Question


class Photo(Upload):
    """A photo of a limited size."""

    name = "photo"

    def missing(self, question: Question) -> Message:
        return message("answer", "Choose a photo")

    def key(self, question: Question, text: str) -> Entry:
        raise Unreadable(message("keyed entry", "Photos come in on the web only."))
