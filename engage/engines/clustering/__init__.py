"""Text to themes: comments in, groups that say the same kind of thing out, with their words.

No trained weights of a language model, no clock, no database; one seed gives one result, whatever
the order of the comments.
"""

from engage.engines.clustering.campaigns import find_campaigns
from engage.engines.clustering.command import Summary, UnreadableTable, cluster_file
from engage.engines.clustering.describing import FoundTheme
from engage.engines.clustering.finder import Progress, ThemeFinder

__all__ = [
    "FoundTheme",
    "Progress",
    "Summary",
    "ThemeFinder",
    "UnreadableTable",
    "cluster_file",
    "find_campaigns",
]
