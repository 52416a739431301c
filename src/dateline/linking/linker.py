"""The stream: each report joins a story or opens one, in order of publication.

Single-pass clustering as in topic detection and tracking (Allan et al. 1998), with a model over named features
(Miranda et al. 2018). Memory depends on the reports of the window, not on how many came before it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from datetime import date
from math import log
from typing import NamedTuple

from dateline.config import Config
from dateline.linking.archive import Archive
from dateline.linking.candidates import Index
from dateline.linking.copies import WHOLE, Shelf, by_credit
from dateline.linking.likeness import Features, features, likeness, weights
from dateline.linking.rarity import Rarity
from dateline.linking.sketch import OpenStory, Sketch, note, sketch
from dateline.records import Copy, Report, StoryLink

MOST = 14
"""Open stories that a report is compared with in full."""

MOST_CLOSED = 3
"""Closed stories that a report is compared with in full."""

CROWD = 300
"""Open stories beyond which more make chance likeness no likelier, as far as the fitted weights know."""


class Candidate(NamedTuple):
    """A story that a report may belong to, and why."""

    story: OpenStory
    features: Features


class Placed(NamedTuple):
    """Where a report came to: the story, why, and the copy it is, if it is one."""

    story: str
    link: StoryLink
    copy: Copy | None


class Linker:
    """A stream of reports in order of publication; those of one publication time are to be given together."""

    def __init__(self, config: Config) -> None:
        self._window = config.window_days
        self._weights = weights()
        self._rarity = Rarity()
        self._shelf = Shelf()
        self._open: dict[int, OpenStory] = {}
        self._index = Index()
        self._archive = Archive()
        self._homes: dict[str, int] = {}
        self._opened = 0

    def add(self, report: Report) -> Placed:
        """Take in one report; where others share its publication time, `take` them together instead."""
        return self.take([report])[0]

    def take(self, reports: Iterable[Report]) -> list[Placed]:
        """Take in the reports of one publication time, in any order; return where each came to."""
        listed = list(reports)
        days = [date.fromisoformat(r.published[:10]).toordinal() for r in listed if r.published is not None]
        if days:
            self.close_before(min(days) - self._window)
        ordered = by_credit(listed)
        placed = {}
        for report, seen in zip(ordered, self.see(ordered), strict=True):
            copy = self.shelve(report)
            placed[report.id] = Placed(*self._place(seen, copy), copy)
        return [placed[report.id] for report in listed]

    def shelve(self, report: Report) -> Copy | None:
        """Keep a report's text for the window; return whose text it carries, if any's."""
        return self._shelf.add(report)

    def see(self, reports: Sequence[Report]) -> list[Sketch]:
        """Count the terms of the reports of one publication time, then weigh them."""
        noted = [note(report) for report in reports]
        for one in noted:
            self._rarity.see(one.terms.counts, one.terms.names)
        return [sketch(one, self._rarity) for one in noted]

    def _place(self, report: Sketch, copy: Copy | None) -> tuple[str, StoryLink]:
        """Decide on one report: it joins the likeliest story, or opens one where none is likely enough."""
        found = self.candidates(report, copy)
        judged = [(likeness(c.features, self._weights), -n, c) for n, c in enumerate(found)]
        if not judged:
            return self.open(report).id, opening(report, 0.0, {}, "no story is like it")
        score, _, best = max(judged, key=lambda one: one[:2])
        if score < self._weights["threshold"]:
            return self.open(report).id, opening(report, score, best.features, "the likeliest is not likely enough")
        closed = best.story.number not in self._open
        self.join(report, best.story)
        reason = "takes up a closed story again" if closed else "joins the likeliest story"
        if best.features.get("follow-up"):
            reason += "; a follow-up"
        return best.story.id, StoryLink(
            report=report.report, score=round(score, 4), features=shown(best.features), reason=reason
        )

    def candidates(self, report: Sketch, copy: Copy | None = None) -> list[Candidate]:
        """Return the stories that a report may belong to, each with its features."""
        numbers = self._index.look_up(report.terms, report.weights, MOST)
        carried = self._whose(copy)
        if carried is not None and carried not in numbers:
            numbers.append(carried)
        stories = [self._open[number] for number in numbers if number in self._open]
        stories = [story for story in stories if not self._is_over(story, report.day)]
        closed = self._archive.look_up(report.names, self._rarity, MOST_CLOSED)
        vector = report.vector()
        found = [Candidate(story, features(report, vector, story, self._rarity)) for story in stories]
        found += [Candidate(story, features(report, vector, story, self._rarity) | {"closed": 1.0}) for story in closed]
        for candidate in found:
            if copy is not None and candidate.story.number == carried:
                candidate.features["copied"] = copy.share
        return with_rivals(found, len(self._open))

    def _whose(self, copy: Copy | None) -> int | None:
        """Return the story of the report whose text a copy carries whole."""
        return self._homes.get(copy.origin) if copy is not None and copy.share >= WHOLE else None

    def join(self, report: Sketch, story: OpenStory) -> None:
        """Add a report to a story, open or closed."""
        self._homes[report.report] = story.number
        if story.number not in self._open:
            self._open[story.number] = self._archive.take(story.number)
        story.add(report)
        self._index.add(report.terms, story.number)

    def open(self, report: Sketch) -> OpenStory:
        """Open a story with a report."""
        self._homes[report.report] = self._opened
        story = OpenStory(self._opened, story_id(report.report), report)
        self._opened += 1
        self._open[story.number] = story
        self._index.add(report.terms, story.number)
        return story

    def close_before(self, day: int) -> None:
        """Close the stories whose latest report was published before a day (proleptic ordinal)."""
        for report in self._shelf.forget_before(day):
            self._homes.pop(report, None)
        over = [story for story in self._open.values() if story.last is not None and story.last < day]
        for story in over:
            del self._open[story.number]
            self._archive.put(story, self._rarity)
        if over:
            self._index.sweep(self._open)

    def _is_over(self, story: OpenStory, day: int | None) -> bool:
        return day is not None and story.last is not None and day - story.last > self._window


def shown(found: Features) -> tuple[tuple[str, float], ...]:
    """Return the features that say something, by name."""
    return tuple((name, round(value, 3)) for name, value in sorted(found.items()) if value)


def opening(report: Sketch, score: float, found: Features, why: str) -> StoryLink:
    """Return the link of a report that opens a story."""
    return StoryLink(report=report.report, score=round(score, 4), features=shown(found), reason=f"opens a story: {why}")


def story_id(first: str) -> str:
    """Return the id of the story that a report opens."""
    return "s-" + hashlib.sha256(first.encode()).hexdigest()[:12]


def with_rivals(found: list[Candidate], crowd: int) -> list[Candidate]:
    """Add to each candidate how near the report is to the other ones, and how many stories are open."""
    listed = sorted((c.features["nearest report"] for c in found), reverse=True)
    result = []
    for candidate in found:
        own = candidate.features["nearest report"]
        others = list(listed)
        others.remove(own)
        rival = others[0] if others else 0.0
        usual = sum(others[:6]) / 6
        more = {
            "rival wording": rival,
            "ahead": own - rival,
            "usual wording": usual,
            "open stories": log(1 + min(crowd, CROWD)),
        }
        result.append(Candidate(candidate.story, candidate.features | more))
    return result
