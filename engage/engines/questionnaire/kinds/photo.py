"""A photo."""

from engage.engines.messages import Message, message
from engage.engines.questionnaire.kinds.upload import Upload
from engage.engines.questionnaire.model import Question


class Photo(Upload):
    """A photo of a limited size."""

    name = "photo"

    def missing(self, question: Question) -> Message:
        return message("answer", "Choose a photo")
