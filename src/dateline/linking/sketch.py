"""Sketches: what linking keeps of a report, and of a story while it is open. Their size is bounded."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from hashlib import sha256
from math import sqrt
from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from dateline.linking.marks import Marks, marks_of
from dateline.linking.rarity import Rarity
from dateline.linking.rows import TITLED, WEIGHTY, Rows, Spots, Weights
from dateline.linking.terms import Terms, terms_of
from dateline.linking.vocabulary import Numbers, Vocabulary
from dateline.linking.whereabouts import FOREMOST, Town
from dateline.records import Report

NAME_WEIGHT = 1.6
"""How much more a name weighs than a word equally rare."""

MEMBERS = 6
"""Reports of a story that are kept whole: the first, and the latest."""

WIDE = 300
"""Full names, and streets and days told of, of a story that are kept."""


SPOTS = 1 << 18
"""Numbers that terms are hashed to where reports are compared: few enough to lie in a processor's cache."""

SPOT = np.int32(SPOTS - 1)

PROBES = 40
"""Weightiest terms of a report that look up stories, and that are indexed."""


class Noted(NamedTuple):
    """A report's terms and marks before they are weighed."""

    report: Report
    terms: Terms
    marks: Marks


def note(report: Report, vocabulary: Vocabulary) -> Noted:
    """Read what linking needs of a report."""
    return Noted(report, terms_of(report, vocabulary), marks_of(report))


Weighed: TypeAlias = tuple[Spots, NDArray[np.float64]]


class Sketch:
    """A report as linking sees it: its weighty terms and its title in a row of `rows`, given back with the sketch.

    `names` (pairs of capitalised words) hold the rarity of each.
    """

    __slots__ = ("_rows", "count", "day", "marks", "names", "report", "row", "title_weight", "titled", "where", "words")

    def __init__(self, noted: Noted, rows: Rows, terms: Weighed, title: Weighed, names: dict[str, float]) -> None:
        published = noted.report.published
        self.report = noted.report.id
        self.day = None if published is None else date.fromisoformat(published[:10]).toordinal()
        self._rows = rows
        self.row = rows.put(*terms, *title)
        self.count = len(terms[0])
        self.titled = len(title[0])
        self.title_weight = sum(title[1].tolist())
        self.names = names
        self.where = noted.terms.where
        self.marks = noted.marks
        self.words = noted.terms.words

    def __del__(self) -> None:
        self._rows.give_back(self.row)

    @property
    def probes(self) -> Spots:
        """Slots of the weightiest terms."""
        return self._rows.slots[self.row, : min(self.count, PROBES)]

    @property
    def spots(self) -> Spots:
        """Spots of the weighty terms, weightiest first."""
        return self._rows.slots[self.row, : self.count] & SPOT

    @property
    def weights(self) -> Weights:
        """Weights of the weighty terms, of unit length."""
        return self._rows.weights[self.row, : self.count]

    @property
    def title(self) -> Spots:
        """Spots of the terms of the title."""
        return self._rows.titles[self.row, : self.titled] & SPOT

    @property
    def title_rarity(self) -> Weights:
        """Rarities of the terms of the title."""
        return self._rows.rarities[self.row, : self.titled]


def sketch(noted: Noted, rarity: Rarity, rows: Rows) -> Sketch:
    """Weigh a report's terms by their rarity and keep the weighty ones."""
    slots, is_name = rarity.vocabulary.hashed(noted.terms.numbers)
    weights = rarity.weigh(noted.terms.numbers, noted.terms.times)
    weights[is_name] *= NAME_WEIGHT
    heaviest = np.lexsort((slots, -weights))[:WEIGHTY]
    slots, weights = slots[heaviest], weights[heaviest]
    length = sqrt(float(weights @ weights)) or 1.0
    title, rarities = _of_title(noted.terms.title, rarity)
    return Sketch(
        noted,
        rows,
        terms=(slots, weights / length),
        title=(rarity.vocabulary.hashed(title)[0], np.array(rarities)),
        names={name: rarity.of_name(name) for name in sorted(noted.terms.names)},
    )


def _of_title(numbers: Sequence[int], rarity: Rarity) -> tuple[Numbers, list[float]]:
    """Return the rarest terms of a title, in alphabetical order, and the rarity of each."""
    terms = rarity.vocabulary.terms
    told = sorted([(terms[number], number) for number in numbers])
    listed = np.array([number for _, number in told], dtype=np.int32)
    rarities = rarity.of(listed)
    if len(told) > TITLED:
        kept = sorted(sorted(range(len(told)), key=lambda n: (-rarities[n], n))[:TITLED])
        listed, rarities = listed[kept], [rarities[n] for n in kept]
    return listed, rarities


KEPT_REPORTS = 2
KEPT_NAMES = 60
"""What is kept of a story that takes no more reports but may be taken up again."""


class Scene(NamedTuple):
    """Where reports are set: the names of their towns, the first towns of each, divisions and countries."""

    names: frozenset[str]
    towns: tuple[Town, ...]
    regions: frozenset[str]


def _scene(members: Sequence[Sketch]) -> Scene:
    there = [member.where for member in members]
    return Scene(
        frozenset([name for where in there for name, _ in where.towns]),
        tuple(dict.fromkeys([town for where in there for town in where.towns[:FOREMOST]])),
        there[0].regions.union(*[where.regions for where in there[1:]]),
    )


class OpenStory:
    """A story while it takes reports: a few whole sketches, and what any of them showed."""

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
        "scene",
        "size",
        "streets",
    )

    def __init__(self, number: int, name: str, opener: Sketch) -> None:
        self.number = number
        self.id = name
        self.size = 1
        self.members = [opener]
        self.scene: Scene | None = None
        self.last = opener.day
        self.heard = opener.day or 0
        self.length = 1.0
        self.names: Mapping[str, float] = opener.names
        self.ages = opener.marks.ages
        self.streets = opener.marks.streets
        self.days = opener.marks.days

    def add(self, report: Sketch) -> None:
        """Take in one more report."""
        self.size += 1
        self.members.append(report)
        self.scene = None
        if len(self.members) > MEMBERS:
            del self.members[1]
        if report.day is not None:
            self.last = report.day if self.last is None else max(self.last, report.day)
        self.length = _length(self.members)
        held = Counter(self.names if self.size > 2 else dict.fromkeys(self.names, 1))
        held.update(name for name in report.names if name in held or len(held) < WIDE)
        self.names = held
        self.ages |= report.marks.ages
        if len(self.streets) < WIDE:
            self.streets |= report.marks.streets
        if len(self.days) < WIDE:
            self.days |= report.marks.days

    def set_in(self) -> Scene:
        """Return where the kept reports are set; kept for the next time where there are several."""
        scene = self.scene or _scene(self.members)
        if len(self.members) > 1:
            self.scene = scene
        return scene

    def absorb(self, other: OpenStory) -> None:
        """Know what another story knew, once both turn out to be one."""
        for member in other.members:
            self.add(member)
        self.size += other.size - len(other.members)
        self.heard = max(self.heard, other.heard)

    def part(self, places: Sequence[int], number: int) -> OpenStory:
        """Give up the kept reports at these places to a story of their own."""
        gone = [self.members[n] for n in places]
        other = OpenStory(number, "s-" + sha256(f"{self.id} {gone[0].report}".encode()).hexdigest()[:12], gone[0])
        for member in gone[1:]:
            other.add(member)
        other.heard = self.heard
        self.members = [member for n, member in enumerate(self.members) if n not in places]
        self.scene = None
        self.size -= len(gone)
        self.length = _length(self.members)
        self.names = Counter(name for member in self.members for name in member.names)
        self.ages = frozenset().union(*(member.marks.ages for member in self.members))
        self.streets = frozenset().union(*(member.marks.streets for member in self.members))
        self.days = frozenset().union(*(member.marks.days for member in self.members))
        return other

    def shrink(self) -> None:
        """Keep only what it takes to know the story again."""
        self.members = [self.members[0], *self.members[1:][-KEPT_REPORTS + 1 :]]
        self.scene = None
        self.length = _length(self.members)
        self.names = dict(sorted(self.names.items(), key=lambda item: (-item[1], item[0]))[:KEPT_NAMES])


def _length(members: list[Sketch]) -> float:
    """Return the length of the sum of the members' weights."""
    spots = np.concatenate([member.spots for member in members])
    weights = np.concatenate([member.weights for member in members])
    _, place = np.unique(spots, return_inverse=True)
    total = np.bincount(place, weights) if len(place) else np.zeros(1)
    return sqrt(float(total @ total)) or 1.0
