"""Linear models of attribution: named features, their weights (data/attribution_weights.json), sums of them.

Fitted by scripts/train_attribution.py.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from itertools import repeat

Weights = Mapping[str, float]


@cache
def weights(model: str) -> Weights:
    """Return the weights of one model by feature, read once."""
    return _all().get(model, {})


@cache
def _all() -> dict[str, dict[str, float]]:
    file = files("dateline.data").joinpath("attribution_weights.json")
    table: dict[str, dict[str, float]] = json.loads(file.read_text(encoding="utf-8"))
    return table


def weigh(features: Sequence[str], known: Weights) -> float:
    """Return the sum of the weights of features; one that is not known weighs nothing."""
    return sum(map(known.get, features, repeat(0.0)))


def best(options: Sequence[Sequence[str]], known: Weights) -> int:
    """Return the number of the option that weighs most, the first of equals."""
    weighed = [weigh(features, known) for features in options]
    return weighed.index(max(weighed))
