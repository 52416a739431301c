"""Where it happened, as exactly as known: a point, a circle of kilometres, an assumed area, a country's outline."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from math import cos, isfinite, pi, radians, sqrt
from typing import Literal, NamedTuple

from msgspec.structs import replace

from dateline.geometry import EARTH_RADIUS_KM, distance_km
from dateline.records import Account, Evidence, Record, Where
from dateline.telling import shown
from dateline.telling.drawn.outlines import Box, Ring, area, main_box, outline, within

WIDTH, HEIGHT = 320.0, 210.0
"""Size of a map in units; a unit is a pixel or more."""
DEGREE_KM = radians(1) * EARTH_RADIUS_KM
REACH_KM = 700.0
"""How far from the place of the happening other places widen the map."""
LEAST_KM = 240.0
"""Least width of a map."""
NEAR_KM = 25.0
"""Radius of UCDP's where_prec 2."""
LABELS = 8
"""Places named on a map."""
LETTER, LINE = 6.6, 13.0
"""Width and height of a letter on a map of its least size."""
DROPPED = 0.5
"""Units within which a point of an outline is left out."""

Kind = Literal["point", "near", "area", "region", "country", "unplaced"]
KINDS: dict[int, Kind] = {1: "point", 2: "near", 3: "area", 4: "area", 5: "region", 6: "country"}
"""How each where_prec is drawn; 7 (beyond) and none are not placed."""


class Outline(Record, frozen=True, kw_only=True):
    """A country in the window as SVG path data; `filled` where the country itself is a place of the account."""

    code: str
    name: str
    path: str
    filled: bool


class Mark(Record, frozen=True, kw_only=True):
    """A place: its point in units from the top left, the radius that it may lie within (0 a point).

    `label_x`, `label_y` place its name (its baseline), and `anchor` says which end; without room they are None.
    """

    name: str
    told: str
    precision: str
    kind: Kind
    main: bool
    x: float
    y: float
    radius: float
    evidence: tuple[Evidence, ...]
    label_x: float | None = None
    label_y: float | None = None
    anchor: Literal["start", "end", "middle"] = "start"


class Map(Record, frozen=True, kw_only=True):
    """A window of the world, `width` by `height` units, north up, with the places in it and a scale bar.

    `beyond` are places outside it, or without a point. `bar` is the length in units of `bar_km` kilometres.
    """

    width: float
    height: float
    outlines: tuple[Outline, ...]
    marks: tuple[Mark, ...]
    beyond: tuple[Mark, ...]
    bar: float
    bar_km: int


class Plane(NamedTuple):
    """Equirectangular projection about a middle; `scale` is units a degree of latitude."""

    lat: float
    lon: float
    scale: float
    width: float = WIDTH
    height: float = HEIGHT

    def at(self, lat: float, lon: float) -> tuple[float, float]:
        """Return the units from the top left, taking the nearer way round the globe."""
        east = (lon - self.lon + 180.0) % 360.0 - 180.0
        return self.width / 2 + east * self.squeeze * self.scale, self.height / 2 - (lat - self.lat) * self.scale

    @property
    def squeeze(self) -> float:
        """A degree of longitude over one of latitude."""
        return max(0.1, cos(radians(self.lat)))

    @property
    def window(self) -> Box:
        """What is drawn."""
        high, wide = self.height / 2 / self.scale, min(180.0, self.width / 2 / self.scale / self.squeeze)
        return Box(self.lat - high, self.lon - wide, self.lat + high, self.lon + wide)


def place_map(account: Account) -> Map | None:
    """Return the map of an account, None where none of its places has a point."""
    places = _distinct([account.where, *account.places])
    placed = [p for p in places if _kind(p) != "unplaced"]
    if not placed:
        return None
    main = account.where if _kind(account.where) != "unplaced" else None
    plane = _plane(main, placed)
    filled = {_code(p) for p in placed if _kind(p) == "country"}
    drawn = paths(plane)
    seen = {code for code, _, _ in drawn if code}
    marks = [(p, _mark(p, plane, p is main)) for p in places]
    inside = [_within(m) for p, m in marks if _inside(m) or (m.kind == "country" and _code(p) in seen)]
    beyond = [m for p, m in marks if not _inside(m) and not (m.kind == "country" and _code(p) in seen)]
    km, bar = _bar(plane)
    return Map(
        width=WIDTH,
        height=HEIGHT,
        outlines=tuple(
            Outline(code=code, name=name, path=path, filled=code in filled and bool(code))
            for code, name, path in drawn
        ),
        marks=tuple(_named(inside)),
        beyond=tuple(beyond),
        bar=bar,
        bar_km=km,
    )


def _inside(mark: Mark) -> bool:
    return mark.kind != "unplaced" and 0 <= mark.x <= WIDTH and 0 <= mark.y <= HEIGHT


def _within(mark: Mark) -> Mark:
    """Return a mark, of a country whose middle lies outside the window at the window's edge."""
    return replace(mark, x=min(WIDTH, max(0.0, mark.x)), y=min(HEIGHT, max(0.0, mark.y)))


def _distinct(places: Sequence[Where]) -> list[Where]:
    """Return each place once, that of the happening first."""
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
    """Return the radius that a place is drawn with: UCDP's 25 km, or one assumed for an area whose outline is unknown.

    A district is taken for a hundredth of its country, a province for a sixteenth, a region for an eighth, within
    bounds; all are drawn as assumed. A country has its outline, and a point no radius.
    """
    kind, country = _kind(place), outline(_code(place))
    if kind == "near":
        return NEAR_KM
    if kind not in ("area", "region"):
        return 0.0
    whole = sum(area(ring) for ring, _ in country.rings) if country else 400_000.0
    part, least, most = {3: (100, 5.0, 60.0), 4: (16, 15.0, 250.0)}.get(place.where_prec or 5, (8, 60.0, 300.0))
    return round(min(most, max(least, sqrt(whole / part / pi))), 1)


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
    squeeze = max(0.1, cos(radians(lat)))
    wide = max((east - west) * squeeze * 1.3, LEAST_KM / DEGREE_KM)
    high = max((north - south) * 1.3, LEAST_KM / DEGREE_KM * HEIGHT / WIDTH)
    return Plane(lat, lon, max(min(WIDTH / wide, HEIGHT / high), WIDTH / 360.0))


def _around(place: Where, lon0: float) -> Box:
    """Return the box around a place and what it may lie within, on the side of the globe that `lon0` is on."""
    lat, lon = _point(place)
    lon = lon0 + (lon - lon0 + 180.0) % 360.0 - 180.0
    high = radius_km(place) / DEGREE_KM
    wide = high / max(0.1, cos(radians(lat)))
    return Box(lat - high, lon - wide, lat + high, lon + wide)


def _mark(place: Where, plane: Plane, main: bool) -> Mark:
    kind = _kind(place)
    x, y = plane.at(*_point(place)) if kind != "unplaced" else (0.0, 0.0)
    return Mark(
        name=shown.clean(place.name or ""),
        told=shown.where(place),
        precision=shown.PRECISION.get(place.where_prec or 7, ""),
        kind=kind,
        main=main,
        x=round(x, 1),
        y=round(y, 1),
        radius=round(radius_km(place) / DEGREE_KM * plane.scale, 1),
        evidence=place.evidence,
    )


def _named(marks: Sequence[Mark]) -> list[Mark]:
    """Give each of the first places a name where there is room for it: right of its point, left, above or below."""
    taken = [(m.x - 5, m.y - 5, m.x + 5, m.y + 5) for m in marks if m.kind != "country"]
    made = []
    for n, mark in enumerate(marks):
        size = min(len(mark.name), 24) * LETTER
        choices: tuple[tuple[float, float, Literal["start", "end", "middle"], float], ...] = (
            (mark.x + 8, mark.y + 4, "start", mark.x + 8),
            (mark.x - 8, mark.y + 4, "end", mark.x - 8 - size),
            (mark.x, mark.y - 9, "middle", mark.x - size / 2),
            (mark.x, mark.y + 18, "middle", mark.x - size / 2),
        )
        for x, y, anchor, left in choices:
            box = (left, y - LINE + 2, left + size, y + 3)
            inside = box[0] >= 2 and box[2] <= WIDTH - 2 and box[1] >= 2 and box[3] <= HEIGHT - 16
            if n < LABELS and inside and not any(_meet(box, other) for other in taken):
                taken.append(box)
                made.append(replace(mark, label_x=round(x, 1), label_y=round(y, 1), anchor=anchor))
                break
        else:
            made.append(mark)
    return made


def _meet(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _bar(plane: Plane) -> tuple[int, float]:
    """Return a round number of kilometres about a quarter of the width long, and its length in units."""
    unit = plane.scale / DEGREE_KM
    km = next(n * 10**e for e in range(3, -1, -1) for n in (5, 2, 1) if n * 10**e * unit <= WIDTH / 4 or (e, n) == (0, 1))
    return km, round(km * unit, 1)


@lru_cache(maxsize=64)
def paths(plane: Plane) -> tuple[tuple[str, str, str], ...]:
    """Return code, name and path of each country in a projection's window."""
    window, pad = plane.window, 4 / plane.scale
    box = Box(window.south - pad, window.west - pad, window.north + pad, window.east + pad)
    left, top = window.west, window.north
    across = plane.scale * plane.squeeze
    found = []
    for country, rings in within(box):
        parts = [_path([((x - left) * across, (top - y) * plane.scale) for x, y in ring]) for ring in rings]
        if path := "".join(parts):
            found.append((country.code, country.name, path))
    return tuple(found)


def _path(points: Ring) -> str:
    """Return a ring as path data, without points too near to the one before; "" where nothing is left of it."""
    kept: list[tuple[float, float]] = []
    for x, y in points:
        if not kept or abs(x - kept[-1][0]) + abs(y - kept[-1][1]) >= DROPPED:
            kept.append((x, y))
    if len(kept) < 3:
        return ""
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in kept) + "Z"
