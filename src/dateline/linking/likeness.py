"""Likeness of a report and a story: named features, each readable on its own; `dateline.linking.model` weighs them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from math import log1p
from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from dateline.linking.rows import Rows, Spots, Weights
from dateline.linking.sketch import SPOT, SPOTS, OpenStory, Sketch
from dateline.linking.whereabouts import FOREMOST, distance

NEAR_KM = 40.0
"""Distance within which two towns may be the scene of one happening: a city and its suburbs."""

SHORT_WORDS = 60
"""Words below which a report says too little for its wording to be trusted."""

LATE = 60
"""Days after which it makes no difference how many more went by: a trial comes when it comes."""

FEW = 3
"""Full names beside which a report's or story's own must stand up: one of one is less than five of five."""

BARE = 0.1
"""Cosine with a story's nearest report below which words alone join nothing: the weights are fitted on long streams,
where chance finds likelier stories, and would let anything join the one story of a small file."""

TELLING = ("rare names", "ages", "streets", "tolls", "title", "copied")
"""Features of what a report and a story share, any of which tells more than that their words are a little alike."""

TINY = 1e-9
"""Weight of two titles below which neither says anything."""

Places: TypeAlias = NDArray[np.uint8]
Mask: TypeAlias = NDArray[np.bool_]

NOWHERE = 255
"""Place of a term that a report does not hold."""

_ORDER: Places = np.arange(NOWHERE, dtype=np.uint8)

Features = dict[str, float]


class Wording(NamedTuple):
    """Cosines of a report with a story's nearest kept report, its furthest and the sum of all; likeness of titles."""

    nearest: float
    furthest: float
    centroid: float
    title: float
    place: int
    """Place of the nearest report among those kept."""


class Gauge:
    """Measures how near stories are to one report, whose terms have places in a table of spots for look-up.

    Places are those of the report's weighty terms, then of the terms that only its title has.
    """

    def __init__(self, rows: Rows) -> None:
        self._rows = rows
        self._places: Places = np.full(SPOTS, NOWHERE, dtype=np.uint8)
        self._spots: Spots = np.zeros(0, dtype=np.int32)
        self._weight: Weights = np.zeros(NOWHERE + 1, dtype=np.float32)  # by place, as are these two
        self._present: Weights = np.zeros(NOWHERE + 1, dtype=np.float32)
        self._titled: Weights = np.zeros(NOWHERE + 1, dtype=np.float32)
        self._report: Sketch | None = None
        self._gathered: _Gathered | None = None

    def take(self, report: Sketch) -> None:
        """Give a report's terms their places, in place of those of the one before."""
        places = self._places
        places[self._spots] = NOWHERE
        spots, title = report.spots, report.title
        places[spots] = _ORDER[: len(spots)]
        more = title[places[title] == NOWHERE]
        places[more] = _ORDER[len(spots) : len(spots) + len(more)]
        self._weight[: len(spots)] = report.weights
        self._weight[len(spots) :] = 0.0
        self._present[: len(spots)] = 1.0
        self._present[len(spots) :] = 0.0
        self._titled[:] = 0.0
        self._titled[places[title]] = 1.0
        self._spots = np.concatenate((spots, more))
        self._report = report

    def wording(self, stories: Sequence[OpenStory]) -> list[Wording]:
        """Return for each story how near its reports' words are."""
        if not stories or self._report is None:
            return []
        held = self._gathered = self._gather(stories)
        cosines = (held.weights * self._weight[held.places]).sum(axis=1, dtype=np.float64)
        shared = (held.rarities * self._titled[held.titles]).sum(axis=1, dtype=np.float64)
        own = self._report.title_weight
        titles = 2 * shared / np.maximum(own + held.title_weights, TINY)
        starts = held.starts
        nearest = np.maximum.reduceat(cosines, starts).tolist()
        furthest = np.minimum.reduceat(cosines, starts).tolist()
        summed = np.add.reduceat(cosines, starts).tolist()
        alike = np.maximum.reduceat(titles, starts).tolist()
        listed = cosines.tolist()
        found = []
        for n, (story, start) in enumerate(zip(stories, starts, strict=True)):
            found.append(
                Wording(
                    round(nearest[n], 4),
                    round(furthest[n], 4),
                    round(summed[n] / story.length, 4),
                    round(alike[n], 4),
                    listed.index(nearest[n], start) - start,
                )
            )
        return found

    def coverage(self, compared: Sequence[tuple[Wording, int]]) -> list[Features]:
        """Return for each story what share of the report it holds, and the report of it and of its nearest report.

        Stories are told by their place among those whose `wording` was measured. Words count by the square of their
        weight, words of titles by their rarity. In "own words" a word is shared out among the stories compared that hold
        it; "crowded" is how many those are, on average.
        """
        report, held = self._report, self._gathered
        if report is None or held is None or not compared:
            return []
        stories = [n for _, n in compared]
        rows = [row for n in stories for row in range(held.starts[n], held.starts[n] + held.sizes[n])]
        sizes = [held.sizes[n] for n in stories]
        titles = held.titles[rows]
        shares = (held.rarities[rows] * self._present[titles]).sum(axis=1, dtype=np.float64)
        shares /= np.maximum(held.title_weights[rows], TINY)
        tells = np.maximum.reduceat(shares, _starts(sizes)).tolist()
        holds: Mask = np.zeros((len(stories), NOWHERE + 1), dtype=np.bool_)
        holds[np.repeat(np.arange(len(stories)), sizes)[:, None], held.places[rows]] = True
        told = holds.take(self._places[report.title], axis=1)
        found: list[Features] = []
        for n, (wording, story) in enumerate(compared):
            row, size = held.starts[story] + wording.place, held.counts[story][wording.place]
            weights = held.weights[row, :size]
            covered = float((weights * weights) @ self._present[held.places[row, :size]])
            titled = float(report.title_rarity @ told[n])
            found.append(
                {
                    "nearest covered": round(covered, 4),
                    "title told": round(titled / report.title_weight, 4) if report.title_weight else 0.0,
                    "its title told": round(tells[n], 4),
                }
            )
        inside = holds.take(self._places[report.spots], axis=1)
        weights = report.weights
        squares = weights * weights
        crowd = inside.sum(axis=0)
        shared = (inside @ squares).tolist()
        own = (inside @ (squares / np.maximum(crowd, 1))).tolist()
        crowded = round(float(squares @ crowd) / (len(stories) * max(1e-6, float(squares.sum()))), 4)
        for n, features in enumerate(found):
            features["covered"] = round(shared[n], 4)
            features["own words"] = round(own[n], 4)
            features["crowded"] = crowded
        return found

    def _gather(self, stories: Sequence[OpenStory]) -> _Gathered:
        """Look up where the terms of the stories' kept reports have their places."""
        members = [story.members for story in stories]
        rows = np.array([member.row for kept in members for member in kept])
        sizes = [len(kept) for kept in members]
        return _Gathered(
            places=self._places[self._rows.slots[rows] & SPOT],
            weights=self._rows.weights[rows],
            titles=self._places[self._rows.titles[rows] & SPOT],
            rarities=self._rows.rarities[rows],
            title_weights=np.array([member.title_weight for kept in members for member in kept]),
            counts=[[member.count for member in kept] for kept in members],
            sizes=sizes,
            starts=_starts(sizes),
        )


class _Gathered(NamedTuple):
    """The kept reports of stories, by row: places of their terms in the report, with weights; those of their titles.

    By story: terms of each kept report, how many are kept, and the row of the first.
    """

    places: Places
    weights: Weights
    titles: Places
    rarities: Weights
    title_weights: NDArray[np.float64]
    counts: list[list[int]]
    sizes: list[int]
    starts: list[int]


def _starts(sizes: list[int]) -> list[int]:
    return [0, *accumulate(sizes[:-1])]


def features(report: Sketch, story: OpenStory, wording: Wording) -> Features:
    """Return what speaks for and against a report's telling of a story's happening."""
    nearest = wording.nearest
    found: Features = {"nearest report": nearest, "story wording": wording.centroid, "title": wording.title}
    found["furthest report"] = wording.furthest
    found |= _names(report, story)
    found |= _marks(report, story)
    found |= _places(report, story)
    gap = _gap(report, story)
    found["days between"] = log1p(gap)
    found["weeks between"] = max(0.0, log1p(gap) - log1p(7))
    found["same day"] = float(gap == 0)
    found["reports so far"] = log1p(story.size - 1)
    short = min(report.words, max([member.words for member in story.members]))
    found["little text"] = max(0.0, 1 - short / SHORT_WORDS)
    found["follow-up"] = float(report.marks.later and gap > 2)
    return found


def _gap(report: Sketch, story: OpenStory) -> int:
    """Return the days between a report and the story's latest; at most `LATE`, 0 where one is undated."""
    if report.day is None or story.last is None:
        return 0
    return min(LATE, abs(report.day - story.last))


def _names(report: Sketch, story: OpenStory) -> Features:
    shared = [rarity for name, rarity in report.names.items() if name in story.names]
    if not shared:
        return {"no names": float(not report.names)}
    most = min(len(report.names), len(story.members[0].names) or 1)
    return {
        "full names": min(1.0, len(shared) / (most + FEW)),
        "rare names": log1p(sum([max(0.0, rarity - 3.0) for rarity in shared])),
    }


def _marks(report: Sketch, story: OpenStory) -> Features:
    found: Features = {}
    for name, here, there in (
        ("ages", report.marks.ages, story.ages),
        ("streets", report.marks.streets, story.streets),
        ("days told of", report.marks.days, story.days),
    ):
        if here and there:
            shared = len(here & there)
            found[name] = log1p(shared)
            found[name + " differ"] = float(shared == 0)
    own = report.marks.tolls
    found["tolls"] = log1p(max([len(own & member.marks.tolls) for member in story.members])) if own else 0.0
    return found


def _places(report: Sketch, story: OpenStory) -> Features:
    found: Features = {}
    towns = {name for name, _ in report.where.towns}
    scene = story.set_in()
    found["same town"] = log1p(len(towns & scene.names))
    if towns and scene.names and towns.isdisjoint(scene.names):
        apart = distance(report.where.towns[:FOREMOST], scene.towns)
        found["other town near"] = float(apart <= NEAR_KM)
        found["towns apart"] = log1p(apart / NEAR_KM) if apart > NEAR_KM else 0.0
    if report.where.regions and scene.regions:
        found["same region"] = float(not report.where.regions.isdisjoint(scene.regions))
        found["regions differ"] = 1.0 - found["same region"]
    return found


def has_common(found: Features) -> bool:
    """Tell whether a report shares anything with a story that may tell one happening from another."""
    return found["nearest report"] >= BARE or any(found.get(name) for name in TELLING)
