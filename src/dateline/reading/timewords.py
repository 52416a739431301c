"""The words of the time grammar, from data/times.toml, and what numbers and durations in words come to."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

Holiday = str | list[int | str]
"""A holiday's day: "MM-DD", [month, weekday, which], ["easter", days from it], or "" where another calendar sets it."""


class Words(NamedTuple):
    """The tables of data/times.toml, ready for look-up by lower-case word."""

    month: dict[str, int]
    weekday: dict[str, int]
    number: dict[str, int]
    open_number: tuple[str, ...]
    ordinal: dict[str, int]
    unit: dict[str, str]
    season: dict[str, str]
    part_of_day: dict[str, str]
    part: dict[str, str]
    mod: dict[str, str]
    step: dict[str, int]
    ref: dict[str, str]
    tale_ref: dict[str, str]
    set: dict[str, str]
    holiday: dict[str, Holiday]
    zone: dict[str, int]
    between: tuple[str, ...]


@cache
def words() -> Words:
    """Return the words of the grammar."""
    table: dict[str, Any] = tomllib.loads(files("dateline.data").joinpath("times.toml").read_text(encoding="utf-8"))
    month = {name: n for names in (table["months"], table["month_abbreviations"]) for n, name in enumerate(names, 1)}
    weekday = {name: n for names in (table["weekdays"], table["weekday_abbreviations"]) for n, name in enumerate(names)}
    month["sept"] = 9
    weekday |= {"tues": 1, "thur": 3, "thurs": 3}
    return Words(
        month=month,
        weekday=weekday,
        number=table["numbers"],
        open_number=tuple(table["open_numbers"]),
        ordinal=table["ordinals"],
        unit={name: row[0] for name, row in table["units"].items()},
        season={name: row[0] for name, row in table["seasons"].items()},
        part_of_day=table["parts_of_day"],
        part=table["parts"],
        mod=table["mods"],
        step=table["steps"],
        ref=table["refs"],
        tale_ref=table["tale_refs"],
        set=table["sets"],
        holiday=table["holidays"],
        zone=table["zones"],
        between=tuple(table["between"]),
    )


def duration_value(number: str, unit: str) -> str:
    """Return the TIMEX3 value of a duration: P4M, PT2H, PXW where the number is open.

    >>> duration_value("two and a half", "Y"), duration_value("several", "W"), duration_value("48", "TH")
    ('P2Y6M', 'PXW', 'PT48H')
    """
    count, half = _halved(number)
    prefix, letter = ("PT", unit[1]) if unit.startswith("T") else ("P", unit)
    if half and count is not None and (unit in _HALF):
        share, lesser = _HALF[unit]
        if unit in ("DE", "CE"):
            return f"P{int((count + 0.5) * share * 2)}{lesser}"
        more = "T" if lesser == "H" else ""
        return (f"{prefix}{count}{letter}" if count else prefix) + f"{more}{share}{lesser}"
    shown = "X" if count is None else f"{count}"
    return f"{prefix}{shown}{letter}"


_HALF = {
    "Y": (6, "M"),
    "M": (15, "D"),
    "D": (12, "H"),
    "TH": (30, "M"),
    "TM": (30, "S"),
    "DE": (5, "Y"),
    "CE": (50, "Y"),
}
"""Half of a unit: how many of which lesser one."""

_AND_HALF = re.compile(r"(?:[\s-]{1,20}and[\s-]{1,20}a[\s-]{1,20}half|[\s-]{1,20}1/2|\s{0,20}½|\.5)$")


def _halved(number: str) -> tuple[int | float | None, bool]:
    """Split a number into the whole and whether a half goes with it."""
    low = " ".join(number.casefold().split())
    if low.startswith("half") or low in ("1/2", "½"):
        return 0, True
    whole = _AND_HALF.sub("", low)
    if whole != low:
        return count_of(whole), True
    if re.fullmatch(r"\d{1,40}\.\d{1,40}", low):
        return float(low), False
    return count_of(low), False


def count_of(number: str) -> int | None:
    """Return the whole number that digits or words stand for, None for "several".

    >>> count_of("twenty-four"), count_of("a couple of"), count_of("two hundred"), count_of("1,500")
    (24, 2, 200, 1500)
    """
    low = " ".join(number.casefold().replace("-", " ").split()).replace(",", "")
    if low.isdecimal() and low.isascii():
        return int(low)
    if low in ("couple of", "a couple of", "couple", "a couple"):
        return 2
    if low.endswith("dozen"):
        return 12 * (words().number.get(low.removesuffix("dozen").strip(), 1))
    known = words().number
    total = 0
    for part in low.split():
        if part == "and":
            continue
        if part not in known:
            return None
        total = max(1, total) * 100 if part == "hundred" else total + known[part]
    return total or None


def spelled_year(head: str, tail: str) -> int | None:
    """Return the year of its two halves in words.

    >>> spelled_year("nineteen", "ninety-six"), spelled_year("nineteen", "oh five")
    (1996, 1905)
    """
    first, second = count_of(head), count_of(re.sub(r"^oh[\s-]+", "", tail.casefold()))
    return None if first is None or second is None or second > 99 else first * 100 + second


def unit_of(word: str) -> str:
    """Return the TIMEX3 designator of a unit's name, singular or plural."""
    low = word.casefold()
    known = words().unit
    return known.get(low) or known.get(low.removesuffix("s")) or known[low.removesuffix("ies") + "y"]
