"""Calendar arithmetic: a TIMEX3 value made into the first and last day it can mean, and UCDP's precision code."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta
from typing import NamedTuple

_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:T.*)?$")
_MONTH = re.compile(r"(\d{4})-(\d{2})$")
_WEEK = re.compile(r"(\d{4})-W(\d{2})(-WE)?$")
_SEASON = re.compile(r"(\d{4})-(SP|SU|FA|WI)$")
_QUARTER = re.compile(r"(\d{4})-(Q|H)([1-4])$")
_YEAR = re.compile(r"\d{4}$|\d{3}$|\d{2}$")
SEASON_START = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}


class Stretch(NamedTuple):
    """First and last day, with UCDP's date_prec (1 day, 2 within a week, 3 within a month, 4 month, 5 longer)."""

    earliest: date
    latest: date
    date_prec: int


def stretch_of(value: str, mod: str | None = None) -> Stretch | None:
    """Return the days a TIMEX3 value can mean, narrowed by its mod (START, MID, END); None where it fixes none.

    >>> [str(d) for d in stretch_of("2017-06", "START")[:2]]
    ['2017-06-01', '2017-06-10']
    """
    try:
        whole = _whole(value)
        return whole if whole is None or mod not in ("START", "MID", "END") else _part(whole, mod)
    except (ValueError, OverflowError):
        return None


def _whole(value: str) -> Stretch | None:
    if match := _DAY.match(value):
        day = date(*map(int, match.groups()))
        return Stretch(day, day, 1)
    if match := _MONTH.match(value):
        year, month = map(int, match.groups())
        return Stretch(date(year, month, 1), date(year, month, monthrange(year, month)[1]), 4)
    if match := _WEEK.match(value):
        monday = date.fromisocalendar(int(match.group(1)), int(match.group(2)), 1)
        first = monday + timedelta(days=5 if match.group(3) else 0)
        return Stretch(first, monday + timedelta(days=6), 2)
    if match := _SEASON.match(value):
        first = date(int(match.group(1)), SEASON_START[match.group(2)], 1)
        return Stretch(first, add_months(first, 3) - timedelta(days=1), 5)
    if match := _QUARTER.match(value):
        months = 3 if match.group(2) == "Q" else 6
        first = date(int(match.group(1)), (int(match.group(3)) - 1) * months + 1, 1)
        return Stretch(first, add_months(first, months) - timedelta(days=1), 5)
    if _YEAR.match(value):
        years = 10 ** (4 - len(value))
        first = int(value) * years
        return Stretch(date(first, 1, 1), date(first + years - 1, 12, 31), 5)
    return None


def _part(whole: Stretch, mod: str) -> Stretch:
    """Cut a stretch to its first, middle or last third; of a month that is ten days."""
    days = (whole.latest - whole.earliest).days + 1
    if days < 3:
        return whole
    if days in (365, 366):
        first = add_months(whole.earliest, {"START": 0, "MID": 4, "END": 8}[mod])
        return Stretch(first, add_months(first, 4) - timedelta(days=1), whole.date_prec)
    third = 10 if 28 <= days <= 31 else max(1, round(days / 3))
    if mod == "START":
        first, last = whole.earliest, whole.earliest + timedelta(days=third - 1)
    elif mod == "END":
        first, last = whole.latest - timedelta(days=third - 1), whole.latest
    else:
        first = whole.earliest + timedelta(days=third)
        last = min(whole.latest, first + timedelta(days=third - 1))
    prec = 3 if whole.date_prec == 4 else whole.date_prec
    return Stretch(first, last, prec)


def add_months(day: date, months: int) -> date:
    """Return the same day of the month `months` later (the last day where that month is shorter)."""
    total = day.year * 12 + day.month - 1 + months
    year, month = divmod(total, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def shifted(anchor: date, unit: str, count: int) -> str:
    """Return the TIMEX3 value of `count` units from `anchor` (negative: before), as fine as the unit is.

    >>> shifted(date(2020, 3, 31), "M", -1), shifted(date(2020, 3, 31), "D", 2)
    ('2020-02', '2020-04-02')
    """
    if unit == "D":
        return (anchor + timedelta(days=count)).isoformat()
    if unit == "W":
        return week_value(anchor + timedelta(weeks=count))
    if unit == "M":
        return add_months(anchor.replace(day=1), count).isoformat()[:7]
    if unit == "Q":
        moved = add_months(anchor.replace(day=1), 3 * count)
        return f"{moved.year:04d}-Q{(moved.month - 1) // 3 + 1}"
    years = {"Y": 1, "DE": 10, "CE": 100}[unit] * count
    year = f"{anchor.year + years:04d}"
    return {"Y": year, "DE": year[:3], "CE": year[:2]}[unit]


def week_value(day: date) -> str:
    """Return the TIMEX3 value of the ISO week that holds `day`."""
    year, week, _ = day.isocalendar()
    return f"{year:04d}-W{week:02d}"


def weekday_before(anchor: date, weekday: int) -> date:
    """Return the last `weekday` (Monday 0) on or before `anchor`."""
    return anchor - timedelta(days=(anchor.weekday() - weekday) % 7)


def weekday_after(anchor: date, weekday: int) -> date:
    """Return the first `weekday` (Monday 0) on or after `anchor`."""
    return anchor + timedelta(days=(weekday - anchor.weekday()) % 7)


def about(day: date, days: int) -> Stretch:
    """Return the days around one that is only roughly meant."""
    return Stretch(day - timedelta(days=days), day + timedelta(days=days), 2)


def easter(year: int) -> date:
    """Return Easter Sunday of the Gregorian calendar (the anonymous algorithm of 1876).

    >>> easter(2000).isoformat(), easter(2024).isoformat()
    ('2000-04-23', '2024-03-31')
    """
    golden, century, rest = year % 19, year // 100, year % 100
    epact = (19 * golden + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    weekday = (32 + 2 * (century % 4) + 2 * (rest // 4) - epact - rest % 4) % 7
    late = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * late + 114, 31)
    return date(year, month, day + 1)


def holiday_value(rule: str | list[int | str], year: int) -> str | None:
    """Return the day of a holiday: "MM-DD", [month, weekday, which], or ["easter", days from it].

    >>> holiday_value("12-25", 1963), holiday_value([11, 3, 4], 2012), holiday_value(["easter", -2], 2000)
    ('1963-12-25', '2012-11-22', '2000-04-21')
    """
    if not 1 <= year <= 9998:
        return None
    if isinstance(rule, str):
        return f"{year:04d}-{rule}"
    if rule[0] == "easter":
        return (easter(year) + timedelta(days=int(rule[1]))).isoformat()
    month, weekday, which, more = (*(int(part) for part in rule), 0)[:4]
    if which < 0:
        return weekday_before(date(year, month, monthrange(year, month)[1]), weekday).isoformat()
    return (weekday_after(date(year, month, 1 + 7 * (which - 1)), weekday) + timedelta(days=more)).isoformat()
