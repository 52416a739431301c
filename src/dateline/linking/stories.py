"""Stories: reports that tell of the same happening, found online in order of publication.

Each report joins the story it is most like, or opens one. Likeness is the mean of its cosine with the story's
centroid and
with its nearest member, less a little for every day between them; a story takes no reports after the window.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from math import sqrt

from dateline.config import Config
from dateline.linking.copies import WHOLE, find_copies, order
from dateline.linking.terms import Vector, cosine, count_terms, weigh
from dateline.records import Copy, Report, Story, StoryLink

ENOUGH = 0.20
"""Likeness (0..1) from which a report joins a story; calibrated together for several public sets of news stories."""

DAY_COST = 0.012
"""Likeness lost for each day between a report and the nearest report of the story: later news is mostly other news."""

PROBES = 30
"""Weightiest terms of a report that look up candidate stories."""


class _Open:
    """A story while it is open: its members' vectors and their sum."""

    def __init__(self, number: int) -> None:
        self.number = number
        self.members: list[int] = []
        self.sum: Vector = defaultdict(float)
        self.length = 0.0

    def add(self, member: int, vector: Vector) -> None:
        self.members.append(member)
        for term, value in vector.items():
            self.sum[term] += value
        self.length = sqrt(sum(value * value for value in self.sum.values())) or 1.0


def link(reports: Sequence[Report], config: Config) -> tuple[Story, ...]:
    """Group reports into stories; the result does not depend on the order they are given in.

    Story ids are made of the id of the story's first report, and stay as the story grows.
    """
    listed = sorted(reports, key=order)
    copies = {copy.report: copy for copy in find_copies(listed)}
    vectors = weigh([count_terms(report) for report in listed])
    place = {report.id: n for n, report in enumerate(listed)}
    stories: list[_Open] = []
    story_of: dict[int, int] = {}
    holders: dict[str, set[int]] = defaultdict(set)
    links: dict[int, StoryLink] = {}
    for n, report in enumerate(listed):
        copy = copies.get(report.id)
        if copy is not None and copy.share >= WHOLE:
            chosen = story_of[place[copy.origin]]
            links[n] = StoryLink(report=report.id, score=1.0, features=(("copied", copy.share),), reason=copy.reason)
        else:
            chosen, links[n] = _choose(n, listed, vectors, stories, holders, config)
        if chosen == len(stories):
            stories.append(_Open(chosen))
        stories[chosen].add(n, vectors[n])
        story_of[n] = chosen
        for term in vectors[n]:
            holders[term].add(chosen)
    return tuple(_story(story, listed, links, copies) for story in stories)


def _choose(
    n: int,
    listed: Sequence[Report],
    vectors: Sequence[Vector],
    stories: Sequence[_Open],
    holders: Mapping[str, set[int]],
    config: Config,
) -> tuple[int, StoryLink]:
    """Return the story a report joins (a new number where it opens one) and why."""
    report, vector = listed[n], vectors[n]
    probes = sorted(vector, key=lambda term: (-vector[term], term))[:PROBES]
    hits: Counter[int] = Counter(number for term in probes for number in holders.get(term, ()))
    best: tuple[float, int, tuple[tuple[str, float], ...]] | None = None
    for number, count in sorted(hits.items()):
        if count < 2:
            continue
        story = stories[number]
        gap = min(_days(report, listed[m]) for m in story.members[-20:])
        if gap > config.window_days:
            continue
        centroid = sum(value * story.sum.get(term, 0.0) for term, value in vector.items()) / story.length
        nearest = max(cosine(vector, vectors[m]) for m in story.members[-40:])
        score = (centroid + nearest) / 2 - DAY_COST * gap
        if best is None or score > best[0] + 1e-12:
            best = (
                score,
                number,
                (
                    ("story wording", round(centroid, 3)),
                    ("nearest report", round(nearest, 3)),
                    ("days between", float(gap)),
                ),
            )
    if best is None or best[0] < ENOUGH:
        return len(stories), StoryLink(
            report=report.id,
            score=round(max(0.0, best[0]), 4) if best else 0.0,
            features=best[2] if best else (),
            reason="opens a story: no open story is like it"
            if best is None
            else "opens a story: the nearest is not like enough",
        )
    return best[1], StoryLink(
        report=report.id, score=round(min(1.0, best[0]), 4), features=best[2], reason="joins the story it is most like"
    )


def _days(one: Report, other: Report) -> int:
    """Return the days between two reports, 0 where one is undated."""
    if one.published is None or other.published is None:
        return 0
    return abs((date.fromisoformat(one.published[:10]) - date.fromisoformat(other.published[:10])).days)


def _story(story: _Open, listed: Sequence[Report], links: Mapping[int, StoryLink], copies: Mapping[str, Copy]) -> Story:
    members = [listed[m] for m in story.members]
    ids = {report.id for report in members}
    return Story(
        id=story_id(members[0].id),
        reports=tuple(report.id for report in members),
        links=tuple(links[m] for m in story.members),
        copies=tuple(
            copies[report.id] for report in members if report.id in copies and copies[report.id].origin in ids
        ),
    )


def story_id(first: str) -> str:
    """Return the id of the story that a report opens."""
    return "s-" + hashlib.sha256(first.encode()).hexdigest()[:12]
