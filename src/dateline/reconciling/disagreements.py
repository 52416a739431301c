"""Disagreements: numbers that no toll settles and that reports give differently, ages of one person and people aboard."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations

from dateline.reconciling.names import GENERIC, Names
from dateline.reconciling.said import Said
from dateline.records import Difference, Fact, Quantity, Reading, Record, Report
from dateline.wording import content_stems

BESIDE = 3
"""Characters at most between a name and the age told of it ("Ana Ruiz, 24", "24-year-old Ana Ruiz")."""

OLD = re.compile(r"[\s-]*(?:years?|yrs?)?(?:[\s-]*old)?\s*", re.IGNORECASE)
"""What may stand between an age and the name behind it."""

ABOARD = re.compile(r"[^.;,]{0,30}\b(?:aboard|on board|on the (?:plane|ship|boat|ferry|train|bus|flight))\b", re.IGNORECASE)
"""What says behind a count that it is of the people in a vehicle."""


class Told(Record, frozen=True, kw_only=True):
    """A number told of one thing: what it is told of, how it is called, and the statement that tells it."""

    of: str
    what: str
    number: float
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
        for one in (*_ages(s, readings[s.report], reports[s.report].text, names), *_aboard(s, reports[s.report].text)):
            told[one.of].append(one)
    found = []
    for of in sorted(told):
        numbers: dict[float, Told] = {}
        for one in told[of]:
            numbers.setdefault(one.number, one)
        for a, b in combinations(numbers.values(), 2):
            one, other = home.get(a.said.evidence), home.get(b.said.evidence)
            if a.said.family != b.said.family and one is not None and other is not None and one != other:
                found.append(
                    Difference(
                        relation="differs",
                        one=one,
                        other=other,
                        reason=f"{a.what}: {a.number:g} against {b.number:g}",
                        evidence=(a.said.evidence, b.said.evidence),
                    )
                )
    return found


def _ages(s: Said, reading: Reading, text: str, names: Names) -> Iterator[Told]:
    for q in s.quantities:
        if q.measure != "age" or q.number is None or q.qualifier is not None:
            continue
        for i in s.statement.actors:
            actor = reading.actors[i]
            if actor.kind not in GENERIC and any(_beside(q, m.start, m.end, text) for m in actor.mentions):
                key = names.by_actor[s.report, i]
                yield Told(of=f"age {key}", what=f"age of {names.known[key].name}", number=q.number, said=s)


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
            yield Told(of=f"aboard {whom}", what=f"{q.whom or 'people'} aboard", number=q.number, said=s)
