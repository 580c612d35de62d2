"""Text to themes: comments in, groups that say the same kind of thing out, with their words.

No trained weights of a language model, no clock, no database; one seed gives one result, whatever
the order of the comments.
"""

from engage.engines.clustering.assigner import ThemeAssigner
from engage.engines.clustering.campaigns import Piece, find_campaigns, template_of, variations
from engage.engines.clustering.cluster import ClusterUnavailable
from engage.engines.clustering.command import Comments, assign_file, cluster_file
from engage.engines.clustering.describing import FoundTheme
from engage.engines.clustering.encoding import (
    Encoder,
    EncoderUnavailable,
    FolderEncoder,
    packaged_weights,
)
from engage.engines.clustering.finder import Progress, ThemeFinder
from engage.engines.clustering.mapping import Picture, draw
from engage.engines.clustering.nesting import Branch, nest_themes
from engage.engines.clustering.parts import ProposedPart, propose_parts, stable_parts
from engage.engines.clustering.side_by_side import usable_processes
from engage.engines.clustering.stances import Held, StanceReader, SuggestedStance
from engage.engines.clustering.summarising import QuotedSentence, summarise
from engage.engines.clustering.tables import UnreadableTable
from engage.engines.clustering.voices import SmallGroup, find_small_voices, nearest

__all__ = [
    "Branch",
    "ClusterUnavailable",
    "Comments",
    "Encoder",
    "EncoderUnavailable",
    "FolderEncoder",
    "FoundTheme",
    "Held",
    "Picture",
    "Piece",
    "Progress",
    "ProposedPart",
    "QuotedSentence",
    "SmallGroup",
    "StanceReader",
    "SuggestedStance",
    "ThemeAssigner",
    "ThemeFinder",
    "UnreadableTable",
    "assign_file",
    "cluster_file",
    "draw",
    "find_campaigns",
    "find_small_voices",
    "nearest",
    "nest_themes",
    "packaged_weights",
    "propose_parts",
    "stable_parts",
    "summarise",
    "template_of",
    "usable_processes",
    "variations",
]
