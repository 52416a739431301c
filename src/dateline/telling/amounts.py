"""Numbers as they are shown: thousands apart, with their unit, and with the sign of what a report leaves open.

There is one rule of signs for tables, drawings, lists, files and the terminal: "≥ 17" is "at least 17" and "17 or
more", "> 17" "more than 17", "≤ 17" "up to 17", "< 17" "fewer than 17" and "nearly 17", "≈ 17" "about 17". What a
figure's bounds hold open is never told as a plain number, whatever its words are.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Protocol

BILLION = 1e9


class Counted(Protocol):
    """What has a number: a figure, or a total of the list."""

    @property
    def low(self) -> float | None: ...  # noqa: D102
    @property
    def best(self) -> float | None: ...  # noqa: D102
    @property
    def high(self) -> float | None: ...  # noqa: D102
    @property
    def unit(self) -> str: ...  # noqa: D102
    @property
    def qualifier(self) -> str | None: ...  # noqa: D102


def number(value: float | None) -> str:
    """Return a number with thousands apart, a dash where there is none; milliards short where that is as exact.

    >>> number(270000.0), number(4.5), number(None), number(5.2e9), number(5_200_000_001.0)
    ('270,000', '4.5', '–', '5.2 bn', '5,200,000,001')
    """
    if value is None:
        return "–"
    if abs(value) >= BILLION and round(value / BILLION, 2) * BILLION == value:
        return f"{value / BILLION:,.2f}".rstrip("0").rstrip(".") + " bn"
    return f"{int(value):,}" if value == int(value) else f"{value:,g}"


def amount(value: float | None, unit: str) -> str:
    """Return a number with its unit, where the unit is not people.

    >>> amount(80.0, "percent"), amount(4.0, "months"), amount(1.0, "months"), amount(655.0, "people")
    ('80 %', '4 months', '1 month', '655')
    >>> amount(1e6, "USD")
    'USD 1,000,000'
    """
    shown = number(value)
    if value is None or unit in ("people", "other"):
        return shown
    if unit == "percent":
        return f"{shown} %"
    return f"{unit} {shown}" if re.fullmatch(r"[A-Z]{3}", unit) else f"{shown} {_one(unit) if value == 1 else unit}"


_SINGULAR = {"centuries": "century", "feet": "foot"}
"""Units whose singular is not the plural without its s."""


def _one(unit: str) -> str:
    return _SINGULAR.get(unit, unit.removesuffix("s"))


SIGNS = {"gt": ">", "ge": "≥", "lt": "<", "near": "<", "le": "≤", "about": "≈", "plain": ""}
"""The sign of each operation of the number grammar (`data/numbers.toml`)."""


@cache
def _operations() -> dict[str, str]:
    raw = tomllib.loads(files("dateline.data").joinpath("numbers.toml").read_text(encoding="utf-8"))
    marks = {">": "gt", "<": "lt", "~": "about", "≈": "about", "≤": "le", "≥": "ge", "+": "ge"}
    return {**raw["before"], **raw["after"], **marks}


def operation(qualifier: str | None) -> str:
    """Return what the words around a number let it be: "gt", "ge", "lt", "le", "near", "about" or "plain".

    >>> operation("At least"), operation("only, or so"), operation("at least some"), operation(None)
    ('ge', 'about', 'ge', 'plain')
    """
    known = _operations()
    for part in (qualifier or "").casefold().split(","):
        words = part.removeprefix("-").split()
        while words:
            size = next((n for n in range(len(words), 0, -1) if " ".join(words[:n]) in known), 0)
            found = known[" ".join(words[:size])] if size else "plain"
            if found != "plain":
                return found
            words = words[size or 1 :]
    return "plain"


def sign(counted: Counted) -> str:
    """Return the sign that a figure's number bears, "" where it is told as it is."""
    low, best, high = counted.low, counted.best, counted.high
    said = operation(counted.qualifier)
    if best is None and low is not None and high is not None:
        return ""
    if high is None and low is not None and best in (None, low):
        return ">" if said == "gt" else "≥"
    if low is None and high is not None and best in (None, high):
        return "<" if said in ("lt", "near") else "≤"
    return "≈" if said == "about" and best is not None else ""


def stated(counted: Counted) -> str:
    """Return the number of a figure with its sign and unit: the best, else its two bounds, else the one that is known.

    >>> from types import SimpleNamespace as One
    >>> stated(One(low=9.0, best=9.0, high=None, unit="people", qualifier="over"))
    '> 9'
    >>> stated(One(low=2.0, best=None, high=4.0, unit="people", qualifier=None))
    '2 to 4'
    """
    low, best, high = counted.low, counted.best, counted.high
    if best is None and low is not None and high is not None:
        first = amount(low, counted.unit)
        return f"{first} to {number(high)}" if first[0].isalpha() else f"{number(low)} to {amount(high, counted.unit)}"
    shown = amount(next((n for n in (best, low, high) if n is not None), None), counted.unit)
    return f"{mark} {shown}" if (mark := sign(counted)) else shown


def bounds(counted: Counted) -> tuple[str, str]:
    """Return low and high as shown beside the number, "" where the number says as much; "open" where nobody says."""
    low, best, high = counted.low, counted.best, counted.high
    if best is None or (low is None and high is None):
        return "", ""
    if low in (None, best) and high in (None, best):
        return "", ""
    return number(low) if low is not None else "open", number(high) if high is not None else "open"


def range_of(counted: Counted) -> tuple[str, str, str]:
    """Return low, best and high, each as it is held."""
    return number(counted.low), amount(counted.best, counted.unit), number(counted.high)


def spread(counted: Counted) -> str:
    """Return a figure's number, and in brackets its bounds where they say more."""
    low, high = bounds(counted)
    return f"{stated(counted)} ({low} to {high})" if low else stated(counted)
