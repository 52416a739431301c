"""Dates as people write them, and as the program's own pages show them, in the one form that is read."""

from __future__ import annotations

import re

MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
SHORTEST = 3
"""Letters of a month's name from which it is known."""
_WEEKDAY = re.compile(r"\b(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\b\.?", re.IGNORECASE)
_BETWEEN = re.compile(r"\s*(?:\.\.+|…|–|\bto\b)\s*")
_DAY_FIRST = re.compile(r"(\d{1,2})(?:st|nd|rd|th)? +(?:of +)?([a-z]+)\.?,? +(\d{4})")
_MONTH_FIRST = re.compile(r"([a-z]+)\.? +(?:(\d{1,2})(?:st|nd|rd|th)?,? +|of +)?(\d{4})")


def iso(text: str) -> str:
    """Return a date or a stretch of two in ISO 8601, with ".." between; what is no such date stays as it is.

    >>> iso("17 October 2017"), iso("Tuesday, Oct. 17, 2017"), iso("march 2017"), iso("2017-10-17 Tue")
    ('2017-10-17', '2017-10-17', '2017-03', '2017-10-17')
    >>> iso("2017-06-01…10"), iso("2017-01…2017-10"), iso("2017-06-01 … 2017-07-02"), iso("soon")
    ('2017-06-01..2017-06-10', '2017-01..2017-10', '2017-06-01..2017-07-02', 'soon')
    """
    first, *rest = (_one(part) for part in _BETWEEN.split(text.strip(), maxsplit=1))
    if rest and re.fullmatch(r"\d{2}", rest[0]) and len(first) == len("2017-06-01"):
        rest = [first[:8] + rest[0]]
    return "..".join([first, *rest])


def _one(text: str) -> str:
    plain = " ".join(_WEEKDAY.sub(" ", text).strip(" ,").split())
    if found := _DAY_FIRST.fullmatch(plain.casefold()):
        day, month, year = found[1], _month(found[2]), found[3]
    elif found := _MONTH_FIRST.fullmatch(plain.casefold()):
        month, day, year = _month(found[1]), found[2], found[3]
    else:
        return plain
    if not month:
        return plain
    return f"{year}-{month:02}-{int(day):02}" if day else f"{year}-{month:02}"


def _month(name: str) -> int:
    """Return the number of a month by its name or the first letters of it, 0 where it is none."""
    if len(name) < SHORTEST:
        return 0
    return next((n for n, month in enumerate(MONTHS, 1) if month.startswith(name)), 0)
