"""The wording of a survey on its way to translators and back: XLIFF 2.0, XLSX, what would change.

Texts are known by keys of codes and roles (``question.q_bus.options.daily.label``): a file stays
good when questions are moved, and is refused by another survey.
"""

from engage.engines.questionnaire.exchange.comparing import (
    Arrival,
    Comparison,
    compare_exchange,
    exchange_of,
)
from engage.engines.questionnaire.exchange.keyed import (
    KeyedText,
    keyed_texts,
    model_of,
    source_of,
    with_texts,
    words_to_translate,
)
from engage.engines.questionnaire.exchange.marking import Piece, differences, lost_marks
from engage.engines.questionnaire.exchange.units import BrokenFile, Exchange, Unit
from engage.engines.questionnaire.exchange.xliff import read_xliff, write_xliff
from engage.engines.questionnaire.exchange.xlsx import read_xlsx, write_xlsx

__all__ = [
    "Arrival",
    "BrokenFile",
    "Comparison",
    "Exchange",
    "KeyedText",
    "Piece",
    "Unit",
    "compare_exchange",
    "differences",
    "exchange_of",
    "keyed_texts",
    "lost_marks",
    "model_of",
    "read_xliff",
    "read_xlsx",
    "source_of",
    "with_texts",
    "words_to_translate",
    "write_xliff",
    "write_xlsx",
]
