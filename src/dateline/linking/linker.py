"""The stream: each report joins a story or opens one, in order of publication.

Single-pass clustering as in topic detection and tracking (Allan et al. 1998), with a model over named features
(Miranda et al. 2018). Memory depends on the reports of the window, not on how many came before it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from math import log
from typing import NamedTuple, TypeAlias

from dateline.collecting import uncollected
from dateline.config import Config
from dateline.linking.archive import Archive
from dateline.linking.candidates import Index
from dateline.linking.copies import Shelf
from dateline.linking.direction import by_credit
from dateline.linking.extent import REPRINT
from dateline.linking.likeness import Features, Gauge, features, has_common
from dateline.linking.model import model
from dateline.linking.rarity import Rarity
from dateline.linking.rows import Rows
from dateline.linking.sketch import OpenStory, Sketch, note, sketch
from dateline.linking.ties import groups, is_due, merged, split
from dateline.records import Copy, Report, StoryLink, StoryTie

MOST = 14
"""Open stories whose wording a report is compared with."""

FULL = 5
"""Open stories whose every feature is looked at: those of the nearest wording."""

MOST_CLOSED = 2
"""Closed stories that a report is compared with in full."""

BOTH = 0.8
"""Likelihood of a second story from which it may be the same, and is looked at more closely."""

CROWD = 300
"""Open stories beyond which more make chance likeness no likelier, as far as the fitted weights know."""


class Candidate(NamedTuple):
    """A story that a report may belong to, and why."""

    story: OpenStory
    features: Features


class Placed(NamedTuple):
    """Where a report came to: the story, why, the copy it is, if it is one, and what it shows of other stories."""

    story: str
    link: StoryLink
    copy: Copy | None
    ties: tuple[StoryTie, ...] = ()


class Judged(NamedTuple):
    """A story that a report may belong to, and how likely (0..1) that is."""

    score: float
    story: OpenStory
    features: Features


Watch: TypeAlias = Callable[[Sketch, list[Judged]], None]
"""Is told of each report what it was compared with, before it is placed."""


class Linker:
    """A stream of reports in order of publication; those of one publication time are to be given together."""

    def __init__(self, config: Config, watch: Watch | None = None) -> None:
        self._watch = watch
        self._today = 0
        self._closed_to = 0
        self._window = config.window_days
        self._model = model()
        self._rows = Rows()
        self._gauge = Gauge(self._rows)
        self._rarity = Rarity()
        self._shelf = Shelf()
        self._open: dict[int, OpenStory] = {}
        self._index = Index()
        self._archive = Archive()
        self._homes: dict[str, int] = {}
        self._goes_on: dict[int, int] = {}
        self._ties: list[StoryTie] = []
        self._opened = 0

    def __len__(self) -> int:
        """Return how many stories are open."""
        return len(self._open)

    def add(self, report: Report) -> Placed:
        """Take in one report; where others share its publication time, `take` them together instead."""
        return self.take([report])[0]

    def take(self, reports: Iterable[Report]) -> list[Placed]:
        """Take in the reports of one publication time, in any order; return where each came to."""
        with uncollected():
            return self._take(list(reports))

    def _take(self, listed: Sequence[Report]) -> list[Placed]:
        days = [date.fromisoformat(r.published[:10]).toordinal() for r in listed if r.published is not None]
        if days:
            self._today = max(self._today, *days)
            self.close_before(min(days) - self._window)
        ordered = by_credit(listed)
        placed = {}
        for report, seen in zip(ordered, self.see(ordered), strict=True):
            copy = self.shelve(report)
            self._ties = []
            placed[report.id] = Placed(*self._place(seen, copy), copy, tuple(self._ties))
        return [placed[report.id] for report in listed]

    def shelve(self, report: Report) -> Copy | None:
        """Keep a report's text for the window; return whose text it carries, if any's."""
        return self._shelf.add(report, self._today)

    def see(self, reports: Sequence[Report]) -> list[Sketch]:
        """Count the terms of the reports of one publication time, then weigh them."""
        self._rarity.tidy()
        noted = [note(report, self._rarity.vocabulary) for report in reports]
        for one in noted:
            self._rarity.see(one.terms.numbers, one.terms.names)
        return [sketch(one, self._rarity, self._rows) for one in noted]

    def judge(self, report: Sketch, copy: Copy | None = None, besides: OpenStory | None = None) -> list[Judged]:
        """Return the stories that a report may belong to (`besides` one), the likeliest first, with how likely.

        None is likely at all with which the report has nothing in common.
        """
        listed = self.candidates(report, copy, besides)
        likely = self._model.likeness([c.features for c in listed])
        found = [
            Judged(score if has_common(c.features) else 0.0, c.story, c.features)
            for score, c in zip(likely, listed, strict=True)
        ]
        return sorted(found, key=lambda judged: -judged.score)

    def _place(self, report: Sketch, copy: Copy | None) -> tuple[str, StoryLink]:
        """Decide on one report: it joins the likeliest story, or opens one where none is likely enough."""
        found = self.judge(report, copy)
        if self._watch is not None:
            self._watch(report, found)
        if not found or found[0].score < self._model.threshold:
            score, seen = (found[0].score, found[0].features) if found else (0.0, {})
            why = "the likeliest is not likely enough" if found else "no story is like it"
            return self.open(report).id, _link(report, score, seen, f"opens a story: {why}")
        best = found[0]
        why = "joins the likeliest story"
        if best.story.number not in self._open:
            why = "takes up a closed story again"
        if best.features.get("follow-up"):
            why += "; a follow-up"
        self.join(report, best.story)
        why += self._see_ties(report, found)
        return best.story.id, _link(report, best.score, best.features, why)

    def _see_ties(self, report: Sketch, found: Sequence[Judged]) -> str:
        """Tie stories that the report shows to be one, or its story and one that parts from it; say what is seen."""
        story = found[0].story
        second = found[1].story if len(found) > 1 and found[1].score >= BOTH else None
        if second is not None and second.number in self._open:
            score = self._one(story, second)
            if score >= self._model.threshold:
                older, younger = sorted((story, second), key=lambda one: one.number)
                self._ties.append(merged(older, younger, report.report, score))
                self._merge(older, younger)
                return f"; {younger.id} is the same story as {older.id}, which goes on"
            return f"; {second.id} is like it too"
        if is_due(story.size) and (places := groups(story.members)) is not None:
            other = self._part(story, places)
            self._ties.append(split(story, other, report.report))
            return f"; {other.id} parts from the story"
        return ""

    def _one(self, one: OpenStory, other: OpenStory) -> float:
        """Return how likely (0..1) the reports of the smaller of two stories belong to the other, on average."""
        small, large = sorted((one, other), key=lambda story: (story.size, -story.number))
        scores = []
        for member in small.members:
            judged = self.judge(member, besides=small)
            scores.append(max((j.score for j in judged if j.story is large), default=0.0))
        return sum(scores) / len(scores)

    def _merge(self, older: OpenStory, younger: OpenStory) -> None:
        for member in younger.members:
            self._index.add(member.probes, older.number)
        older.absorb(younger)
        del self._open[younger.number]
        self._index.close(younger.number)
        self._goes_on[younger.number] = older.number

    def _part(self, story: OpenStory, places: Sequence[int]) -> OpenStory:
        other = story.part(places, self._opened)
        self._opened += 1
        self._open[other.number] = other
        self._index.open(other.number)
        for member in other.members:
            self._index.add(member.probes, other.number)
            if member.report in self._homes:
                self._homes[member.report] = other.number
        return other

    def candidates(self, report: Sketch, copy: Copy | None = None, besides: OpenStory | None = None) -> list[Candidate]:
        """Return the stories that a report may belong to, each with its features."""
        numbers = self._index.look_up(report.probes, report.weights, MOST)
        carried = self._whose(copy)
        if carried is not None and carried not in numbers:
            numbers.append(carried)
        self._gauge.take(report)
        stories = [story for number in numbers if (story := self._open.get(number)) is not None]
        stories = [story for story in stories if story is not besides and not self._is_over(story, report.day)]
        stories += self._archive.look_up(report.names, MOST_CLOSED)
        nearest = self._gauge.nearest(stories)
        near = sorted(range(len(stories)), key=lambda n: (-nearest[n], n))
        ranked = [nearest[n] for n in near]
        compared = [
            (rank, n)
            for rank, n in enumerate(near)
            if rank < FULL or stories[n].number not in self._open or stories[n].number == carried
        ]
        found = []
        measured = self._gauge.measured([n for _, n in compared])
        for (rank, n), (wording, covered) in zip(compared, measured, strict=True):
            story = stories[n]
            seen = features(report, story, wording) | covered | self._around(ranked, rank)
            if story.number not in self._open:
                seen["closed"] = 1.0
            if copy is not None and story.number == carried:
                seen["copied"] = max(copy.share, copy.origin_share)
            found.append(Candidate(story, seen))
        return found

    def _around(self, near: list[float], rank: int) -> Features:
        """Return how near the report is to the other stories, and how many are open."""
        own = near[rank]
        others = near[:7]
        if rank < len(others):
            del others[rank]
        rival = others[0] if others else 0.0
        return {
            "rival wording": rival,
            "ahead": own - rival,
            "usual wording": sum(others[:6]) / 6,
            "open stories": log(1 + min(len(self._open), CROWD)),
        }

    def _whose(self, copy: Copy | None) -> int | None:
        """Return the story of the report whose text a copy carries, or most of it within a longer text."""
        if copy is None or (copy.kind == "passage" and copy.origin_share < REPRINT):
            return None
        number = self._homes.get(copy.origin, self._homes.get(copy.report))
        while number in self._goes_on:
            number = self._goes_on[number]
        return number

    def join(self, report: Sketch, story: OpenStory) -> None:
        """Add a report to a story, open or closed."""
        self._homes[report.report] = story.number
        if story.number not in self._open:
            self._open[story.number] = self._archive.take(story.number)
            self._index.open(story.number)
        story.add(report)
        story.heard = max(story.heard, self._day(report))
        self._index.add(report.probes, story.number)

    def open(self, report: Sketch) -> OpenStory:
        """Open a story with a report."""
        self._homes[report.report] = self._opened
        story = OpenStory(self._opened, story_id(report.report), report)
        story.heard = self._day(report)
        self._opened += 1
        self._open[story.number] = story
        self._index.open(story.number)
        self._index.add(report.probes, story.number)
        return story

    def close_before(self, day: int) -> None:
        """Close the stories that have had no report since a day (proleptic ordinal)."""
        if day <= self._closed_to:
            return
        self._closed_to = day
        for report in self._shelf.forget_before(day):
            self._homes.pop(report, None)
        over = [story for story in self._open.values() if story.heard < day]
        for story in over:
            del self._open[story.number]
            self._index.close(story.number)
            self._archive.put(story, self._rarity)
        if over:
            self._goes_on = self._still_asked()

    def _still_asked(self) -> dict[int, int]:
        """Return which stories go on as others, of those that a report of the window came to."""
        kept = {}
        for number in set(self._homes.values()):
            while number in self._goes_on:
                kept[number] = self._goes_on[number]
                number = self._goes_on[number]  # noqa: PLW2901 - a chain is followed to its end
        return kept

    def kept(self) -> dict[str, int]:
        """Return how much is kept, by what it is: as much as the window needs; what is closed has bounds of its own."""
        return {
            "open stories": len(self._open),
            "stories merged": len(self._goes_on),
            "reports placed": len(self._homes),
            "sketches": len(self._rows),
            "closed stories": len(self._archive),
            "names of closed stories": self._archive.names(),
            "terms counted": len(self._rarity),
            "long rows of candidates": len(self._index),
        } | self._shelf.kept()

    def _day(self, report: Sketch) -> int:
        """Return the day a report counts for: an undated one comes on the day the stream has reached."""
        return self._today if report.day is None else report.day

    def _is_over(self, story: OpenStory, day: int | None) -> bool:
        return day is not None and story.last is not None and day - story.last > self._window


def _link(report: Sketch, score: float, found: Features, reason: str) -> StoryLink:
    said = tuple((name, round(value, 3)) for name, value in sorted(found.items()) if value)
    return StoryLink(report=report.report, score=round(score, 4), features=said, reason=reason)


def story_id(first: str) -> str:
    """Return the id of the story that a report opens."""
    return "s-" + hashlib.sha256(first.encode()).hexdigest()[:12]
