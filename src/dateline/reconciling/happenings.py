"""Whether two quotations tell of one happening, from what their readings say of them: for rows of a timeline."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TypeAlias

import msgspec

from dateline.reconciling.align import DENYING, THIN
from dateline.reconciling.deeds import Deed, deed_of
from dateline.reconciling.mentions import LIGHT, SPEAKING
from dateline.records import Event, Evidence, Reading, Record, Statement
from dateline.wording import content_stems

Shelf: TypeAlias = Mapping[tuple[str, int, int], tuple[Reading, Statement]]
"""Statements with their readings by report id, start and end."""


OCCURRING = frozenset({"happen", "occur", "begin", "start", "end", "unfold"})
"""Base forms that tell that something took place; what it was is told beside them."""


class Happening(Record, frozen=True, kw_only=True):
    """What one quotation tells: its main deed, kinds of all its deeds, words, counts by measure, whether it denies."""

    deed: Deed
    kinds: frozenset[str]
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
    deeds = [_deed(reading, reading.events[i], evidence) for i in statement.events]
    deed = next((deed for deed in deeds if deed.base not in LIGHT | OCCURRING), None)
    if deed is None or deed.kinds & SPEAKING:
        return None
    counts: dict[str, set[float]] = {}
    for q in (reading.quantities[i] for i in statement.quantities):
        if q.number is not None:
            counts.setdefault(f"{q.measure} {q.unit}", set()).add(q.number)
    return Happening(
        deed=deed,
        kinds=frozenset(kind for each in deeds for kind in each.kinds),
        words=content_stems(evidence.quote),
        counts={name: frozenset(numbers) for name, numbers in counts.items()},
        denies=statement.negated or DENYING.search(evidence.quote) is not None,
    )


def _deed(reading: Reading, event: Event, evidence: Evidence) -> Deed:
    deed = deed_of(reading, event, evidence.quote, evidence.start)
    before, behind = (
        evidence.quote[: max(0, event.start - evidence.start)],
        evidence.quote[event.end - evidence.start :],
    )
    if deed.base == "fire" and (SHOTS.search(before) or OF_A_GUN.match(behind)):
        return msgspec.structs.replace(deed, kinds=frozenset({"shooting"}))
    return deed


SHOTS = re.compile(r"\b(?:shots?|rounds?|bullets?|guns?)\s{1,20}(?:\w{1,20}\s{1,20}){0,2}$", re.IGNORECASE)
"""What is fired in a shooting, before the verb."""

OF_A_GUN = re.compile(
    r"\s{1,20}(?:[\w-]{1,20}\s{1,20}){0,3}(?:shots?|rounds?|bullets?|guns?|weapons?)\b", re.IGNORECASE
)
"""What is fired in one, behind the verb."""


def one_happening(one: Happening, other: Happening, words: int, *, any_kind: bool = False) -> bool:
    """Tell whether two are one: a deed of one word or kind, nobody else's, no other count, and so many words more.

    `any_kind` leaves out the kind, where both are known to be of one.
    """
    p, q = one.deed, other.deed
    if one.denies != other.denies or p.of_others(q) or not (any_kind or p.base == q.base or p.kinds & q.kinds):
        return False
    if any(one.counts[name].isdisjoint(other.counts[name]) for name in one.counts.keys() & other.counts.keys()):
        return False
    return len((one.words & other.words) - p.stems - q.stems - THIN) >= words
