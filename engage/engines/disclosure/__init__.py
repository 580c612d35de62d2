"""What may be shown of small groups: masked tables, and intervals for shares."""

from engage.engines.disclosure.intervals import Interval, wilson_interval
from engage.engines.disclosure.masking import (
    MaskedCount,
    MaskedRow,
    MaskedTable,
    mask,
    mask_row,
    mask_within,
)

__all__ = [
    "Interval",
    "MaskedCount",
    "MaskedRow",
    "MaskedTable",
    "mask",
    "mask_row",
    "mask_within",
    "wilson_interval",
]
