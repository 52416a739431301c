"""The model that weighs the features: boosted trees, each asking the same few questions of every comparison.

Gradient boosting (Friedman 2001) of oblivious trees (Prokhorenkova et al. 2018), fitted by scripts/train_stories.py.
The leaves are whole numbers, so that sums are the same on every machine.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from math import exp
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

    def contributions(self, found: Features) -> Features:
        """Return what each feature adds to the logit: how much it would lose if the feature were as it usually is."""
        (row,) = self._table([found])
        changed = np.tile(row, (len(self.names) + 1, 1))
        changed[np.arange(len(self.names)), np.arange(len(self.names))] = self._usual
        *without, whole = self._logits(changed)
        added = zip(self.names, without, strict=True)
        return {name: (whole - logit) / UNIT for name, logit in added if name in found}

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
