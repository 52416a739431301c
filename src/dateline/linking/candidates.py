"""An inverted index of weighty terms to the open stories that hold them, bounded by the window."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Sequence

PROBES = 40
"""Weightiest terms of a report that look up stories, and that are indexed."""

HELD = 160
"""Stories kept under one term, the latest: a term that more stories share tells them apart no more."""

SWEEP = 4096
"""Additions after which terms that only closed stories hold are forgotten."""


class Index:
    """Stories by the weighty terms of their reports. Numbers of stories rise with time."""

    def __init__(self) -> None:
        self._held: dict[str, list[int]] = {}
        self._added = 0

    def add(self, terms: Sequence[str], story: int) -> None:
        """Note that a story holds terms."""
        for term in terms[:PROBES]:
            held = self._held.get(term)
            if held is None:
                self._held[term] = [story]
            elif held[-1] != story:
                held.append(story)
                if len(held) > 2 * HELD:
                    del held[:-HELD]
        self._added += 1

    def look_up(self, terms: Sequence[str], weights: Sequence[float], most: int) -> list[int]:
        """Return at most `most` stories that share the weightiest terms, the likeliest first."""
        score: dict[int, float] = defaultdict(float)
        for term, weight in zip(terms[:PROBES], weights, strict=False):
            held = self._held.get(term)
            if held is not None:
                square = weight * weight
                for story in set(held[-HELD:]):
                    score[story] += square
        return sorted(score, key=lambda story: (-score[story], -story))[:most]

    def sweep(self, is_open: Container[int]) -> None:
        """Forget stories that are open no more, now and then."""
        if self._added < SWEEP:
            return
        self._added = 0
        kept = ((term, [story for story in held if story in is_open]) for term, held in self._held.items())
        self._held = {term: held for term, held in kept if held}
