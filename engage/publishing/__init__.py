"""What the public sees of an outcome, and how a resident follows a response."""

from engage.publishing.following import follow
from engage.publishing.outcome import get_outcome, is_published, publish_outcome

__all__ = ["follow", "get_outcome", "is_published", "publish_outcome"]
