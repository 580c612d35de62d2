"""What numbers of comments can carry: groups compared, and two people's readings compared."""

from engage.engines.statistics.groups import Comparison, compare_groups, holm

__all__ = ["Comparison", "compare_groups", "holm"]
