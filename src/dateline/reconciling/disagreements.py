"""Disagreements: numbers that no toll settles and that are told differently.

The age of one person, the people aboard, and the length of the fighting.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations, product

from dateline.reconciling.names import GENERIC, Names
from dateline.reconciling.said import Said
from dateline.records import Difference, Fact, Quantity, Reading, Record, Report
from dateline.wording import content_stems

BESIDE = 3
"""Characters at most between a name and the age told of it ("Ana Ruiz, 24", "24-year-old Ana Ruiz")."""

OLD = re.compile(r"[\s-]*(?:years?|yrs?)?(?:[\s-]*old)?\s*", re.IGNORECASE)
"""What may stand between an age and the name behind it."""

ABOARD = re.compile(
    r"[^.;,]{0,30}\b(?:aboard|on board|on the (?:plane|ship|boat|ferry|train|bus|flight))\b", re.IGNORECASE
)
"""What says behind a count that it is of the people in a vehicle."""


DAYS = {"hours": 1 / 24, "days": 1.0, "weeks": 7.0, "months": 30.4, "years": 365.25}
"""Days in each unit of length."""

VAGUE_MOST = 8
"""How many "weeks" or "months" without a number may be: more would be told in the next unit."""

FIGHT = re.compile(
    r"[\s-]*(?:long\s+)?(?:of\s+)?(?:[\w-]+\s+){0,2}?(?:battles?|fighting|war|offensive|siege|clashes|campaign|assault)\b",
    re.IGNORECASE,
)
"""What says behind a length of time that it is that of the fighting."""


class Told(Record, frozen=True, kw_only=True):
    """A number told of one thing: of what, how it is called and written, the least and greatest it can be."""

    of: str
    what: str
    written: str
    low: float
    high: float
    said: Said


def find_disagreements(
    said: Sequence[Said],
    facts: Sequence[Fact],
    reports: Mapping[str, Report],
    readings: Mapping[str, Reading],
    names: Names,
) -> list[Difference]:
    """Return a difference for each two numbers that reports, none the copy of another, give of the same thing."""
    home = {e: fact.id for fact in facts for e in fact.evidence}
    told: dict[str, list[Told]] = defaultdict(list)
    for s in said:
        text = reports[s.report].text
        for one in (*_ages(s, readings[s.report], text, names), *_aboard(s, text), *_lengths(s, text)):
            told[one.of].append(one)
    found = []
    for of in sorted(told):
        kinds: dict[tuple[float, float], list[Told]] = defaultdict(list)
        for one in told[of]:
            kinds[one.low, one.high].append(one)
        for those, others in combinations(kinds.values(), 2):
            a, b = min(product(those, others), key=lambda pair: pair[0].said.report != pair[1].said.report)
            if (a.low <= b.high and b.low <= a.high) or _copied(a.said, b.said):
                continue
            first, second = home.get(a.said.evidence), home.get(b.said.evidence)
            if first is not None and second is not None and first != second:
                found.append(
                    Difference(
                        relation="differs",
                        one=first,
                        other=second,
                        reason=f"{a.what}: {a.written} against {b.written}",
                        evidence=(a.said.evidence, b.said.evidence),
                    )
                )
    return found


def _copied(a: Said, b: Said) -> bool:
    return a.report != b.report and a.family == b.family


def _ages(s: Said, reading: Reading, text: str, names: Names) -> Iterator[Told]:
    for q in s.quantities:
        if q.measure != "age" or q.number is None or q.qualifier is not None:
            continue
        for i in s.statement.actors:
            actor = reading.actors[i]
            if actor.kind not in GENERIC and any(_beside(q, m.start, m.end, text) for m in actor.mentions):
                key = names.by_actor[s.report, i]
                what = f"age of {names.known[key].name}"
                yield Told(of=f"age {key}", what=what, written=f"{q.number:g}", low=q.number, high=q.number, said=s)


def _beside(q: Quantity, start: int, end: int, text: str) -> bool:
    if 0 <= q.start - end <= BESIDE:
        return True
    return q.end <= start and OLD.fullmatch(text, q.end, start) is not None


def _aboard(s: Said, text: str) -> Iterator[Told]:
    for q in s.quantities:
        exact = q.number is not None and q.qualifier is None and q.low == q.high
        if not exact or q.number is None or q.unit != "people" or q.measure not in ("other", "deployed", "affected"):
            continue
        if ABOARD.match(text, q.counted.end if q.counted is not None else q.end):
            whom = " ".join(sorted(content_stems(q.whom or "people")))
            what = f"{q.whom or 'people'} aboard"
            yield Told(of=f"aboard {whom}", what=what, written=f"{q.number:g}", low=q.number, high=q.number, said=s)


def _lengths(s: Said, text: str) -> Iterator[Told]:
    for q in s.quantities:
        if (
            q.measure != "duration"
            or q.unit not in DAYS
            or not FIGHT.match(text, q.counted.end if q.counted else q.end)
        ):
            continue
        day = DAYS[q.unit]
        low, high = (1.5, float(VAGUE_MOST)) if q.number is None else (q.number * 0.75, q.number * 1.25)
        written = text[q.start : q.counted.end if q.counted else q.end]
        yield Told(
            of="fighting", what="length of the fighting", written=written, low=low * day, high=high * day, said=s
        )
