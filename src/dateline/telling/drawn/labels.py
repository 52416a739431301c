"""What stands on a map, and the names that there is room for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

from msgspec.structs import replace

from dateline.records import Evidence, Record
from dateline.telling.drawn.outlines import Ring
from dateline.telling.drawn.plane import HEIGHT, WIDTH, Shape, centred

LABELS = 12
"""Places named on a map."""
LETTER, LINE = 6.6, 13.0
"""Width and height of a letter on a map of its least size."""
BOLD = 7.3
"""Width of a letter of the place of the happening, which is bold."""
COUNTRY_LETTER = 7.6
"""Width of a letter of a country's name, which is set wider."""
REACH = 46.0
"""Units from a country within which its name may stand, tied to it by a line."""
SMALL = 0.6
"""Size of the letters on a wide page over that on a narrow one: a line goes on to where the name begins there."""
GRID = 9
"""Spots across the part of a country that is seen, tried for its name; and so many down."""
LONGEST = 24
"""Letters of a name on a map."""

Kind = Literal["point", "near", "area", "province", "region", "country", "unplaced"]
Part = Literal["", "named", "home", "place"]
"""What a country is to the story: nothing, named in it, where the place of the happening lies, that place itself."""
Anchor = Literal["start", "end", "middle"]
PARTS: tuple[Part, ...] = ("place", "home", "named", "")
"""The order in which countries are named."""
Spot = tuple[float, float, Anchor]
"""Where a name stands: its end or middle, its baseline, and which of them."""


class Outline(Record, frozen=True, kw_only=True):
    """A country in the window as SVG path data, and what `part` it has in the story: it is filled where that happened.

    `label_x`, `label_y` are where its name stands, if there is room; beside it, `lead` is the line from there to it.
    """

    code: str
    name: str
    path: str
    part: Part = ""
    label_x: float | None = None
    label_y: float | None = None
    lead: tuple[float, float, float, float] | None = None


class Mark(Record, frozen=True, kw_only=True):
    """A place: its point in units from the top left, the radius that it may lie within (0 a point).

    A province and a country have no mark but their name, a country its outline besides.

    `label_x`, `label_y` place its name (its baseline), and `anchor` says which end; without room they are None. Where
    the name stands not level with a point, `lead` is the line between the two.
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
    lead: tuple[float, float, float, float] | None = None


def named_outlines(
    drawn: Sequence[Shape], parts: Mapping[str, Part], taken: list[tuple[float, ...]]
) -> tuple[Outline, ...]:
    """Return the countries of a window, those with room for it named, those of the story first.

    The name stands on the country's own ground; that of one that has a part in the story may stand beside it, on
    nobody's ground and tied to it by a line. For what is named otherwise there is no room.
    """
    made = []
    rings = [one.largest for one in drawn]
    order = sorted(range(len(drawn)), key=lambda n: PARTS.index(parts.get(drawn[n].code, "") if drawn[n].code else ""))
    for n in order:
        shape = drawn[n]
        part: Part = parts.get(shape.code, "") if shape.code else ""
        half = len(shape.name) * COUNTRY_LETTER / 2
        holds = _held(shape.largest)
        box = _upon(shape.largest, holds, half, taken)
        lead = None
        if box is None and part:
            box, lead = _off(shape.largest, half, [ring for m, ring in enumerate(rings) if m != n], taken)
        taken += [box] if box else []
        taken += _along(lead) if lead else []
        made.append(
            Outline(
                code=shape.code, name=shape.name, path=shape.path, part=part, lead=lead,
                label_x=round((box[0] + box[2]) / 2, 1) if box else None, label_y=round(box[3] - 3, 1) if box else None,
            )
        )  # fmt: skip
    return tuple(reversed(made))


def _upon(
    ring: Ring, holds: tuple[float, ...], half: float, taken: Sequence[tuple[float, ...]]
) -> tuple[float, ...] | None:
    """Return where a name of half a width fits on a country's own ground, the nearer its middle the better."""
    if 2 * half > holds[2] - holds[0]:
        return None
    for x, y in _spots(ring, holds):
        box = (x - half, y - LINE + 2, x + half, y + 3)
        if _fits(box) and not _taken(box, taken) and _on(box, ring, holds):
            return box
    return None


def _off(
    ring: Ring, half: float, others: Sequence[Ring], taken: Sequence[tuple[float, ...]]
) -> tuple[tuple[float, ...] | None, tuple[float, float, float, float] | None]:
    """Return where a name fits beside a country on nobody's ground, and the line from it to the country."""
    home = centred(ring)[1]
    if not (inside(home, ring) and 0 <= home[0] <= WIDTH and 0 <= home[1] <= HEIGHT):
        seen = [p for p in ring if 0 <= p[0] <= WIDTH and 0 <= p[1] <= HEIGHT]
        home = min(seen, key=lambda p: ((p[0] - home[0]) ** 2 + (p[1] - home[1]) ** 2, p), default=home)
    near = [other for other in others if _meet(_held(other), _about(home, half))]
    grown = (half + 3, LINE)
    for x, y in sorted(
        ((home[0] + i * REACH / 6, home[1] + j * REACH / 6) for i in range(-16, 17) for j in range(-6, 7)),
        key=lambda p: (max(0.0, abs(p[0] - home[0]) - half) ** 2 + (p[1] - home[1]) ** 2, p),
    ):
        box = (x - half, y - LINE + 2, x + half, y + 3)
        middle = (min(max(home[0], x - half * SMALL), x + half * SMALL), min(max(home[1], y - 7), y + 1))
        end = middle if abs(middle[1] - home[1]) > 1 else (middle[0], y - 3)
        apart = abs(end[0] - home[0]) + abs(end[1] - home[1])
        if not 4 <= apart <= REACH or abs(x - home[0]) > grown[0] + REACH or not _fits(box) or _taken(box, taken):
            continue
        lead = (round(end[0], 1), round(end[1], 1), round(home[0], 1), round(home[1], 1))
        if any(_taken(bit, taken) for bit in _along(lead)) or any(_touches(box, other) for other in (*near, ring)):
            continue
        return box, lead
    return None, None


def _about(point: tuple[float, float], half: float) -> tuple[float, ...]:
    """Return the box in which a name beside a point may stand."""
    x, y = point
    return x - REACH - 2 * half, y - REACH - LINE, x + REACH + 2 * half, y + REACH + LINE


def _along(lead: tuple[float, float, float, float]) -> list[tuple[float, ...]]:
    """Return small boxes along a line, so that no name is written across it."""
    x1, y1, x2, y2 = lead
    steps = max(2, int(max(abs(x2 - x1), abs(y2 - y1)) // 3))
    spots = [(x1 + (x2 - x1) * n / steps, y1 + (y2 - y1) * n / steps) for n in range(1, steps + 1)]
    return [(x - 1, y - 1, x + 1, y + 1) for x, y in spots]


def _spots(ring: Ring, holds: tuple[float, ...]) -> list[tuple[float, float]]:
    """Return points to name a country at: the middle of its part, then others the nearer the better."""
    x0, y0 = centred(ring)[1]
    wide, high = holds[2] - holds[0], holds[3] - holds[1]
    steps = [(n + 0.5) / GRID for n in range(GRID)]
    grid = [(holds[0] + wide * i, holds[1] + high * j + LINE / 3) for i in steps for j in steps]
    return [(x0, y0 + LINE / 3), *sorted(grid, key=lambda p: ((p[0] - x0) ** 2 + (p[1] - y0) ** 2, p))]


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
    return all(inside((box[0] + (box[2] - box[0]) * n / 4, box[1] + 8), ring) for n in range(5))


def _touches(box: tuple[float, ...], ring: Ring) -> bool:
    across = [box[0] + (box[2] - box[0]) * n / 4 for n in range(5)]
    return any(inside((x, y), ring) for x in across for y in (box[1] + 3, box[3] - 3)) or any(
        box[0] <= x <= box[2] and box[1] <= y <= box[3] for x, y in ring
    )


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
        size = min(len(mark.name), LONGEST) * (BOLD if mark.main else LETTER)
        for x, y, anchor in _beside(mark):
            left = x - size * ("start", "middle", "end").index(anchor) / 2
            box = (left, y - LINE + 2, left + size, y + 3)
            if _fits(box) and not _taken(box, taken):
                taken.append(box)
                lead = _tied(mark, x, y)
                named[n] = replace(mark, label_x=round(x, 1), label_y=round(y, 1), anchor=anchor, lead=lead)
                break
    rims = [(m.x - m.radius, m.y - m.radius, m.x + m.radius, m.y + m.radius) for m in marks if m.radius]
    return [named.get(n, mark) for n, mark in enumerate(marks)], [*taken, *rims]


def _tied(mark: Mark, x: float, y: float) -> tuple[float, float, float, float] | None:
    """Return the line from a point to its name, None where the name stands level with it."""
    if mark.kind != "point" or abs(y - 4 - mark.y) < 1:
        return None
    end = y - 7.5 if y > mark.y else y + 2
    return mark.x, mark.y, round(x, 1), round(end, 1)


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
