"""Holders: which reports hold each fingerprint, most of them in a table of buckets, smaller than a dictionary."""

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
YOUNG = 1 << 17
"""Fingerprints that gather before they move on to the table."""

SEVERAL = -1
"""Stands in for the holder where there are several."""

_EACH = np.arange(BUCKET)
_BUCKET = np.uint64(BUCKET)
_LOW = np.uint64((1 << 32) - 1)
_SHIFT = np.uint64(32)

Held: TypeAlias = int | tuple[int, ...]


class Holders:
    """Reports by fingerprint: a number where one holds it, else several in order.

    Those that came last stand in a dictionary, and move on to the table by many at a time; so do those whose bucket is
    full, until there is room.
    """

    def __init__(self) -> None:
        self._values: Hashes = np.zeros(FIRST * BUCKET, dtype=np.uint64)
        self._holder: NDArray[np.int32] = np.zeros(FIRST * BUCKET, dtype=np.int32)
        self._several: dict[int, tuple[int, ...]] = {}  # of those in buckets
        self._young: dict[int, Held] = {}
        self._most = YOUNG
        self._taken = 0
        self._last: tuple[Hashes, NDArray[np.int64]] | None = None  # whoever is looked up is added next

    def __len__(self) -> int:
        """Return how many fingerprints are held."""
        return self._taken + len(self._young)

    def find(self, values: Hashes) -> list[Held]:
        """Return who holds each of some fingerprints, those left out that nobody holds."""
        get = self._young.get
        if not self._taken:
            return [held for value in values.tolist() if (held := get(value)) is not None]
        places = self._places(values)
        listed = values.tolist()
        found = [get(value) for value in listed]
        for n in (places >= 0).nonzero()[0].tolist():
            number = int(self._holder[places[n]])
            found[n] = self._several[listed[n]] if number == SEVERAL else number
        return [held for held in found if held is not None]

    def add(self, values: Hashes, number: int) -> None:
        """Note that a report holds these fingerprints, each given once."""
        if self._taken:
            places = self._places(values)
            new = places < 0
            if not new.all():
                for value, place in zip(values[~new].tolist(), places[~new].tolist(), strict=True):
                    self._several[value] = _with(self._several.get(value) or int(self._holder[place]), number)
                    self._holder[place] = SEVERAL
                values = values[new]
        young = self._young
        for value in values.tolist():
            held = young.setdefault(value, number)
            if held is not number:
                young[value] = _with(held, number)
        if len(young) > self._most:
            self._move()
        self._last = None

    def remove(self, values: Hashes, number: int) -> None:
        """Forget that a report holds these fingerprints."""
        places = self._places(values)
        self._last = None
        alone = (places >= 0) & (self._holder[places] == number)
        self._values[places[alone]] = EMPTY
        self._taken -= int(np.count_nonzero(alone))
        for value, place in zip(values[~alone].tolist(), places[~alone].tolist(), strict=True):
            if place < 0:
                left = _without(self._young.pop(value, ()), number)
                if left != ():
                    self._young[value] = left
            elif value in self._several:
                left = _without(self._several[value], number)
                if isinstance(left, int):
                    del self._several[value]
                    self._holder[place] = left
                else:
                    self._several[value] = left

    def _move(self) -> None:
        """Move fingerprints on to the table, those that find a place there."""
        young, self._young = self._young, {}
        if 0 in young:  # stands for nothing in the table
            self._young[0] = young.pop(0)
        if self._taken + len(young) > LOAD * len(self._values):
            self._grow(self._taken + len(young))
        self._several.update({value: held for value, held in young.items() if isinstance(held, tuple)})
        numbers = [held if isinstance(held, int) else SEVERAL for held in young.values()]
        values = np.fromiter(young, dtype=np.uint64, count=len(young))
        self._put(values, np.array(numbers, dtype=np.int32))
        self._most = len(self._young) + YOUNG

    def _buckets(self, values: Hashes) -> NDArray[np.int64]:
        """Return the first place of the bucket of each fingerprint."""
        buckets = values & _LOW
        buckets *= np.uint64(len(self._values) // BUCKET)
        buckets >>= _SHIFT
        buckets *= _BUCKET
        return buckets.view(np.int64)

    def _places(self, values: Hashes) -> NDArray[np.int64]:
        """Return where each fingerprint stands, -1 where it stands in no bucket."""
        if self._last is not None and self._last[0] is values:
            return self._last[1]
        places = np.full(len(values), -1, dtype=np.int64)
        buckets = self._buckets(values)
        same = (self._values.take(buckets[:, None] + _EACH) == values[:, None]).ravel().nonzero()[0]
        if len(same):
            n = same >> 3
            places[n] = buckets[n] + (same & 7)
            places[values == EMPTY] = -1
        self._last = values, places
        return places

    def _put(self, values: Hashes, numbers: NDArray[np.int32]) -> None:
        """Put fingerprints that are in no bucket into theirs; those that find it full stay young."""
        while len(values):
            buckets = self._buckets(values)
            held = self._values.take(buckets[:, None] + _EACH)
            free = held.argmin(axis=1)
            full = held.min(axis=1) != EMPTY
            if full.any():
                for value, number in zip(values[full].tolist(), numbers[full].tolist(), strict=True):
                    self._young[value] = self._several.pop(value) if number == SEVERAL else number
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
