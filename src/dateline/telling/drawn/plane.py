"""Maps on paper: an equirectangular projection, and the outlines of its window as path data."""

from __future__ import annotations

from functools import lru_cache
from math import cos, radians
from typing import NamedTuple

from dateline.geometry import EARTH_RADIUS_KM
from dateline.telling.drawn.outlines import Box, Ring, within

WIDTH, HEIGHT = 320.0, 210.0
"""Size of a map in units; a unit is a pixel or more."""
DEGREE_KM = radians(1) * EARTH_RADIUS_KM
ROUND_KM = tuple(n * 10**e for e in range(3, -1, -1) for n in (5, 2, 1))
"""Lengths of a scale bar."""
DROPPED = 0.5
"""Units within which a point of an outline is left out."""


class Shape(NamedTuple):
    """A country as seen in a window: code, name, path data, and its largest part."""

    code: str
    name: str
    path: str
    largest: Ring


class Plane(NamedTuple):
    """Equirectangular projection about a middle (made by `plane`).

    `scale` is units a degree of latitude, `squeeze` a degree of longitude over one of latitude.
    """

    lat: float
    lon: float
    scale: float
    squeeze: float
    width: float = WIDTH
    height: float = HEIGHT

    def at(self, lat: float, lon: float) -> tuple[float, float]:
        """Return the units from the top left, taking the nearer way round the globe."""
        east = (lon - self.lon + 180.0) % 360.0 - 180.0
        return self.width / 2 + east * self.squeeze * self.scale, self.height / 2 - (lat - self.lat) * self.scale

    @property
    def window(self) -> Box:
        """What is drawn."""
        high, wide = self.height / 2 / self.scale, min(180.0, self.width / 2 / self.scale / self.squeeze)
        return Box(self.lat - high, self.lon - wide, self.lat + high, self.lon + wide)


def squeezed(lat: float) -> float:
    """Return a degree of longitude over one of latitude, at a latitude; never so little that the poles take all."""
    return max(0.1, cos(radians(lat)))


def scale_bar(plane: Plane) -> tuple[int, float]:
    """Return a round number of kilometres about a quarter of the width long, and its length in units."""
    unit = plane.scale / DEGREE_KM
    km = next((k for k in ROUND_KM if k * unit <= WIDTH / 4), 1)
    return km, round(km * unit, 1)


@lru_cache(maxsize=64)
def shapes(plane: Plane) -> tuple[Shape, ...]:
    """Return each country in a projection's window, in the file's order."""
    window, pad = plane.window, 4 / plane.scale
    box = Box(window.south - pad, window.west - pad, window.north + pad, window.east + pad)
    left, top = window.west, window.north
    across = plane.scale * plane.squeeze
    found = []
    for country, rings in within(box):
        placed = [[((x - left) * across, (top - y) * plane.scale) for x, y in ring] for ring in rings]
        if path := "".join(map(_path, placed)):
            largest = max(placed, key=lambda ring: abs(centred(ring)[0]))
            found.append(Shape(country.code, country.name, path, tuple(largest)))
    return tuple(found)


def centred(ring: Ring) -> tuple[float, tuple[float, float]]:
    """Return twice the signed area within a ring, and its centroid."""
    twice = x = y = 0.0
    for (x1, y1), (x2, y2) in zip(ring, (*ring[1:], ring[0]), strict=True):
        cross = x1 * y2 - x2 * y1
        twice, x, y = twice + cross, x + (x1 + x2) * cross, y + (y1 + y2) * cross
    return (twice, (x / 3 / twice, y / 3 / twice)) if abs(twice) > 1e-9 else (0.0, ring[0])


def _path(points: Ring) -> str:
    """Return a ring as path data, without points too near to the one before; "" where nothing is left of it."""
    kept: list[tuple[float, float]] = []
    for x, y in points:
        if not kept or abs(x - kept[-1][0]) + abs(y - kept[-1][1]) >= DROPPED:
            kept.append((x, y))
    if len(kept) < 3:
        return ""
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in kept) + "Z"
