"""Where a report is set, roughly: the towns and the countries or divisions it names, by the gazetteer."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from math import cos, inf, radians
from typing import NamedTuple, TypeAlias

from dateline.gazetteer import Entry, gazetteer
from dateline.linking.rarity import background
from dateline.wording import stem

SMALLEST = 8000
"""Inhabitants from which a name on its own is taken for a town's: below, most are surnames and words."""

NAMELIKE = 0.5
"""Share of a word's reports in which it is capitalised inside a sentence, from which it may be a town ("Reading")."""

RIVALS = 4
"""Places of one name that are kept, those with most inhabitants first."""

TOWNS = 4
"""Towns of a report that are kept, in order of mention."""

FOREMOST = 2
"""Towns of a report, the first it names, whose distance counts."""

KM_PER_DEGREE = 111.2

Point: TypeAlias = tuple[float, float]
Town: TypeAlias = tuple[str, tuple[Point, ...]]
"""A town's name, with the points it may lie at."""


class Whereabouts(NamedTuple):
    """Towns by name, with the points each may lie at; divisions and countries named ("US" or a row of the file)."""

    towns: tuple[Town, ...]
    regions: frozenset[str]


@lru_cache(maxsize=65536)
def _entries(name: str) -> tuple[Entry, ...]:
    known = gazetteer()
    rows = known.rows(name)
    found = [known.entry(row) for row in rows[:12]]
    return tuple(e for e in found if e.kind in ("city", "adm1", "adm2", "country"))


@lru_cache(maxsize=65536)
def is_place(name: str) -> bool:
    """Tell whether a name in small letters may be a place's."""
    entries = _entries(name)
    if not entries or entries[0].kind in ("adm1", "country"):
        return bool(entries)
    known = background()
    written, capitalised = known.get(stem(name), 0.0), known.get("=" + name, 0.0)
    return entries[0].population >= SMALLEST and capitalised >= NAMELIKE * written


def whereabouts(names: Iterable[str]) -> Whereabouts:
    """Return where the named places lie; a town's rivals outside the divisions and countries named are dropped."""
    towns: list[tuple[str, tuple[Entry, ...]]] = []
    regions: dict[str, None] = {}
    for name in names:
        entries = _entries(name)
        if entries[0].kind == "country":
            regions[entries[0].country] = None
        elif entries[0].kind == "adm1":
            regions[str(entries[0].row)] = None
        else:
            towns.append((name, entries))
    kept = []
    for name, entries in towns[:TOWNS]:
        inside = tuple(e for e in entries if str(e.adm1) in regions)
        inside = inside or tuple(e for e in entries if e.country in regions)
        chosen = (inside or entries)[:RIVALS]
        kept.append(_town(name, tuple([(e.lat, e.lon) for e in chosen])))
    return Whereabouts(tuple(kept), _regions(frozenset(regions)))


@lru_cache(maxsize=1 << 15)
def _town(name: str, points: tuple[Point, ...]) -> Town:
    """Return a town, the same each time: most reports name towns that others name."""
    return name, points


@lru_cache(maxsize=1 << 14)
def _regions(regions: frozenset[str]) -> frozenset[str]:
    """Return regions, the same set each time."""
    return regions


def distance(here: Iterable[Town], there: Iterable[Town]) -> float:
    """Return the least distance in km between towns of two reports, as if the Earth were flat between them."""
    least = inf
    others = [point for _, points in there for point in points]
    for _, points in here:
        for lat, lon in points:
            for other_lat, other_lon in others:
                y = lat - other_lat
                if KM_PER_DEGREE * abs(y) < least:
                    x = (lon - other_lon) * cos(radians((lat + other_lat) / 2))
                    least = min(least, KM_PER_DEGREE * float((x * x + y * y) ** 0.5))
    return least
