"""What a time is read against: publication, the times told before it, the tense, and whether the text is a tale."""

from __future__ import annotations

import re
from datetime import date
from typing import NamedTuple

from dateline.reading import calendar as cal
from dateline.records import TimeType

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_YEAR = re.compile(r"(BC)?(\d{4})")
_MONTH = re.compile(r"(?:BC)?\d{4}-(\d{2})(?!\d)")

NEAR = 400
"""Characters within which a quarter or a day told before is still what the text is speaking of."""


class Value(NamedTuple):
    """What a match means, before its days are worked out. `start`/`end` are given where it is not the whole match."""

    type: TimeType
    value: str
    mod: str | None = None
    relative: bool = True
    stretch: cal.Stretch | None = None
    start: int | None = None
    end: int | None = None
    no_days: bool = False
    tells: bool = True
    """Whether later times may lean on it."""


class Told(NamedTuple):
    """A time told before: its value and where it stands."""

    value: str
    at: int

    @property
    def year(self) -> int | None:
        """The year, negative before Christ; None where the value holds none."""
        match = _YEAR.match(self.value)
        return None if match is None else -int(match.group(2)) if match.group(1) else int(match.group(2))

    @property
    def month(self) -> int | None:
        """The month, None where the value is coarser or finer in another way."""
        match = _MONTH.match(self.value)
        return int(match.group(1)) if match else None

    @property
    def day(self) -> date | None:
        """The day, None where the value is coarser."""
        try:
            return date.fromisoformat(self.value[:10]) if _DAY.match(self.value) else None
        except ValueError:
            return None  # a day that the calendar does not have


class Context(NamedTuple):
    """What a match is resolved against. A tale is a text on the past, whose times lean on each other."""

    text: str
    at: int
    published: date | None
    told: Told | None
    quarter: Told | None
    future: bool
    past: bool
    tale: bool
    deed: Told | None = None
    """The day, told before, that a bare time of day is of."""

    @property
    def base(self) -> Told | None:
        """What bare months lean on: the time told last in a tale, else publication."""
        if self.tale and self.told is not None:
            return self.told
        if self.published is None:
            return self.told
        return Told(self.published.isoformat(), 0)

    @property
    def spoken(self) -> Told | None:
        """What "last year" leans on: as bare months do, but a text without publication has no today."""
        return None if self.published is None else self.base

    @property
    def last(self) -> Told | None:
        """What "the following day" leans on: the time told last, else publication."""
        return self.told or self.base

    def near(self, told: Told | None) -> Told | None:
        """Return a time told where it is still close by."""
        return told if told is not None and self.at - told.at <= NEAR else None


OPEN = {"D": "XXXX-XX-XX", "W": "XXXX-WXX", "M": "XXXX-XX", "Q": "XXXX-QX"}
"""An unknown one of each unit; a year and longer is XXXX."""


def year_value(year: int) -> str:
    """Return the TIMEX3 value of a year, negative before Christ.

    >>> year_value(-264), year_value(1917)
    ('BC0264', '1917')
    """
    return f"BC{-year:04d}" if year < 0 else f"{year:04d}"


def moved(told: Told | None, unit: str, count: int) -> str:
    """Return the value `count` units from a time told, open where that time is too coarse for the unit.

    >>> moved(Told("1917-12", 0), "M", 1), moved(Told("1917", 0), "D", 2), moved(Told("BC0220", 0), "Y", 2)
    ('1918-01', 'XXXX-XX-XX', 'BC0218')
    """
    year = told.year if told is not None else None
    if told is None or year is None:
        return OPEN.get(unit, "XXXX")
    if unit in ("Y", "DE", "CE", "ML"):
        return _moved_years(year, unit, count)
    if year < 1:
        return OPEN[unit]
    if unit in ("D", "W") and told.day is None:
        return _moved_week(told, count) if unit == "W" else OPEN[unit]
    if unit == "M" and told.month is None:
        return OPEN[unit]
    if unit == "Q":
        return _moved_quarter(told, count)
    return cal.shifted(told.day or date(year, told.month or 1, 1), unit, count)


def _moved_years(year: int, unit: str, count: int) -> str:
    there = year + {"Y": 1, "DE": 10, "CE": 100, "ML": 1000}[unit] * count
    if unit == "Y" or there < 0:
        return year_value(there)
    return year_value(there)[: {"DE": 3, "CE": 2, "ML": 1}[unit]]


def _moved_week(told: Told, count: int) -> str:
    match = re.match(r"(\d{4})-W(\d{2})", told.value)
    if match is None:
        return OPEN["W"]
    return cal.shifted(date.fromisocalendar(int(match.group(1)), int(match.group(2)), 1), "W", count)


def _moved_quarter(told: Told, count: int) -> str:
    if match := re.match(r"(\d{4})-Q([1-4])", told.value):
        first = date(int(match.group(1)), int(match.group(2)) * 3 - 2, 1)
    elif told.month is not None and told.year is not None and told.year > 0:
        first = date(told.year, told.month, 1)
    else:
        return OPEN["Q"]
    return cal.shifted(first, "Q", count)
