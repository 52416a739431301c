"""Resolution: which of the places of a name is likeliest meant, from what else the report says.

Every place a name may stand for is scored by a linear model of its inhabitants and kind, the container named with it
("Springfield, Mo."), how much of the report speaks of its country and division, how near it lies to the report's
other places, and where the publisher is at home. Scores are made shares; the shares of one turn are the context of
the next. One name has one sense in a report. Weights: data/place_weights.json, fitted by scripts/train_places.py.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from math import exp, floor, log1p, log10
from typing import NamedTuple

from dateline.gazetteer import Entry, Gazetteer, fold_place
from dateline.geometry import distance_km
from dateline.reading.geowords import geowords

CANDIDATES = 60
"""Places of one name that are weighed, those with most inhabitants; the rest are hamlets."""

TURNS = 3
"""Times the shares are worked out, each with the shares before as its context."""

METROPOLIS, OUTWEIGHED = 1_000_000, 10
"""Inhabitants of a city that agencies let stand alone in datelines; times those of the next of its name."""

COUNTY_KM = 60.0
"""Kilometres from the midst of a county within which its towns lie."""

LINE = ("country", "adm1", "region", "water")
"""Kinds that are too large to lie near a town."""


class Named(NamedTuple):
    """A name as the report uses it: folded, with its containers (folded), and what leads to it or follows it.

    `opens` tells that it opens the report in capitals, as the town of a dateline does; `called_after` that only a
    school, a park or the like called so is named.
    """

    folded: str
    containers: frozenset[str]
    division_word: bool
    placed: bool = True
    opens: bool = False
    called_after: bool = False


class Hints(NamedTuple):
    """What a report tells of its home without naming places.

    Countries by weight (demonyms, the country of its address), divisions (rows) by weight (telephone numbers), the
    folded name of its publisher without spaces, its publisher's home, the countries of its demonyms alone, and
    its text.
    """

    countries: Counter[str]
    divisions: Counter[int]
    publisher: str = ""
    home: Entry | None = None
    told: Counter[str] = Counter()  # noqa: RUF012 - never written to
    text: str = ""


class Context(NamedTuple):
    """How much of a report speaks of countries, divisions (rows) and one-degree cells, by the shares of its names."""

    countries: Mapping[str, float]
    divisions: Mapping[int, float]
    cells: Mapping[tuple[int, int], float]


Shares = dict[str, list[float]]


def merge(named: Sequence[Named]) -> dict[str, Named]:
    """Join the uses of each name."""
    merged: dict[str, Named] = {}
    for name in named:
        old = merged.get(name.folded, name)
        merged[name.folded] = Named(
            name.folded,
            name.containers | old.containers,
            name.division_word or old.division_word,
            name.placed or old.placed,
            name.opens or old.opens,
            name.called_after and old.called_after,
        )
    return merged


def options_of(merged: Mapping[str, Named], known: Gazetteer) -> dict[str, list[Entry]]:
    """Return the places each name may stand for; the town of a dateline without its state is the city all know."""
    found = {key: [known.entry(r) for r in known.rows(key)[:CANDIDATES]] for key in merged}
    for key, name in merged.items():
        towns = [e for e in found[key] if e.kind == "city"] if name.opens and not name.containers else []
        first = towns[0].population if towns else 0
        if first >= METROPOLIS and all(e.population * OUTWEIGHED <= first for e in towns[1:]):
            found[key] = towns[:1]
    return found


def settle(
    merged: Mapping[str, Named],
    options: Mapping[str, Sequence[Entry]],
    known: Gazetteer,
    hints: Hints,
    weights: Mapping[str, float],
    turns: int = TURNS,
) -> Shares:
    """Return the share of each place among those of its name."""
    fixed = {
        key: [dot(fixed_features(merged[key], e, entries, known, hints), weights) for e in entries]
        for key, entries in options.items()
    }
    shares = {key: softmax(scores) for key, scores in fixed.items()}
    for _ in range(turns - 1):
        context = context_of(options, shares, hints)
        shares = {
            key: softmax(
                [
                    score + dot(context_features(e, own, context), weights)
                    for score, e, own in zip(fixed[key], entries, own_parts(entries, shares[key]), strict=True)
                ]
            )
            for key, entries in options.items()
        }
    return shares


def dot(features: Mapping[str, float], weights: Mapping[str, float]) -> float:
    """Return the score that weights give to features."""
    return sum(value * weights.get(name, 0.0) for name, value in features.items())


def softmax(scores: Sequence[float]) -> list[float]:
    """Return scores (logits) as shares that add up to 1."""
    if not scores:
        return []
    top = max(scores)
    raised = [exp(score - top) for score in scores]
    total = sum(raised)
    return [value / total for value in raised]


def fixed_features(
    name: Named, entry: Entry, options: Sequence[Entry], known: Gazetteer, hints: Hints
) -> dict[str, float]:
    """Return what speaks for a place whatever else the report names."""
    found = {**_of_place(name, entry, options), **_of_home(name, entry, hints)}
    if name.containers:
        if lies_in(entry, name.containers, known):
            found["container holds it"] = 1.0
        elif entry.kind not in LINE:
            found["container does not"] = 1.0
    return found


def _of_place(name: Named, entry: Entry, options: Sequence[Entry]) -> dict[str, float]:
    kind = "region" if entry.kind in ("region", "water", "other") else entry.kind
    found = {"inhabitants": log10(entry.population + 10) / 7, f"kind {kind}": 1.0}
    if entry.row == options[0].row:
        found["largest"] = 1.0
    if fold_place(entry.name) == name.folded:
        found["own name"] = 1.0
    if name.division_word and entry.kind in ("adm1", "adm2"):
        found["word for a division"] = 1.0
    if entry.kind == "city":
        found["placed town"] = float(name.placed)
        shared = any(e.kind == "adm1" and e.country == entry.country for e in options)
        found["capital named as a division"] = float(
            shared and (entry.country, fold_place(entry.name)) in geowords().capitals
        )
        found["named as its division"] = float(entry.adm1 in {e.row for e in options})
    return found


def _of_home(name: Named, entry: Entry, hints: Hints) -> dict[str, float]:
    found: dict[str, float] = {}
    if hints.divisions[division_of(entry)]:
        found["division of a telephone"] = 1.0
    if entry.country and hints.countries[entry.country]:
        found["country of the address"] = 1.0
    if entry.kind in LINE:
        return found
    if hints.publisher and len(name.folded) > 4 and name.folded.replace(" ", "") in hints.publisher:
        found["publisher named so"] = 1.0
    if hints.home is not None:
        away = distance_km(entry.lat, entry.lon, hints.home.lat, hints.home.lon)
        found["near the publisher"] = 1.0 / (1.0 + away / 100.0)
        found["country of the publisher"] = float(entry.country == hints.home.country)
        found["division of the publisher"] = float(division_of(entry) == hints.home.adm1)
    return found


def lies_in(entry: Entry, containers: frozenset[str], known: Gazetteer) -> bool:
    """Tell whether a place lies in one of the containers named with it."""
    rows = {row for container in containers for row in known.rows(container)}
    if entry.adm1 in rows or (entry.adm1 >= 0 and fold_place(known.entry(entry.adm1).name) in containers):
        return True
    over = [known.entry(row) for row in rows]
    if any(o.kind == "country" and o.country == entry.country and o.row != entry.row for o in over):
        return True
    counties = [o for o in over if o.kind == "adm2" and o.adm1 == entry.adm1 >= 0 and o.row != entry.row]
    return any(distance_km(o.lat, o.lon, entry.lat, entry.lon) <= COUNTY_KM for o in counties)


def own_parts(entries: Sequence[Entry], shares: Sequence[float]) -> list[tuple[float, float, float]]:
    """Return what a name's own places put into the context of each of them: of its country, division and cells."""
    countries: dict[str, float] = defaultdict(float)
    divisions: dict[int, float] = defaultdict(float)
    cells: dict[tuple[int, int], float] = defaultdict(float)
    for entry, share in zip(entries, shares, strict=True):
        countries[entry.country] += share
        divisions[division_of(entry)] += share
        if entry.kind not in LINE:
            cells[cell_of(entry)] += share
    return [(countries[e.country], divisions[division_of(e)], around(cells, e)) for e in entries]


def context_of(options: Mapping[str, Sequence[Entry]], shares: Shares, hints: Hints) -> Context:
    """Add up the shares of all names by country, division and cell."""
    countries: dict[str, float] = defaultdict(float)
    divisions: dict[int, float] = defaultdict(float)
    cells: dict[tuple[int, int], float] = defaultdict(float)
    for code, weight in hints.countries.items():
        countries[code] += weight / 2
    for row, weight in hints.divisions.items():
        divisions[row] += weight
    for key, entries in options.items():
        for entry, share in zip(entries, shares[key], strict=True):
            countries[entry.country] += share
            divisions[division_of(entry)] += share
            if entry.kind not in LINE:
                cells[cell_of(entry)] += share
    return Context(countries, divisions, cells)


def division_of(entry: Entry) -> int:
    """Return the row of the first-order division a place is or lies in, -1 where it lies in none."""
    return entry.row if entry.kind == "adm1" else entry.adm1


def cell_of(entry: Entry) -> tuple[int, int]:
    """Return the one-degree cell a place lies in."""
    return floor(entry.lat), floor(entry.lon)


def around(cells: Mapping[tuple[int, int], float], entry: Entry) -> float:
    """Return the share that lies in the cell of a place and the eight about it."""
    lat, lon = cell_of(entry)
    return sum(cells.get((lat + i, lon + j), 0.0) for i in (-1, 0, 1) for j in (-1, 0, 1))


def context_features(entry: Entry, own: tuple[float, float, float], context: Context) -> dict[str, float]:
    """Return what speaks for a place in what the report's other names stand for."""
    found = {}
    if entry.country:
        total = max(0.5, sum(context.countries.values()) - 1.0)
        part = max(0.0, context.countries[entry.country] - own[0])
        found["share of its country"] = min(1.0, part / total)
        found["some of its country"] = log1p(part)
    if division_of(entry) >= 0:
        part = max(0.0, context.divisions[division_of(entry)] - own[1])
        found["some of its division"] = log1p(part)
        found["division named"] = 1.0 if part > 0.8 else 0.0
    if entry.kind not in LINE:
        part = max(0.0, around(context.cells, entry) - own[2])
        found["near others"] = log1p(part)
        found["near one at least"] = 1.0 if part > 0.7 else 0.0
    return found
