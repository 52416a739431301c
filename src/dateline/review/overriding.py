"""Which judgements a later one on the same thing overrides: the last word counts, and both stay in the log."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from dateline.records import Anchor, Correction, Judgement
from dateline.review.chain import Entry

DECIDE = ("accept", "reject", "correct")
"""Verdicts of which one on the same thing can be against another."""
PARTS = {"low": "number", "best": "number", "high": "number", "earliest": "days", "latest": "days"}
"""What the fields of a correction are together; the others are a thing of their own."""


def overridden(log: Sequence[Entry]) -> dict[int, int]:
    """Return of the judgements in force those that a later one overrides: its number, by theirs.

    A rejection overrides what was accepted or corrected, and the other way round; a correction what was accepted, and
    a correction of the same. What is itself overridden overrides nothing.
    """
    found: dict[int, int] = {}
    later: dict[tuple[Anchor, ...], list[Judgement]] = {}
    for judgement, _ in reversed(log):
        if judgement.verdict not in DECIDE:
            continue
        others = later.setdefault(tuple(msgspec.structs.replace(a, title=None) for a in judgement.anchors), [])
        by = next((other for other in others if _over(judgement, other)), None)
        if by is None:
            others.append(judgement)
        else:
            found[judgement.number] = by.number
    return found


def _over(earlier: Judgement, later: Judgement) -> bool:
    verdicts = earlier.verdict, later.verdict
    if "reject" in verdicts:
        return verdicts[0] != verdicts[1]
    if earlier.correction is None:
        return later.correction is not None and earlier.anchors[0].kind != "story"
    return later.correction is not None and _set(earlier.correction) <= _set(later.correction)


def _set(correction: Correction) -> set[str]:
    """Return what a correction sets."""
    names = (name for name in correction.__struct_fields__ if getattr(correction, name) is not None)
    return {PARTS.get(name, name) for name in names}
