"""Independent origins counted again from the quotations alone, to tell whether anything is corroborated by one.

The recount knows nothing of how accounts are made. For each corroborated figure or fact it takes every quotation back
to its report and counts as different only what differs in all of these: the voices that the reading of that report gives
for the quotation, the publisher, and the words themselves.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from dateline.reconciling.names import fold_name
from dateline.records import Account, Evidence, Fact, Figure, Reading, Report, Span

RUN = 20
"""Words in a row, about one long sentence, that two texts share only where one carries the other."""


def recount(account: Account, reports: Mapping[str, Report], readings: Mapping[str, Reading]) -> list[str]:
    """Return the corroborated facts and figures of an account that rest on a single origin, as one line each."""
    wrong = []
    things: list[Figure | Fact] = [*account.figures, *account.facts]
    for thing in things:
        if thing.standing == "corroborated":
            count = origins_behind(thing.evidence, reports, readings)
            if count < 2:
                wrong.append(f"{account.group} {thing.id}: {count} origin: {[e.quote for e in thing.evidence][:3]}")
    return wrong


def origins_behind(evidence: Sequence[Evidence], reports: Mapping[str, Report], readings: Mapping[str, Reading]) -> int:
    """Count quotations that differ in voice, publisher and wording."""
    sides = [(_voices(e, reports[e.report], readings[e.report]), e) for e in evidence]
    voiced = {e.report for voices, e in sides if voices}
    groups: list[list[tuple[frozenset[str], Evidence]]] = []
    for side in sides:
        if not side[0] and side[1].report in voiced:
            continue
        own = [group for group in groups if any(_one(side, other, reports) for other in group)]
        groups = [group for group in groups if group not in own]
        groups.append([side, *(other for group in own for other in group)])
    return len(groups)


def _voices(evidence: Evidence, report: Report, reading: Reading) -> frozenset[str]:
    """Return the names in the attributions that hold the greater part of a quotation, and the report's credit."""
    span = Span(evidence.start, evidence.end)
    found = set()
    for attribution in reading.attributions:
        shared = sum(max(0, min(c.end, span.end) - max(c.start, span.start)) for c in attribution.content)
        if 2 * shared > span.end - span.start:
            found |= {fold_name(link.name) for link in attribution.chain[:1]}
    return frozenset(found) or (
        frozenset({fold_name(report.credit.of(report.text))}) if report.credit is not None else frozenset()
    )


def _one(
    one: tuple[frozenset[str], Evidence], other: tuple[frozenset[str], Evidence], reports: Mapping[str, Report]
) -> bool:
    (voices, a), (others, b) = one, other
    if any(_within(v, o) for v in voices for o in others) or (not voices and not others and a.report == b.report):
        return True
    publishers = {reports[e.report].publisher for e in (a, b)}
    if not voices and not others and len(publishers) == 1 and None not in publishers:
        return True
    return a.report != b.report and bool(set(_runs(a.quote)) & set(_runs(b.quote)))


def _within(one: str, other: str) -> bool:
    """Tell whether one name's words are all in the other's ("police", "leeds police")."""
    return set(one.split()) <= set(other.split()) or set(other.split()) <= set(one.split())


def _runs(text: str) -> Iterator[tuple[str, ...]]:
    words = text.casefold().split()
    yield from (tuple(words[n : n + RUN]) for n in range(len(words) - RUN + 1))
