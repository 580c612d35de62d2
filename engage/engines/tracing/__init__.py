"""The trace from comment to indicator: typed links, suspect links, coverage, chains.

Links are reviewed against snapshots of both ends; whether one is suspect is computed from what the
ends say now, never stored.
"""

from engage.engines.tracing.chains import downstream, has_cycle, upstream
from engage.engines.tracing.coverage import Coverage, Register, coverage
from engage.engines.tracing.fingerprints import (
    MATERIAL,
    MEASURED,
    Change,
    changes,
    fingerprint,
    material,
)
from engage.engines.tracing.links import LINK_TYPES, Link, LinkRefused, LinkType, Node, check_link
from engage.engines.tracing.suspicion import Suspect, suspects

__all__ = [
    "LINK_TYPES",
    "MATERIAL",
    "MEASURED",
    "Change",
    "Coverage",
    "Link",
    "LinkRefused",
    "LinkType",
    "Node",
    "Register",
    "Suspect",
    "changes",
    "check_link",
    "coverage",
    "downstream",
    "fingerprint",
    "has_cycle",
    "material",
    "suspects",
    "upstream",
]
