"""Places that are asked for by name: by which keys a name finds them, and which names are most like it."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

from dateline.gazetteer import fold_place, gazetteer

NEAR = 5
"""Names given of those that are most like another."""
CODE = 2
"""Letters of a country's code, which is like too many."""
LIKE = 0.7
"""How much alike two names are at least, as difflib measures it."""


def sought(place: str) -> list[set[str]]:
    """Return the keys that a place goes by: of the whole text, then of each part between commas.

    Beside the name itself that is whatever the gazetteer calls so: "Burma" finds Myanmar.
    """
    parts = [part for part in place.split(",") if fold_place(part)]
    return [_keys(place), *(_keys(part) for part in parts if len(parts) > 1)]


def _keys(name: str) -> set[str]:
    folded = fold_place(name)
    found = {folded}
    for entry in gazetteer().lookup(name):
        if entry.id:
            found.add(str(entry.id))
        if entry.kind == "country":
            found.add(fold_place(entry.country))
    return found


def nearest(place: str, names: Iterable[str]) -> list[str]:
    """Return the folded names most like a place: those that hold its words, then those written much like it."""
    folded = fold_place(place)
    known = sorted(name for name in names if len(name) > CODE)
    if not folded:
        return []
    holding = sorted((name for name in known if f" {folded} " in f" {name} "), key=lambda name: (len(name), name))
    like = get_close_matches(folded, known, NEAR, LIKE)
    begun = [name for name in known if len(folded) > 2 and name.startswith(folded)]
    return list(dict.fromkeys([*holding, *like, *begun]))[:NEAR]
