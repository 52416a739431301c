"""Marks of a report: what can be told cheaply, without a language pipeline, of who, where, when and how many.

Everything is read by pattern from the head of the text. None of it is a statement about the world: the marks only
tell whether two reports may speak of one happening.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

from dateline.records import Report

HEAD = 1500
"""Characters of a report in which days are read: further down stand days of other happenings."""

REACH = 2500
"""Characters of a report in which ages, streets and tolls are read."""

SMALL = {
    word: n
    for n, word in enumerate(
        "one two three four five six seven eight nine ten eleven twelve".split(),  # noqa: SIM905
        1,
    )
}
WEEKDAYS = {
    name: n
    for n, name in enumerate("monday tuesday wednesday thursday friday saturday sunday".split())  # noqa: SIM905
}
MONTHS = {
    name: n
    for n, name in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), 1)  # noqa: SIM905
}
LATER = re.compile(
    r"\b(?:trial|sentenc\w+|pleads?|pleaded|convict\w+|plea|arraign\w*|indict\w*|verdict|jury|anniversary|inquiry|"
    r"inquest|hearing|funeral|vigil|lawsuit|charged|prosecutors?|appeal)\b"
)
_LATER = (
    "trial",
    "sentenc",
    "plea",
    "convict",
    "arraign",
    "indict",
    "verdict",
    "jury",
    "anniversary",
    "inquiry",
    "inquest",
    "hearing",
    "funeral",
    "vigil",
    "lawsuit",
    "charged",
    "prosecutor",
    "appeal",
)
"""With which whatever `LATER` finds begins; so with those below. A text is searched for a few words sooner than each of
its words is asked whether it is one of many."""

_WORDED = "|".join(SMALL)
_OLD = re.compile(r"[- ](?:year|yr|month)s?[- ]?old")
_UNITS = ("year", "yr", "month")
_BEFORE = re.compile(rf"(?:^|[^\w])(\d{{1,3}}|{_WORDED})$")
_AGE = re.compile(r", (\d{1,2})(?=[,.;)])")
_AGED = re.compile(r"age[sd]? (\d{1,2})\b")
_STREET = re.compile(
    r" (?:Street|St|Avenue|Ave|Road|Rd|Drive|Dr|Boulevard|Blvd|Lane|Ln|Highway|Parkway|Pkwy|Court|Terrace|Circle)\b"
)
_STREETS = (
    " St",
    " Ave",
    " Road",
    " Rd",
    " Dr",
    " Boulevard",
    " Blvd",
    " Lane",
    " Ln",
    " Highway",
    " Parkway",
    " Pkwy",
    " Court",
    " Terrace",
    " Circle",
)
OF_LAW = (
    "appeal appeals circuit city civil commercial constitutional county criminal crown district family federal general "
    "high juvenile magistrate magistrates municipal national probate provincial regional state superior supreme trial"
)
COURTS = frozenset(OF_LAW.split())
"""Words before "Court" where it is one of law, not a street."""
_NAMED = re.compile(r"(?:^|[^\w])([A-Z][a-z]+|\d{1,3}(?:st|nd|rd|th))\.?$")
_TOLL = re.compile(
    rf"(?<![\d.,])\b(\d{{1,4}}|{_WORDED})(?: (?!and\b|of\b)[a-z]+){{0,2}}? (?:were |are |was |is |have been )?"
    r"(killed|dead|die|died|injured|wounded|hurt|shot|missing|arrested)\b"
)
_ENDS = (" killed", " dead", " die", " injured", " wounded", " hurt", " shot", " missing", " arrested")
"""Of which one stands in whatever tells a toll."""

_KINDS = {"dead": "killed", "die": "killed", "died": "killed", "wounded": "injured", "hurt": "injured"}
_DAY = re.compile(
    r"\b(monday|tuesday|wednesday|thursday|friday|saturday|sunday)\b"
    r"|\b(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.? (\d{1,2})\b(?!:|,? ?\d{2}\b)(?:,? (\d{4}))?"
)


class Marks(NamedTuple):
    """What a report shows: ages of people, streets, tolls, days it may tell of (proleptic ordinals)."""

    ages: frozenset[str]
    streets: frozenset[str]
    tolls: frozenset[str]
    days: frozenset[int]
    later: bool


def marks_of(report: Report) -> Marks:
    """Read the marks of a report."""
    start = report.title.start if report.title is not None else report.lead_start
    text = report.text[start : report.lead_start + REACH]
    low = text.lower()
    head = low[: report.lead_start - start + HEAD]
    return Marks(
        ages=_shared(_ages(low)),
        streets=_shared(_streets(text)),
        tolls=_shared(_tolls(low)),
        days=_shared_days(_days(head, report.published)),
        later=next(_found(LATER, head, _LATER), None) is not None,
    )


def _found(pattern: re.Pattern[str], text: str, words: Iterable[str], back: int = 0) -> Iterator[re.Match[str]]:
    """Yield what a pattern finds, which has one of the words at its beginning or so many characters `back`."""
    for word in words:
        at = text.find(word, back)
        while at >= 0:
            match = pattern.match(text, at - back)
            if match is not None:
                yield match
            at = text.find(word, at + 1)


@lru_cache(maxsize=1 << 14)
def _shared(found: frozenset[str]) -> frozenset[str]:
    """Return a set, the same each time: most reports show nothing, or what others show too."""
    return found


@lru_cache(maxsize=1 << 12)
def _shared_days(found: frozenset[int]) -> frozenset[int]:
    return found


def _tolls(low: str) -> frozenset[str]:
    """Return how many were killed, injured and so on: "3 killed", "five people were hurt"."""
    if not any(word in low for word in _ENDS):
        return frozenset()
    return frozenset([f"{_number(m.group(1))} {_KINDS.get(m.group(2), m.group(2))}" for m in _TOLL.finditer(low)])


def _ages(low: str) -> frozenset[str]:
    """Return the ages of people: "23-year-old", "Ann Lee, 23,", "aged 23"."""
    found = {
        m.group(1) for m in _AGE.finditer(low) if low[max(0, m.start() - 1)].isalnum() or low[m.start() - 1] == "."
    }
    found.update(m.group(1) for m in _AGED.finditer(low) if not low[m.start() - 1 : m.start()].isalnum())
    for match in _found(_OLD, low, _UNITS, 1):
        before = _BEFORE.search(low, max(0, match.start() - 8), match.start())
        if before is not None:
            found.add(_number(before.group(1)))
    return frozenset(found)


def _streets(text: str) -> frozenset[str]:
    """Return the names of streets: "Weaver Street", "Fifth Ave.", "42nd St"."""
    found = set()
    for match in _found(_STREET, text, _STREETS):
        before = _NAMED.search(text, max(0, match.start() - 24), match.start())
        name = before.group(1).casefold() if before is not None else ""
        if name and not (name in COURTS and match.group() == " Court"):
            found.add(name)
    return frozenset(found)


def _number(word: str) -> str:
    return str(SMALL.get(word, word))


def _days(head: str, published: str | None) -> frozenset[int]:
    """Return the days the head of a report names, the latest of each name up to its publication."""
    if published is None:
        return frozenset()
    told = date.fromisoformat(published[:10])
    found = set()
    for match in _found(_DAY, head, (*WEEKDAYS, *MONTHS)):
        weekday, month, number, year = match.groups()
        if weekday:
            found.add((told - timedelta((told.weekday() - WEEKDAYS[weekday]) % 7)).toordinal())
        elif (day := _dated(told, MONTHS[month], int(number), year)) is not None:
            found.add(day.toordinal())
    return frozenset(found)


def _dated(told: date, month: int, number: int, year: str | None) -> date | None:
    try:
        if year is not None:
            return date(int(year), month, number)
        day = date(told.year, month, number)
        return day if day <= told + timedelta(2) else date(told.year - 1, month, number)
    except ValueError:
        return None
