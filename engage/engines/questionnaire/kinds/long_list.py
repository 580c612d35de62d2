"""One answer out of very many, such as streets. The value is the code of an option."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from engage.engines.messages import message
from engage.engines.questionnaire.kinds.kind import CODE, Entry, Unreadable
from engage.engines.questionnaire.kinds.options import FILTERED, keyed_codes, options_schema
from engage.engines.questionnaire.kinds.single_choice import SingleChoice
from engage.engines.questionnaire.model import Option, Question, Value
from engage.engines.questionnaire.plain_text import clean_line


class LongList(SingleChoice):
    """One answer out of very many: a name may be typed instead of chosen."""

    name = "long_list"
    properties: ClassVar[Mapping[str, Any]] = {
        "options": options_schema(**FILTERED),
        "about": CODE,
    }

    def read(self, question: Question, raw: Sequence[str]) -> Value | None:
        value = super().read(question, [clean_line(text) for text in raw])
        if value is None or value in question.option_by_code:
            return value
        same = [each for each in question.options if _is_called(each, str(value))]
        return same[0].code if len(same) == 1 else value

    def key(self, question: Question, text: str) -> Entry:
        if text[:1].isdecimal() or text in question.option_by_code:
            codes = keyed_codes(question, text)
            return Entry(None, "multiple_marked") if len(codes) > 1 else Entry(codes[0])
        same = [each for each in question.options if _is_called(each, text)]
        found = same or [each for each in question.options if _begins_with(each, text)]
        if len(found) == 1:
            return Entry(found[0].code)
        raise Unreadable(
            message("keyed entry", "Type more of the answer: several in the list begin like this.")
            if found
            else message("keyed entry", "Nothing in the list begins like this. Look again.")
        )


def _is_called(option: Option, words: str) -> bool:
    return words.casefold() in (label.strip().casefold() for label in option.label.values())


def _begins_with(option: Option, words: str) -> bool:
    wanted = clean_line(words).casefold()
    return any(label.strip().casefold().startswith(wanted) for label in option.label.values())
