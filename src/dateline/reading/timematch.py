"""Where the patterns of the time grammar match: looked for only near words that a time cannot do without."""

from __future__ import annotations

import re
import string
from collections.abc import Iterable
from functools import cache

from dateline.reading.timefilter import plausible
from dateline.reading.timepatterns import rules
from dateline.reading.timewords import words

Found = tuple[str, re.Match[str]]
"""A rule's name and its match."""

BEFORE, AFTER = 60, 40
"""Characters around such a word that a time can reach beyond it."""
WORD = 30
"""Characters to which a window's end is moved to close a word."""

NEEDS = {
    "month": ("month_day", "day_month", "month_days", "days_month", "month"),
    "unit": (
        *("ago", "vague_ago", "duration", "hyphened", "long", "span", "span_n", "plural", "open_span", "few_hours"),
        *("rel_unit", "part_rel", "the_unit", "the_day", "per", "year_end", "quarter", "quarter_rel", "quarter_ago"),
    ),
    "weekday": ("weekday",),
    "season": ("season",),
    "holiday": ("holiday",),
    "ref": ("ref",),
    "year": ("year", "years", "decade", "iso"),
}
"""Rules that cannot do without a word of one kind; the others need a word of any kind."""

_LOWER = str.maketrans(string.ascii_uppercase, string.ascii_lowercase)
"""Lower case that keeps every length."""


def matches(text: str) -> list[Found]:
    """Return the matches that hold: the longest at each place, none overlapping, in text order."""
    low = text.translate(_LOWER)
    windows = {kind: _windows(low, core) for kind, core in _cores().items()}
    kinds = {name: kind for kind, names in NEEDS.items() for name in names}
    found = []
    for rank, (name, pattern) in enumerate(rules()):
        for start, end in windows[kinds.get(name, "any")]:
            found += [
                (match.start() - match.end(), rank, match.start(), name, match)
                for match in pattern.finditer(text, start, end)
                if plausible(name, match, text)
            ]
    found.sort(key=lambda item: item[:3])
    taken = bytearray(len(text) + 1)
    kept = []
    for length, _, start, name, match in found:
        if taken.find(1, start, match.end()) < 0:
            taken[start : match.end()] = b"\x01" * -length
            kept.append((start, name, match))
    return [(name, match) for _, name, match in sorted(kept, key=lambda item: item[0])]


def _windows(text: str, core: re.Pattern[str]) -> list[tuple[int, int]]:
    """Return the stretches of text around the words of `core`, apart from each other."""
    found: list[tuple[int, int]] = []
    for match in core.finditer(text):
        start, end = max(0, match.start() - BEFORE), min(len(text), match.end() + AFTER)
        space = text.find(" ", end, end + WORD)
        end = space if space >= 0 else end
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


@cache
def _cores() -> dict[str, re.Pattern[str]]:
    """Return what finds the beginnings of the words that times need, by kind; "any" finds them all."""
    w = words()
    named: dict[str, Iterable[str]] = {
        "month": w.month,
        "unit": [*w.unit, "centur", "millenni", "weekend", "mid", "period", "half"],
        "weekday": w.weekday,
        "season": w.season,
        "holiday": w.holiday,
        "ref": w.ref | w.tale_ref,
    }
    more = [
        *w.part_of_day,
        *w.set,
        "yesterday",
        "today",
        "tonight",
        "tomorrow",
        "midnight",
        "mid-",
        "while",
        "time",
        "ad",
    ]
    more += ["twent", "thirt", "fort", "fift", "sixt", "sevent", "eight", "ninet"]
    every = _starts([name for names in named.values() for name in names] + more)
    found = {kind: re.compile(rf"\b(?:{_starts(names)})") for kind, names in named.items()}
    return found | {"year": re.compile(r"\d{2}"), "any": re.compile(rf"\b(?:\d|{every})")}


def _starts(names: Iterable[str]) -> str:
    """Return a choice of the words that no other one of them begins; of a phrase its longest word."""
    kept: list[str] = []
    for name in sorted({_longest(name) for name in names}):
        if not kept or not name.startswith(kept[-1]):
            kept.append(name)
    return "|".join(re.escape(name) for name in kept)


def _longest(name: str) -> str:
    """Return the longest word of a phrase, the last of those as long: "this time" is looked for at "time"."""
    return max(reversed(name.casefold().split()), key=len)
