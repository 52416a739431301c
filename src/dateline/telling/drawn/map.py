"""Where it happened, as exactly as known: a point, a circle of kilometres, a province's name, a country's outline.

Of a region, a river or a sea nobody here knows the extent: its point would be taken for the place, so it is listed.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from math import isfinite, pi, sqrt

from dateline.geometry import distance_km
from dateline.records import Account, Record, Where
from dateline.telling import judged, shown
from dateline.telling.drawn.labels import Kind, Mark, Outline, named_marks, named_outlines
from dateline.telling.drawn.outlines import Box, area, main_box, outline
from dateline.telling.drawn.plane import DEGREE_KM, HEIGHT, WIDTH, Plane, scale_bar, shapes, squeezed

REACH_KM = 700.0
"""How far from the place of the happening other places widen the map."""
LEAST_KM = 500.0
"""Least width of a map: outlines of 1:50,000,000 are true to some kilometres, and coasts would cut through towns."""
MARGIN = 8.0
"""Units from the frame within which no mark is drawn, so that none is cut by it."""
WIDER = 1.6
"""By how much a window is widened that shows neither a coast nor a border."""
TURNS = 5
NEAR_KM = 25.0
"""Radius of UCDP's where_prec 2."""
KINDS: dict[int, Kind] = {1: "point", 2: "near", 3: "area", 4: "province", 5: "region", 6: "country"}
"""How each where_prec is drawn; 7 (beyond) and none are not placed."""


class Map(Record, frozen=True, kw_only=True):
    """A window of the world, `width` by `height` units, north up, with the places in it and a scale bar.

    `beyond` are places outside it, or without a point; `unknown` those of which nobody here knows the extent. `bar` is
    the length in units of `bar_km` kilometres.
    """

    width: float
    height: float
    outlines: tuple[Outline, ...]
    marks: tuple[Mark, ...]
    beyond: tuple[Mark, ...]
    unknown: tuple[Mark, ...]
    bar: float
    bar_km: int

    @property
    def least_km(self) -> int:
        """The least width of a map in kilometres."""
        return round(LEAST_KM)

    @property
    def stacked(self) -> tuple[Mark, ...]:
        """The marks in the order of drawing: wide ones below, points upon them, the place of the happening on top."""
        return tuple(sorted(self.marks, key=lambda m: (m.main, m.kind == "point", -m.radius)))


def place_map(account: Account) -> Map | None:
    """Return the map of an account, None where none of its places has a point.

    Where none of them can be drawn it has no marks, and lists them.
    """
    places = distinct([account.where, *account.places])
    placed = [p for p in places if _kind(p) not in ("unplaced", "region")]
    if not placed:
        return _listing(account, places)
    main = next((p for p in placed if p is account.where), None)
    plane = _oriented(_plane(main, placed))
    filled = {_code(p) for p in placed if _kind(p) == "country"}
    drawn = shapes(plane)
    seen = {shape.code for shape in drawn if shape.code}
    marks = [(p, _mark(p, plane, account)) for p in places]
    held = [n for n, (p, m) in enumerate(marks) if (_code(p) in seen if m.kind == "country" else _inside(m))]
    named, taken = named_marks([marks[n][1] for n in held])
    kept = {n: m for n, m in zip(held, named, strict=True) if m.kind != "province" or m.label_x is not None}
    km, bar = scale_bar(plane)
    return Map(
        width=WIDTH,
        height=HEIGHT,
        outlines=named_outlines(drawn, filled, filled | ({_code(main)} if main else set()), taken),
        marks=tuple(kept.values()),
        beyond=tuple(m for n, (_, m) in enumerate(marks) if m.kind != "region" and n not in kept),
        unknown=tuple(m for _, m in marks if m.kind == "region"),
        bar=bar,
        bar_km=km,
    )


def _listing(account: Account, places: Sequence[Where]) -> Map | None:
    """Return a map without a drawing, None where no place has a point."""
    marks = [_mark(p, Plane(0.0, 0.0, 1.0, 1.0), account) for p in places]
    unknown = tuple(m for m in marks if m.kind == "region")
    if not unknown:
        return None
    beyond = tuple(m for m in marks if m.kind != "region")
    return Map(
        width=WIDTH, height=HEIGHT, outlines=(), marks=(), beyond=beyond, unknown=unknown, bar=0.0, bar_km=0
    )  # fmt: skip


def _oriented(plane: Plane) -> Plane:
    """Return a projection whose window shows some coast or border, if one is not far."""
    for _ in range(TURNS):
        if any(shape.path.count("L") > 5 for shape in shapes(plane)):
            return plane
        plane = plane._replace(scale=max(plane.scale / WIDER, WIDTH / 360.0))
    return plane


def _inside(mark: Mark) -> bool:
    within = MARGIN <= mark.x <= WIDTH - MARGIN and MARGIN <= mark.y <= HEIGHT - MARGIN
    return mark.kind not in ("unplaced", "region") and within


def distinct(places: Sequence[Where]) -> list[Where]:
    """Return each place that has a name once, in the order given."""
    first: dict[object, Where] = {}
    for place in places:
        if place.name is not None:
            first.setdefault(place.geonames_id or (place.name, place.lat, place.lon), place)
    return list(first.values())


def _kind(place: Where) -> Kind:
    if place.name is None or place.lat is None or place.lon is None or not isfinite(place.lat + place.lon):
        return "unplaced"
    return KINDS.get(place.where_prec or 7, "unplaced")


def _code(place: Where) -> str:
    return place.within[-1] if place.within else ""


def _point(place: Where) -> tuple[float, float]:
    return place.lat or 0.0, place.lon or 0.0


def radius_km(place: Where) -> float:
    """Return the radius that a place is drawn with: UCDP's 25 km, or one assumed for a district without an outline.

    A district is taken for a hundredth of its country, within bounds. A country has its outline, a province its name
    alone; a point, and a region whose extent is not known, have no radius.
    """
    return _extent_km(place) if _kind(place) in ("near", "area") else 0.0


def _extent_km(place: Where) -> float:
    """Return what a map shows about a place: its radius, or of a province that of a sixteenth of its country."""
    kind = _kind(place)
    if kind == "near":
        return NEAR_KM
    if kind not in ("area", "province"):
        return 0.0
    whole = _whole_km2(_code(place))
    part, least, most = (100, 5.0, 40.0) if kind == "area" else (16, 15.0, 250.0)
    return round(min(most, max(least, sqrt(whole / part / pi))), 1)


@cache
def _whole_km2(code: str) -> float:
    """Return the area of a country, of a middling one where there is no outline of it."""
    country = outline(code)
    return sum(area(ring) for ring, _ in country.rings) if country else 400_000.0


def _plane(main: Where | None, placed: Sequence[Where]) -> Plane:
    """Return the projection that holds the happening, and the places about it."""
    exact = [p for p in placed if _kind(p) != "country"]
    if main is not None:
        about = [p for p in exact if p is main or distance_km(*_point(p), *_point(main)) <= REACH_KM]
    else:
        about = exact
    first = main or (about or list(placed))[0]
    lon0 = first.lon or 0.0
    boxes = [_around(p, lon0) for p in about]
    held = outline(_code(first)) if _kind(first) == "country" or not boxes else None
    if held is not None:
        box = main_box(held)
        turn = 360.0 * round((lon0 - (box.west + box.east) / 2) / 360.0)
        boxes.append(Box(box.south, box.west + turn, box.north, box.east + turn))
    elif not boxes:
        boxes = [_around(first, lon0)]
    south, north = max(-89.0, min(b.south for b in boxes)), min(89.0, max(b.north for b in boxes))
    west, east = min(b.west for b in boxes), max(b.east for b in boxes)
    lat, lon = (south + north) / 2, (west + east) / 2
    squeeze = squeezed(lat)
    wide = max((east - west) * squeeze * 1.3, LEAST_KM / DEGREE_KM)
    high = max((north - south) * 1.3, LEAST_KM / DEGREE_KM * HEIGHT / WIDTH)
    return Plane(lat, lon, max(min(WIDTH / wide, HEIGHT / high), WIDTH / 360.0), squeeze)


def _around(place: Where, lon0: float) -> Box:
    """Return the box around a place and what it may lie within, on the side of the globe that `lon0` is on."""
    lat, lon = _point(place)
    lon = lon0 + (lon - lon0 + 180.0) % 360.0 - 180.0
    high = _extent_km(place) / DEGREE_KM
    wide = high / squeezed(lat)
    return Box(lat - high, lon - wide, lat + high, lon + wide)


def _mark(place: Where, plane: Plane, account: Account) -> Mark:
    kind, main = _kind(place), place is account.where
    x, y = plane.at(*_point(place)) if kind != "unplaced" else (0.0, 0.0)
    return Mark(
        name=shown.clean(place.name or ""),
        told=judged.placed(account) if main else shown.where(place),
        precision=shown.PRECISION.get(place.where_prec or 7, ""),
        kind=kind,
        main=main,
        x=round(x, 1),
        y=round(y, 1),
        radius=round(radius_km(place) / DEGREE_KM * plane.scale, 1),
        evidence=place.evidence,
    )
