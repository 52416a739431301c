"""Timeline: what happened when, one entry a happening, dated by the event and never by publication."""

from __future__ import annotations

from collections.abc import Sequence

from dateline.records import Fact, TimelineEntry

UNDONE = frozenset({"planned", "conditional"})
"""Statuses of what has not happened; a plan is on the calendar only once it is done."""


def make_timeline(facts: Sequence[Fact]) -> tuple[TimelineEntry, ...]:
    """Return the dated facts in order of their first day, the more precise first."""
    entries = [
        _entry(fact) for fact in facts if fact.earliest and fact.latest and fact.date_prec and fact.status not in UNDONE
    ]
    return tuple(sorted(entries, key=lambda e: (e.earliest, e.latest, e.evidence[0].report, e.evidence[0].start)))


def _entry(fact: Fact) -> TimelineEntry:
    assert fact.earliest is not None  # noqa: S101 - narrowed by the caller
    assert fact.latest is not None  # noqa: S101
    assert fact.date_prec is not None  # noqa: S101
    return TimelineEntry(
        earliest=as_precise(fact.earliest, fact.latest, fact.earliest),
        latest=as_precise(fact.earliest, fact.latest, fact.latest),
        date_prec=fact.date_prec,
        basis=fact.basis,
        text=fact.text,
        standing=fact.standing,
        status=fact.status,
        fact=fact.id,
        evidence=fact.evidence,
    )


def as_precise(earliest: str, latest: str, day: str) -> str:
    """Return `day` cut to what is known: the year or month where the stretch is exactly that year or month.

    >>> as_precise("2014-01-01", "2014-01-31", "2014-01-01")
    '2014-01'
    """
    if earliest[5:] == "01-01" and latest[5:] == "12-31":
        return day[:4]
    if earliest[:7] == latest[:7] and earliest[8:] == "01" and latest[8:] == _last_day(latest[:7]):
        return day[:7]
    return day


def _last_day(month: str) -> str:
    year, number = int(month[:4]), int(month[5:7])
    if number == 2:
        return "29" if year % 4 == 0 and (year % 100 != 0 or year % 400 == 0) else "28"
    return "30" if number in (4, 6, 9, 11) else "31"
