"""Many stories on one map: points gathered by cells with their number, so that each can be a link."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from itertools import product
from math import fsum, hypot, isfinite, sqrt

import msgspec

from dateline.records import Record
from dateline.telling.drawn.labels import Outline
from dateline.telling.drawn.outlines import Box
from dateline.telling.drawn.plane import WIDTH, Plane, shapes, squeezed

CELLS = 12
"""Cells across a map, so that a cell can be touched and its number read on the narrowest page."""
WORLD = Box(-56.0, -180.0, 78.0, 180.0)
"""What is drawn of the world where points lie all over it."""
LEAST = 4.0
"""Least width and height of a window in degrees."""
TOUCH = 14.0
"""Radius of what can be touched about the middle of a cluster in units, 24 pixels across where a map is 280 wide."""
LOW, HIGH = 130.0, 240.0
"""Least and greatest height of a map in units."""


class Point(Record, frozen=True):
    """A story and its place in WGS 84 degrees; `stories` says how many it stands for, where it stands for several."""

    story: str
    lat: float
    lon: float
    stories: int = 1


class Cluster(Record, frozen=True, kw_only=True):
    """Stories that lie in one cell: their middle and a radius in units, and the box in degrees that holds just them.

    What lies too close to another cell's to be touched alone is drawn nearer to the middle of its own cell.
    """

    x: float
    y: float
    radius: float
    count: int
    stories: tuple[str, ...]
    south: float
    west: float
    north: float
    east: float


class Clusters(Record, frozen=True, kw_only=True):
    """A map of `width` by `height` units with its clusters, those of most stories first; `outside` are not on it."""

    width: float
    height: float
    outlines: tuple[Outline, ...]
    clusters: tuple[Cluster, ...]
    outside: int
    south: float
    west: float
    north: float
    east: float


def clusters(points: Iterable[Point], window: Box | None = None, cells: int = CELLS) -> Clusters:
    """Gather points on a map of `window`, or of what holds them all; `cells` is how many lie side by side.

    In a window whose `east` is less than its `west` the 180th meridian lies between them.
    """
    known = {p for p in points if isfinite(p.lat + p.lon) and abs(p.lat) <= 90}
    plane = _plane(window or _around(known))
    side = WIDTH / max(1, cells)
    high = plane.height / max(1, int(plane.height // side))
    held: dict[tuple[int, int], list[Point]] = {}
    for p in known:
        x, y = plane.at(p.lat, p.lon)
        if 0 <= x <= plane.width and 0 <= y <= plane.height:
            cell = (min(int(y // high), int(plane.height / high) - 1), min(int(x // side), cells - 1))
            held.setdefault(cell, []).append(p)
    most = max(map(_count, held.values()), default=1)
    drawn = _apart({cell: _cluster(group, plane, side, most) for cell, group in held.items()}, side, high)
    shown = plane.window
    return Clusters(
        width=plane.width,
        height=plane.height,
        outlines=tuple(Outline(code=s.code, name=s.name, path=s.path, filled=False) for s in shapes(plane)),
        clusters=tuple(sorted(drawn, key=lambda c: (-c.count, c.y, c.x))),
        outside=len(known) - sum(map(len, held.values())),
        south=round(shown.south, 4),
        west=round(shown.west, 4),
        north=round(shown.north, 4),
        east=round(shown.east, 4),
    )


def _apart(drawn: dict[tuple[int, int], Cluster], side: float, high: float) -> list[Cluster]:
    """Return clusters each of which can be touched alone; those that lie apart stay where they are."""
    reach = min(TOUCH, side / 2)
    moved: set[tuple[int, int]] = set()
    at = {cell: (one.x, one.y) for cell, one in drawn.items()}
    while True:
        near = {
            cell
            for (row, column), (x, y) in at.items()
            for cell in product(range(row - 1, row + 2), range(column - 1, column + 2))
            if cell != (row, column) and cell in at and hypot(at[cell][0] - x, at[cell][1] - y) < 2 * reach
        }
        if not near - moved:
            return [
                msgspec.structs.replace(one, x=round(at[c][0], 1), y=round(at[c][1], 1)) for c, one in drawn.items()
            ]
        for row, column in near - moved:
            x, y = at[row, column]
            at[row, column] = (_within(x, column * side, side, reach), _within(y, row * high, high, reach))
        moved |= near


def _within(at: float, start: float, size: float, reach: float) -> float:
    """Return the next place to `at` that keeps its distance from both ends of a cell."""
    return min(max(at, start + reach), start + size - reach)


def _around(points: Collection[Point]) -> Box:
    """Return a window that holds all points with room about them, or the world."""
    if not points:
        return WORLD
    lats, lons = [p.lat for p in points], [p.lon for p in points]
    high, wide = max(lats) - min(lats), max(lons) - min(lons)
    if wide > 150 or high > 90:
        return WORLD
    up, out = max(LEAST - high, 0.3 * high) / 2, max(LEAST - wide, 0.3 * wide) / 2
    return Box(min(lats) - up, min(lons) - out, max(lats) + up, max(lons) + out)


def _plane(window: Box) -> Plane:
    east = window.east + 360.0 if window.east < window.west else window.east
    lat, lon = (window.south + window.north) / 2, (window.west + east) / 2
    squeeze = squeezed(lat)
    wide, high = max(east - window.west, 0.01) * squeeze, max(window.north - window.south, 0.01)
    scale = max(min(WIDTH / wide, HIGH / high), WIDTH / 360.0 / squeeze)
    return Plane(lat, lon, scale, squeeze, WIDTH, round(min(HIGH, max(LOW, high * scale)), 1))


def _count(group: Sequence[Point]) -> int:
    return sum({p.story: p.stories for p in group}.values())


def _cluster(group: Sequence[Point], plane: Plane, side: float, most: int) -> Cluster:
    at = [plane.at(p.lat, p.lon) for p in group]
    least = min(9.0, side / 2)
    x, y = (fsum(axis) / len(at) for axis in zip(*at, strict=True))  # fsum: the same in any order
    stories = tuple(sorted({p.story for p in group}))
    return Cluster(
        x=round(x, 1),
        y=round(y, 1),
        radius=round(least + (side / 2 - least) * sqrt(_count(group) / most), 1),
        count=_count(group),
        stories=stories,
        south=min(p.lat for p in group),
        west=min(p.lon for p in group),
        north=max(p.lat for p in group),
        east=max(p.lon for p in group),
    )
