"""What commands and queries raise; ``engage.web.errors`` turns each into a page and a status."""

from engage.engines.messages import Message, message, plural_message

__all__ = [
    "Conflict",
    "EngageError",
    "Forbidden",
    "Gone",
    "InvalidInput",
    "Message",
    "NotFound",
    "message",
    "plural_message",
]


class EngageError(Exception):
    """A refusal with a sentence for the person who asked."""

    status = 400

    def __init__(self, text: Message) -> None:
        super().__init__(str(text))
        self.message = text


class NotFound(EngageError):
    """No such thing, or not one this person may know of."""

    status = 404


class Gone(EngageError):
    """It was here and is no longer."""

    status = 410


class Forbidden(EngageError):
    """This person may not do this."""

    status = 403


class Conflict(EngageError):
    """The state has moved on, or the rules of the domain forbid it now."""

    status = 409


class InvalidInput(EngageError):
    """What was entered can't be used; ``fields`` maps field names to what to do about them."""

    status = 422

    def __init__(self, text: Message, fields: dict[str, Message] | None = None) -> None:
        super().__init__(text)
        self.fields = fields or {}
