"""What stands on a map, and the names that there is room for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from msgspec.structs import replace

from dateline.records import Evidence, Record
from dateline.telling.drawn.outlines import Ring
from dateline.telling.drawn.plane import HEIGHT, WIDTH, Shape, centred

LABELS = 12
"""Places named on a map."""
LETTER, LINE = 6.6, 13.0
"""Width and height of a letter on a map of its least size."""
NEAR = 10
"""Spots beside a country that are tried for its name."""
LONGEST = 24
"""Letters of a name on a map."""

Kind = Literal["point", "near", "area", "province", "region", "country", "unplaced"]
Anchor = Literal["start", "end", "middle"]
Spot = tuple[float, float, Anchor]
"""Where a name stands: its end or middle, its baseline, and which of them."""


class Outline(Record, frozen=True, kw_only=True):
    """A country in the window as SVG path data; `filled` where the country itself is a place of the account.

    `label_x`, `label_y` are the middle of what is seen of it, where there is room for its name.
    """

    code: str
    name: str
    path: str
    filled: bool
    label_x: float | None = None
    label_y: float | None = None


class Mark(Record, frozen=True, kw_only=True):
    """A place: its point in units from the top left, the radius that it may lie within (0 a point).

    A province and a country have no mark but their name, a country its outline besides.

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
    anchor: Anchor = "start"


def named_outlines(
    drawn: Sequence[Shape], filled: set[str], wanted: set[str], taken: list[tuple[float, ...]]
) -> tuple[Outline, ...]:
    """Return the countries of a window, those with room for it named.

    The name stands on the country's own ground; that of one that is `wanted` may stand beside it, on no other's.
    """
    made = []
    for shape in sorted(drawn, key=lambda one: one.code not in wanted):
        half = len(shape.name) * LETTER / 2
        boxes = [(x - half, y - LINE + 2, x + half, y + 3) for x, y in _spots(shape.largest)]
        free = [box for box in boxes if _fits(box) and not _taken(box, taken)]
        holds = _held(shape.largest)
        box = next((box for box in free if _meet(box, holds) and _on(box, shape.largest, holds)), None)
        if box is None and shape.code in wanted:
            others = [one.largest for one in drawn if one is not shape]
            box = next((box for box in free[:NEAR] if not any(_touches(box, ring) for ring in others)), None)
        taken += [box] if box else []
        made.append(
            Outline(
                code=shape.code, name=shape.name, path=shape.path, filled=bool(shape.code) and shape.code in filled,
                label_x=round((box[0] + box[2]) / 2, 1) if box else None, label_y=round(box[3] - 3, 1) if box else None,
            )
        )  # fmt: skip
    return tuple(sorted(made, key=lambda one: one.filled))


def _spots(ring: Ring) -> list[tuple[float, float]]:
    """Return points to name a country at: the middle of its part, then others the nearer the better."""
    x0, y0 = centred(ring)[1]
    grid = [(WIDTH * (i + 0.5) / 8, HEIGHT * (j + 0.5) / 8) for i in range(8) for j in range(8)]
    return [(x0, y0), *sorted(grid, key=lambda p: ((p[0] - x0) ** 2 + (p[1] - y0) ** 2, p))]


def inside(point: tuple[float, float], ring: Ring) -> bool:
    """Tell whether a point lies within a ring (even-odd rule)."""
    x, y = point
    within_it = False
    for (x1, y1), (x2, y2) in zip(ring, (*ring[1:], ring[0]), strict=True):
        if (y1 > y) != (y2 > y) and x < x1 + (y - y1) / (y2 - y1) * (x2 - x1):
            within_it = not within_it
    return within_it


def _held(ring: Ring) -> tuple[float, ...]:
    """Return the box around a ring."""
    xs, ys = [x for x, _ in ring], [y for _, y in ring]
    return min(xs), min(ys), max(xs), max(ys)


def _on(box: tuple[float, ...], ring: Ring, holds: tuple[float, ...]) -> bool:
    if box[0] < holds[0] or box[2] > holds[2]:
        return False
    return inside((box[0], box[1] + 8), ring) and inside((box[2], box[1] + 8), ring)


def _touches(box: tuple[float, ...], ring: Ring) -> bool:
    middle = (box[0] + box[2]) / 2
    return any(inside((x, box[1] + 8), ring) for x in (box[0], middle, box[2]))


def _taken(box: tuple[float, ...], taken: Sequence[tuple[float, ...]]) -> bool:
    return any(_meet(box, other) for other in taken)


def _fits(box: tuple[float, ...]) -> bool:
    return box[0] >= 2 and box[2] <= WIDTH - 2 and box[1] >= 2 and box[3] <= HEIGHT - 16


def named_marks(marks: Sequence[Mark]) -> tuple[list[Mark], list[tuple[float, ...]]]:
    """Name the places where there is room, the main one first, then points; return what room is taken too.

    A name stands beside its point, at the rim of its circle, or across its province.
    """
    taken: list[tuple[float, ...]] = [(m.x - 5, m.y - 5, m.x + 5, m.y + 5) for m in marks if m.kind == "point"]
    named: dict[int, Mark] = {}
    order = sorted(range(len(marks)), key=lambda n: (not marks[n].main, marks[n].kind != "point", n))
    for n in order:
        mark = marks[n]
        if mark.kind == "country" or len(named) >= LABELS:
            continue
        size = min(len(mark.name), LONGEST) * LETTER
        for x, y, anchor in _beside(mark):
            left = x - size * ("start", "middle", "end").index(anchor) / 2
            box = (left, y - LINE + 2, left + size, y + 3)
            if _fits(box) and not _taken(box, taken):
                taken.append(box)
                named[n] = replace(mark, label_x=round(x, 1), label_y=round(y, 1), anchor=anchor)
                break
    rims = [(m.x - m.radius, m.y - m.radius, m.x + m.radius, m.y + m.radius) for m in marks if m.radius]
    return [named.get(n, mark) for n, mark in enumerate(marks)], [*taken, *rims]


def _beside(mark: Mark) -> tuple[Spot, ...]:
    """Return where the name of a mark may stand, the best first."""
    x, y = mark.x, mark.y
    if mark.kind == "province":
        return tuple((x, y + 4 + step, "middle") for step in (0, -LINE, LINE, -2 * LINE, 2 * LINE))
    if mark.kind in ("near", "area"):
        out = max(mark.radius, 4.0) + 3
        up, down = y - out, y + out + LINE - 5
        return (x, up, "middle"), (x, down, "middle"), (x + out, y + 4, "start"), (x - out, y + 4, "end")
    sides: tuple[Spot, ...] = (
        (x + 8, y + 4, "start"), (x - 8, y + 4, "end"), (x, y - 9, "middle"), (x, y + 18, "middle"),
        (x + 6, y - 6, "start"), (x + 6, y + 14, "start"), (x - 6, y - 6, "end"), (x - 6, y + 14, "end"),
    )  # fmt: skip
    return sides


def _meet(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
