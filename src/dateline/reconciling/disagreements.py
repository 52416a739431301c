"""Disagreements: values of one attribute of one person, thing or happening that exclude each other.

Bail, ages, votes, hours, shots fired … (`told`). A report that gives two values of what it tells by one word tells of
two things; it is not compared. Of attributes that change, the value of a later report replaces an earlier one.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import combinations, product

from dateline.reconciling.align import disjoint_times
from dateline.reconciling.judged import Key
from dateline.reconciling.lines import Line
from dateline.reconciling.moments import moments_in, of_two_days, of_two_towns
from dateline.reconciling.names import Names
from dateline.reconciling.nouns import same_noun
from dateline.reconciling.said import Said
from dateline.reconciling.spellings import one_name, spelled
from dateline.reconciling.told import Told, told_in
from dateline.records import Difference, Fact, Reading

YEAR = 365.25
"""Days of a year."""


def gather_told(
    lines: Mapping[str, Sequence[Line]], readings: Mapping[str, Reading], names: Names
) -> dict[str, list[Told]]:
    """Return the values that the reports give, by what they are of, in order of publication."""
    told: dict[str, list[Told]] = defaultdict(list)
    for report in sorted(lines, key=lambda r: _first(lines[r])):
        own, reading = lines[report], readings[report]
        for one in (*told_in(own, reading, names), *spelled(own, reading), *moments_in(own, reading, names)):
            told[one.of].append(one)
    return told


def exclusive(told: Mapping[str, Sequence[Told]]) -> frozenset[frozenset[Key]]:
    """Return the pairs of statements that give values of which only one can hold; they are never one fact."""
    return frozenset(
        frozenset((a.said.key, b.said.key))
        for of in told
        for things in alike_things(told[of])
        for a, b in combinations(things, 2)
        if a.value.excludes(b.value) and (a.value.about not in ("day", "town") or _exclude(a, b))
    )


def find_disagreements(told: Mapping[str, Sequence[Told]], facts: Sequence[Fact]) -> list[Difference]:
    """Return a difference for each two values that reports, none the copy of another, give of the same thing."""
    home = {e: fact.id for fact in facts for e in fact.evidence}
    found = []
    for of in sorted(told):
        for things in alike_things(told[of]):
            for a, b in _excluding(_univocal(things)):
                one, other = home.get(a.said.evidence), home.get(b.said.evidence)
                if one is not None and other is not None and one != other:
                    found.append(_difference(a, b, one, other))
    return found


def _first(lines: Sequence[Line]) -> tuple[str, str]:
    return (lines[0].said[0].published or "9999", lines[0].said[0].report) if lines else ("", "")


def alike_things(told: Sequence[Told]) -> list[list[Told]]:
    """Group what is told by nouns that name one thing."""
    groups: list[list[Told]] = []
    for one in told:
        alike = one_name if one.of == "name" else same_noun
        home = next((g for g in groups if alike(one.noun, g[0].noun)), None)
        if home is None:
            groups.append([one])
        else:
            home.append(one)
    return groups


def _univocal(told: Sequence[Told]) -> list[Told]:
    """Leave out reports that give two values of one word: they tell of two things."""
    torn = {
        a.said.report
        for a, b in combinations(told, 2)
        if a.said.report == b.said.report and not a.within and a.value.excludes(b.value)
    }
    return [one for one in told if one.said.report not in torn]


def _excluding(told: Sequence[Told]) -> Iterator[tuple[Told, Told]]:
    """Yield one pair, the later first, of each two groups of values of which only one can hold."""
    groups: list[list[Told]] = []
    for one in told:
        home = next((g for g in groups if not any(_exclude(one, o) for o in g)), None)
        if home is None:
            groups.append([one])
        else:
            home.append(one)
    for those, others in combinations(groups, 2):
        pairs = [(a, b) for a, b in product(those, others) if _comparable(a, b) and _exclude(a, b)]
        if pairs:
            a, b = min(
                pairs, key=lambda pair: (_days(pair[0].said, pair[1].said), pair[0].said.report == pair[1].said.report)
            )
            yield (a, b) if (a.said.published or "") >= (b.said.published or "") else (b, a)


def _exclude(a: Told, b: Told) -> bool:
    if a.value.about == "day":
        return of_two_days(a, b)
    if a.value.about == "town":
        return of_two_towns(a, b)
    if a.value.about != "age":
        return a.value.excludes(b.value)
    older, younger = sorted((a, b), key=lambda t: t.said.published or "", reverse=True)
    years = _days(a.said, b.said) / YEAR
    grown = older.value.low - younger.value.low
    return grown != 0 if years == 0 and a.said.report != b.said.report else not -1 <= grown <= int(years) + 1


def _days(a: Said, b: Said) -> int:
    if a.report == b.report:
        return 0
    if not a.published or not b.published:
        return 1
    return abs((date.fromisoformat(a.published[:10]) - date.fromisoformat(b.published[:10])).days)


def _comparable(a: Told, b: Told) -> bool:
    """Tell whether two values are of one moment and place, told by different reports where that matters."""
    if a.said.report == b.said.report:
        return a.within
    if a.said.family == b.said.family or (a.moments and b.moments and not a.moments & b.moments and not a.later):
        return False
    if not a.later and a.value.about != "day" and disjoint_times(a.said, b.said):
        return False
    return a.value.about == "town" or not of_two_towns(a, b)


def _difference(a: Told, b: Told, one: str, other: str) -> Difference:
    replaced = a.later and (a.said.published or "")[:10] > (b.said.published or "9999")[:10]
    return Difference(
        relation="supersedes" if replaced else "differs",
        one=one,
        other=other,
        reason=f"{a.what}: {b.value.written} revised to {a.value.written}"
        if replaced
        else f"{a.what}: {a.value.written} against {_loosely(b)}"
        if not _is_loose(a)
        else f"{a.what}: {b.value.written} against {_loosely(a)}",
        evidence=(a.evidence, b.evidence),
    )


def _is_loose(told: Told) -> bool:
    """Tell whether a value is open, since no number is written ("weeks")."""
    return told.value.low != told.value.high and _LOOSE.fullmatch(told.value.written.strip()) is not None


def _loosely(told: Told) -> str:
    return f"“{told.value.written}”, told loosely" if _is_loose(told) else told.value.written


_LOOSE = re.compile(r"(?:seconds|minutes|hours|days|weeks|months|years|decades)", re.IGNORECASE)
"""Lengths of time without a number, which leave open how long it was."""
