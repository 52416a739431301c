"""An inverted index of weighty terms to the open stories that hold them, bounded by the window."""

from __future__ import annotations

from array import array
from collections.abc import Mapping

import numpy as np

from dateline.linking.sketch import Spots, Weights

HELD = 60
"""Stories kept under one term, the latest: a term that more stories share tells them apart no more."""

SWEEP = 4096
"""Additions after which terms that only closed stories hold are forgotten."""

ROOM = 1 << 18
"""Stories that can be told apart at once while they are scored; numbers of open stories lie closer together."""


class Index:
    """Stories by the weighty terms of their reports. Numbers of stories rise with time."""

    def __init__(self) -> None:
        self._held: dict[int, array[int]] = {}
        self._score = np.zeros(ROOM)
        self._first = np.zeros(ROOM, dtype=np.int32)
        self._added = 0

    def add(self, slots: Spots, story: int) -> None:
        """Note that a story holds the terms of these slots, the weightiest first."""
        for slot in slots.tolist():
            held = self._held.get(slot)
            if held is None:
                self._held[slot] = array("i", (story,))
            elif held[-1] != story:
                held.append(story)
                if len(held) > 2 * HELD:
                    del held[:-HELD]
        self._added += 1

    def look_up(self, slots: Spots, weights: Weights, most: int) -> list[int]:
        """Return at most `most` stories that share the weightiest terms, the likeliest first, of equals the latest."""
        get = self._held.get
        lists = [get(slot, _NONE)[-HELD:] for slot in slots.tolist()]
        stories = np.frombuffer(b"".join(lists), dtype=np.int32)
        if not len(stories):
            return []
        squares = np.repeat(weights[: len(slots)].astype(np.float64) ** 2, [len(held) for held in lists])
        places = stories % ROOM
        np.add.at(self._score, places, squares)
        order = np.arange(len(stories), dtype=np.int32)
        self._first[places] = order  # the last one written stands for a story that is held under many terms
        once = np.flatnonzero(self._first[places] == order)
        score = self._score[places[once]]
        self._score[places] = 0.0
        if len(score) > most:
            best = np.flatnonzero(score >= np.partition(score, -most)[-most])
            once, score = once[best], score[best]
        ranked = sorted(zip((-score).tolist(), (-stories[once]).tolist(), strict=True))
        return [-story for _, story in ranked[:most]]

    def sweep(self, is_open: Mapping[int, object]) -> None:
        """Forget stories that are open no more, now and then."""
        if self._added < max(SWEEP, len(is_open) // 4):
            return
        self._added = 0
        kept = ((slot, array("i", [story for story in held if story in is_open])) for slot, held in self._held.items())
        self._held = {slot: held for slot, held in kept if held}


_NONE: array[int] = array("i")
