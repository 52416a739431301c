"""Which mentions of happenings, within a report and across reports, are of one and the same happening.

Mentions that share a word or a kind are compared by named features, a fitted model (data/sameness_weights.json)
gives each pair a likelihood, and groups grow by average link. The method is that of mention pairs on clustered
reports (Cybulska and Vossen 2015; Barhom et al. 2019), without word vectors.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from math import sqrt
from typing import Any

import numpy as np

from dateline.reconciling.forest import Forest, Rows, forest_from
from dateline.reconciling.linkage import average_link
from dateline.reconciling.mentions import EventMention
from dateline.reconciling.tellings import LOOSE, TIGHT, Tellings, rarity_of

WINDOW = 120
"""Mentions of one word or kind that each is compared with: the next ones by report."""

NOTHING = -0.1
"""Likeness of two sets of words of which one is empty: less than that of two that share nothing."""

FEATURES = (
    "same word", "words shared", "same beginning", "kind shared", "kinds shared of fewer", "kinds shared of all",
    "kinds apart", "kinds known", "phrase of the kind", "rarity", "seldomer in reports", "oftener in reports",
    "reports alike", "one group", "terms alike", "heads alike", "names alike", "same report", "same sentence",
    "sentences alike", "rest of sentences alike", "neighbourhoods alike", "before alike", "after alike",
    "names in sentences", "numbers in sentences", "spoken", "sentences apart", "earlier sentence", "later sentence",
    "word in the other's sentence", "words in both reports", "reports with the words", "at the head", "light words",
)  # fmt: skip


def same_happenings(mentions: Sequence[EventMention], texts: Mapping[str, str]) -> list[int]:
    """Return the group number of each mention, numbered by first member; `texts` are the reports' by id."""
    model = weights()
    ground = Ground(mentions, texts, model["tellings"])
    pairs = list(ground.candidates())
    if not pairs:
        return list(range(len(mentions)))
    likely = fitted().likelihood(ground.rows(pairs))
    scores = {pair: float(score) for pair, score in zip(pairs, likely.round(9), strict=True)}
    return average_link(len(mentions), scores, model["threshold"])


@cache
def weights() -> dict[str, Any]:
    """Return the fitted weights, read once; see scripts/train_sameness.py."""
    file = files("dateline.data").joinpath("sameness_weights.json")
    read: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return read


@cache
def fitted() -> Forest:
    """Return the model of pairs of mentions."""
    return forest_from(weights()["pairs"])


class Ground:
    """What mentions are compared on: their reports, and how common each word is among them."""

    def __init__(self, mentions: Sequence[EventMention], texts: Mapping[str, str], model: Mapping[str, float]) -> None:
        self.mentions = mentions
        order = sorted({m.report for m in mentions})
        at = {report: i for i, report in enumerate(order)}
        self.report = [at[m.report] for m in mentions]
        self.tellings = Tellings([texts[report] for report in order], model)
        self.group = self.tellings.groups(TIGHT)
        self.field = self.tellings.groups(LOOSE)
        words = {(self.group[r], m.base, r) for r, m in zip(self.report, mentions, strict=True)}
        self.held = frozenset((r, word) for _, word, r in words)
        self.in_group = Counter((group, word) for group, word, _ in words)
        self.in_all = Counter(word for _, word, _ in words)
        self.size = Counter(self.group)

    def candidates(self) -> Iterator[tuple[int, int]]:
        """Yield the pairs that share a word or a kind, in reports that may tell of one thing; each pair once."""
        holders: dict[tuple[int, str], list[int]] = defaultdict(list)
        order = sorted(range(len(self.mentions)), key=lambda i: (self.report[i], self.mentions[i].span.start, i))
        for i in order:
            m = self.mentions[i]
            for key in sorted({m.base, *m.stems, *(f"#{kind}" for kind in m.kinds)}):
                holders[self.field[self.report[i]], key].append(i)
        seen: set[tuple[int, int]] = set()
        for found in holders.values():
            for n, i in enumerate(found):
                for j in found[n + 1 : n + 1 + WINDOW]:
                    pair = (min(i, j), max(i, j))
                    if pair not in seen:
                        seen.add(pair)
                        yield pair

    def rows(self, pairs: Sequence[tuple[int, int]]) -> Rows:
        """Return the features of pairs, a row each, in the order of `FEATURES`."""
        return np.array([self.features(*pair) for pair in pairs], dtype=float).reshape(len(pairs), len(FEATURES))

    def features(self, one: int, other: int) -> list[float]:
        """Return the features of a pair of mentions."""
        a, b = self.mentions[one], self.mentions[other]
        return [*_words(a, b), *self._reports(one, other), *self._wording(a, b), *self._standing(one, other)]

    def _reports(self, one: int, other: int) -> list[float]:
        a, b, i, j = self.mentions[one], self.mentions[other], self.report[one], self.report[other]
        shares = [self.in_group[self.group[r], m.base] / self.size[self.group[r]] for m, r in ((a, i), (b, j))]
        t = self.tellings
        return [
            rarity_of(a.base, t.rarity) + rarity_of(b.base, t.rarity),
            min(shares),
            max(shares),
            float(t.likelihood[i, j]),
            float(self.group[i] == self.group[j]),
            float(t.terms[i, j]),
            float(t.head[i, j]),
            float(t.names[i, j]),
            float(i == j),
            float(i == j and a.sentence == b.sentence),
        ]

    def _wording(self, a: EventMention, b: EventMention) -> list[float]:
        told = a.stems | b.stems
        return [
            self.alike(a.around, b.around),
            self.alike(a.around - told, b.around - told),
            self.alike(a.before | a.after, b.before | b.after),
            self.alike(a.before, b.before),
            self.alike(a.after, b.after),
            self.alike(a.names, b.names),
            self.alike(a.numbers, b.numbers),
        ]

    def _standing(self, one: int, other: int) -> list[float]:
        a, b, i, j = self.mentions[one], self.mentions[other], self.report[one], self.report[other]
        return [
            float(a.spoken) + float(b.spoken),
            float(abs(a.sentence - b.sentence)),
            float(min(a.sentence, b.sentence)),
            float(max(a.sentence, b.sentence)),
            float(bool(a.stems & b.around)) + float(bool(b.stems & a.around)),
            float((j, a.base) in self.held) + float((i, b.base) in self.held),
            float(self.in_all[a.base] + self.in_all[b.base]),
            float(a.sentence <= 1) + float(b.sentence <= 1),
            float(a.light) + float(b.light),
        ]

    def alike(self, one: frozenset[str], other: frozenset[str]) -> float:
        """Return the cosine of two sets of words, each weighed by its rarity."""
        if not one or not other:
            return NOTHING
        rarity = self.tellings.rarity
        shared, first, second = (
            sum(rarity_of(word, rarity) ** 2 for word in sorted(words)) for words in (one & other, one, other)
        )
        return shared / sqrt(first * second) if first and second else 0.0


def _words(a: EventMention, b: EventMention) -> list[float]:
    shared = a.kinds & b.kinds
    return [
        float(a.base == b.base),
        len(a.stems & b.stems) / min(len(a.stems), len(b.stems)),
        _beginning(a.base, b.base),
        float(bool(shared)),
        len(shared) / max(1, min(len(a.kinds), len(b.kinds))),
        len(shared) / max(1, len(a.kinds | b.kinds)),
        float(bool(a.kinds and b.kinds and not shared)),
        float(bool(a.kinds)) + float(bool(b.kinds)),
        float(bool(a.phrased & b.kinds or b.phrased & a.kinds)),
    ]


def _beginning(one: str, other: str) -> float:
    """Return the share of the longer word that both begin with."""
    same = next((n for n, (x, y) in enumerate(zip(one, other, strict=False)) if x != y), min(len(one), len(other)))
    return same / max(1, len(one), len(other))
