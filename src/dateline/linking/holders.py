"""Holders: which reports hold each fingerprint, in a table of buckets that takes a third of a dictionary's memory."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from dateline.linking.fingerprints import Hashes

HOLDERS = 40
"""Reports kept under one fingerprint, the earliest: what more reports share is a wire text or boilerplate."""

FIRST = 256
"""Buckets at first; there are half as many again once so large a share of their places is taken as `LOAD`."""

BUCKET = 8
LOAD = 0.6

EMPTY = np.uint64(0)
SEVERAL = -1
"""Stands in for the holder where there are several."""

_EACH = np.arange(BUCKET)
_BUCKET = np.uint64(BUCKET)
_LOW = np.uint64((1 << 32) - 1)
_SHIFT = np.uint64(32)

Held: TypeAlias = int | tuple[int, ...]


class Holders:
    """Reports by fingerprint: a number where one holds it, else several in order. A full bucket spills over."""

    def __init__(self) -> None:
        self._values: Hashes = np.zeros(FIRST * BUCKET, dtype=np.uint64)
        self._holder: NDArray[np.int32] = np.zeros(FIRST * BUCKET, dtype=np.int32)
        self._several: dict[int, tuple[int, ...]] = {}  # of those in buckets
        self._over: dict[int, Held] = {}
        self._taken = 0
        self._last: tuple[Hashes, NDArray[np.int64]] | None = None  # whoever is looked up is added next

    def __len__(self) -> int:
        """Return how many fingerprints are held."""
        return self._taken + len(self._over)

    def find(self, values: Hashes) -> list[Held]:
        """Return who holds each of some fingerprints, those left out that nobody holds."""
        places = self._places(values)
        if not self._over:
            values, places = values[places >= 0], places[places >= 0]
        holder = self._holder[places].tolist()
        found: list[Held] = []
        for value, place, number in zip(values.tolist(), places.tolist(), holder, strict=True):
            if place < 0:
                held = self._over.get(value)
                if held is not None:
                    found.append(held)
            else:
                found.append(self._several[value] if number == SEVERAL else number)
        return found

    def add(self, values: Hashes, number: int) -> None:
        """Note that a report holds these fingerprints, each given once."""
        places = self._places(values)
        self._last = None
        new = places < 0
        for value, place in zip(values[~new].tolist(), places[~new].tolist(), strict=True):
            held: Held = self._several.get(value) or int(self._holder[place])
            self._several[value] = _with(held, number)
            self._holder[place] = SEVERAL
        left = values[new]
        if self._over or (left == EMPTY).any():
            spilt = [value in self._over or value == EMPTY for value in left.tolist()]
            for value in left[spilt].tolist():
                self._over[value] = _with(self._over[value], number) if value in self._over else number
            left = left[~np.array(spilt, dtype=np.bool_)]
        if self._taken + len(left) > LOAD * len(self._values):
            self._grow(self._taken + len(left))
        self._put(left, np.full(len(left), number, dtype=np.int32))

    def remove(self, values: Hashes, number: int) -> None:
        """Forget that a report holds these fingerprints."""
        places = self._places(values)
        self._last = None
        alone = (places >= 0) & (self._holder[places] == number)
        self._values[places[alone]] = EMPTY
        self._taken -= int(np.count_nonzero(alone))
        for value, place in zip(values[~alone].tolist(), places[~alone].tolist(), strict=True):
            if place < 0:
                left = _without(self._over.pop(value, ()), number)
                if left != ():
                    self._over[value] = left
            elif value in self._several:
                left = _without(self._several[value], number)
                if isinstance(left, int):
                    del self._several[value]
                    self._holder[place] = left
                else:
                    self._several[value] = left

    def _buckets(self, values: Hashes) -> NDArray[np.int64]:
        """Return the first place of the bucket of each fingerprint."""
        buckets = values & _LOW
        buckets *= np.uint64(len(self._values) // BUCKET)
        buckets >>= _SHIFT
        buckets *= _BUCKET
        return buckets.view(np.int64)

    def _places(self, values: Hashes) -> NDArray[np.int64]:
        """Return where each fingerprint stands; -1 where it stands in no bucket."""
        if self._last is not None and self._last[0] is values:
            return self._last[1]
        places = np.full(len(values), -1, dtype=np.int64)
        buckets = self._buckets(values)
        same = (self._values.take(buckets[:, None] + _EACH) == values[:, None]).ravel().nonzero()[0]
        if len(same):
            n = same >> 3
            places[n] = buckets[n] + (same & 7)
            places[values == EMPTY] = -1
        self._last = (values, places)
        return places

    def _put(self, values: Hashes, numbers: NDArray[np.int32]) -> None:
        """Put fingerprints that are in no bucket into theirs; those that find it full spill over."""
        while len(values):
            buckets = self._buckets(values)
            held = self._values.take(buckets[:, None] + _EACH)
            free = held.argmin(axis=1)
            full = held.min(axis=1) != EMPTY
            if full.any():
                for value, number in zip(values[full].tolist(), numbers[full].tolist(), strict=True):
                    self._over[value] = self._several.pop(value) if number == SEVERAL else number
                values, numbers, buckets, free = values[~full], numbers[~full], buckets[~full], free[~full]
            places = buckets + free
            self._values[places] = values
            put = self._values[places] == values  # of two for one place, the last
            if put.all():
                self._holder[places] = numbers
                self._taken += len(values)
                return
            self._holder[places[put]] = numbers[put]
            self._taken += int(np.count_nonzero(put))
            values, numbers = values[~put], numbers[~put]

    def _grow(self, count: int) -> None:
        """Make room for so many fingerprints."""
        taken = self._values != EMPTY
        values, numbers = self._values[taken], self._holder[taken]
        buckets = max(int(count / LOAD / BUCKET) + 1, len(self._values) // BUCKET * 3 // 2)
        self._values = np.zeros(buckets * BUCKET, dtype=np.uint64)
        self._holder = np.zeros(buckets * BUCKET, dtype=np.int32)
        self._taken = 0
        self._put(values, numbers)


def _with(held: Held, number: int) -> tuple[int, ...]:
    """Return the holders and one more, if there is room for it."""
    listed = (held,) if isinstance(held, int) else held
    return (*listed, number) if len(listed) < HOLDERS else listed


def _without(held: Held, number: int) -> Held:
    """Return the holders but one: a number where one is left."""
    listed = (held,) if isinstance(held, int) else held
    left = tuple([other for other in listed if other != number])
    return left[0] if len(left) == 1 else left
