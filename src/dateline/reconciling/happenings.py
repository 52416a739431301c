"""Whether two quotations tell of one happening, from what their readings say of them: for rows of a timeline."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

from dateline.reconciling.align import DENYING, THIN
from dateline.reconciling.deeds import Deed, deed_of
from dateline.reconciling.mentions import LIGHT, SPEAKING
from dateline.records import Evidence, Reading, Record, Statement
from dateline.wording import content_stems

Shelf: TypeAlias = Mapping[tuple[str, int, int], tuple[Reading, Statement]]
"""Statements with their readings by report id, start and end."""


OCCURRING = frozenset({"happen", "occur", "begin", "start", "end", "unfold"})
"""Base forms that tell that something took place; what it was is told beside them."""


class Happening(Record, frozen=True, kw_only=True):
    """What one quotation tells: its main deed, its words, its counts by measure, and whether it denies."""

    deed: Deed
    words: frozenset[str]
    counts: Mapping[str, frozenset[float]]
    denies: bool


def shelve(readings: Mapping[str, Reading]) -> Shelf:
    """Return the statements of readings by where they stand."""
    return {(r.id, s.start, s.end): (r, s) for r in readings.values() for s in r.statements}


def happening_at(evidence: Evidence, shelf: Shelf) -> Happening | None:
    """Return the happening a quotation tells, None where it tells none or only that somebody spoke."""
    found = shelf.get((evidence.report, evidence.start, evidence.end))
    if found is None or not found[1].events:
        return None
    reading, statement = found
    deeds = [deed_of(reading, reading.events[i], evidence.quote, evidence.start) for i in statement.events]
    deed = next((deed for deed in deeds if deed.base not in LIGHT | OCCURRING), None)
    if deed is None or deed.kinds & SPEAKING:
        return None
    counts: dict[str, set[float]] = {}
    for q in (reading.quantities[i] for i in statement.quantities):
        if q.number is not None:
            counts.setdefault(f"{q.measure} {q.unit}", set()).add(q.number)
    return Happening(
        deed=deed,
        words=content_stems(evidence.quote),
        counts={name: frozenset(numbers) for name, numbers in counts.items()},
        denies=statement.negated or DENYING.search(evidence.quote) is not None,
    )


def one_happening(one: Happening, other: Happening, words: int) -> bool:
    """Tell whether two are one: a deed of one word or kind, nobody else's, no other count, and so many words more."""
    p, q = one.deed, other.deed
    if one.denies != other.denies or p.of_others(q) or not (p.base == q.base or p.kinds & q.kinds):
        return False
    if any(one.counts[name].isdisjoint(other.counts[name]) for name in one.counts.keys() & other.counts.keys()):
        return False
    return len((one.words & other.words) - p.stems - q.stems - THIN) >= words
