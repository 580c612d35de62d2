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
from engage.engines.disclosure.weighting import CAP, Margin, Weights, weigh

__all__ = [
    "CAP",
    "Interval",
    "Margin",
    "MaskedCount",
    "MaskedRow",
    "MaskedTable",
    "Weights",
    "mask",
    "mask_row",
    "mask_within",
    "weigh",
    "wilson_interval",
]
