"""Rejected figures and facts: the readings less what was rejected, as if it had not been read."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from dateline.reconciling.amounts import bounds
from dateline.reconciling.judged import Key
from dateline.records import Anchor, Evidence, Quantity, Reading
from dateline.review.anchors import statements


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


def rejected_statements(anchor: Anchor, readings: Mapping[str, Reading]) -> frozenset[Key]:
    """Return the statements that a rejected fact rests on."""
    return statements(anchor, readings)


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
