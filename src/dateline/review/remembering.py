"""Accounts as reconciling made them, remembered by what they are made from: what is asked again is not made again.

Whoever judges one thing after another in a story asks for the same reconciling again and again: of the story as the
machine has it, and of the story under the judgements before. What is remembered is what would be made.
"""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Mapping
from threading import Lock
from typing import Protocol, TypeAlias

from dateline.codec import encode
from dateline.reconciling import Overrides, reconcile
from dateline.reconciling.judged import NO_OVERRIDES
from dateline.records import Account, Reading, Report, Story

KEPT = 24
"""Accounts remembered at most: of the stories that are being judged, each as the machine has it and as it was last."""

Key: TypeAlias = tuple[str, Overrides]


class Reconcile(Protocol):
    """What `reconcile` does, however it comes by it."""

    def __call__(
        self,
        story: Story,
        reports: Mapping[str, Report],
        readings: Mapping[str, Reading],
        group: str,
        overrides: Overrides = NO_OVERRIDES,
    ) -> Account:
        """Return the account of one story."""


class Remembered:
    """`reconcile` with a memory; any number of threads may ask it."""

    def __init__(self, most: int = KEPT) -> None:
        self._most = most
        self._made: OrderedDict[Key, Account] = OrderedDict()
        self._lock = Lock()

    def __call__(
        self,
        story: Story,
        reports: Mapping[str, Report],
        readings: Mapping[str, Reading],
        group: str,
        overrides: Overrides = NO_OVERRIDES,
    ) -> Account:
        """Return the account of one story, made before or now."""
        key = (_digest(story, reports, readings, group), overrides)
        with self._lock:
            if (known := self._made.get(key)) is not None:
                self._made.move_to_end(key)
                return known
        made = reconcile(story, reports, readings, group, overrides)
        with self._lock:
            self._made[key] = made
            while len(self._made) > self._most:
                self._made.popitem(last=False)
        return made


def _digest(story: Story, reports: Mapping[str, Report], readings: Mapping[str, Reading], group: str) -> str:
    """Return the hash of all that an account is made from but the overrides."""
    found = hashlib.sha256(encode(story))
    found.update(group.encode("utf-8", "surrogatepass"))
    for rid in story.reports:
        for part in (encode(reports[rid]), encode(readings[rid])):
            found.update(len(part).to_bytes(8, "big"))
            found.update(part)
    return found.hexdigest()
