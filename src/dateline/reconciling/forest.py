"""Boosted symmetric trees: each asks the same few questions of every row, and the answers number a leaf.

The sum of the leaves is a logit (Friedman 2001; symmetric trees: Prokhorenkova et al. 2018). Fitted by
scripts/train_sameness.py.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Rows = NDArray[np.float64]


class Tree(NamedTuple):
    """Questions ("is feature f above t?", the first giving the lowest bit of the leaf's number) and leaf values."""

    features: tuple[int, ...]
    above: tuple[float, ...]
    leaves: NDArray[np.float64]

    def leaf_of(self, rows: Rows) -> NDArray[np.int64]:
        """Return the number of the leaf each row falls into."""
        found = np.zeros(len(rows), dtype=np.int64)
        for bit, (feature, above) in enumerate(zip(self.features, self.above, strict=True)):
            found += (rows[:, feature] > above).astype(np.int64) << bit
        return found


class Forest(NamedTuple):
    """Trees and the logit they start from."""

    start: float
    trees: Sequence[Tree]

    def likelihood(self, rows: Rows) -> NDArray[np.float64]:
        """Return the likelihood (0..1) of each row."""
        logit = np.full(len(rows), self.start)
        for tree in self.trees:
            logit += tree.leaves[tree.leaf_of(rows)]
        likelihood: NDArray[np.float64] = 1 / (1 + np.exp(-logit))
        return likelihood


def forest_from(written: Mapping[str, Any]) -> Forest:
    """Return the forest written in a weights file."""
    trees = [Tree(tuple(f), tuple(t), np.array(v, dtype=float)) for f, t, v in written["trees"]]
    return Forest(written["start"], trees)
