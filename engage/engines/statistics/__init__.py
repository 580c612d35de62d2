"""What numbers of comments can carry: groups compared, and two people's readings compared."""

from engage.engines.statistics.agreement import (
    Agreement,
    Kappa,
    cohen_kappa,
    measure_agreement,
)
from engage.engines.statistics.alpha import Alpha, masi_distance, measure_alpha
from engage.engines.statistics.groups import Comparison, compare_groups, holm
from engage.engines.statistics.sampling import draw_random, draw_stratified, sample_size

__all__ = [
    "Agreement",
    "Alpha",
    "Comparison",
    "Kappa",
    "cohen_kappa",
    "compare_groups",
    "draw_random",
    "draw_stratified",
    "holm",
    "masi_distance",
    "measure_agreement",
    "measure_alpha",
    "sample_size",
]
