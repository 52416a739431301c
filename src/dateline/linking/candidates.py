"""An inverted index of weighty terms to the open stories that hold them, bounded by the window."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from heapq import nlargest

PROBES = 40
"""Weightiest terms of a report that look up stories, and that are indexed."""

HELD = 60
"""Stories kept under one term, the latest: a term that more stories share tells them apart no more."""

SWEEP = 4096
"""Additions after which terms that only closed stories hold are forgotten."""


class Index:
    """Stories by the weighty terms of their reports. Numbers of stories rise with time."""

    def __init__(self) -> None:
        self._held: dict[int, list[int]] = {}
        self._added = 0

    def add(self, slots: Sequence[int], story: int) -> None:
        """Note that a story holds the terms of these slots, the weightiest first."""
        for slot in slots[:PROBES]:
            held = self._held.get(slot)
            if held is None:
                self._held[slot] = [story]
            elif held[-1] != story:
                held.append(story)
                if len(held) > 2 * HELD:
                    del held[:-HELD]
        self._added += 1

    def look_up(self, slots: Sequence[int], weights: Sequence[float], most: int) -> list[int]:
        """Return at most `most` stories that share the weightiest terms, the likeliest first."""
        score: dict[int, float] = defaultdict(float)
        for slot, weight in zip(slots[:PROBES], weights, strict=False):
            held = self._held.get(slot)
            if held is not None:
                square = weight * weight
                for story in set(held[-HELD:]):
                    score[story] += square
        return [-story for _, story in nlargest(most, [(value, -story) for story, value in score.items()])]

    def sweep(self, is_open: Mapping[int, object]) -> None:
        """Forget stories that are open no more, now and then."""
        if self._added < max(SWEEP, len(is_open) // 4):
            return
        self._added = 0
        kept = ((slot, [story for story in held if story in is_open]) for slot, held in self._held.items())
        self._held = {slot: held for slot, held in kept if held}
