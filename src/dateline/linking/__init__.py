"""Linking: which reports tell of the same happening, and which carry the same text."""

from dateline.linking.copies import find_copies
from dateline.linking.explain import Explanation, explain
from dateline.linking.linker import Linker, story_id
from dateline.linking.stories import link

__all__ = ["Explanation", "Linker", "explain", "find_copies", "link", "story_id"]
