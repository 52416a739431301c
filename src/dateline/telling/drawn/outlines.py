"""Outlines of countries: Natural Earth 1:50m, as TopoJSON, decoded and cut to a window.

Rings are (longitude, latitude) in WGS 84 degrees. Method: the TopoJSON specification (quantised, delta-encoded arcs
that rings share), Sutherland-Hodgman clipping.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cache
from importlib.resources import files
from itertools import pairwise
from math import cos, radians
from typing import Any, NamedTuple

import msgspec

from dateline.errors import MissingResource
from dateline.geometry import EARTH_RADIUS_KM

Ring = Sequence[tuple[float, float]]


class Box(NamedTuple):
    """A window in degrees; `east` may lie beyond 180, and `west` beyond -180, where it holds the 180th meridian."""

    south: float
    west: float
    north: float
    east: float


class Country(NamedTuple):
    """One country's rings with their boxes; `code` is ISO 3166-1 alpha-2, "" where it has none."""

    code: str
    name: str
    rings: tuple[tuple[Ring, Box], ...]


def box_of(ring: Ring) -> Box:
    """Return the box around points."""
    return Box(min(y for _, y in ring), min(x for x, _ in ring), max(y for _, y in ring), max(x for x, _ in ring))


@cache
def countries() -> tuple[Country, ...]:
    """Return all countries in the file's order.

    Raises:
        MissingResource: the outlines are not in the package.
    """
    folder = files("dateline.data").joinpath("outlines")
    try:
        topology = msgspec.json.decode(folder.joinpath("countries-50m.json").read_bytes())
        codes = msgspec.toml.decode(folder.joinpath("codes.toml").read_bytes())
    except OSError as error:
        raise MissingResource("the outlines of countries are not in the package") from error
    by_number = {number: code for code, number in codes["numeric"].items()}
    by_name = {name: code for code, name in codes["named"].items()}
    arcs = _Arcs(topology)
    return tuple(
        Country(
            by_number.get(shape.get("id", ""), "") or by_name.get(shape["properties"]["name"], ""),
            shape["properties"]["name"],
            tuple((ring, box_of(ring)) for ring in map(arcs.ring, _rings(shape))),
        )
        for shape in topology["objects"]["countries"]["geometries"]
    )


def _rings(shape: Any) -> Iterable[Sequence[int]]:
    held = shape.get("arcs", ())
    return held if shape["type"] == "Polygon" else [ring for polygon in held for ring in polygon]


class _Arcs:
    """The arcs of a topology; each is decoded once."""

    def __init__(self, topology: Any) -> None:
        self._raw = topology["arcs"]
        self._scale, self._move = topology["transform"]["scale"], topology["transform"]["translate"]
        self._known: dict[int, list[tuple[float, float]]] = {}

    def _arc(self, n: int) -> list[tuple[float, float]]:
        if n not in self._known:
            x = y = 0
            points = []
            for dx, dy in self._raw[n]:
                x, y = x + dx, y + dy
                points.append((x * self._scale[0] + self._move[0], y * self._scale[1] + self._move[1]))
            self._known[n] = points
        return self._known[n]

    def ring(self, numbers: Sequence[int]) -> Ring:
        """Join arcs: of a number below 0 (its complement) the arc backwards; the point where two meet counts once."""
        points: list[tuple[float, float]] = []
        for n in numbers:
            arc = self._arc(n) if n >= 0 else self._arc(~n)[::-1]
            points += arc[1:] if points else arc
        return tuple(_unbroken(points))


def _unbroken(points: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """Let a ring that jumps from one side of the 180th meridian to the other run on beyond it, where it then closes."""
    turn, made = 0.0, points[:1]
    for (before, _), (x, y) in pairwise(points):
        turn -= 360.0 * round((x - before) / 360.0) if abs(x - before) > 180 else 0.0
        made.append((x + turn, y))
    return points if turn else made


def within(window: Box) -> list[tuple[Country, list[Ring]]]:
    """Return the countries of a window with what of their rings lies in it, moved by whole turns where it must be."""
    found = []
    for country, whole in _boxed():
        turns = [turn for turn in (-360.0, 0.0, 360.0) if _meets(whole, window, turn)]
        rings: list[Ring] = []
        for ring, box in country.rings if turns else ():
            for turn in turns:
                if _meets(box, window, turn):
                    cut = clip(ring, Box(window.south, window.west - turn, window.north, window.east - turn))
                    if len(cut) > 2:
                        rings.append([(x + turn, y) for x, y in cut] if turn else cut)
        if rings:
            found.append((country, rings))
    return found


@cache
def _boxed() -> tuple[tuple[Country, Box], ...]:
    """Return all countries, each with the box that holds it."""
    return tuple(
        (
            country,
            Box(
                min(box.south for _, box in country.rings),
                min(box.west for _, box in country.rings),
                max(box.north for _, box in country.rings),
                max(box.east for _, box in country.rings),
            ),
        )
        for country in countries()
    )


def _meets(box: Box, window: Box, turn: float) -> bool:
    """Tell whether a box, moved by a turn round the globe, and a window have a part in common."""
    if box.south > window.north or box.north < window.south:
        return False
    return box.west + turn <= window.east and box.east + turn >= window.west


def clip(ring: Ring, box: Box) -> list[tuple[float, float]]:
    """Return the part of a ring within a box (Sutherland-Hodgman)."""
    sides: tuple[tuple[int, float, bool], ...] = (
        (0, box.west, True),
        (0, box.east, False),
        (1, box.south, True),
        (1, box.north, False),
    )
    points = list(ring)
    for axis, edge, above in sides:
        points = _half(points, axis, edge, above)
    return points


def _half(points: list[tuple[float, float]], axis: int, edge: float, above: bool) -> list[tuple[float, float]]:
    keeps: Callable[[tuple[float, float]], bool] = (lambda p: p[axis] >= edge) if above else (lambda p: p[axis] <= edge)
    kept: list[tuple[float, float]] = []
    before = points[-1] if points else (0.0, 0.0)
    was = keeps(before)
    for point in points:
        now = keeps(point)
        if now != was:
            share = (edge - before[axis]) / (point[axis] - before[axis])
            other = before[1 - axis] + share * (point[1 - axis] - before[1 - axis])
            kept.append((edge, other) if axis == 0 else (other, edge))
        if now:
            kept.append(point)
        before, was = point, now
    return kept


@cache
def outline(code: str) -> Country | None:
    """Return a country by its ISO 3166-1 alpha-2 code, None where there is no outline of it."""
    return next((c for c in countries() if c.code == code), None) if code else None


def main_box(country: Country) -> Box:
    """Return the box of a country's largest ring and of all that are at least a fifth as large."""
    sizes = [(area(ring), box) for ring, box in country.rings]
    most = max(size for size, _ in sizes)
    boxes = [box for size, box in sizes if size >= most / 5]
    return Box(
        min(b.south for b in boxes), min(b.west for b in boxes), max(b.north for b in boxes), max(b.east for b in boxes)
    )


def area(ring: Ring) -> float:
    """Return the area within a ring in km² (shoelace formula on the equirectangular plane of its middle latitude)."""
    box = box_of(ring)
    twice = sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in zip(ring, (*ring[1:], ring[0]), strict=True))
    degree = radians(1) * EARTH_RADIUS_KM
    return abs(twice) / 2 * degree * degree * cos(radians((box.south + box.north) / 2))
