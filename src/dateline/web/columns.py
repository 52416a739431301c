"""What stories are narrowed, counted and ordered by, as arrays with an entry for each story.

Ten thousand stories are a few megabytes and any question of them takes a millisecond or two; the arrays are read out of
the side file whenever that has changed.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from dateline.records import Record
from dateline.web.called import holds, inner, key_of
from dateline.web.placed import nearest, sought
from dateline.web.queries import Query, Sort
from dateline.web.summaries import AT, KINDS, Kind

LABEL = np.dtype("<i4")
"""How the number of a label is packed."""
NUMBER = np.dtype("<f8")
"""How a total is packed, behind the number of its measure's label."""

Mask: TypeAlias = npt.NDArray[np.bool_]
Numbers: TypeAlias = npt.NDArray[np.int64]

UNDATED = 0
"""The day of what has none, as the side file holds it; days are counted from the first of January of year 1."""
TOP = 12
"""Values counted of each kind."""
WIDE = 300
"""Values counted of a kind of which all are asked for."""
CELLS = 60
"""Cells that stories are gathered in, along the longer side of what holds them."""
VAGUE = 5
"""UCDP's where_prec from which a place is a region, a country or more."""


class Count(Record, frozen=True):
    """How many of the stories have a value."""

    key: str
    label: str
    stories: int


class Facet(Record, frozen=True):
    """The values of a kind that the stories have most often; `values` says how many there are in all."""

    kind: Kind
    counts: tuple[Count, ...]
    values: int


class Spot(Record, frozen=True):
    """How many stories lie close together: their middle and the box that holds them, in degrees."""

    lat: float
    lon: float
    stories: int
    south: float
    west: float
    north: float
    east: float


class Spread(Record, frozen=True):
    """Where stories lie; `placed` have a point, for `vague` of them that of the middle of a region or more."""

    spots: tuple[Spot, ...]
    placed: int
    vague: int


class Column:
    """The values of one kind: pairs of value and story, in the order of the values.

    `first` holds the number of the first label of each key. A value without a label can be asked for, and is not
    counted.
    """

    def __init__(self) -> None:
        self.keys: list[str] = []
        self.labels: list[str] = []
        self.codes: dict[str, int] = {}
        self.first: dict[str, int] = {}
        self._most: list[int] = []

    def add(self, number: int, key: str, label: str, uses: int) -> int:
        """Take in a label, and return the code of its value."""
        code = self.codes.setdefault(key, len(self.keys))
        if code == len(self.keys):
            self.keys.append(key)
            self.labels.append(label)
            self._most.append(uses)
            self.first[key] = number
        elif label and (uses > self._most[code] or not self.labels[code]):
            self.labels[code], self._most[code] = label, uses
        return code

    def hold(self, values: Numbers, stories: Numbers) -> None:
        """Take in which stories have which values, in the order of the values."""
        self._value, self._story = values, stories
        self._starts = np.searchsorted(values, np.arange(len(self.keys) + 1))
        self._counted = np.array([bool(label) for label in self.labels], dtype=np.bool_)

    def having(self, keys: Iterable[str], size: int) -> Mask:
        """Return which stories have one of several values."""
        mask = np.zeros(size, dtype=np.bool_)
        for key in keys:
            if (code := self.codes.get(key)) is not None:
                mask[self._story[self._starts[code] : self._starts[code + 1]]] = True
        return mask

    def widen(self, size: int) -> None:
        """Let stories that have a value have those too that are named within it."""
        pairs = [
            (code, self.codes[part])
            for key, code in self.codes.items()
            for part in dict.fromkeys(inner(key))
            if part in self.codes
        ]
        if not pairs:
            return
        has, gets = np.array(pairs, dtype=np.int64).T
        counts = self._starts[has + 1] - self._starts[has]
        at = np.repeat(self._starts[has] - np.concatenate([[0], np.cumsum(counts)[:-1]]), counts)
        more = np.repeat(gets, counts) * size + self._story[at + np.arange(len(at))]
        own = np.unique(np.concatenate([self._value * size + self._story, more]))
        self.hold(own // size, own % size)

    def count(self, kind: Kind, mask: Mask, most: int, chosen: str | None) -> Facet:
        """Count the values of the stories in `mask`; the one that was chosen is among them."""
        counts = np.bincount(self._value[mask[self._story]], minlength=len(self.keys)) * self._counted
        values = int(np.count_nonzero(counts))
        few = min(most, values)
        best = np.argpartition(-counts, few - 1)[:few] if few else np.zeros(0, dtype=np.int64)
        least = int(counts[best].min()) if few else 0
        if few and values > few:  # of those that share the last place, the first by name
            above = np.flatnonzero(counts > least)
            tied = sorted(np.flatnonzero(counts == least).tolist(), key=lambda c: self.labels[c])
            best = np.concatenate([above, np.array(tied[: few - len(above)], dtype=np.int64)])
        wanted = {int(code) for code in best}
        if chosen in self.codes and self._counted[self.codes[chosen]]:
            wanted.add(self.codes[chosen])
        ordered = sorted(wanted, key=lambda c: (-int(counts[c]), self.labels[c]))
        return Facet(kind, tuple(Count(self.keys[c], self.labels[c], int(counts[c])) for c in ordered), values)


STANDS, LAPSED = 1, 2
"""What is noted of an account that is signed off: it stands as it was, or has changed since."""


class Columns:
    """The arrays of one state of the side file; stories are in the order of their ids."""

    def __init__(self, connection: sqlite3.Connection, generation: int) -> None:
        self.generation = generation
        listed = connection.execute(
            "SELECT row, story, first, last, report, origins, judgements, lat, lon, where_prec, name, labels, numbers,"
            " signed FROM stories ORDER BY story"
        ).fetchall()
        columns: list[tuple[Any, ...]] = list(zip(*listed, strict=True)) or [()] * 14
        self.size = len(listed)
        self.rows = np.array(columns[0], dtype=np.int64)
        self.stories = {story: place for place, story in enumerate(columns[1])}
        self._first, self._last = (np.array(columns[n], dtype=np.int64) for n in (2, 3))
        self._unjudged = np.array(columns[6], dtype=np.int64) == 0
        self._signed = np.array(columns[13], dtype=np.int64)
        self._lat, self._lon = (np.array(columns[n], dtype=np.float64) for n in (7, 8))
        self._prec = np.array(columns[9], dtype=np.int64)
        self._at = np.full(int(self.rows.max(initial=0)) + 1, -1, dtype=np.int64)
        self._at[self.rows] = np.arange(self.size)
        names = np.array(sorted(range(self.size), key=lambda n: (columns[10][n], n)), dtype=np.int64)
        report, origins = (np.array(columns[n], dtype=np.int64) for n in (4, 5))
        self._orders: dict[Sort, Numbers] = {
            "date": np.lexsort((-self._last, -self._first)),
            "report": np.lexsort((-self._first, -report)),
            "origins": np.lexsort((-self._first, -origins)),
            "name": names,
        }
        columns_of = _values(connection, _pairs(columns[11]))
        self._kinds: dict[Kind, Column] = {kind: columns_of[kind] for kind in KINDS}
        self._names = columns_of["name"]
        self._numbers = _numbers(columns[12])

    # ---------------------------------------------------------------- which

    def matching(self, rows: Collection[int]) -> Mask:
        """Return which stories these rows of the side file are."""
        return self._mask(self._at[np.fromiter(rows, dtype=np.int64, count=len(rows))])

    def among(self, stories: Collection[str]) -> Mask:
        """Return which stories have these ids."""
        places = (self.stories.get(story) for story in stories)
        return self._mask(np.array([place for place in places if place is not None], dtype=np.int64))

    def masks(self, query: Query) -> dict[str, Mask]:
        """Return, for each part of a query but its words and what changed, which stories it lets through."""
        found: dict[str, Mask] = {}
        if query.first is not None or query.last is not None or query.undated == "only":
            found["date"] = self._dated(query)
        if query.window is not None:
            box = query.window
            across = box.west > box.east
            inside = (self._lon >= box.west, self._lon <= box.east)
            east_west = inside[0] | inside[1] if across else inside[0] & inside[1]
            found["window"] = (self._lat >= box.south) & (self._lat <= box.north) & east_west
        if query.place is not None:
            found["place"] = self._placed(query.place)
        if query.actor is not None:
            found["actor"] = self._acting(query.actor)
        for kind in ("country", "measure", "standing"):
            if (key := getattr(query, kind)) is not None:
                found[kind] = self._kinds[kind].having([key], self.size)
        if query.measure is not None and query.least is not None:
            story, measure, number = self._numbers
            wanted = (measure == self._kinds["measure"].first.get(query.measure, -1)) & (number >= query.least)
            found["measure"] = self._mask(story[wanted])
        if query.unreviewed:
            found["unreviewed"] = self._unjudged
        for name, wanted, state in (("signed", query.signed, STANDS), ("lapsed", query.lapsed, LAPSED)):
            found |= {name: self._signed == state} if wanted else {}
        return found

    def near(self, place: str) -> tuple[Count, ...] | None:
        """Return the places that are called most like one that no story has, with the stories of each.

        None where a story has it.
        """
        if place.startswith(AT) or self._placed(place).any():
            return None
        label_of = dict(zip(self._names.keys, self._names.labels, strict=True))
        found = (label_of[key] for key in nearest(place, (key for key, label in label_of.items() if label)))
        return tuple(Count(label, label, int(self._placed(label).sum())) for label in found)

    def _placed(self, place: str) -> Mask:
        """Return which stories have a place: called so, or of that id; with AT, which happened there."""
        if place.startswith(AT):
            return self._kinds["place"].having([place], self.size)
        masks = [self._names.having(keys, self.size) for keys in sought(place)]
        return masks[0] if masks[0].any() or len(masks) == 1 else np.logical_and.reduce(masks[1:])

    def _acting(self, actor: str) -> Mask:
        """Return which stories have an actor, or one whose name holds that as whole words."""
        column, key = self._kinds["actor"], key_of(actor)
        if key in column.codes:
            return column.having([key], self.size)
        return column.having([other for other in column.keys if key and holds(other, key)], self.size)

    def every(self) -> Mask:
        """Return all stories."""
        return np.ones(self.size, dtype=np.bool_)

    def undated(self, mask: Mask) -> int:
        """Return how many of these stories have no date."""
        return int(np.count_nonzero(mask & (self._first == UNDATED)))

    def ordered(self, mask: Mask, sort: Sort) -> Numbers:
        """Return the rows of these stories in the side file, in order."""
        order = self._orders[sort]
        rows: Numbers = self.rows[order[mask[order]]]
        return rows

    # ---------------------------------------------------------------- how many

    def facet(self, kind: Kind, mask: Mask, most: int = TOP, chosen: str | None = None) -> Facet:
        """Count the values of a kind."""
        return self._kinds[kind].count(kind, mask, most, chosen)

    def spread(self, mask: Mask) -> Spread:
        """Return where these stories happened, gathered in cells much smaller than a map of them all can show."""
        inside = np.flatnonzero(mask & ~np.isnan(self._lat))
        if not len(inside):
            return Spread((), 0, 0)
        lat, lon = self._lat[inside], self._lon[inside]
        size = max(float(np.ptp(lat)), float(np.ptp(lon)), 0.1) / CELLS
        cell = np.floor(lat / size).astype(np.int64) * 100_000 + np.floor(lon / size).astype(np.int64)
        order = np.argsort(cell, kind="stable")
        starts = np.flatnonzero(np.diff(cell[order], prepend=np.iinfo(np.int64).min))
        lat, lon = lat[order], lon[order]
        counts = np.diff(starts, append=len(order))
        columns = (
            np.add.reduceat(lat, starts) / counts,
            np.add.reduceat(lon, starts) / counts,
            counts,
            np.minimum.reduceat(lat, starts),
            np.minimum.reduceat(lon, starts),
            np.maximum.reduceat(lat, starts),
            np.maximum.reduceat(lon, starts),
        )
        spots = tuple(Spot(*one) for one in zip(*(column.tolist() for column in columns), strict=True))
        return Spread(spots, len(inside), int(np.count_nonzero(self._prec[inside] >= VAGUE)))

    def _dated(self, query: Query) -> Mask:
        none: Mask = self._first == UNDATED
        if query.undated == "only":
            return none
        mask: Mask = ~none
        if query.first is not None:
            mask &= self._last >= date.fromisoformat(query.first).toordinal()
        if query.last is not None:
            mask &= self._first <= date.fromisoformat(query.last).toordinal()
        if query.undated == "too":
            mask |= none
        return mask

    def _mask(self, places: Numbers) -> Mask:
        mask = np.zeros(self.size, dtype=np.bool_)
        mask[places] = True
        return mask


def _pairs(packed: Sequence[bytes]) -> Numbers:
    """Return a row of a label's number and a story's place for each label that a story has."""
    sizes = np.array([len(one) // LABEL.itemsize for one in packed], dtype=np.int64)
    labels = np.frombuffer(b"".join(packed), dtype=LABEL).astype(np.int64)
    return np.stack([labels, np.repeat(np.arange(len(packed)), sizes)], axis=1)


def _numbers(packed: Sequence[bytes]) -> tuple[Numbers, npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Return, for each measure that a story has a total of, its place, the number of the measure's label, the total."""
    sizes = np.array([len(one) // (2 * NUMBER.itemsize) for one in packed], dtype=np.int64)
    flat = np.frombuffer(b"".join(packed), dtype=NUMBER)
    return np.repeat(np.arange(len(packed)), sizes), flat[::2], flat[1::2]


def _values(connection: sqlite3.Connection, pairs: Numbers) -> Mapping[str, Column]:
    """Return the values of each kind; one that is written in several ways is called as most stories write it."""
    uses = np.bincount(pairs[:, 0]) if len(pairs) else np.zeros(1, dtype=np.int64)
    codes = np.zeros(len(uses), dtype=np.int64)
    kinds = np.full(len(uses), -1, dtype=np.int64)
    order: dict[str, int] = {kind: number for number, kind in enumerate((*KINDS, "name"))}
    columns = {kind: Column() for kind in order}
    for number, kind, key, label in connection.execute("SELECT number, kind, key, label FROM labels ORDER BY label"):
        if kind in order and number < len(uses) and uses[number]:
            codes[number], kinds[number] = columns[kind].add(number, key, label, int(uses[number])), order[kind]
    size = int(pairs[:, 1].max(initial=0)) + 1
    of_kind, coded = kinds[pairs[:, 0]], codes[pairs[:, 0]] * size + pairs[:, 1]
    for kind, column in columns.items():
        own = np.unique(coded[of_kind == order[kind]])  # a story counts a value once
        column.hold(own // size, own % size)
    columns["actor"].widen(size)
    return columns
