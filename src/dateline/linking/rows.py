"""Rows: the weighty terms and titles of the reports that linking keeps, one row each in a few wide tables.

Tables cost a fraction of what arrays of their own would, and the rows of all candidates are gathered in one sweep.
"""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

WEIGHTY = 100
"""Terms of a report that are kept, the weightiest first."""

TITLED = 32
"""Terms of a title that are kept, the rarest: hardly a title holds more."""

SLOTS = 1 << 21
"""Numbers that terms are hashed to where they look stories up; two terms seldom share one."""

FIRST = 256
"""Rows that there is room for at first; the room doubles when it is full."""

Spots: TypeAlias = NDArray[np.int32]
Weights: TypeAlias = NDArray[np.float32]


class Rows:
    """Tables of terms by row. What a report does not fill holds its first term again and weighs nothing.

    A row given back is used again.
    """

    def __init__(self) -> None:
        self.slots: Spots = np.zeros((FIRST, WEIGHTY), dtype=np.int32)
        self.weights: Weights = np.zeros((FIRST, WEIGHTY), dtype=np.float32)
        self.titles: Spots = np.zeros((FIRST, TITLED), dtype=np.int32)
        self.rarities: Weights = np.zeros((FIRST, TITLED), dtype=np.float32)
        self.counts: Spots = np.zeros(FIRST, dtype=np.int32)
        self.title_weights: NDArray[np.float64] = np.zeros(FIRST)
        self._free: list[int] = []
        self._used = 0

    def __len__(self) -> int:
        """Return how many rows are in use."""
        return self._used - len(self._free)

    def put(self, slots: Spots, weights: NDArray[np.float64], title: Spots, rarities: NDArray[np.float64]) -> int:
        """Fill a row: slots of terms with their weights, slots of a title's with their rarities. Return its number."""
        if self._free:
            row = self._free.pop()
        else:
            row = self._used
            self._used += 1
            if row >= len(self.slots):
                self._grow()
        _fill(self.slots[row], self.weights[row], slots, weights)
        _fill(self.titles[row], self.rarities[row], title, rarities)
        self.counts[row] = len(slots)
        self.title_weights[row] = sum(rarities.tolist())
        return row

    def give_back(self, row: int) -> None:
        """Give up a row."""
        self._free.append(row)

    def _grow(self) -> None:
        for name in ("slots", "weights", "titles", "rarities", "counts", "title_weights"):
            old = getattr(self, name)
            new = np.zeros((2 * len(old), *old.shape[1:]), dtype=old.dtype)  # takes no memory before it is filled
            new[: len(old)] = old
            setattr(self, name, new)


def _fill(slots: Spots, weights: Weights, given: Spots, weighed: NDArray[np.float64]) -> None:
    count = len(given)
    slots[:count] = given
    slots[count:] = given[0] if count else 0
    weights[:count] = weighed
    weights[count:] = 0.0
