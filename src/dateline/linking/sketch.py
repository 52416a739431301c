"""Sketches: what linking keeps of a report, and of a story while it is open. Their size is bounded."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from hashlib import sha256
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
"""Full names, and streets and days told of, of a story that are kept."""


SLOTS = 1 << 21
"""Numbers that terms are hashed to where they look stories up; two terms seldom share one."""

SPOTS = 1 << 18
"""Numbers that terms are hashed to where reports are compared: few enough to lie in a processor's cache."""

PROBES = 40
"""Weightiest terms of a report that look up stories, and that are indexed."""

Spots: TypeAlias = NDArray[np.int32]
Weights: TypeAlias = NDArray[np.float32]


class Sketch(NamedTuple):
    """A report as linking sees it: spots of its weighty terms, weightiest first, with weights of unit length.

    `probes` are the slots of the weightiest; `title` holds spots, with the rarity of each; `names` (pairs of
    capitalised words) hold the rarity of each.
    """

    report: str
    day: int | None
    probes: Spots
    spots: Spots
    weights: Weights
    title: Spots
    title_rarity: Weights
    title_weight: float
    names: dict[str, float]
    where: Whereabouts
    marks: Marks
    words: int


class Row(NamedTuple):
    """Weights at spots, of several reports one after another; how many of them each report has."""

    spots: Spots
    weights: Weights
    sizes: tuple[int, ...]


class Laid(NamedTuple):
    """The words and titles of a story's kept reports, laid out for comparing."""

    words: Row
    titles: Row
    title_weights: tuple[float, ...]


def lay_out(members: Sequence[Sketch]) -> Laid:
    """Lay out reports; those of a single one are not copied."""
    return Laid(
        words=_row([member.spots for member in members], [member.weights for member in members]),
        titles=_row([member.title for member in members], [member.title_rarity for member in members]),
        title_weights=tuple([member.title_weight for member in members]),
    )


def _row(spots: list[Spots], weights: list[Weights]) -> Row:
    sizes = tuple([len(one) for one in spots])
    if len(spots) == 1:
        return Row(spots[0], weights[0], sizes)
    return Row(np.concatenate(spots), np.concatenate(weights), sizes)


class Noted(NamedTuple):
    """A report's terms and marks before they are weighed."""

    report: Report
    terms: Terms
    marks: Marks


def note(report: Report) -> Noted:
    """Read what linking needs of a report."""
    return Noted(report, terms_of(report), marks_of(report))


class _Slots(dict[str, int]):
    """Numbers that the terms met are hashed to, kept because most terms come again."""

    def __missing__(self, term: str) -> int:
        if len(self) >= 1 << 17:
            self.clear()
        value = self[term] = crc32(term.encode("utf-8", "surrogatepass")) % SLOTS
        return value


_slots = _Slots()


def sketch(noted: Noted, rarity: Rarity) -> Sketch:
    """Weigh a report's terms by their rarity and keep the weighty ones."""
    of = rarity.of
    counts = noted.terms.counts
    slots = np.array([_slots[term] for term in counts], dtype=np.int32)
    weights = rarity.weigh(counts)
    weights[[term[0] == "=" for term in counts]] *= NAME_WEIGHT
    heaviest = np.lexsort((slots, -weights))[:WEIGHTY]
    slots, weights = slots[heaviest], weights[heaviest]
    length = sqrt(float(weights @ weights)) or 1.0
    title = sorted(noted.terms.title)
    rarities = [of(term) for term in title]
    published = noted.report.published
    return Sketch(
        report=noted.report.id,
        day=None if published is None else date.fromisoformat(published[:10]).toordinal(),
        probes=slots[:PROBES].copy(),
        spots=slots % SPOTS,
        weights=(weights / length).astype(np.float32),
        title=np.array([_slots[term] % SPOTS for term in title], dtype=np.int32),
        title_rarity=np.array(rarities, dtype=np.float32),
        title_weight=sum(rarities),
        names={name: of("&" + name) for name in sorted(noted.terms.names)},
        where=noted.terms.where,
        marks=noted.marks,
        words=noted.terms.words,
    )


KEPT_REPORTS = 2
KEPT_NAMES = 60
"""What is kept of a story that takes no more reports but may be taken up again."""


class OpenStory:
    """A story while it takes reports: a few whole sketches, and what any of them showed."""

    __slots__ = (
        "ages",
        "days",
        "heard",
        "id",
        "laid",
        "last",
        "length",
        "members",
        "names",
        "number",
        "size",
        "streets",
    )

    def __init__(self, number: int, name: str, opener: Sketch) -> None:
        self.number = number
        self.id = name
        self.size = 1
        self.members = [opener]
        self.laid: Laid | None = None
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
        self.laid = None
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

    def laid_out(self) -> Laid:
        """Return the kept reports laid out for comparing; kept for the next time where there are several."""
        laid = self.laid or lay_out(self.members)
        if len(self.members) > 1:
            self.laid = laid
        return laid

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
        self.laid = None
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
        self.laid = None
        self.length = _length(self.members)
        self.names = dict(sorted(self.names.items(), key=lambda item: (-item[1], item[0]))[:KEPT_NAMES])


def _length(members: list[Sketch]) -> float:
    """Return the length of the sum of the members' weights."""
    spots = np.concatenate([member.spots for member in members])
    weights = np.concatenate([member.weights for member in members])
    _, place = np.unique(spots, return_inverse=True)
    total = np.bincount(place, weights) if len(place) else np.zeros(1)
    return sqrt(float(total @ total)) or 1.0
