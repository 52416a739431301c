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

TITLED = 0.3
"""Likeness of titles from which they join what words alone would not."""

TELLING = ("rare names", "ages", "streets", "tolls", "copied")
"""Features of what a report and a story share, any of which tells more than that their words are a little alike."""

TINY = 1e-9
"""Weight of two titles below which neither says anything."""

Places: TypeAlias = NDArray[np.uint8]
Numbers: TypeAlias = NDArray[np.int64]
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

    def nearest(self, stories: Sequence[OpenStory]) -> list[float]:
        """Return the cosine of the report with the nearest kept report of each story, to four places."""
        if not stories:
            return []
        held = self._gathered = self._gather(stories)
        return [round(nearest, 4) for nearest in np.maximum.reduceat(held.cosines, held.starts).tolist()]

    def measured(self, numbers: Sequence[int]) -> list[tuple[Wording, Features]]:
        """Return for some of the stories, by their place among those last given, how near their reports' words are.

        The features tell what share of the report each holds, and the report of it and of its nearest report. Words
        count by the square of their weight, words of titles by their rarity. In "own words" a word is shared out among
        these stories where they hold it; "crowded" is how many those are, on average.
        """
        report, held = self._report, self._gathered
        if report is None or held is None or not numbers:
            return []
        stories = [held.stories[n] for n in numbers]
        sizes = [len(story.members) for story in stories]
        starts = _starts(sizes)
        kept = [k for n, size in zip(numbers, sizes, strict=True) for k in range(held.starts[n], held.starts[n] + size)]
        rows, places = held.rows[kept], held.places.take(kept, axis=0)
        alike, told = self._titles(report, rows, starts)
        found = []
        for n, (wording, features) in enumerate(
            zip(
                _wordings(stories, held.cosines[kept], starts, alike),
                self._coverage(report, places, np.repeat(_ORDER[: len(stories)], sizes)),
                strict=True,
            )
        ):
            row = starts[n] + wording.place
            features["nearest covered"] = self._covered(int(rows[row]), places[row])
            features["its title told"] = round(told[n], 4)
            found.append((wording, features))
        return found

    def _gather(self, stories: Sequence[OpenStory]) -> _Gathered:
        """Look up where the terms of the stories' kept reports have their places, and how near these come."""
        rows = np.array([member.row for story in stories for member in story.members])
        places = self._places.take(self._rows.slots.take(rows, axis=0) & SPOT)
        weights = self._rows.weights.take(rows, axis=0)
        weights *= self._weight.take(places)
        starts = _starts([len(story.members) for story in stories])
        return _Gathered(stories, starts, rows, places, weights.sum(axis=1, dtype=np.float64))

    def _titles(self, report: Sketch, rows: Numbers, starts: list[int]) -> tuple[list[float], list[float]]:
        """Return for each story how alike a title is to the report's, and what share of one the report holds."""
        places = self._places.take(self._rows.titles.take(rows, axis=0) & SPOT)
        rarities = self._rows.rarities.take(rows, axis=0)
        weights = self._rows.title_weights[rows]
        shared = (rarities * self._titled.take(places)).sum(axis=1, dtype=np.float64)
        told = (rarities * self._present.take(places)).sum(axis=1, dtype=np.float64)
        alike = 2 * shared / np.maximum(report.title_weight + weights, TINY)
        told /= np.maximum(weights, TINY)
        return np.maximum.reduceat(alike, starts).tolist(), np.maximum.reduceat(told, starts).tolist()

    def _covered(self, row: int, places: Places) -> float:
        """Return what share of a kept report the report holds."""
        count = int(self._rows.counts[row])
        weights = self._rows.weights[row, :count]
        return round(float((weights * weights) @ self._present[places[:count]]), 4)

    def _coverage(self, report: Sketch, places: Places, story: Places) -> list[Features]:
        """Return what share of the report each story holds; `story` tells whose each row of places is."""
        count = int(story[-1]) + 1
        holds: Mask = np.zeros((count, NOWHERE + 1), dtype=np.bool_)
        holds[story[:, None], places] = True
        inside = holds.take(self._places[report.spots], axis=1)
        squares = report.weights * report.weights
        crowd = inside.sum(axis=0)
        covered = (inside @ squares).tolist()
        own = (inside @ (squares / np.maximum(crowd, 1))).tolist()
        crowded = round(float(squares @ crowd) / (count * max(1e-6, float(squares.sum()))), 4)
        titled = holds.take(self._places[report.title], axis=1)
        whole = report.title_weight
        return [
            {
                "covered": round(covered[n], 4),
                "own words": round(own[n], 4),
                "crowded": crowded,
                "title told": round(float(report.title_rarity @ titled[n]) / whole, 4) if whole else 0.0,
            }
            for n in range(count)
        ]


class _Gathered(NamedTuple):
    """Stories, the first row of each; of each row its number in the tables, places of its terms, cosine."""

    stories: Sequence[OpenStory]
    starts: list[int]
    rows: Numbers
    places: Places
    cosines: NDArray[np.float64]


def _wordings(
    stories: Sequence[OpenStory], cosines: NDArray[np.float64], starts: list[int], titles: list[float]
) -> list[Wording]:
    listed = cosines.tolist()
    nearest = np.maximum.reduceat(cosines, starts).tolist()
    furthest = np.minimum.reduceat(cosines, starts).tolist()
    summed = np.add.reduceat(cosines, starts).tolist()
    return [
        Wording(
            round(nearest[n], 4),
            round(furthest[n], 4),
            round(summed[n] / story.length, 4),
            round(titles[n], 4),
            listed.index(nearest[n], starts[n]) - starts[n],
        )
        for n, story in enumerate(stories)
    ]


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
    alike = found["nearest report"] >= BARE or found["title"] >= TITLED
    return alike or any(found.get(name) for name in TELLING)
