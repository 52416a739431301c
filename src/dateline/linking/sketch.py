"""Sketches: what linking keeps of a report, and of a story while it is open. Their size is bounded."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from math import sqrt
from typing import NamedTuple, TypeAlias
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from dateline.linking.marks import Marks, marks_of
from dateline.linking.rarity import Rarity
from dateline.linking.terms import Terms, terms_of
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


SLOTS = 1 << 21
"""Numbers that terms are hashed to; two terms of one report share one in about 1 of 400 reports."""

Slots: TypeAlias = NDArray[np.int64]
Weights: TypeAlias = NDArray[np.float32]


class Sketch(NamedTuple):
    """A report as linking sees it: slots of its weighty terms, weightiest first, with weights of unit length.

    `title` and `names` (pairs of capitalised words) hold the rarity of each.
    """

    report: str
    day: int | None
    slots: Slots
    weights: Weights
    title: dict[str, float]
    title_weight: float
    names: dict[str, float]
    where: Whereabouts
    marks: Marks
    words: int


class Noted(NamedTuple):
    """A report's terms and marks before they are weighed."""

    report: Report
    terms: Terms
    marks: Marks


def note(report: Report) -> Noted:
    """Read what linking needs of a report."""
    return Noted(report, terms_of(report), marks_of(report))


@lru_cache(maxsize=1 << 17)
def slot(term: str) -> int:
    """Return the number a term is hashed to."""
    return crc32(term.encode("utf-8", "surrogatepass")) % SLOTS


def sketch(noted: Noted, rarity: Rarity) -> Sketch:
    """Weigh a report's terms by their rarity and keep the weighty ones."""
    of = rarity.of
    raw = [
        (-weight * NAME_WEIGHT if term[0] == "=" else -weight, term)
        for weight, term in rarity.weigh(noted.terms.counts)
    ]
    raw.sort()
    raw = raw[:WEIGHTY]
    length = sqrt(sum([weight * weight for weight, _ in raw])) or 1.0
    title = {term: of(term) for term in sorted(noted.terms.title)}
    published = noted.report.published
    return Sketch(
        report=noted.report.id,
        day=None if published is None else date.fromisoformat(published[:10]).toordinal(),
        slots=np.array([slot(term) for _, term in raw], dtype=np.int64),
        weights=np.array([-weight / length for weight, _ in raw], dtype=np.float32),
        title=title,
        title_weight=sum(title.values()),
        names={name: of("&" + name) for name in sorted(noted.terms.names)},
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
        "heard",
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
        self.last = opener.day
        self.heard = opener.day or 0
        self.sum: dict[int, float] = {}
        self.length = 1.0
        self.names: dict[str, int] = dict.fromkeys(opener.names, 1)
        self.ages = set(opener.marks.ages)
        self.streets = set(opener.marks.streets)
        self.days = set(opener.marks.days)

    def add(self, report: Sketch) -> None:
        """Take in one more report."""
        if not self.sum:
            self.sum = _vector(self.members[0])
        self.size += 1
        self.members.append(report)
        if len(self.members) > MEMBERS:
            del self.members[1]
        if report.day is not None:
            self.last = report.day if self.last is None else max(self.last, report.day)
        for at, weight in _vector(report).items():
            self.sum[at] = self.sum.get(at, 0.0) + weight
        if len(self.sum) > 2 * WIDE:
            self.sum = dict(sorted(self.sum.items(), key=lambda item: (-item[1], item[0]))[:WIDE])
        self.length = sqrt(sum(weight * weight for weight in self.sum.values())) or 1.0
        for name in report.names:
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


def _vector(report: Sketch) -> dict[int, float]:
    return dict(zip(report.slots.tolist(), report.weights.tolist(), strict=True))
