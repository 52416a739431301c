"""What stands on a map, and the names that there is room for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from msgspec.structs import replace

from dateline.records import Evidence, Record
from dateline.telling.drawn.outlines import Ring
from dateline.telling.drawn.plane import HEIGHT, WIDTH, Shape, centred

LABELS = 8
"""Places named on a map."""
LETTER, LINE = 6.6, 13.0
"""Width and height of a letter on a map of its least size."""

UNKNOWN = "extent not known"
"""What stands below the name of a place of which only a point is known."""

Kind = Literal["point", "near", "area", "region", "country", "unplaced"]


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


def named_outlines(
    drawn: Sequence[Shape], filled: set[str], told: set[str], taken: list[tuple[float, ...]]
) -> tuple[Outline, ...]:
    """Return the countries of a window, those with room for it named, unless a place bears the name."""
    made = []
    for shape in drawn:
        box = None
        if shape.name.casefold() not in told:
            half = len(shape.name) * LETTER / 2
            boxes = ((x - half, y - LINE + 2, x + half, y + 3) for x, y in _spots(shape.largest))
            box = next((b for b in boxes if _fits(b) and _on(b, shape.largest) and not _taken(b, taken)), None)
        taken += [box] if box else []
        made.append(
            Outline(
                code=shape.code, name=shape.name, path=shape.path, filled=bool(shape.code) and shape.code in filled,
                label_x=round((box[0] + box[2]) / 2, 1) if box else None, label_y=round(box[3] - 3, 1) if box else None,
            )
        )  # fmt: skip
    return tuple(made)


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


def _on(box: tuple[float, ...], ring: Ring) -> bool:
    return inside((box[0], box[1] + 8), ring) and inside((box[2], box[1] + 8), ring)


def _taken(box: tuple[float, ...], taken: Sequence[tuple[float, ...]]) -> bool:
    return any(_meet(box, other) for other in taken)


def _fits(box: tuple[float, ...]) -> bool:
    return box[0] >= 2 and box[2] <= WIDTH - 2 and box[1] >= 2 and box[3] <= HEIGHT - 16


def named_marks(marks: Sequence[Mark]) -> tuple[list[Mark], list[tuple[float, ...]]]:
    """Name the first places where there is room: right of the point, left, above or below; return what is taken too."""
    taken: list[tuple[float, ...]] = [(m.x - 5, m.y - 5, m.x + 5, m.y + 5) for m in marks if m.kind != "country"]
    made = []
    for n, mark in enumerate(marks):
        lines = 2 if mark.kind == "region" else 1
        size = max(min(len(mark.name), 24), len(UNKNOWN) if lines == 2 else 0) * LETTER
        choices: tuple[tuple[float, float, Literal["start", "end", "middle"], float], ...] = (
            (mark.x + 8, mark.y + 4, "start", mark.x + 8),
            (mark.x - 8, mark.y + 4, "end", mark.x - 8 - size),
            (mark.x, mark.y - 9 - LINE * (lines - 1), "middle", mark.x - size / 2),
            (mark.x, mark.y + 18, "middle", mark.x - size / 2),
        )
        for x, y, anchor, left in choices:
            box = (left, y - LINE + 2, left + size, y + 3 + LINE * (lines - 1))
            if n < LABELS and _fits(box) and not _taken(box, taken):
                taken.append(box)
                made.append(replace(mark, label_x=round(x, 1), label_y=round(y, 1), anchor=anchor))
                break
        else:
            made.append(mark)
    return made, taken


def _meet(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
