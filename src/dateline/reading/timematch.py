"""Where the patterns of the time grammar match: looked for only near words that a time cannot do without."""

from __future__ import annotations

import re
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

MONTHLY = frozenset({"month_day", "day_month", "month_days", "days_month", "month"})
"""Rules that cannot do without the name of a month."""


def matches(text: str) -> list[Found]:
    """Return the matches that hold: the longest at each place, none overlapping, in text order."""
    wide, narrow = (_windows(text, core) for core in _cores())
    found = []
    for rank, (name, pattern) in enumerate(rules()):
        for start, end in narrow if name in MONTHLY else wide:
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
def _cores() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return what finds the beginnings of the words that any time needs one of, and of the names of months."""
    w = words()
    needed = [*w.weekday, *w.unit, *w.season, *w.part_of_day, *w.ref, *w.tale_ref, *w.set, *w.holiday, *w.month]
    needed += ["centur", "millenni", "yesterday", "today", "tonight", "tomorrow", "midnight", "mid-", "a while"]
    needed += ["some time", "time", "week", "twent", "thirt", "fort", "fift", "sixt", "sevent", "eight", "ninet", "AD "]
    return re.compile(rf"\d|\b(?:{_starts(needed)})", re.IGNORECASE), re.compile(
        rf"\b(?:{_starts(w.month)})", re.IGNORECASE
    )


def _starts(names: Iterable[str]) -> str:
    """Return a choice of the words that no other one of them begins."""
    kept: list[str] = []
    for name in sorted({name.casefold() for name in names}):
        if not kept or not name.startswith(kept[-1]):
            kept.append(name)
    return "|".join(re.escape(name) for name in kept)
