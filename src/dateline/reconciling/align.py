"""Alignment: which statements speak of the same thing, and why.

Two statements are compared by named features, each 0..1; `WEIGHTS` joins them. Some pairs may never be joined
whatever they share (`forbidden`). Groups grow from the best pair downwards, by average link.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from functools import cached_property, lru_cache
from itertools import combinations, product
from math import log

from dateline.geometry import distance_km
from dateline.reconciling.amounts import compatible, other_count, same_count, same_measure
from dateline.reconciling.deeds import Deed
from dateline.reconciling.pairing import Pairing, likest, same_place, same_time
from dateline.reconciling.said import Said
from dateline.records import Place, Record
from dateline.wording import stem

WEIGHTS: Mapping[str, float] = {
    "wording": 0.60,
    "happening": 0.30,
    "actors": 0.08,
    "figure": 0.25,
    "time": 0.10,
    "place": 0.05,
}
"""Weights of the features; shared wording and the fitted likelihood of one happening lead, the rest confirm."""

ENOUGH = 0.46
"""Score from which two statements are one. Set so that a miss is likelier than a false match."""

CLOSE = 0.85
"""Share of enough that the mean score between the members of two groups must reach for them to be one."""

ONE_KIND, UNLIKELY, REST = 0.33, 0.4, 0.2
"""What it counts at least to tell of one kind; the likelihood of one happening up to which it counts nothing; and how
alike the words beside the event's own must be, failing a figure in common: much happens by one word in a story."""

WORDED = 0.2
"""Likeness of wording below which two statements without a figure in common are not compared further."""

SUBSTANCE = 2
"""Words with a meaning of their own, or figures, that two statements share at least, unless word for word the same."""

THIN = frozenset(
    map(
        stem,
        """
        be have do get go make take give put come keep let see know think look want need call ask use say tell begin
        start happen occur follow continue remain become seem thing time way day today yesterday year month week hour
        new latest photo picture image video file story report news update people person man woman came went gave took
        made got kept saw knew thought told began became going coming taking making getting
        """.split(),  # noqa: SIM905 - a list of words reads best as words
    )
)
"""Stems that tell little by themselves; sharing them is sharing nothing."""

LONE = 0.4
"""What a count of one weighs beside another number."""

DENYING = re.compile(r"\b(?:no|not|never|none|nobody|nothing|neither|nor|without)\b|n[’']t\b", re.IGNORECASE)
"""Words that negate; where only one of two statements has one, they do not say the same."""

OWN_VOICE = re.compile(r"\b(?:I|me|my|mine|we|us|our|ours)\b")
"""Words by which a speaker says something of himself: another speaker's words are of another."""

RARE = 12
"""A stem found in more statements than this draws no candidates by itself; it is too common to single anything out."""

NEAR_KM = 50.0
"""Two places farther apart than this are two places."""

SAME_KIND, SAME_CODE = 0.8, 0.6
"""Likeness of two happenings of one kind told by different words, and of two of one code."""

SPREAD = 24
"""Members of a group among which its likeness to another group is measured."""

UNSETTLED = frozenset({"planned", "conditional"})


class Match(Record, frozen=True, kw_only=True):
    """Two statements (indices into the list compared) with the features that make them one."""

    one: int
    other: int
    score: float
    features: tuple[tuple[str, float], ...]


class Comparer:
    """Compares statements of one story; the rarity of a word is that within the story."""

    def __init__(self, said: Sequence[Said]) -> None:
        self.said = said
        counts = Counter(word for s in said for word in s.words)
        self.rarity = {word: log(1 + (len(said) + 1) / count) for word, count in counts.items()}
        self.kinds = [frozenset(kind for deed in s.deeds for kind in deed.kinds) for s in said]
        self.weight = [sum(self.rarity[word] for word in sorted(s.words)) for s in said]
        numbers: dict[tuple[object, ...], int] = {}
        self.mark = [numbers.setdefault(_mark(s), len(numbers)) for s in said]
        self._known: dict[tuple[int, int], Match | None] = {}
        self._barred: dict[tuple[int, int], bool] = {}
        self._likely: dict[tuple[int, int], float] = {}

    def match(self, one: int, other: int) -> Match | None:
        """Return the features two statements share, or None where they may not be joined."""
        pair = (min(one, other), max(one, other))
        if pair not in self._known:
            self._known[pair] = self._compare(*pair)
        return self._known[pair]

    def barred(self, one: int, other: int) -> bool:
        """Tell whether two statements may never be one; what is alike in all that decides it is asked once."""
        a, b = self.said[one], self.said[other]
        if a.report == b.report and a.statement.span.overlaps(b.statement.span):
            return True
        marks = (min(self.mark[one], self.mark[other]), max(self.mark[one], self.mark[other]))
        if marks not in self._barred:
            self._barred[marks] = forbidden(a, b) is not None
        return self._barred[marks]

    @cached_property
    def pairing(self) -> Pairing:
        """The statements laid out for pairing."""
        return Pairing(self.said, self.rarity)

    def weigh(self, pairs: Sequence[tuple[int, int]]) -> None:
        """Find how likely each pair is of one happening, all at once."""
        wanted = [pair for pair in pairs if self._worth_weighing(*pair)]
        if wanted:
            rows = [self.features(i, j, likest(self.said[i].deeds, self.said[j].deeds)) for i, j in wanted]
            likely = self.pairing.likelihood(rows).round(6)
            self._likely.update(zip(wanted, map(float, likely), strict=True))

    def features(self, one: int, other: int, deeds: tuple[Deed, Deed]) -> list[float]:
        """Return the features of two statements that tell these deeds, as the likelihood is fitted on them."""
        a, b = self.said[one], self.said[other]
        counts = any(other_count(p, q) for p, q in product(a.quantities, b.quantities))
        return self.pairing.features(one, other, (self.same_figure(one, other), counts or _figures_apart(a, b)), deeds)

    def _worth_weighing(self, one: int, other: int) -> bool:
        a, b = self.said[one], self.said[other]
        if not a.deeds or not b.deeds or not (a.words & b.words) or self.barred(one, other):
            return False
        return self.wording(one, other) >= WORDED or self.same_figure(one, other)

    def _compare(self, one: int, other: int) -> Match | None:
        a, b = self.said[one], self.said[other]
        if self.barred(one, other):
            return None
        figure = self.weigh_figure(one, other)
        features = {
            "wording": self.wording(one, other),
            "happening": self.happening(one, other, figure),
            "actors": _overlap(a.actors, b.actors),
            "figure": figure,
            "time": float(same_time(a, b)),
            "place": float(same_place(a, b)),
        }
        score = sum(WEIGHTS[name] * value for name, value in features.items())
        kept = tuple((name, round(value, 3)) for name, value in features.items() if value)
        return Match(one=one, other=other, score=round(score, 4), features=kept)

    def happening(self, one: int, other: int, figure: float) -> float:
        """Return how likely two statements tell of one happening, from where that is more likely than not (0..1)."""
        likely = self._likely.get((one, other), 0.0)
        if not figure and (not likely or self.pairing.rest(one, other) < REST):
            return 0.0
        a, b = self.said[one], self.said[other]
        alike = bool(a.lemmas & b.lemmas or self.kinds[one] & self.kinds[other])
        if a.deeds and b.deeds and a.deeds[0].apart_from(b.deeds[0]):
            return ONE_KIND * alike
        return max(ONE_KIND * alike, (likely - UNLIKELY) / (1 - UNLIKELY))

    def weigh_figure(self, one: int, other: int) -> float:
        """Return what the same figure in both weighs: that one person was hurt is said of each of several."""
        a, b = self.said[one], self.said[other]
        if not a.quantities or not b.quantities or not self.same_figure(one, other):
            return 0.0
        pairs = ((p, q) for p, q in product(a.people, b.people) if same_count(p, q))
        return 1.0 if not a.people or any(max(p.number or 0, q.number or 0) != 1 for p, q in pairs) else LONE

    def same_figure(self, one: int, other: int) -> bool:
        """Tell whether both give the same count of people, or measure one kind of happening the same.

        A statement that counts people says more than how long it took; the measure does not bear that count out.
        """
        a, b = self.said[one], self.said[other]
        if a.people or b.people:
            return any(same_count(p, q) for p, q in product(a.people, b.people))
        if not (a.lemmas & b.lemmas or self.kinds[one] & self.kinds[other]):
            return False
        return any(same_measure(p, q) for p, q in product(a.quantities, b.quantities))

    def empty(self, one: int, other: int) -> bool:
        """Tell whether two statements share too little to say the same: a word or two that any story has."""
        a, b = self.said[one], self.said[other]
        if a.report == b.report and a.evidence.quote.split() == b.evidence.quote.split():
            return False
        shared = len((a.words & b.words) - THIN)
        return shared < SUBSTANCE and shared + self.same_figure(one, other) < SUBSTANCE

    def wording(self, one: int, other: int) -> float:
        """Weigh the words shared: mean of the share of the shorter text and of both together."""
        shared = sum(self.rarity[w] for w in self.said[one].words & self.said[other].words)
        if not shared:
            return 0.0
        first, second = self.weight[one], self.weight[other]
        return (shared / min(first, second) + shared / (first + second - shared)) / 2

    def candidates(self) -> list[tuple[int, int]]:
        """Pairs worth comparing: they share two words, one rare word, or a counted figure."""
        holders: dict[str, list[int]] = defaultdict(list)
        for i, s in enumerate(self.said):
            for word in s.words:
                holders[word].append(i)
            for q in s.quantities:
                holders[f"#{q.measure} {q.number}"].append(i)
        shared: Counter[tuple[int, int]] = Counter()
        for word, found in holders.items():
            if len(found) <= RARE * 4:
                for pair in combinations(found, 2):
                    shared[pair] += 2 if len(found) <= RARE or word.startswith("#") else 1
        pairs = {pair for pair, count in shared.items() if count >= 2}
        last: dict[str, int] = {}
        for i, s in enumerate(self.said):
            text = " ".join(s.evidence.quote.casefold().split())
            if text in last:
                pairs.add((last[text], i))
            last[text] = i
        return sorted(pairs)


def align(said: Sequence[Said]) -> tuple[list[list[int]], list[Match]]:
    """Group statements that say the same; returns groups of indices (in order) and the matches that joined them."""
    comparer = Comparer(said)
    pairs = [pair for pair in comparer.candidates() if not comparer.empty(*pair)]
    comparer.weigh(pairs)
    matches = [m for pair in pairs if (m := comparer.match(*pair)) is not None and m.score >= ENOUGH]
    matches.sort(key=lambda m: (-m.score, said[m.one].key, said[m.other].key))
    group_of = list(range(len(said)))
    groups = {i: [i] for i in range(len(said))}
    used = []
    for match in matches:
        a, b = group_of[match.one], group_of[match.other]
        if a == b:
            used.append(match)
            continue
        if _joinable(groups[a], groups[b], comparer):
            low, high = min(a, b), max(a, b)
            for i in groups[high]:
                group_of[i] = low
            groups[low] = sorted(groups[low] + groups.pop(high))
            used.append(match)
    return [groups[i] for i in sorted(groups)], used


def _joinable(one: list[int], other: list[int], comparer: Comparer) -> bool:
    """Average link: every pair is allowed, and the mean score stays close to enough.

    The mean over large groups is that over members spread evenly; a group of hundreds says no more by all of them.
    """
    if any(comparer.barred(i, j) for i, j in product(one, other)):
        return False
    pairs = list(product(_spread(one), _spread(other)))
    return sum(m.score for i, j in pairs if (m := comparer.match(i, j)) is not None) / len(pairs) >= CLOSE * ENOUGH


def _spread(group: list[int]) -> list[int]:
    step = max(1, -(-len(group) // SPREAD))
    return group[::step]


def _mark(s: Said) -> tuple[object, ...]:
    """Return all that decides with which statements one may not be joined, but where it stands."""
    t, p, himself = s.time, s.place, _speaks_of_himself(s.evidence.quote)
    return (
        s.statement.negated,
        _denies(s.evidence.quote),
        s.statement.status in UNSETTLED,
        (t.earliest, t.latest) if t is not None else None,
        (p.geonames_id, p.name, p.kind, p.lat, p.lon, p.within) if p is not None else None,
        tuple((q.measure, q.unit, q.scope, q.number, q.low, q.best, q.high, q.qualifier) for q in s.quantities),
        s.deeds if s.personal else None,
        (s.report, _key(s)) if himself else None,
    )


def forbidden(a: Said, b: Said) -> str | None:
    """Return why two statements may never be one, or None. The reasons are those shown to the reader."""
    s, t = a.statement, b.statement
    if a.report == b.report and s.span.overlaps(t.span):
        return "one stands inside the other"
    if s.negated != t.negated or _denies(a.evidence.quote) != _denies(b.evidence.quote):
        return "one affirms what the other negates"
    if (s.status in UNSETTLED) != (t.status in UNSETTLED):
        return "one is planned, the other done"
    if disjoint_times(a, b):
        return "at different times"
    if a.place is not None and b.place is not None and apart(a.place, b.place):
        return "in different places"
    if any(other_count(p, q) for p, q in product(a.quantities, b.quantities)) or _figures_apart(a, b):
        return "different counts of the same"
    if a.personal and b.personal and _of_others(a, b):
        return "of different people"
    if a.report != b.report and _key(a) != _key(b) and all(_speaks_of_himself(s.evidence.quote) for s in (a, b)):
        return "each says it of himself"
    return None


def _of_others(a: Said, b: Said) -> bool:
    p, q = likest(a.deeds, b.deeds)
    return bool(p.base == q.base or p.kinds & q.kinds) and p.of_others(q)


@lru_cache(maxsize=65536)
def _denies(quote: str) -> bool:
    return DENYING.search(quote) is not None


@lru_cache(maxsize=65536)
def _speaks_of_himself(quote: str) -> bool:
    return OWN_VOICE.search(quote) is not None


def _key(s: Said) -> str:
    return s.body or s.origin


def _figures_apart(a: Said, b: Said) -> bool:
    """Tell whether both measure how long, how far or how old in one unit, and no two of the numbers agree."""
    if not a.quantities or not b.quantities:
        return False
    for measure in ("duration", "distance", "age"):
        for unit in {q.unit for q in a.quantities if q.measure == measure}:
            own, others = (
                [q for q in s.quantities if q.measure == measure and q.unit == unit and q.number is not None]
                for s in (a, b)
            )
            if own and others and not any(compatible(p, q) for p, q in product(own, others)):
                return True
    return False


def disjoint_times(a: Said, b: Said) -> bool:
    """Tell whether two statements are dated to stretches of calendar that do not meet."""
    if a.time is None or b.time is None or a.time.earliest is None or b.time.earliest is None:
        return False
    return (a.time.latest or a.time.earliest) < b.time.earliest or (b.time.latest or b.time.earliest) < a.time.earliest


def apart(one: Place, other: Place) -> bool:
    """Tell whether two resolved places are different and neither holds the other."""
    if (
        one.lat is None
        or other.lat is None
        or one.lon is None
        or other.lon is None
        or one.geonames_id == other.geonames_id
    ):
        return False
    if {one.kind, other.kind} & {"country", "region", "adm1", "adm2", "water", "other"}:
        shared = set(one.within) & set(other.within)
        return not shared and one.name not in other.within and other.name not in one.within
    return distance_km(one.lat, one.lon, other.lat, other.lon) > NEAR_KM


def _overlap(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / min(len(one), len(other)) if one and other else 0.0
