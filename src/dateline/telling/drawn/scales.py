"""Scales of drawings: days as numbers, round steps of an axis, shares of a width."""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from math import ceil, floor, log10


def first_day(iso: str) -> int:
    """Return the number of the first day that an ISO 8601 date, as precise as known, can mean.

    >>> first_day("2017-10") == date(2017, 10, 1).toordinal()
    True
    """
    return date(*_parts(iso, (1, 1))).toordinal()


def last_day(iso: str) -> int:
    """Return the number of the last day that an ISO 8601 date, as precise as known, can mean.

    >>> date.fromordinal(last_day("2016-02")).isoformat()
    '2016-02-29'
    """
    year, month, _ = _parts(iso, (12, 1))
    return date(*_parts(iso, (12, monthrange(year, month)[1]))).toordinal()


def _parts(iso: str, missing: tuple[int, int]) -> tuple[int, int, int]:
    given = [int(part) for part in iso[:10].split("-")]
    year, month, day = (*given, *missing[len(given) - 1 :])
    return year, month, day


def steps(high: float, most: int = 4) -> tuple[float, ...]:
    """Return round numbers from 0 that reach `high` or pass it, at most `most` of them and 0.

    >>> steps(14), steps(655), steps(0)
    ((0.0, 5.0, 10.0, 15.0), (0.0, 200.0, 400.0, 600.0, 800.0), (0.0, 1.0))
    """
    if high <= 0:
        return (0.0, 1.0)
    ten = 10.0 ** floor(log10(high / most))
    step = next(ten * n for n in (1, 2, 5, 10, 20, 50) if ten * n * most >= high)
    return tuple(round(step * n, 6) for n in range(ceil(round(high / step, 9)) + 1))


def tens(low: float, high: float) -> tuple[float, ...]:
    """Return the powers of ten from below `low` (over 0) to above `high`.

    >>> tens(3, 40000)
    (1.0, 10.0, 100.0, 1000.0, 10000.0, 100000.0)
    """
    return tuple(10.0**n for n in range(floor(log10(low)), ceil(log10(high)) + 1))
