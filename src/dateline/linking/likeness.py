"""Likeness of a report and a story: named features, each readable on its own; `dateline.linking.model` weighs them."""

from __future__ import annotations

from collections.abc import Sequence
from math import log1p
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dateline.linking.sketch import SPOTS, OpenStory, Row, Sketch, Spots, Weights
from dateline.linking.whereabouts import distance

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
    """Measures how near stories are to one report, whose terms lie spread out for look-up."""

    def __init__(self) -> None:
        self._words = np.zeros(SPOTS, dtype=np.float32)
        self._title = np.zeros(SPOTS, dtype=np.float32)
        self._present = np.zeros(SPOTS, dtype=np.float32)
        self._held = np.zeros(SPOTS, dtype=np.bool_)
        self._report: Sketch | None = None
        self._room = _Room()

    def take(self, report: Sketch) -> None:
        """Spread out a report's terms in place of those of the one before."""
        if self._report is not None:
            self._words[self._report.spots] = 0.0
            self._present[self._report.spots] = 0.0
            self._title[self._report.title] = 0.0
        self._words[report.spots] = report.weights
        self._present[report.spots] = 1.0
        self._title[report.title] = 1.0
        self._report = report

    def wording(self, stories: Sequence[OpenStory]) -> list[Wording]:
        """Return for each story how near its reports' words are."""
        if not stories or self._report is None:
            return []
        laid = [story.laid_out() for story in stories]
        cosines = self._room.sums(self._words, [one.words for one in laid])
        shared = self._room.sums(self._title, [one.titles for one in laid])
        own = self._report.title_weight
        weights = np.array([weight for one in laid for weight in one.title_weights])
        titles = 2 * shared / np.maximum(own + weights, TINY)
        starts = np.cumsum([0, *[len(story.members) for story in stories[:-1]]])
        furthest = np.minimum.reduceat(cosines, starts).tolist()
        summed = np.add.reduceat(cosines, starts).tolist()
        alike = np.maximum.reduceat(titles, starts).tolist()
        found = []
        for n, (story, start) in enumerate(zip(stories, starts.tolist(), strict=True)):
            near = cosines[start : start + len(story.members)]
            place = int(near.argmax())
            centroid = summed[n] / story.length
            found.append(
                Wording(
                    round(float(near[place]), 4), round(furthest[n], 4), round(centroid, 4), round(alike[n], 4), place
                )
            )
        return found

    def coverage(self, compared: Sequence[tuple[Wording, OpenStory]]) -> list[Features]:
        """Return for each story what share of the report it holds, and the report of it and of its nearest report.

        Words count by the square of their weight, words of titles by their rarity. In "own words" a word is shared out
        among the stories compared that hold it; "crowded" is how many those are, on average.
        """
        report = self._report
        if report is None or not compared:
            return []
        laid = [story.laid_out() for _, story in compared]
        weights = np.array([weight for one in laid for weight in one.title_weights])
        shares = self._room.sums(self._present, [one.titles for one in laid]) / np.maximum(weights, TINY)
        starts = np.cumsum([0, *[len(story.members) for _, story in compared[:-1]]])
        tells = np.maximum.reduceat(shares, starts).tolist()
        rows: list[NDArray[np.bool_]] = []
        found: list[Features] = []
        for (wording, story), one, most in zip(compared, laid, tells, strict=True):
            nearest = story.members[wording.place]
            self._held[one.words.spots] = True
            rows.append(self._held[report.spots])
            told = float(report.title_rarity @ self._held[report.title])
            self._held[one.words.spots] = False
            found.append(
                {
                    "nearest covered": round(
                        float((nearest.weights * nearest.weights) @ self._present[nearest.spots]), 4
                    ),
                    "title told": round(told / report.title_weight, 4) if report.title_weight else 0.0,
                    "its title told": round(most, 4),
                }
            )
        inside = np.array(rows)
        squares = report.weights * report.weights
        crowd = inside.sum(axis=0)
        covered = (inside @ squares).tolist()
        own = (inside @ (squares / np.maximum(crowd, 1))).tolist()
        crowded = round(float(squares @ crowd) / (len(rows) * max(1e-6, float(squares.sum()))), 4)
        for n, features in enumerate(found):
            features["covered"] = round(covered[n], 4)
            features["own words"] = round(own[n], 4)
            features["crowded"] = crowded
        return found


class _Room:
    """Room to reckon in, kept from one report to the next: fresh memory for each would cost more than the sums."""

    def __init__(self) -> None:
        self._widen(1024)

    def _widen(self, count: int) -> None:
        self._spots: Spots = np.zeros(count, dtype=np.int32)
        self._spread: Weights = np.zeros(count, dtype=np.float32)
        self._weights: Weights = np.zeros(count, dtype=np.float32)
        self._total = np.zeros(count + 1)

    def sums(self, spread: Weights, rows: list[Row]) -> NDArray[np.float64]:
        """Return the sum of the products of what is spread out and the weights at the spots of each report."""
        ends = np.cumsum([0, *[size for row in rows for size in row.sizes]])
        count = int(ends[-1])
        if count > len(self._spots):
            self._widen(2 * count)
        spots, weights, total = self._spots[:count], self._weights[:count], self._total[: count + 1]
        np.concatenate([row.spots for row in rows], out=spots)
        np.concatenate([row.weights for row in rows], out=weights)
        weights *= np.take(spread, spots, out=self._spread[:count], mode="clip")
        np.cumsum(weights, out=total[1:])
        held: NDArray[np.float64] = total[ends]
        return held[1:] - held[:-1]


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
    tolls = max(len(report.marks.tolls & member.marks.tolls) for member in story.members)
    found["tolls"] = log1p(tolls)
    return found


def _places(report: Sketch, story: OpenStory) -> Features:
    found: Features = {}
    towns = {name for name, _ in report.where.towns}
    there = [member.where for member in story.members]
    held = {name for where in there for name, _ in where.towns}
    found["same town"] = log1p(len(towns & held))
    if towns and held and not towns & held:
        apart = min((km for where in there if (km := distance(report.where, where)) is not None), default=0.0)
        found["other town near"] = float(apart <= NEAR_KM)
        found["towns apart"] = log1p(apart / NEAR_KM) if apart > NEAR_KM else 0.0
    regions = {region for where in there for region in where.regions}
    if report.where.regions and regions:
        found["same region"] = float(not report.where.regions.isdisjoint(regions))
        found["regions differ"] = 1.0 - found["same region"]
    return found


def has_common(found: Features) -> bool:
    """Tell whether a report shares anything with a story that may tell one happening from another."""
    alike = found["nearest report"] >= BARE or found["title"] >= TITLED
    return alike or any(found.get(name) for name in TELLING)
