"""Towns of one name: which of them a story means, where its reports take a name for different places.

Each report is read by itself; one that names a quarter and nothing else has it on another continent. A place that keeps
no company in the whole story gives way to a namesake that does; where there is none, it is left unresolved unless it
is known everywhere. What a report names with its state or country stays as it is.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import msgspec

from dateline.gazetteer import fold_place
from dateline.geometry import distance_km
from dateline.reading.belief import STATED, TOWN, stands_alone
from dateline.reading.geowords import geowords
from dateline.records import Place, Reading, Report

KINDS = ("city", "adm2", "adm1", "country")
"""Kinds of places that share names with towns."""

BESIDE_KM, FAR_KM = 100.0, 400.0
"""Kilometres within which a town keeps another company; beyond which one of another country is far from all others."""

ELSEWHERE = 2
"""Names of other countries from which a story plays there."""

_CONTAINER = re.compile(r",\s+[A-Z]")


class Other(NamedTuple):
    """A place that a story names: its folded name, its country, its division, its degrees and whether it is a point."""

    name: str
    country: str
    division: str
    lat: float
    lon: float
    point: bool


Held = dict[str, list[tuple[str, int, Place]]]


def agree_on_towns(readings: Mapping[str, Reading], reports: Mapping[str, Report]) -> dict[str, Reading]:
    """Return the readings of a story with each name taken for one place wherever the story tells which."""
    if len(readings) < 2:
        return dict(readings)
    held: Held = defaultdict(list)
    others: set[Other] = set()
    for rid in sorted(readings):
        for n, place in enumerate(readings[rid].places):
            if place.lat is not None or place.use == "demonym":
                others.add(_other(place))
            if place.use != "demonym" and (place.kind in KINDS or (place.kind == "other" and place.rivals)):
                held[fold_place(place.name)].append((rid, n, place))
    story = sorted(others)
    changes: dict[str, dict[int, Place]] = defaultdict(dict)
    for name in sorted(held):
        for rid, n, place in _settled(name, held[name], story, reports):
            changes[rid][n] = place
    return {rid: _changed(reading, changes.get(rid, {})) for rid, reading in readings.items()}


def _other(place: Place) -> Other:
    division = place.within[0] if len(place.within) > 1 else place.name if place.kind == "adm1" else ""
    point = place.kind in ("city", "adm2", "district")
    return Other(fold_place(place.name), _country(place), division, place.lat or 0.0, place.lon or 0.0, point)


def _country(place: Place) -> str:
    return place.within[-1] if place.within else ""


def _settled(
    name: str, found: Sequence[tuple[str, int, Place]], story: Sequence[Other], reports: Mapping[str, Report]
) -> Iterator[tuple[str, int, Place]]:
    """Yield the mentions of one name that are to be read otherwise, each as it is to be read."""
    others = [o for o in story if o.name != name]
    placed = [place for _, _, place in found if place.lat is not None]
    tally = Counter(place.geonames_id for place in placed)
    kept = [p for p in placed if p.kind != "country" and _near(p, others)] or [p for p in placed if _at_all(p, others)]
    best = max(kept, key=lambda p: (tally[p.geonames_id], p.population, -p.start), default=None)
    for rid, n, place in found:
        if place.lat is not None and (_company(place, best, others) or _told(place, reports[rid])):
            continue
        if best is not None:
            if place.geonames_id != best.geonames_id:
                yield rid, n, _as(place, best)
        elif place.lat is not None and _far(place, others) and not _abroad(found, reports):
            yield rid, n, _nowhere(place)
    if best is not None and _out_of_state(best, others) and not any(_told(p, reports[rid]) for rid, _, p in found):
        yield from ((rid, n, _nowhere(p)) for rid, n, p in found if p.geonames_id == best.geonames_id)


def _company(place: Place, best: Place | None, others: Sequence[Other]) -> bool:
    """Tell whether a place has others about it: of its country, and in its part of the country that a rival lies in."""
    if best is not None and _country(best) == _country(place) and {place.kind, best.kind} == {"city"}:
        return place.geonames_id == best.geonames_id or _near(place, others) or not _near(best, others)
    return _at_all(place, others)


def _at_all(place: Place, others: Sequence[Other]) -> bool:
    return any(o.country == _country(place) for o in others)


def _near(place: Place, others: Sequence[Other]) -> bool:
    own = _other(place)
    return any(
        (own.division and o.country == own.country and o.division == own.division)
        or (o.point and distance_km(own.lat, own.lon, o.lat, o.lon) <= BESIDE_KM)
        for o in others
    )


def _far(place: Place, others: Sequence[Other]) -> bool:
    """Tell whether a town is far from all that the story names elsewhere, and known by no name of its own."""
    if place.kind not in ("city", "adm2") or stands_alone(_country(place), place.name, place.population):
        return False
    abroad = [o for o in others if o.country]
    close = any(o.point and distance_km(place.lat or 0.0, place.lon or 0.0, o.lat, o.lon) <= FAR_KM for o in abroad)
    return len(abroad) >= ELSEWHERE and not close


def _out_of_state(place: Place, others: Sequence[Other]) -> bool:
    """Tell whether a small town lies in no state that the story speaks of, and it does speak of another one."""
    country = _country(place)
    if place.kind != "city" or country not in STATED or place.population >= TOWN or _near(place, others):
        return False
    return any(
        n >= ELSEWHERE for n in Counter(o.division for o in others if o.country == country and o.division).values()
    )


def _abroad(found: Sequence[tuple[str, int, Place]], reports: Mapping[str, Report]) -> bool:
    """Tell whether a report that names the place speaks of travel or of foreign affairs."""
    return any(geowords().foreign.search(reports[rid].text) for rid in dict.fromkeys(rid for rid, _, _ in found))


def _told(place: Place, report: Report) -> bool:
    """Tell whether the report names a place with what it lies in."""
    return _CONTAINER.match(report.text, place.end) is not None


def _as(place: Place, best: Place) -> Place:
    """Return a mention read as another place of its name."""
    rivals = tuple(i for i in dict.fromkeys((place.geonames_id, *place.rivals)) if i and i != best.geonames_id)
    return msgspec.structs.replace(
        best, start=place.start, end=place.end, name=place.name, use=place.use, rivals=rivals
    )


def _nowhere(place: Place) -> Place:
    rivals = tuple(i for i in dict.fromkeys((place.geonames_id, *place.rivals)) if i)
    return Place(start=place.start, end=place.end, name=place.name, kind="other", use=place.use, rivals=rivals)


def _changed(reading: Reading, changes: Mapping[int, Place]) -> Reading:
    """Return a reading with some places changed, and what lies in them."""
    if not changes:
        return reading
    inner = {(old.name, *old.within): new for n, new in changes.items() if (old := reading.places[n]).lat is not None}
    places = []
    for n, place in enumerate(reading.places):
        new = changes.get(n, place)
        if place.kind == "facility" and place.within in inner:
            town = inner[place.within]
            new = msgspec.structs.replace(place, within=(town.name, *town.within) if town.lat is not None else ())
        places.append(new)
    return msgspec.structs.replace(reading, places=tuple(places))
