"""The model that weighs the features: boosted trees, each asking the same few questions of every comparison.

Gradient boosting (Friedman 2001) of oblivious trees (Prokhorenkova et al. 2018), fitted by scripts/train_stories.py.
The leaves are whole numbers, so that sums are the same on every machine.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from math import exp, factorial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dateline.linking.likeness import Features

UNIT = 10_000
"""Leaves are counted in ten-thousandths of a logit."""


class Model:
    """Fitted trees: `threshold` is the likelihood (0..1) from which a report joins a story."""

    def __init__(self, fitted: Mapping[str, Any]) -> None:
        self.threshold: float = fitted["threshold"]
        self.names: list[str] = fitted["features"]
        self._usual: list[float] = fitted["usual"]
        self._bias: int = fitted["bias"]
        trees = fitted["trees"]
        self._asked = np.array([tree["asks"] for tree in trees], dtype=np.int64)
        self._above = np.array([tree["above"] for tree in trees])
        self._leaves = np.array([tree["leaves"] for tree in trees], dtype=np.int64)
        self._places = {name: n for n, name in enumerate(self.names)}
        self._bits = 1 << np.arange(self._asked.shape[1])
        self._trees = np.arange(len(trees))

    def likeness(self, found: Sequence[Features]) -> list[float]:
        """Return for each comparison the probability (0..1) that the report tells of the story's happening."""
        return [1 / (1 + exp(-logit / UNIT)) for logit in self._logits(self._table(found))]

    @property
    def base(self) -> float:
        """The logit of a report and a story as they usually are."""
        return self._logits(np.array([self._usual]))[0] / UNIT

    def contributions(self, found: Features) -> Features:
        """Return what each feature adds to the logit of the usual, all together the whole difference.

        Shapley values (Lundberg & Lee 2017) with one reference: the usual features stand in for those left out.
        """
        (row,) = self._table([found])
        added = dict.fromkeys(self.names, 0.0)
        here, there = row[self._asked] > self._above, np.array(self._usual)[self._asked] > self._above
        for tree in np.flatnonzero((here != there).any(axis=1)).tolist():
            for place, share in self._shares(tree, here[tree], there[tree]).items():
                added[self.names[place]] += share / UNIT
        return {name: value for name, value in added.items() if name in found or value}

    def _shares(self, tree: int, here: NDArray[np.bool_], there: NDArray[np.bool_]) -> dict[int, float]:
        """Return what each feature that a tree asks of adds to its leaf, over all orders in which they may come."""
        asked = self._asked[tree].tolist()
        places = sorted({place for place, one, other in zip(asked, here, there, strict=True) if one != other})
        held = [{places[n] for n in range(len(places)) if mask >> n & 1} for mask in range(1 << len(places))]
        leaves = [
            int(self._leaves[tree, self._bits @ np.where([place in known for place in asked], here, there)])
            for known in held
        ]
        size = len(places)
        ways = [factorial(n) * factorial(size - n - 1) / factorial(size) for n in range(size)]
        return {
            place: sum(
                ways[len(known)] * (leaves[mask | 1 << n] - leaves[mask])
                for mask, known in enumerate(held)
                if place not in known
            )
            for n, place in enumerate(places)
        }

    def _table(self, found: Sequence[Features]) -> NDArray[np.float64]:
        table = np.zeros((len(found), len(self.names)))
        for row, features in zip(table, found, strict=True):
            for name, value in features.items():
                place = self._places.get(name)
                if place is not None:
                    row[place] = value
        return table

    def _logits(self, table: NDArray[np.float64]) -> list[int]:
        leaf = (table[:, self._asked] > self._above) @ self._bits
        logits: list[int] = (self._leaves[self._trees, leaf].sum(axis=1) + self._bias).tolist()
        return logits


@cache
def model() -> Model:
    """Return the fitted model of data/story_weights.json."""
    return Model(json.loads(files("dateline.data").joinpath("story_weights.json").read_text(encoding="utf-8")))
