"""The small map beside the list: where the stories of a search happened, gathered so that each spot can be touched.

Outlines are dear to make and the same for many searches: windows have few sizes and lie on a grid, and what was drawn
of one is kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import groupby, pairwise

import msgspec

from dateline.telling.drawn import Box, Cluster, Clusters, Point, clusters
from dateline.telling.drawn.clusters import outlined
from dateline.telling.drawn.labels import Outline
from dateline.telling.drawn.plane import Plane
from dateline.web.columns import Spread
from dateline.web.queries import Window

WORLD = Box(-56.0, -180.0, 78.0, 180.0)
WIDTHS = (6.0, 9.0, 14.0, 21.0, 32.0, 48.0, 72.0, 108.0, 162.0)
"""Widths of windows in degrees."""
SHAPE = 1.6
"""Degrees of longitude over degrees of latitude of a window."""
CELLS = 9
"""Clusters side by side, so that each can be touched."""
ROOM = 0.06
"""Part of a window that is left free around what it shows."""
SMALL = 3
"""Units that an outline must be long, in both ways together, to be drawn."""
EDGE = 0.0005
"""Degrees added around what a cluster holds, so that its own link finds all of it."""

_NUMBER = re.compile(r"-?[0-9.]+")


@lru_cache(maxsize=128)
def mapped(spread: Spread, window: Window | None) -> Clusters | None:
    """Return a map of where stories happened, None where none has a place; `Cluster.stories` are numbers of spots."""
    if not spread.spots:
        return None
    points = [Point(str(n), spot.lat, spot.lon, spot.stories) for n, spot in enumerate(spread.spots)]
    return clusters(points, _window(_shown(spread, window)), CELLS, _coarse)


def part(cluster: Cluster, spread: Spread) -> Window:
    """Return the part of the map that holds the stories of a cluster."""
    own = [spread.spots[int(number)] for number in cluster.stories]
    return Window(
        round(max(-90.0, min(s.south for s in own) - EDGE), 4),
        round(max(-180.0, min(s.west for s in own) - EDGE), 4),
        round(min(90.0, max(s.north for s in own) + EDGE), 4),
        round(min(180.0, max(s.east for s in own) + EDGE), 4),
    )


def _shown(spread: Spread, window: Window | None) -> Box:
    if window is not None and window.west <= window.east:
        return Box(window.south, window.west, window.north, window.east)
    spots = spread.spots
    return Box(
        min(s.south for s in spots), min(s.west for s in spots), max(s.north for s in spots), max(s.east for s in spots)
    )


def _window(box: Box) -> Box:
    """Return the least of the windows that holds a box and some room."""
    for window in _windows(box):
        high, wide = (window.north - window.south) * ROOM, (window.east - window.west) * ROOM
        if (
            window.south + high <= box.south
            and box.north <= window.north - high
            and window.west + wide <= box.west
            and box.east <= window.east - wide
        ):
            return window
    return WORLD


def _windows(box: Box) -> Iterator[Box]:
    """Yield the windows about the middle of a box, the least first; their edges lie on a grid."""
    lat, lon = (box.south + box.north) / 2, (box.west + box.east) / 2
    for wide in WIDTHS:
        high, grid = wide / SHAPE, wide / 8
        south, west = (round((middle - size / 2) / grid) * grid for middle, size in ((lat, high), (lon, wide)))
        yield Box(south, west, south + high, west + wide)


@lru_cache(maxsize=256)
def _coarse(plane: Plane) -> tuple[Outline, ...]:
    """Return outlines in whole units without their least parts: enough for a small map, in a fifth of the room."""
    made = []
    for outline in outlined(plane):
        rings = [_ring(ring) for ring in outline.path.split("Z") if ring]
        if path := "".join(rings):
            made.append(msgspec.structs.replace(outline, path=path))
    return tuple(made)


def _ring(path: str) -> str:
    """Return one ring as steps from point to point, "" where it is too small."""
    numbers = [round(float(number)) for number in _NUMBER.findall(path)]
    points = [point for point, _ in groupby(zip(numbers[::2], numbers[1::2], strict=True))]
    xs, ys = [x for x, _ in points], [y for _, y in points]
    if len(points) < 3 or max(xs) - min(xs) + max(ys) - min(ys) < SMALL:
        return ""
    steps = (f"{x - a} {y - b}" for (a, b), (x, y) in pairwise(points))
    return f"M{points[0][0]} {points[0][1]}l{' '.join(steps)}z"
