"""Linking: which reports tell of the same happening, and which carry the same text."""

from dateline.linking.copies import find_copies
from dateline.linking.stories import link, story_id

__all__ = ["find_copies", "link", "story_id"]
