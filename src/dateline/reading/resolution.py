"""Resolution: which of the places of a name is meant, from what else the report says.

Each candidate is scored by inhabitants and kind, by the container named with it ("Springfield, Mo."), by the
countries and divisions the report speaks of, and by nearness to the places already settled. One name has one sense
in a report.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from math import log10
from typing import NamedTuple

from dateline.gazetteer import Entry, Gazetteer, fold_place
from dateline.geometry import distance_km

CANDIDATES = 40
"""Places of one name that are weighed, those with most inhabitants; the rest are hamlets."""

NEAR_KM = 250.0
"""Distance within which two places of a report support each other."""

KIND_BONUS: Mapping[str, float] = {"country": 0.9, "adm1": 0.22, "adm2": -0.1, "region": 1.0, "water": 0.6}
"""What kind adds to the score: a country's name mostly means the country; a town before the division around it."""

CAPITAL_BONUS = 0.45
"""What a town gains over the division named after it and around it ("Raqqa" is the town, "Raqqa province" is not)."""

FOREIGN_SPELLING = 0.6
"""What a town loses that is only spelt so elsewhere, in a country the report does not speak of ("Wawa" for Warsaw)."""

SUPPORTED = 0.25
"""Context (countries, divisions, nearness) from which a small place is believed."""

UNPLACED = 100_000
"""Inhabitants below which a town is believed only where some word of place leads to its name ("in", a dateline)."""

KNOWN = 20_000
"""Inhabitants from which a place is believed without support from its report."""


class Named(NamedTuple):
    """A name as the report uses it: folded, with its containers (folded), and whether a word of place leads to it."""

    folded: str
    containers: frozenset[str]
    division_word: bool
    placed: bool = True


class Context(NamedTuple):
    """What the report speaks of: countries by weight, divisions (rows) by weight, hints from its address."""

    countries: Counter[str]
    divisions: Counter[int]


def resolve(
    named: Sequence[Named], gazetteer: Gazetteer, hints: Counter[str]
) -> dict[str, tuple[Entry | None, tuple[Entry, ...]]]:
    """Return, for each folded name, the place it stands for (None: not to be told) and its rivals, best first.

    `hints` are country codes with weights that the report gives without naming places (demonyms, its address).
    """
    merged: dict[str, Named] = {}
    for name in named:
        old = merged.get(name.folded)
        merged[name.folded] = name if old is None else _joined(name, old)
    options = {key: [gazetteer.entry(r) for r in gazetteer.rows(key)[:CANDIDATES]] for key in merged}
    context = _context(merged, options, hints)
    settled: dict[str, Entry] = {}
    for key in sorted(merged, key=lambda k: (-_certainty(merged[k], options[k]), k)):
        ranked = _rank(merged[key], options[key], context, list(settled.values()), gazetteer)
        if ranked:
            settled[key] = ranked[0][1]
    found: dict[str, tuple[Entry | None, tuple[Entry, ...]]] = {}
    for key, name in merged.items():
        others = [entry for other, entry in settled.items() if other != key]
        ranked = _rank(name, options[key], context, others, gazetteer)
        if not ranked or not _believed(name, ranked[0][1], options[key], context, others):
            found[key] = (None, tuple(entry for _, entry in ranked[:5]))
        else:
            found[key] = (ranked[0][1], tuple(entry for _, entry in ranked[1:6]))
    return found


def _joined(one: Named, other: Named) -> Named:
    return Named(
        one.folded,
        one.containers | other.containers,
        one.division_word or other.division_word,
        one.placed or other.placed,
    )


def _context(merged: Mapping[str, Named], options: Mapping[str, list[Entry]], hints: Counter[str]) -> Context:
    countries: Counter[str] = Counter(hints)
    divisions: Counter[int] = Counter()
    for key, entries in options.items():
        country = next((e for e in entries if e.kind == "country"), None)
        if country is not None:
            countries[country.country] += 2
        elif len({e.country for e in entries}) == 1 and entries:
            countries[entries[0].country] += 1
        division = next((e for e in entries if e.kind == "adm1" and e.population > 200_000), None)
        if division is not None and (not entries or entries[0] is division or merged[key].division_word):
            divisions[division.row] += 2
            countries[division.country] += 1
    for name in merged.values():
        for container in name.containers:
            for entry in options.get(container, []):
                if entry.kind == "adm1":
                    divisions[entry.row] += 2
                    countries[entry.country] += 1
                    break
    return Context(countries, divisions)


def _certainty(name: Named, options: Sequence[Entry]) -> float:
    """Order of settling: contained names first, then unambiguous, then big."""
    if not options:
        return -1.0
    return (
        3.0 * bool(name.containers)
        + 2.0 / len(options)
        + (1.5 if options[0].kind == "country" else 0.0)
        + log10(options[0].population + 1) / 10
    )


def _rank(
    name: Named, options: Sequence[Entry], context: Context, settled: Sequence[Entry], gazetteer: Gazetteer
) -> list[tuple[float, Entry]]:
    scored = [(_score(name, entry, context, settled, gazetteer), entry) for entry in options]
    return sorted(scored, key=lambda item: (-round(item[0], 6), -item[1].population, item[1].id))


def _score(name: Named, entry: Entry, context: Context, settled: Sequence[Entry], gazetteer: Gazetteer) -> float:
    score = log10(entry.population + 10) / 5 + KIND_BONUS.get(entry.kind, 0.0)
    if fold_place(entry.name) == name.folded:
        score += 0.15
    elif entry.kind == "city" and not context.countries[entry.country]:
        score -= FOREIGN_SPELLING
    if name.division_word and entry.kind in ("adm1", "adm2"):
        score += 0.8
    score += _contained(name, entry, gazetteer)
    if entry.kind == "city" and not name.division_word and entry.adm1 in gazetteer.rows(name.folded):
        score += CAPITAL_BONUS
    return score + _support(entry, context, settled)


def _contained(name: Named, entry: Entry, gazetteer: Gazetteer) -> float:
    """Add much where the place lies in the container named with it, and take much where it does not."""
    if not name.containers:
        return 0.0
    over = {fold_place(gazetteer.entry(entry.adm1).name)} if entry.adm1 >= 0 else set()
    rows = {row for container in name.containers for row in gazetteer.rows(container)}
    inside = entry.adm1 in rows or bool(over & name.containers)
    inside = inside or any(
        gazetteer.entry(r).kind == "country" and gazetteer.entry(r).country == entry.country for r in rows
    )
    return 2.5 if inside else -1.0


def _support(entry: Entry, context: Context, settled: Sequence[Entry]) -> float:
    total = sum(context.countries.values()) or 1
    score = 0.9 * context.countries[entry.country] / total if entry.country else 0.0
    if context.divisions:
        top = sum(context.divisions.values())
        score += 0.8 * (context.divisions[entry.adm1] + context.divisions[entry.row]) / top
    near = sum(
        1
        for other in settled
        if other.kind in ("city", "adm2")
        and other.row != entry.row
        and distance_km(entry.lat, entry.lon, other.lat, other.lon) <= NEAR_KM
    )
    return score + min(0.5, 0.2 * near)


def _believed(name: Named, entry: Entry, options: Sequence[Entry], context: Context, others: Sequence[Entry]) -> bool:
    """Tell whether a place is big or its report supports it; a hamlet on no evidence is not."""
    if entry.kind == "city" and not name.placed and entry.population < UNPLACED:
        return False
    if entry.kind in ("country", "region", "water") or entry.population >= KNOWN or name.containers:
        return True
    return _support(entry, _without_own(name, entry, context, options), others) >= SUPPORTED


def _without_own(name: Named, entry: Entry, context: Context, options: Sequence[Entry]) -> Context:
    """Take out of the context what the name itself put into it: no place supports itself."""
    countries = Counter(context.countries)
    if len({e.country for e in options}) == 1 and not name.containers:
        countries[entry.country] -= 1
    return Context(countries, context.divisions)
