"""An inverted index of weighty terms to the open stories that hold them, bounded by the window.

Each slot of a term holds its latest stories in a row of a few; what a row has no room for goes on to a longer one,
which only terms of many stories have. Rows are arrays: all terms of a report are looked up and added in one sweep.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from dateline.linking.rows import SLOTS, Spots, Weights

FEW = 4
"""Stories of a term's first row: most terms never need more."""

HELD = 60
"""Stories kept under one term, the latest: a term that more stories share tells them apart no more."""

SWEEP = 4096
"""Additions after which closed stories are forgotten, and longer rows that only they hold given to other terms. Until
then they keep their places among the likeliest: the weights of the features are fitted so."""

ROOM = 1 << 18
"""Stories that can be told apart at once while they are scored; numbers of open stories lie closer together."""

MASK = np.int32(ROOM - 1)

Rows = NDArray[np.int32]


class Index:
    """Open stories by the weighty terms of their reports. Numbers of stories rise with time."""

    def __init__(self) -> None:
        self._first: Rows = np.zeros((SLOTS, FEW), dtype=np.int32)  # numbers plus one, the latest first; 0: none
        self._row: NDArray[np.int32] = np.zeros(SLOTS, dtype=np.int32)  # of `_more`; 0: the slot has none
        self._more: Rows = np.zeros((1024, HELD - FEW), dtype=np.int32)
        self._free = list(range(1023, 0, -1))
        self._open: NDArray[np.int32] = np.full(ROOM, -1, dtype=np.int32)
        self._score = np.zeros(ROOM)
        self._place: NDArray[np.int32] = np.zeros(ROOM, dtype=np.int32)
        self._closed: set[int] = set()
        self._added = 0

    def __len__(self) -> int:
        """Return how many longer rows are in use."""
        return len(self._more) - 1 - len(self._free)

    def open(self, story: int) -> None:
        """Note that a story takes reports."""
        self._open[(story + 1) % ROOM] = story + 1
        self._closed.discard(story)

    def close(self, story: int) -> None:
        """Note that a story takes no more reports; it is forgotten with the next sweep."""
        self._closed.add(story)
        if self._added >= SWEEP:
            self._added = 0
            self._sweep()

    def add(self, slots: Spots, story: int) -> None:
        """Note that an open story holds the terms of these slots."""
        self._added += 1
        first = self._first
        slots = slots[first[slots, 0] != story + 1]
        held = first[slots]
        self._pass_on(slots, held[:, -1])
        held[:, 1:] = held[:, :-1].copy()
        held[:, 0] = story + 1
        first[slots] = held

    def _pass_on(self, slots: Spots, stories: NDArray[np.int32]) -> None:
        """Put into the longer rows of slots what their first rows have no room for, if it is not forgotten."""
        left = self._open[stories & MASK] == stories
        if not left.any():
            return
        slots, stories = slots[left], stories[left]
        for slot in slots[self._row[slots] == 0].tolist():
            if not self._row[slot]:
                self._row[slot] = self._free.pop() if self._free else self._grow()
        rows = self._row[slots]
        held = self._more[rows]
        held[:, 1:] = held[:, :-1].copy()
        held[:, 0] = stories
        self._more[rows] = held

    def _grow(self) -> int:
        """Make as many longer rows again; return one of them."""
        count = len(self._more)
        self._more = np.concatenate((self._more, np.zeros_like(self._more)))
        self._free = list(range(2 * count - 1, count, -1))
        return count

    def look_up(self, slots: Spots, weights: Weights, most: int) -> list[int]:
        """Return at most `most` stories that share the weightiest terms, the likeliest first, then the latest."""
        slot, stories = self._held(slots)
        if not len(stories):
            return []
        squares = weights[: len(slots)].astype(np.float64) ** 2
        places = stories & MASK
        np.add.at(self._score, places, squares[slot])
        order = np.arange(len(stories), dtype=np.int32)
        self._place[places] = order  # the last one written stands for a story that is held under many terms
        once = np.flatnonzero(self._place[places] == order)
        score = self._score[places[once]]
        self._score[places] = 0.0
        if len(score) > most:
            best = np.flatnonzero(score >= np.partition(score, -most)[-most])
            once, score = once[best], score[best]
        ranked = sorted(zip((-score).tolist(), (-stories[once]).tolist(), strict=True))
        return [-story - 1 for _, story in ranked[:most]]

    def _held(self, slots: Spots) -> tuple[NDArray[np.intp], Rows]:
        """Return the open stories under slots, plus one, and of each the place of its slot, in order of slots."""
        rows = self._row.take(slots)
        longer = rows.nonzero()[0]
        listed = []
        for held, places in ((self._first.take(slots, axis=0), None), (self._more.take(rows[longer], axis=0), longer)):
            width = held.shape[1]
            flat = held.reshape(-1)
            found = (self._open.take(flat & MASK) == flat).nonzero()[0]
            listed.append((found // width if places is None else places[found // width], flat[found]))
        (one, stories), (other, more) = listed
        slot = np.concatenate((one, other))
        order = slot.argsort(kind="stable")
        return slot[order], np.concatenate((stories, more))[order]

    def _sweep(self) -> None:
        """Forget the closed stories; give up the longer rows that hold no other."""
        for story in self._closed:
            if self._open[(story + 1) % ROOM] == story + 1:
                self._open[(story + 1) % ROOM] = -1
        self._closed.clear()
        slots = np.flatnonzero(self._row)
        held = self._more[self._row[slots]]
        over = slots[~(self._open[held & MASK] == held).any(axis=1)]
        rows = self._row[over]
        self._more[rows] = 0
        self._row[over] = 0
        self._free += rows.tolist()
