"""How likely two statements tell of one happening: named features of the pair, and a model fitted on coreference.

The event words compared are the two that are likest, one of them the main one of its statement. Fitted by
scripts/train_pairing.py on the train part of ECB+, where people marked which mentions are of one event.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np

from dateline.reconciling.deeds import Deed
from dateline.reconciling.forest import Forest, Rows, forest_from
from dateline.reconciling.mentions import LIGHT, names_in
from dateline.reconciling.said import Said

FEATURES = (
    "wording", "wording of the shorter", "rest of the wording", "rest of the shorter", "rarest word shared",
    "same word", "same kind", "word in the other", "kinds apart", "agents same", "agents apart", "patients same",
    "patients apart", "names shared", "names apart", "same figure", "figures apart", "same time", "same place",
    "words of the shorter", "neighbours alike", "same report", "light words",
)  # fmt: skip

FEW = 6
"""Words from which a longer statement is no likelier to be told twice."""


@cache
def fitted() -> Forest:
    """Return the model of pairs of statements, read once."""
    file = files("dateline.data").joinpath("pairing_weights.json")
    written: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return forest_from(written)


class Pairing:
    """Statements of one story laid out for pairing; `rarity` weighs a word by how seldom the story uses it."""

    def __init__(self, said: Sequence[Said], rarity: Mapping[str, float]) -> None:
        self.said = said
        self.rarity = rarity
        self.weight = [self.weigh(s.words) for s in said]
        self.names = [names_in(f"… {s.evidence.quote}") for s in said]
        self.near = [self._neighbours(i) for i in range(len(said))]

    def weigh(self, words: frozenset[str]) -> float:
        """Return the summed rarity of words, in an order that is always the same."""
        return sum(self.rarity[word] for word in sorted(words))

    def likelihood(self, rows: Sequence[Sequence[float]]) -> Rows:
        """Return how likely each pair, given by its features, is of one happening."""
        table = np.array(rows, dtype=float).reshape(len(rows), len(FEATURES))
        return fitted().likelihood(table)

    def features(self, one: int, other: int, figures: tuple[bool, bool], deeds: tuple[Deed, Deed]) -> list[float]:
        """Return the features of a pair told by two deeds, in the order of `FEATURES`.

        `figures` says whether the statements give the same figure, and whether they give different ones.
        """
        a, b = self.said[one], self.said[other]
        p, q = deeds
        told = p.stems | q.stems
        shared = a.words & b.words
        wording = _alike(self.weigh(shared), self.weight[one], self.weight[other])
        rest = [self.weigh(words - told) for words in (shared, a.words, b.words)]
        names = self.names[one] & self.names[other]
        named = bool(self.names[one] and self.names[other])
        near = [self.weigh(w) for w in (self.near[one] & self.near[other], self.near[one], self.near[other])]
        return [
            *wording,
            *_alike(*rest),
            max((self.rarity[word] for word in shared), default=0.0),
            float(p.base == q.base),
            float(bool(p.kinds & q.kinds)),
            float(bool(p.stems & b.words)) + float(bool(q.stems & a.words)),
            float(bool(p.kinds and q.kinds and not p.kinds & q.kinds)),
            *_same(p.agent, q.agent),
            *_same(p.patient, q.patient),
            len(names) / max(1, min(len(self.names[one]), len(self.names[other]))),
            float(named and not names),
            float(figures[0]),
            float(figures[1] and not figures[0]),
            float(same_time(a, b)),
            float(same_place(a, b)),
            float(min(FEW, len(a.words), len(b.words))),
            _alike(*near)[0],
            float(a.report == b.report),
            float(p.base in LIGHT) + float(q.base in LIGHT),
        ]

    def rest(self, one: int, other: int) -> float:
        """Return how alike two statements are in the words that do not tell the happening itself."""
        a, b = self.said[one], self.said[other]
        p, q = likest(a.deeds, b.deeds)
        told = p.stems | q.stems
        return _alike(*(self.weigh(words - told) for words in (a.words & b.words, a.words, b.words)))[0]

    def _neighbours(self, at: int) -> frozenset[str]:
        own = self.said[at].report
        near = (i for i in (at - 1, at + 1) if 0 <= i < len(self.said) and self.said[i].report == own)
        return frozenset(word for i in near for word in self.said[i].words)


NOTHING_TOLD = Deed(base="", stems=frozenset(), kinds=frozenset(), agent=frozenset(), patient=frozenset())
"""What a statement without an event word tells."""


def likest(one: Sequence[Deed], other: Sequence[Deed]) -> tuple[Deed, Deed]:
    """Return the two deeds to compare: of those where one is the main one, the pair of one word, else of one kind."""
    if not one or not other:
        return (one[0] if one else NOTHING_TOLD, other[0] if other else NOTHING_TOLD)
    pairs = [(one[0], other[0]), *((one[0], q) for q in other[1:]), *((p, other[0]) for p in one[1:])]
    return max(pairs, key=lambda pair: 2 * (pair[0].base == pair[1].base) + bool(pair[0].kinds & pair[1].kinds))


def _alike(shared: float, one: float, other: float) -> tuple[float, float]:
    """Return the mean of the share of the shorter and of both together, and the share of the shorter alone."""
    if not shared:
        return 0.0, 0.0
    least = shared / min(one, other)
    return (least + shared / (one + other - shared)) / 2, least


def _same(one: frozenset[str], other: frozenset[str]) -> tuple[float, float]:
    if not one or not other:
        return 0.0, 0.0
    return (1.0, 0.0) if one & other else (0.0, 1.0)


def same_time(a: Said, b: Said) -> bool:
    """Tell whether two statements are dated to the same stretch of calendar."""
    if a.time is None or b.time is None or a.time.earliest is None:
        return False
    return (a.time.earliest, a.time.latest) == (b.time.earliest, b.time.latest)


def same_place(a: Said, b: Said) -> bool:
    """Tell whether two statements are of one resolved place."""
    one, other = a.place, b.place
    return (
        one is not None and other is not None and one.geonames_id is not None and one.geonames_id == other.geonames_id
    )
