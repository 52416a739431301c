"""Belief: whether the likeliest place of a name is the one meant, or the name is better left unresolved.

A quarter, a school or a person is often called like a city far away that is the only place of that name on the map.
What a report says of where it plays decides: a place of a country, or of a state, that nothing else in the report
speaks of is believed only if it lies near the places that the report does speak of, or is known everywhere. A miss is
better than a town on another continent.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from dateline.gazetteer import Entry, Gazetteer, fold_place
from dateline.reading.geowords import geowords
from dateline.reading.resolution import (
    METROPOLIS,
    OUTWEIGHED,
    Context,
    Hints,
    Named,
    Shares,
    cell_of,
    context_of,
    division_of,
    lies_in,
    merge,
    options_of,
    settle,
)

BELIEVED = 0.3
"""Share of a name's best place from which it is given; below it the name is left unresolved."""

LIKELIEST = 0.2
"""Share from which a city is given that has many times the inhabitants of its namesakes."""

EVEN = 0.5
"""Share above which the names around take a place for the one that is meant."""

SUPPORT = 0.4
"""Share that other names (or the address) must give the country of a town, or the division or the surroundings."""

PLACED, UNPLACED, LARGE = 5_000, 100_000, 2_000_000
"""Inhabitants from which a town is believed without that: where a word of place leads to its name, where none does; and
from which a division is."""

ELSEWHERE = 0.8
"""Share that other names give another country, or another state, from which the report plays there."""

KNOWN = 150_000
"""Inhabitants that each city of the agencies' list has, and none of its namesakes in its country."""

CAPITAL, TOWN = 300_000, 100_000
"""Inhabitants from which a capital is known everywhere; below which a town is told with its state outside of it."""

STATED = frozenset({"AU", "CA", "US"})
"""Countries whose towns are told with their state, unless the report is at home there."""

REACH = 3
"""Degrees within which a town of another country is next door."""

NOTHING = Hints(Counter(), Counter())

Senses = dict[str, tuple[Entry | None, tuple[Entry, ...]]]


class Shown(NamedTuple):
    """What a report shows: the context with its address, and that of its own words."""

    context: Context
    words: Context
    hints: Hints
    known: Gazetteer


class Choice(NamedTuple):
    """A name, the likeliest of its places, the share of its country, and what all its places put into the words."""

    name: Named
    entry: Entry
    country: float
    countries: Mapping[str, float]
    divisions: Mapping[int, float]
    cells: Mapping[tuple[int, int], float]


def resolve(named: Sequence[Named], known: Gazetteer, hints: Hints, weights: Mapping[str, float]) -> Senses:
    """Return, for each folded name, the place it stands for (None: not to be told) and its rivals, best first."""
    merged = merge(named)
    options = options_of(merged, known)
    shares = settle(merged, options, known, hints, weights)
    sharpened = {key: _sharpened(own) for key, own in shares.items()}
    shown = _shown(options, shares, sharpened, hints, known)
    found: Senses = {}
    for key, entries in options.items():
        ranked = sorted(
            zip(shares[key], entries, strict=True),
            key=lambda item: (-round(item[0], 6), -item[1].population, item[1].id),
        )
        listed = tuple(entry for _, entry in ranked[:6])
        if not ranked or (
            ranked[0][0] < BELIEVED and not (ranked[0][0] >= LIKELIEST and _outweighs(listed[0], entries))
        ):
            found[key] = (None, listed[:5])
            continue
        choice = _choice(merged[key], listed[0], entries, shares[key], sharpened[key])
        if _believed(choice, shown):
            chosen = _meant(choice, entries, shown)
            found[key] = (chosen, tuple(e for e in listed if e != chosen)[:5])
        else:
            found[key] = (None, listed[:5])
    return found


def is_listed(entry: Entry, name: str) -> bool:
    """Tell whether a place is the city of that folded name on the agencies' list of those that stand alone."""
    return entry.kind == "city" and entry.population >= KNOWN and (entry.country, name) in geowords().alone


def stands_alone(country: str, name: str, population: int) -> bool:
    """Tell whether a city is named without its country anywhere: of the agencies' list, a capital or a metropolis."""
    at = (country, fold_place(name))
    known = (population >= KNOWN and at in geowords().alone) or (population >= CAPITAL and at in geowords().capitals)
    return known or population >= METROPOLIS


def _outweighs(entry: Entry, entries: Sequence[Entry]) -> bool:
    """Tell whether a city has many times the inhabitants of any other town of its name."""
    towns = (e.population for e in entries if e.kind == "city" and e.row != entry.row)
    return entry.kind == "city" and entry.population >= max(UNPLACED, OUTWEIGHED * max(towns, default=0))


def _sharpened(shares: Sequence[float]) -> list[float]:
    """Return shares with all of it on the place that is likelier than all others together."""
    top = max(shares, default=0.0)
    return [float(share == top) for share in shares] if top > EVEN else list(shares)


def _shown(
    options: Mapping[str, Sequence[Entry]], shares: Shares, sharpened: Shares, hints: Hints, known: Gazetteer
) -> Shown:
    told = Counter(hints.told)
    for row, weight in hints.divisions.items():
        told[known.entry(row).country] += 2 * weight
    words = context_of(options, sharpened, Hints(told, hints.divisions))
    return Shown(context_of(options, shares, hints), words, hints, known)


def _choice(name: Named, entry: Entry, entries: Sequence[Entry], shares: list[float], sharpened: list[float]) -> Choice:
    own = context_of({name.folded: entries}, {name.folded: sharpened}, NOTHING)
    country = sum(share for e, share in zip(entries, shares, strict=True) if e.country == entry.country)
    return Choice(name, entry, country, own.countries, own.divisions, own.cells)


def _believed(choice: Choice, shown: Shown) -> bool:
    """Tell whether a town or division is believed: for a container, for others of its country, or for its size.

    A small town, or one only spelt so in a country the report does not speak of, is mostly another word.
    """
    name, entry = choice.name, choice.entry
    if entry.kind not in ("city", "adm1", "adm2") or lies_in(entry, name.containers, shown.known):
        return True
    if shown.context.countries.get(entry.country, 0.0) - choice.country >= SUPPORT:
        return not _out_of_state(choice, shown)
    if _abroad(choice, shown):
        return False
    return name.division_word or (
        fold_place(entry.name) == name.folded
        and entry.population >= (PLACED if name.placed else UNPLACED if entry.kind == "city" else LARGE)
    )


def _abroad(choice: Choice, shown: Shown) -> bool:
    """Tell whether a place, of a country that nothing else speaks of, is far from where the report plays."""
    name, entry = choice.name, choice.entry
    if all(word in geowords().bearings for word in name.folded.split()):
        return True
    if not _plays_elsewhere(choice, shown) or _share_within(REACH, choice, entry, shown) >= SUPPORT:
        return False
    if entry.kind != "city":
        return entry.population < LARGE
    if stands_alone(entry.country, name.folded, entry.population):
        return name.called_after
    return not (name.placed and not name.containers and geowords().foreign.search(shown.hints.text))


def _plays_elsewhere(choice: Choice, shown: Shown) -> bool:
    """Tell whether other names speak of another country than that of a place."""
    return any(
        weight - choice.countries.get(code, 0.0) >= ELSEWHERE
        for code, weight in shown.words.countries.items()
        if code not in ("", choice.entry.country)
    )


def _meant(choice: Choice, entries: Sequence[Entry], shown: Shown) -> Entry | None:
    """Return the likeliest town, or that of its name which the report rather means; None where that is in doubt.

    Of a city known everywhere and its namesakes, the namesake lies beside what else the report names: in no country of
    the report the city gives way to it, and nowhere near the report's places it gives way to the city.
    """
    name, entry = choice.name, choice.entry
    if entry.kind != "city" or lies_in(entry, name.containers, shown.known):
        return entry
    if shown.context.countries.get(entry.country, 0.0) - choice.country >= SUPPORT:
        sized = entry.country in STATED or entry.population >= PLACED
        beside = sized and _share_within(1, choice, entry, shown) >= SUPPORT
        if beside or _at_home(choice, shown) or shown.hints.divisions[division_of(entry)]:
            return entry
        return next((e for e in entries if is_listed(e, name.folded)), entry)
    if not _plays_elsewhere(choice, shown) or geowords().foreign.search(shown.hints.text):
        return entry
    near = [e for e in entries if e.kind == "city" and _share_within(1, choice, e, shown) >= ELSEWHERE]
    if not near:
        return entry
    sure = [e for e in near if e.country not in STATED or _division_share(choice, e, shown) >= SUPPORT]
    return max(sure, key=lambda e: (_division_share(choice, e, shown), e.population), default=None)


def _division_share(choice: Choice, entry: Entry, shown: Shown) -> float:
    own = division_of(entry)
    return round(shown.words.divisions.get(own, 0.0) - choice.divisions.get(own, 0.0), 6) if own >= 0 else 0.0


def _out_of_state(choice: Choice, shown: Shown) -> bool:
    """Tell whether a small town lies in no state that the report speaks of, and it does speak of another one."""
    name, entry = choice.name, choice.entry
    if entry.kind != "city" or entry.country not in STATED or entry.population >= TOWN or name.division_word:
        return False
    own, words = division_of(entry), shown.words.divisions
    if _division_share(choice, entry, shown) >= SUPPORT or _share_within(1, choice, entry, shown) >= SUPPORT:
        return False
    return not _at_home(choice, shown) and any(
        weight - choice.divisions.get(row, 0.0) >= ELSEWHERE and shown.known.entry(row).country == entry.country
        for row, weight in words.items()
        if row not in (-1, own)
    )


def _share_within(degrees: int, choice: Choice, entry: Entry, shown: Shown) -> float:
    """Return the share of other names that lies within so many degrees of a place."""
    lat, lon = cell_of(entry)
    return sum(
        share - choice.cells.get(at, 0.0)
        for at, share in shown.words.cells.items()
        if abs(at[0] - lat) <= degrees and abs(at[1] - lon) <= degrees
    )


def _at_home(choice: Choice, shown: Shown) -> bool:
    """Tell whether the publisher is at home in the state of a place, or is called after it."""
    home, folded = shown.hints.home, choice.name.folded.replace(" ", "")
    named = len(folded) > 4 and folded in shown.hints.publisher
    return named or (home is not None and home.adm1 == division_of(choice.entry))
