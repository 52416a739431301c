"""Many stories on one map: points gathered by cells with their number, so that each can be a link."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from itertools import combinations, product
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
LARGEST = 15.0
"""Radius of the circle of the cluster of most stories, in units."""
SMALLEST = 2.0
"""Least radius of a circle."""
DIGIT = 3.2
"""Half the width of a digit in units."""
TALL = 8.0
"""Height of a digit in units."""
REACH = 10.0
"""Units from the mean within which the number stays with its circle: what is touched there is still its own."""
LOW, HIGH = 130.0, 240.0
"""Least and greatest height of a map in units."""


class Point(Record, frozen=True):
    """A story and its place in WGS 84 degrees; `stories` says how many it stands for, where it stands for several."""

    story: str
    lat: float
    lon: float
    stories: int = 1


class Cluster(Record, frozen=True, kw_only=True):
    """Stories that lie in one cell: a circle at the mean of their places, and the box in degrees that holds just them.

    `at_x`, `at_y` are the mean in units, and the circle's area goes with the number of stories. `x`, `y` are where it
    is touched: there, or, where another cell's would be too near, nearer to the middle of its own cell. `told` is the
    number, `text_x` and `text_y` the middle of its baseline, `within` whether it stands in the circle, `moved` whether
    it stands so far from the circle that a line leads to it.
    """

    x: float
    y: float
    at_x: float
    at_y: float
    radius: float
    count: int
    told: str
    text_x: float = 0.0
    text_y: float = 0.0
    within: bool
    moved: bool
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


def outlined(plane: Plane) -> tuple[Outline, ...]:
    """Return the outlines of what a map shows, none of them filled."""
    return tuple(Outline(code=s.code, name=s.name, path=s.path) for s in shapes(plane))


def clusters(
    points: Iterable[Point],
    window: Box | None = None,
    cells: int = CELLS,
    outlines: Callable[[Plane], tuple[Outline, ...]] = outlined,
) -> Clusters:
    """Gather points on a map of `window`, or of what holds them all; `cells` is how many lie side by side.

    In a window whose `east` is less than its `west` the 180th meridian lies between them. `outlines` draws a plane.
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
    made = {cell: _cluster(group, plane, most) for cell, group in held.items()}
    drawn = _apart(_clear(made), side, high)
    shown = plane.window
    return Clusters(
        width=plane.width,
        height=plane.height,
        outlines=outlines(plane),
        clusters=tuple(sorted(drawn, key=lambda c: (-c.count, c.y, c.x))),
        outside=len(known) - sum(map(len, held.values())),
        south=round(shown.south, 4),
        west=round(shown.west, 4),
        north=round(shown.north, 4),
        east=round(shown.east, 4),
    )


def _clear(drawn: dict[tuple[int, int], Cluster]) -> dict[tuple[int, int], Cluster]:
    """Return clusters all of whose circles are so much smaller that none lies over another, down to half at most.

    All shrink alike, for areas to go on with numbers.
    """
    pairs = combinations(sorted(drawn.values(), key=lambda one: (one.at_x, one.at_y)), 2)
    room = (
        (hypot(one.at_x - other.at_x, one.at_y - other.at_y) - 1) / (one.radius + other.radius) for one, other in pairs
    )
    share = max(0.5, min(1.0, min(room, default=1.0)))
    return {
        cell: msgspec.structs.replace(one, radius=round(max(SMALLEST, one.radius * share), 1))
        for cell, one in drawn.items()
    }


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
            told = [_told(one, *at[cell]) for cell, one in drawn.items()]
            return [_below(one, told) for one in told]
        for row, column in near - moved:
            x, y = at[row, column]
            at[row, column] = (_within(x, column * side, side, reach), _within(y, row * high, high, reach))
        moved |= near


def _told(one: Cluster, x: float, y: float) -> Cluster:
    """Return a cluster with its number where it is touched: in its circle if it fits, else above it."""
    away = hypot(x - one.at_x, y - one.at_y)
    fits = one.radius >= DIGIT * (len(one.told) - ("." in one.told) / 2) + 1
    moved = away > REACH
    within = fits and not moved
    tx, ty = (x, y + 4) if moved else (one.at_x, one.at_y + (4 if within else -one.radius - 2))
    return msgspec.structs.replace(
        one, x=round(x, 1), y=round(y, 1), text_x=round(tx, 1), text_y=round(max(TALL, ty), 1),
        within=within, moved=moved,
    )  # fmt: skip


def _below(one: Cluster, others: Sequence[Cluster]) -> Cluster:
    """Return a cluster with the number that stands above its circle below it, where it lay over another's circle."""
    if one.within or one.moved:
        return one
    low = one.at_y + one.radius + TALL + 1
    spots = [(y, any(_over(one, y, other) for other in others if other is not one)) for y in (one.text_y, low)]
    return msgspec.structs.replace(one, text_y=round(low, 1)) if spots[0][1] and not spots[1][1] else one


def _over(one: Cluster, baseline: float, other: Cluster) -> bool:
    """Tell whether the number of a cluster on a baseline lies over the circle of another."""
    wide, high = other.radius + DIGIT * len(one.told), other.radius + TALL / 2
    return abs(one.text_x - other.at_x) < wide and abs(baseline - TALL / 2 - other.at_y) < high


def _short(count: int) -> str:
    """Return a number of stories in four characters at most.

    >>> [_short(n) for n in (7, 999, 1234, 45678)]
    ['7', '999', '1.2k', '45k']
    """
    if count < 1000:
        return str(count)
    return f"{count // 100 / 10:g}k" if count < 10000 else f"{count // 1000}k"


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


def _cluster(group: Sequence[Point], plane: Plane, most: int) -> Cluster:
    at = [(*plane.at(p.lat, p.lon), p.stories) for p in group]
    weight = sum(n for _, _, n in at) or 1
    x, y = (fsum(spot[axis] * spot[2] for spot in at) / weight for axis in (0, 1))  # fsum: the same in any order
    count = _count(group)
    return Cluster(
        x=x,
        y=y,
        at_x=round(x, 1),
        at_y=round(y, 1),
        radius=round(max(SMALLEST, LARGEST * sqrt(count / most)), 1),
        count=count,
        told=_short(count),
        within=False,
        moved=False,
        stories=tuple(sorted({p.story for p in group})),
        south=min(p.lat for p in group),
        west=min(p.lon for p in group),
        north=max(p.lat for p in group),
        east=max(p.lon for p in group),
    )
