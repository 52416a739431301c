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
    LINE,
    METROPOLIS,
    Context,
    Hints,
    Named,
    Shares,
    around,
    context_of,
    division_of,
    lies_in,
    merge,
    options_of,
    own_parts,
    settle,
)

BELIEVED = 0.3
"""Share of a name's best place from which it is given; below it the name is left unresolved."""

SUPPORT = 0.4
"""Share that other names (or the address) must give the country of a town, or the division or the surroundings."""

PLACED, UNPLACED, LARGE = 5_000, 100_000, 2_000_000
"""Inhabitants from which a town is believed without that: where a word of place leads to its name, where none does; and
from which a division is."""

ELSEWHERE = 0.8
"""Share that other names give another country, or another state, from which the report plays there."""

CAPITAL, TOWN = 300_000, 100_000
"""Inhabitants from which a capital is known everywhere; below which a town is told with its state outside of it."""

STATED = frozenset({"AU", "CA", "US"})
"""Countries whose towns are told with their state, unless the report is at home there."""

Senses = dict[str, tuple[Entry | None, tuple[Entry, ...]]]


class Shown(NamedTuple):
    """What a report shows: the context with its address, and that of its own words."""

    context: Context
    words: Context
    hints: Hints
    known: Gazetteer


class Choice(NamedTuple):
    """A name, the likeliest of its places, what all its places put into the context, and what those around it do."""

    name: Named
    entry: Entry
    countries: Mapping[str, float]
    divisions: Mapping[int, float]
    around: float


def resolve(named: Sequence[Named], known: Gazetteer, hints: Hints, weights: Mapping[str, float]) -> Senses:
    """Return, for each folded name, the place it stands for (None: not to be told) and its rivals, best first."""
    merged = merge(named)
    options = options_of(merged, known)
    shares = settle(merged, options, known, hints, weights)
    shown = _shown(options, shares, hints, known)
    found: Senses = {}
    for key, entries in options.items():
        ranked = sorted(
            zip(shares[key], entries, strict=True),
            key=lambda item: (-round(item[0], 6), -item[1].population, item[1].id),
        )
        listed = tuple(entry for _, entry in ranked[:6])
        if ranked and ranked[0][0] >= BELIEVED and _believed(_choice(merged[key], listed[0], entries, shares[key]), shown):
            found[key] = (listed[0], listed[1:])
        else:
            found[key] = (None, listed[:5])
    return found


def stands_alone(country: str, name: str, population: int) -> bool:
    """Tell whether a city is named without its country anywhere: of agencies' list, a capital or a metropolis."""
    at = (country, fold_place(name))
    known = at in geowords().alone or (population >= CAPITAL and at in geowords().capitals)
    return known or population >= METROPOLIS


def _shown(options: Mapping[str, Sequence[Entry]], shares: Shares, hints: Hints, known: Gazetteer) -> Shown:
    told = Counter(hints.told)
    for row, weight in hints.divisions.items():
        told[known.entry(row).country] += 2 * weight
    words = context_of(options, shares, Hints(told, hints.divisions))
    return Shown(context_of(options, shares, hints), words, hints, known)


def _choice(name: Named, entry: Entry, entries: Sequence[Entry], shares: Sequence[float]) -> Choice:
    countries: Counter[str] = Counter()
    divisions: Counter[int] = Counter()
    for other, share in zip(entries, shares, strict=True):
        countries[other.country] += share  # type: ignore[assignment]
        divisions[division_of(other)] += share  # type: ignore[assignment]
    own = own_parts(entries, shares)[next(i for i, other in enumerate(entries) if other.row == entry.row)]
    return Choice(name, entry, countries, divisions, own[2])


def _believed(choice: Choice, shown: Shown) -> bool:
    """Tell whether a town or division is believed: for a container, for others of its country, or for its size.

    A small town, or one only spelt so in a country the report does not speak of, is mostly another word.
    """
    name, entry = choice.name, choice.entry
    if entry.kind not in ("city", "adm1", "adm2") or lies_in(entry, name.containers, shown.known):
        return True
    if shown.context.countries.get(entry.country, 0.0) - choice.countries[entry.country] >= SUPPORT:
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
    others = (
        weight - choice.countries.get(code, 0.0)
        for code, weight in shown.words.countries.items()
        if code not in ("", entry.country)
    )
    if max(others, default=0.0) < ELSEWHERE or _near_others(choice, shown):
        return False
    if entry.kind == "city":
        return not stands_alone(entry.country, name.folded, entry.population)
    return entry.population < LARGE


def _out_of_state(choice: Choice, shown: Shown) -> bool:
    """Tell whether a small town lies in no state that the report speaks of, and it does speak of another one."""
    name, entry = choice.name, choice.entry
    if entry.kind != "city" or entry.country not in STATED or entry.population >= TOWN or name.division_word:
        return False
    own, words = division_of(entry), shown.words.divisions
    if words.get(own, 0.0) - choice.divisions[own] >= SUPPORT or _near_others(choice, shown):
        return False
    return not _at_home(choice, shown) and any(
        weight - choice.divisions.get(row, 0.0) >= ELSEWHERE and shown.known.entry(row).country == entry.country
        for row, weight in words.items()
        if row not in (-1, own)
    )


def _near_others(choice: Choice, shown: Shown) -> bool:
    return around(shown.words.cells, choice.entry) - choice.around >= SUPPORT


def _at_home(choice: Choice, shown: Shown) -> bool:
    """Tell whether the publisher is at home in the state of a place, or is called after it."""
    home, folded = shown.hints.home, choice.name.folded.replace(" ", "")
    named = len(folded) > 4 and folded in shown.hints.publisher
    return named or (home is not None and home.adm1 == division_of(choice.entry))
