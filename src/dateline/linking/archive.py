"""Closed stories that a follow-up may take up again, found by full names; a fixed number of them, the latest closed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from dateline.linking.rarity import Rarity
from dateline.linking.sketch import OpenStory

ARCHIVED = 20_000
"""Closed stories that are kept; those closed longest ago go first."""

TELLING = 5.0
"""Rarity from which a full name may lead back to a closed story."""

HELD = 8
"""Closed stories kept under one name, the latest."""


class Archive:
    """Closed stories by the full names their reports held."""

    def __init__(self) -> None:
        self._stories: dict[int, OpenStory] = {}
        self._held: dict[str, list[int]] = {}

    def __len__(self) -> int:
        return len(self._stories)

    def put(self, story: OpenStory, rarity: Rarity) -> None:
        """Keep a closed story."""
        story.shrink()
        self._stories[story.number] = story
        for name in story.names:
            if rarity.of_name(name) < TELLING:
                continue
            held = self._held.setdefault(name, [])
            if story.number not in held:
                held.append(story.number)
                del held[:-HELD]
        if len(self._stories) > ARCHIVED:
            self.take(next(iter(self._stories)))

    def look_up(self, names: Mapping[str, float], most: int) -> list[OpenStory]:
        """Return at most `most` closed stories that share most telling names, by their rarity."""
        hits = Counter(
            number
            for name, rarity in names.items()
            if rarity >= TELLING
            for number in self._held.get(name, ())
            if number in self._stories
        )
        best = sorted(hits, key=lambda number: (-hits[number], -number))[:most]
        return [self._stories[number] for number in best]

    def take(self, number: int) -> OpenStory:
        """Give up a story: it is open again, or forgotten."""
        story = self._stories.pop(number)
        self._unlist(story)
        return story

    def names(self) -> int:
        """Return how many names lead to closed stories."""
        return len(self._held)

    def _unlist(self, story: OpenStory) -> None:
        number = story.number
        for name in story.names:
            held = self._held.get(name)
            if held is not None and number in held:
                held.remove(number)
                if not held:
                    del self._held[name]
