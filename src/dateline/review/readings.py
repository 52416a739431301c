"""Rejected figures and facts, and figures of another kind: the readings as if they had not been read, or read so."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from dateline.reconciling.amounts import bounds
from dateline.reconciling.judged import Key
from dateline.records import Anchor, Correction, Evidence, Quantity, Reading
from dateline.review.anchors import statements
from dateline.review.stories import Told
from dateline.review.words import gone


class Readings:
    """The readings of a story under judgements, which find what they are about in what was read, as corrected."""

    def __init__(self, readings: Mapping[str, Reading]) -> None:
        self._read = dict(readings)
        self._now = dict(readings)
        self._counts: dict[str, frozenset[int]] = {}
        self._statements: frozenset[Key] = frozenset()
        self._kinds: dict[Anchor, tuple[Anchor, dict[str, frozenset[int]]]] = {}

    def reject(self, anchor: Anchor | None) -> Told:
        """Take out what a rejected figure or fact rests on."""
        if anchor is None:
            return gone()
        if anchor.kind == "figure":
            counts = self._counted(anchor)
            for report, indices in counts.items():
                self._counts[report] = self._counts.get(report, frozenset()) | indices
            return Told(bool(counts), None if counts else f"no number of {anchor.measure} is read there any more")
        keys = statements(anchor, self._read)
        self._statements |= keys
        return Told(bool(keys), None if keys else "no statement is read there any more")

    def recount(self, anchor: Anchor | None, correction: Correction) -> Told:
        """Have a figure count something else, or be a total or a part."""
        if anchor is None:
            return gone()
        counts = self._counted(anchor)
        for report, indices in counts.items():
            self._now[report] = recounted(self._now[report], indices, correction)
        was, _ = self._kinds.get(anchor, (anchor, {}))
        kind = msgspec.structs.replace(
            was, measure=correction.measure or was.measure, scope=correction.scope or was.scope
        )
        self._kinds[anchor] = (kind, counts)
        return Told(bool(counts), None if counts else f"no number of {anchor.measure} is read there any more")

    def made(self) -> dict[str, Reading]:
        """Return the readings as judged."""
        found = dict(self._now)
        for report, indices in self._counts.items():
            found[report] = without_counts(found[report], indices)
        for report in {key[0] for key in self._statements}:
            found[report] = without_statements(found[report], self._statements)
        return found

    def kinds(self) -> dict[Anchor, Anchor]:
        """Return the figures that were said to be of another kind and not rejected: as judged, and as they are now."""
        return {
            anchor: kind
            for anchor, (kind, counts) in self._kinds.items()
            if any(indices - self._counts.get(report, frozenset()) for report, indices in counts.items())
            and not {(e.report, e.start, e.end) for e in anchor.evidence} <= self._statements
        }

    def _counted(self, anchor: Anchor) -> dict[str, frozenset[int]]:
        return rejected_counts(anchor, self._read) or rejected_counts(anchor, self._now)


def recounts(correction: Correction) -> bool:
    """Tell whether a correction says what a figure counts, or whether it is a total or a part."""
    return correction.measure is not None or correction.scope is not None


def rejected_counts(anchor: Anchor, readings: Mapping[str, Reading]) -> dict[str, frozenset[int]]:
    """Return the quantities (indices by report) that a rejected figure rests on.

    Of each quotation those of the figure's measure and unit: the very number, else one it can be, else all of them,
    since the number was made from several.
    """
    found: dict[str, frozenset[int]] = {}
    for e in anchor.evidence:
        if e.report in readings:
            found[e.report] = found.get(e.report, frozenset()) | _in(e, readings[e.report], anchor)
    return {report: indices for report, indices in found.items() if indices}


def _in(e: Evidence, reading: Reading, anchor: Anchor) -> frozenset[int]:
    own = {
        i: q
        for i, q in enumerate(reading.quantities)
        if e.start <= q.start and q.end <= e.end and (q.measure, q.unit) == (anchor.measure, anchor.unit)
    }
    exact = frozenset(i for i, q in own.items() if (q.low, q.best, q.high) == (anchor.low, anchor.best, anchor.high))
    return exact or frozenset(i for i, q in own.items() if _can_be(q, anchor)) or frozenset(own)


def _can_be(q: Quantity, anchor: Anchor) -> bool:
    low, high = bounds(q)
    least = anchor.low if anchor.low is not None else anchor.best or 0.0
    most = anchor.high if anchor.high is not None else anchor.best if anchor.best is not None else float("inf")
    return low <= most and least <= high


def recounted(reading: Reading, indices: frozenset[int], correction: Correction) -> Reading:
    """Return a reading some of whose quantities count what a person says, or are the total or part that they say."""
    made = tuple(
        msgspec.structs.replace(q, measure=correction.measure or q.measure, scope=correction.scope or q.scope)
        if i in indices
        else q
        for i, q in enumerate(reading.quantities)
    )
    return msgspec.structs.replace(reading, quantities=made)


def without_counts(reading: Reading, indices: frozenset[int]) -> Reading:
    """Return a reading without some of its quantities."""
    kept = [i for i in range(len(reading.quantities)) if i not in indices]
    place = {old: new for new, old in enumerate(kept)}
    return msgspec.structs.replace(
        reading,
        quantities=tuple(reading.quantities[i] for i in kept),
        statements=tuple(
            msgspec.structs.replace(s, quantities=tuple(place[i] for i in s.quantities if i in place))
            for s in reading.statements
        ),
    )


def without_statements(reading: Reading, gone: frozenset[Key]) -> Reading:
    """Return a reading without some of its statements, nor the quantities that stand in no other."""
    kept = tuple(s for s in reading.statements if (reading.id, s.start, s.end) not in gone)
    inside = {i for s in kept for i in s.quantities}
    lost = {i for s in reading.statements if s not in kept for i in s.quantities} - inside
    return without_counts(msgspec.structs.replace(reading, statements=kept), frozenset(lost))
