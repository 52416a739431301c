"""Sketches: what linking keeps of a report, and of a story while it is open. Their size is bounded."""

from __future__ import annotations

from array import array
from datetime import date
from math import log, sqrt
from typing import NamedTuple

from dateline.linking.marks import Marks, marks_of
from dateline.linking.rarity import Rarity
from dateline.linking.terms import Terms, Vector, terms_of
from dateline.linking.whereabouts import Whereabouts
from dateline.records import Report

WEIGHTY = 100
"""Terms of a report that are kept, the weightiest first."""

NAME_WEIGHT = 1.6
"""How much more a name weighs than a word equally rare."""

MEMBERS = 6
"""Reports of a story that are kept whole: the first, and the latest."""

WIDE = 300
"""Terms of a story's sum that are kept when it outgrows twice as many."""


class Sketch(NamedTuple):
    """A report as linking sees it: weighty terms of unit length, title, full names, places, marks."""

    report: str
    day: int | None
    terms: tuple[str, ...]
    weights: array[float]
    title: frozenset[str]
    names: frozenset[str]
    where: Whereabouts
    marks: Marks
    words: int

    def vector(self) -> Vector:
        """Return the weighty terms with their weights."""
        return dict(zip(self.terms, self.weights, strict=True))


class Noted(NamedTuple):
    """A report's terms and marks before they are weighed."""

    report: Report
    terms: Terms
    marks: Marks


def note(report: Report) -> Noted:
    """Read what linking needs of a report."""
    return Noted(report, terms_of(report), marks_of(report))


def sketch(noted: Noted, rarity: Rarity) -> Sketch:
    """Weigh a report's terms by their rarity and keep the weighty ones."""
    raw = []
    for term, number in noted.terms.counts.items():
        weight = (1 + log(number)) * max(0.0, rarity.of(term))
        raw.append((weight * NAME_WEIGHT if term[0] == "=" else weight, term))
    raw.sort(key=lambda pair: (-pair[0], pair[1]))
    raw = raw[:WEIGHTY]
    length = sqrt(sum(weight * weight for weight, _ in raw)) or 1.0
    published = noted.report.published
    return Sketch(
        report=noted.report.id,
        day=None if published is None else date.fromisoformat(published[:10]).toordinal(),
        terms=tuple(term for _, term in raw),
        weights=array("f", (weight / length for weight, _ in raw)),
        title=noted.terms.title,
        names=noted.terms.names,
        where=noted.terms.where,
        marks=noted.marks,
        words=noted.terms.words,
    )


KEPT_REPORTS = 2
KEPT_NAMES = 60
"""What is kept of a story that takes no more reports but may be taken up again."""


class OpenStory:
    """A story while it takes reports: a few whole sketches, the sum of all, and what any of them showed."""

    __slots__ = (
        "ages",
        "days",
        "first",
        "id",
        "last",
        "length",
        "members",
        "names",
        "number",
        "size",
        "streets",
        "sum",
    )

    def __init__(self, number: int, name: str, opener: Sketch) -> None:
        self.number = number
        self.id = name
        self.size = 1
        self.members = [opener]
        self.first = self.last = opener.day
        self.sum: Vector = {}
        self.length = 1.0
        self.names: dict[str, int] = dict.fromkeys(sorted(opener.names), 1)
        self.ages = set(opener.marks.ages)
        self.streets = set(opener.marks.streets)
        self.days = set(opener.marks.days)

    def add(self, report: Sketch) -> None:
        """Take in one more report."""
        if not self.sum:
            self.sum = self.members[0].vector()
        self.size += 1
        self.members.append(report)
        if len(self.members) > MEMBERS:
            del self.members[1]
        if report.day is not None:
            self.last = report.day if self.last is None else max(self.last, report.day)
        for term, weight in zip(report.terms, report.weights, strict=True):
            self.sum[term] = self.sum.get(term, 0.0) + weight
        if len(self.sum) > 2 * WIDE:
            self.sum = dict(sorted(self.sum.items(), key=lambda item: (-item[1], item[0]))[:WIDE])
        self.length = sqrt(sum(weight * weight for weight in self.sum.values())) or 1.0
        for name in sorted(report.names):
            if name in self.names or len(self.names) < WIDE:
                self.names[name] = self.names.get(name, 0) + 1
        self.ages |= report.marks.ages
        self.streets |= report.marks.streets
        self.days |= report.marks.days

    def shrink(self) -> None:
        """Keep only what it takes to know the story again."""
        self.members = [self.members[0], *self.members[1:][-KEPT_REPORTS + 1 :]]
        self.sum = dict(sorted(self.sum.items(), key=lambda item: (-item[1], item[0]))[:WEIGHTY])
        self.names = dict(sorted(self.names.items(), key=lambda item: (-item[1], item[0]))[:KEPT_NAMES])
