"""What stories are narrowed, counted and ordered by, as arrays with an entry for each story.

Ten thousand stories are a few megabytes and any question of them takes a millisecond or two; the arrays are read out of
the side file whenever that has changed.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Mapping
from datetime import date
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from dateline.gazetteer import fold_place
from dateline.records import Record
from dateline.web.queries import Query, Sort
from dateline.web.summaries import KINDS, Kind

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
    """Where stories lie; `placed` have a place on the map, `vague` of them stand of them at the middle of a region or more."""

    spots: tuple[Spot, ...]
    placed: int
    vague: int


class Column:
    """The values of one kind: pairs of story and value, in the order of the values."""

    def __init__(self, keys: list[str], labels: list[str], pairs: Numbers) -> None:
        self.keys, self.labels = keys, labels
        self.codes = {key: code for code, key in enumerate(keys)}
        self._value, self._story = pairs[:, 0], pairs[:, 1]
        self._starts = np.searchsorted(self._value, np.arange(len(keys) + 1))

    def having(self, key: str, size: int) -> Mask:
        """Return which stories have a value."""
        mask = np.zeros(size, dtype=np.bool_)
        code = self.codes.get(key)
        if code is not None:
            mask[self._story[self._starts[code] : self._starts[code + 1]]] = True
        return mask

    def count(self, kind: Kind, mask: Mask, most: int, chosen: str | None) -> Facet:
        """Count the values of the stories in `mask`; the one that was chosen is among them."""
        counts = np.bincount(self._value[mask[self._story]], minlength=len(self.keys))
        values = int(np.count_nonzero(counts))
        few = min(most, values)
        best = np.argpartition(-counts, few - 1)[:few] if few else np.zeros(0, dtype=np.int64)
        least = int(counts[best].min()) if few else 0
        if few and values > few:  # of those that share the last place, the first by name
            above = np.flatnonzero(counts > least)
            tied = sorted(np.flatnonzero(counts == least).tolist(), key=lambda c: self.labels[c])
            best = np.concatenate([above, np.array(tied[: few - len(above)], dtype=np.int64)])
        wanted = {int(code) for code in best}
        if chosen in self.codes:
            wanted.add(self.codes[chosen])
        ordered = sorted(wanted, key=lambda c: (-int(counts[c]), self.labels[c]))
        return Facet(kind, tuple(Count(self.keys[c], self.labels[c], int(counts[c])) for c in ordered), values)


class Columns:
    """The arrays of one state of the side file; stories are in the order of their ids."""

    def __init__(self, connection: sqlite3.Connection, generation: int) -> None:
        self.generation = generation
        listed = connection.execute(
            "SELECT row, story, first, last, report, origins, reviewed, lat, lon, where_prec, name"
            " FROM stories ORDER BY story"
        ).fetchall()
        columns: list[tuple[Any, ...]] = list(zip(*listed, strict=True)) or [()] * 11
        self.size = len(listed)
        self.rows = np.array(columns[0], dtype=np.int64)
        self.stories = {story: place for place, story in enumerate(columns[1])}
        self._first, self._last = (np.array(columns[n], dtype=np.int64) for n in (2, 3))
        self._unreviewed = np.array(columns[6], dtype=np.int64) == 0
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
        columns_of = _terms(connection, self._at)
        self._kinds: dict[Kind, Column] = {kind: columns_of[kind] for kind in KINDS}
        self._names = columns_of["name"]
        numbers = connection.execute("SELECT row, measure, number FROM numbers").fetchall()
        self._numbers: dict[str, tuple[Numbers, npt.NDArray[np.float64]]] = {}
        for measure in {one[1] for one in numbers}:
            own = [one for one in numbers if one[1] == measure]
            where = self._at[np.array([one[0] for one in own], dtype=np.int64)]
            self._numbers[measure] = (where, np.array([one[2] for one in own], dtype=np.float64))

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
            found["place"] = self._kinds["place"].having(query.place, self.size)
            found["place"] |= self._names.having(fold_place(query.place), self.size)
        for kind in ("country", "actor", "measure", "standing"):
            if (key := getattr(query, kind)) is not None:
                found[kind] = self._kinds[kind].having(key, self.size)
        if query.measure is not None and query.least is not None:
            where, numbers = self._numbers.get(query.measure, (np.zeros(0, dtype=np.int64), np.zeros(0)))
            found["measure"] = self._mask(where[numbers >= query.least])
        if query.unreviewed:
            found["unreviewed"] = self._unreviewed
        return found

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


def _terms(connection: sqlite3.Connection, at: Numbers) -> Mapping[str, Column]:
    """Return the values of each kind; one that is written in several ways is called as most stories write it."""
    pairs = np.array(connection.execute("SELECT label, row FROM terms").fetchall(), dtype=np.int64).reshape(-1, 2)
    uses = np.bincount(pairs[:, 0]) if len(pairs) else np.zeros(1, dtype=np.int64)
    codes = np.zeros(len(uses), dtype=np.int64)
    kinds = np.full(len(uses), -1, dtype=np.int64)
    names: dict[str, int] = {kind: number for number, kind in enumerate((*KINDS, "name"))}
    keys: dict[str, dict[str, int]] = {kind: {} for kind in names}
    labels: dict[str, list[tuple[int, str]]] = {kind: [] for kind in names}
    for number, kind, key, label in connection.execute("SELECT number, kind, key, label FROM labels ORDER BY label"):
        count = int(uses[number]) if number < len(uses) else 0
        if count and kind in names:
            code = keys[kind].setdefault(key, len(keys[kind]))
            codes[number], kinds[number] = code, names[kind]
            if code == len(labels[kind]):
                labels[kind].append((count, label))
            elif count > labels[kind][code][0]:
                labels[kind][code] = (count, label)
    made = {}
    for kind, number in names.items():
        own = pairs[kinds[pairs[:, 0]] == number] if len(pairs) else pairs
        coded = np.stack([codes[own[:, 0]], at[own[:, 1]]], axis=1)
        coded = np.unique(coded, axis=0) if len(coded) else coded  # a story counts a value once
        made[kind] = Column(list(keys[kind]), [label for _, label in labels[kind]], coded)
    return made
