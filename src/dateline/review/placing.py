"""Places set by hand: found in the gazetteer by name, named by GeoNames id, as exact as a person says."""

from __future__ import annotations

import re
from collections.abc import Mapping

from dateline.errors import InputError
from dateline.gazetteer import PREC, Entry, countries, country_names, fold_place, gazetteer
from dateline.records import Where

SHOWN = 12
"""Places that are offered of one name."""
TOLD = 4
"""Places that a message names."""
BEGINNINGS = 40
"""Names that are weighed of those that only begin as it was asked."""
SHORTEST = 3
"""Letters from which a name is looked for by how it begins."""
PRECISIONS = tuple(sorted({*PREC.values(), 2}))
"""What can be said of how exactly a place is known."""
KINDS = {"city": "populated place", "adm1": "province or state", "adm2": "district", "other": "place"}
"""Kinds of places in words; the others are called as they are."""

_ID = re.compile(r"\s{0,20}([0-9]{1,10})\s{0,20}", re.ASCII)
_DEGREES = r"\s{0,20}([+-]?[0-9]{1,3}(?:\.[0-9]{1,10})?)\s{0,20}"
_POINT = re.compile(f"{_DEGREES},{_DEGREES}", re.ASCII)


def found(text: str, most: int = SHOWN) -> list[Entry]:
    """Return the places that a name may mean, those with most inhabitants first; "Goma, Rwanda" only those in Rwanda.

    Where none is called so, those whose names begin so. Places without a GeoNames id cannot be named, and are left out.
    """
    plain = text.encode("utf-8", "replace").decode()
    name, *holders = (fold_place(part) for part in plain.split(","))
    known = gazetteer()
    rows = known.rows(name)
    if not rows and len(name) >= SHORTEST:
        rows = list(dict.fromkeys(row for key in known.beginning(name, BEGINNINGS) for row in known.rows(key)))
    entries = [entry for entry in map(known.entry, rows) if entry.id and _lies_in(entry, holders)]
    return sorted(entries, key=lambda e: (-e.population, e.id))[:most]


def _lies_in(entry: Entry, holders: list[str]) -> bool:
    within = gazetteer().within(entry)
    named = {fold_place(name) for name in (*within, country_names().get(entry.country, ""))}
    return all(holder in named for holder in holders if holder)


def numbered(text: str) -> Entry | None:
    """Return the place whose GeoNames id a text is, None where it is none."""
    match = _ID.fullmatch(text)
    return None if match is None else gazetteer().numbered(int(match[1]))


def told(entry: Entry) -> str:
    """Return a place with what holds it, its kind and its inhabitants.

    >>> told(found("Kreuzberg")[0])
    'Kreuzberg, Berlin, Germany (populated place, 153,135 people)'
    """
    return f"{held(entry)} ({kind(entry)})"


def held(entry: Entry) -> str:
    """Return a place with the division and the country that hold it."""
    names = [entry.name, *(country_names().get(name, name) for name in gazetteer().within(entry))]
    return ", ".join(dict.fromkeys(names))


def kind(entry: Entry) -> str:
    """Return what a place is, and of how many inhabitants."""
    people = f", {entry.population:,} people" if entry.population else ""
    return f"{KINDS.get(entry.kind, entry.kind)}{people}"


def levels(entry: Entry) -> Mapping[int, Entry]:
    """Return each where_prec that a place can be given, with what is the place then: itself, or what holds it."""
    own = PREC[entry.kind]
    made = {own: entry}
    if own == 1:
        made[2] = entry
    if own < 4 and entry.adm1 >= 0:
        made[4] = gazetteer().entry(entry.adm1)
    if own < 6 and entry.country in countries():
        made[6] = countries()[entry.country]
    return made


def place_of(place: str | None, where_prec: int | None, coordinates: str | None) -> Where:
    """Return the place that a person sets: of a GeoNames id, as exact as its kind says unless they say otherwise.

    A where_prec of 4 makes it the division that holds the place, one of 6 the country; `coordinates` ("LAT, LON",
    degrees WGS 84) are then its point.

    Raises:
        InputError: there is no such place, it cannot be known so, or that is no point.
    """
    entry = _named(place)
    known = levels(entry)
    prec = PREC[entry.kind] if where_prec is None else where_prec
    if prec not in known:
        fitting = ", ".join(map(str, sorted(known)))
        raise InputError(f"where_prec {prec} does not go with {told(entry)}: {fitting} would")
    of = known[prec]
    lat, lon = (of.lat, of.lon) if coordinates is None else _point(coordinates)
    return Where(name=of.name, geonames_id=of.id, lat=lat, lon=lon, where_prec=prec, within=gazetteer().within(of))


def _named(place: str | None) -> Entry:
    if place is None or not place.strip():
        raise InputError("correct: the story has no place with a GeoNames id; give that of its --place")
    shown = f"--place {place[:60]!r}"
    entry = numbered(place)
    if entry is not None:
        return entry
    if _ID.fullmatch(place):
        raise InputError(f"{shown}: the gazetteer has no place with this GeoNames id")
    offered = found(place, TOLD)
    if not offered:
        raise InputError(f"{shown}: the gazetteer has no place of this name")
    raise InputError(f"{shown}: name it by its GeoNames id: {'; '.join(f'{e.id} is {told(e)}' for e in offered)}")


def _point(text: str) -> tuple[float, float]:
    match = _POINT.fullmatch(text)
    lat, lon = (float(match[1]), float(match[2])) if match is not None else (91.0, 0.0)
    if abs(lat) > 90 or abs(lon) > 180:
        raise InputError(
            f"--coordinates {text[:60]!r}: write degrees as LAT,LON: -1.674,29.228; within 90 north and south, 180 east"
            " and west"
        )
    return lat + 0.0, lon + 0.0
