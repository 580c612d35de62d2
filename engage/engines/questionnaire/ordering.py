"""The options in an order of each respondent's own, always the same for the same response.

Order weighs: what stands first is chosen more often. Shuffling or rotating spreads that evenly.
"""

from hashlib import sha256

from engage.engines.questionnaire.model import Option, Question


def options_in_order(question: Question, seed: str) -> tuple[Option, ...]:
    """The options as the respondent with this seed sees them; their numbers and codes stay.

    Exclusive options and those that ask for more words keep their places, commonly the last ones.
    """
    if question.order == "listed" or not seed:
        return question.options
    moved = [each for each in question.options if not (each.is_exclusive or each.please_say)]
    if not moved:
        return question.options
    if question.order == "shuffled":
        turned = sorted(moved, key=lambda each: _digest(seed, question.code, each.code))
    else:
        start = int.from_bytes(_digest(seed, question.code)[:8]) % len(moved)
        turned = moved[start:] + moved[:start]
    onward = iter(turned)
    return tuple(next(onward) if each in moved else each for each in question.options)


def _digest(*parts: str) -> bytes:
    return sha256("\n".join(parts).encode()).digest()
