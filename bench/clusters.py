"""How well one clustering of mentions agrees with another: MUC, B³, CEAF-e, and their mean, the CoNLL figure.

A clustering maps each mention to its cluster's name; both name the same mentions, singletons among them.

MUC counts links (Vilain et al. 1995), B³ mentions (Bagga and Baldwin 1998), CEAF-e clusters under the best one-to-one
alignment, by φ4, the share two clusters have in common (Luo 2005). The CoNLL figure is the mean of the three F1
(Pradhan et al. 2012).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Mapping
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Clustering = Mapping[Any, Hashable]
Clusters = dict[Hashable, set[Any]]


class Agreement(NamedTuple):
    """Recall, precision and F1 (0..1) of one measure."""

    recall: float
    precision: float
    f1: float


class Figures(NamedTuple):
    """The three measures."""

    muc: Agreement
    b_cubed: Agreement
    ceaf_e: Agreement

    @property
    def conll(self) -> float:
        """The mean F1 of the three."""
        return (self.muc.f1 + self.b_cubed.f1 + self.ceaf_e.f1) / 3


def compare(said: Clustering, gold: Clustering) -> Figures:
    """Compare a clustering with gold.

    Raises:
        ValueError: the two do not name the same mentions.
    """
    if said.keys() != gold.keys():
        raise ValueError("the clusterings are of different mentions")
    ours, theirs = clusters(said), clusters(gold)
    return Figures(
        _agreement(_links(theirs, said), _links(ours, gold)),
        _agreement(_mentions(theirs, said), _mentions(ours, gold)),
        _ceaf_e(ours, theirs),
    )


def clusters(clustering: Clustering) -> Clusters:
    """Return the members of each cluster."""
    found: Clusters = defaultdict(set)
    for mention, name in clustering.items():
        found[name].add(mention)
    return found


def _agreement(recall: float, precision: float) -> Agreement:
    return Agreement(recall, precision, 2 * recall * precision / max(1e-12, recall + precision))


def _links(wanted: Clusters, given: Clustering) -> float:
    """Return the share of the links that hold each wanted cluster together that are given too."""
    links = sum(len(members) - 1 for members in wanted.values())
    kept = sum(len(members) - len({given[m] for m in members}) for members in wanted.values())
    return kept / links if links else 0.0


def _mentions(wanted: Clusters, given: Clustering) -> float:
    """Return the mean, over mentions, of the share of its wanted cluster that is given it."""
    total = sum(len(members) for members in wanted.values())
    kept = sum(n * n / len(members) for members in wanted.values() for n in Counter(given[m] for m in members).values())
    return kept / total if total else 0.0


def _ceaf_e(ours: Clusters, theirs: Clusters) -> Agreement:
    if not ours or not theirs:
        return _agreement(0.0, 0.0)
    rows = {name: i for i, name in enumerate(theirs)}
    holder = {m: rows[name] for name, members in theirs.items() for m in members}
    likeness = np.zeros((len(theirs), len(ours)))
    sizes = [len(members) for members in theirs.values()]
    for column, members in enumerate(ours.values()):
        for row, shared in Counter(holder[m] for m in members).items():
            likeness[row, column] = 2 * shared / (sizes[row] + len(members))
    best = best_alignment(likeness)
    return _agreement(best / len(theirs), best / len(ours))


def best_alignment(likeness: NDArray[np.float64]) -> float:
    """Return the greatest sum of entries with no two in one row or column (Kuhn 1955; shortest augmenting paths)."""
    cost = -likeness if likeness.shape[0] <= likeness.shape[1] else -likeness.T
    height, width = cost.shape
    row_price, price = np.zeros(height + 1), np.zeros(width + 1)
    held = np.zeros(width + 1, dtype=int)  # row (from 1) held by each column (from 1)
    for row in range(1, height + 1):
        held[0], at = row, 0
        least = np.full(width + 1, np.inf)
        came_from = np.zeros(width + 1, dtype=int)
        seen = np.zeros(width + 1, dtype=bool)
        while held[at]:
            seen[at] = True
            here = held[at]
            reduced = cost[here - 1] - row_price[here] - price[1:]
            better = ~seen[1:] & (reduced < least[1:])
            least[1:][better] = reduced[better]
            came_from[1:][better] = at
            ahead = int(np.argmin(np.where(seen[1:], np.inf, least[1:]))) + 1
            step = least[ahead]
            row_price[held[seen]] += step
            price[seen] -= step
            least[~seen] -= step
            at = ahead
        while at:
            before = int(came_from[at])
            held[at] = held[before]
            at = before
    return float(sum(-cost[held[j] - 1, j - 1] for j in range(1, width + 1) if held[j]))
