"""Fit src/dateline/data/sameness_weights.json: which mentions are of one happening (`dateline.reconciling.sameness`).

On the train part of ECB+: first a logistic regression for which reports tell of one thing, then boosted symmetric
trees for pairs of mentions (Friedman 2001), then the threshold of the groups, the best on topics left out in turn.
How rare a word is depends on how many reports are compared, so pairs are taken from grounds of a few topics each.
The same bytes each time. Run: python -m scripts.train_sameness [--report]
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from bench.coref import against, gold_mentions
from bench.tasks import Row, rows
from numpy.typing import NDArray

from dateline.reconciling.forest import Tree, forest_from
from dateline.reconciling.linkage import average_link
from dateline.reconciling.sameness import FEATURES, Ground
from dateline.reconciling.tellings import COMPARED, Tellings
from dateline.reconciling.tellings import FEATURES as REPORT_FEATURES

TARGET = Path(__file__).parents[1] / "src" / "dateline" / "data" / "sameness_weights.json"

TREES, DEPTH, STEP = 320, 5, 0.05
BINS = 24
"""Thresholds tried for each feature: its quantiles."""

TRIED = 0.25
"""Share of the features that each tree may ask for, chosen by a fixed seed."""

PENALTY, LEAST = 5.0, 20.0
"""Weight of the squares of leaf values, and the curvature under which a leaf says nothing."""

EVEN = 0.35
"""Power by which pairs of mentions that stand in many pairs count less: they would drown the others."""

THRESHOLDS = (0.25, 0.3, 0.35, 0.4, 0.45)
FOLDS = 5

TOPICS, DRAWS = 6, 2
"""Topics compared with each other in one ground, and how often all topics are dealt out anew to grounds."""

Array = NDArray[np.float64]


class Shape(NamedTuple):
    """How many trees, how deep, and which share of the features each may ask for."""

    trees: int
    depth: int
    tried: float


class Part(NamedTuple):
    """Reports with their mentions, compared: the pairs, their features and whether each is of one happening."""

    gold: list[str]
    pairs: list[tuple[int, int]]
    features: Array
    same: Array


def fit_reports(listed: Sequence[Row]) -> dict[str, float]:
    """Return the weights by which two reports are judged to tell of one thing, by Newton's method."""
    tellings = Tellings([row["text"] for row in listed], {})
    one, other = np.nonzero(np.triu(tellings.terms > COMPARED, 1))
    table = np.column_stack([f[one, other] for f in tellings.features()] + [np.ones(len(one))])
    subtopic = np.array([str(row["subtopic"]) for row in listed])
    gold = (subtopic[one] == subtopic[other]).astype(float)
    fitted = np.zeros(table.shape[1])
    for _ in range(25):
        share = 1 / (1 + np.exp(-(table @ fitted)))
        slope = table.T @ (share - gold) + 0.1 * fitted
        curve = (table.T * (share * (1 - share))) @ table + 0.1 * np.eye(len(fitted))
        fitted -= np.linalg.solve(curve, slope)
    return dict(zip((*REPORT_FEATURES, "bias"), (round(float(w), 3) for w in fitted), strict=True))


def lay_out(listed: Sequence[Row], model: dict[str, float]) -> Part:
    mentions, gold, _ = gold_mentions(listed)
    ground = Ground(mentions, {str(row["id"]): str(row["text"]) for row in listed}, model)
    pairs = list(ground.candidates())
    same = np.array([float(gold[i] == gold[j]) for i, j in pairs])
    return Part(gold, pairs, ground.rows(pairs), same)


def fit_pairs(listed: Sequence[Row], model: dict[str, float]) -> dict[str, Any]:
    """Return boosted symmetric trees that tell pairs of one happening from others, fitted on grounds of few topics."""
    parts = [lay_out(dealt, model) for draw in range(DRAWS) for dealt in deal(listed, draw)]
    first = np.cumsum([0, *(len(part.gold) for part in parts)])
    pairs = [(int(n) + i, int(n) + j) for n, part in zip(first, parts, strict=False) for i, j in part.pairs]
    features = np.vstack([part.features for part in parts])
    return fit_trees(pairs, features, np.concatenate([part.same for part in parts]), Shape(TREES, DEPTH, TRIED))


def deal(listed: Sequence[Row], draw: int) -> list[list[Row]]:
    """Return the reports dealt out to grounds of about `TOPICS` topics each, another way by each draw."""
    topics = sorted({str(row["topic"]) for row in listed}, key=lambda topic: _hash(f"{draw} {topic}"))
    grounds = max(1, round(len(topics) / TOPICS))
    place = {topic: n % grounds for n, topic in enumerate(topics)}
    return [[row for row in listed if place[str(row["topic"])] == ground] for ground in range(grounds)]


def fit_trees(pairs: Sequence[tuple[int, int]], features: Array, same: Array, shape: Shape) -> dict[str, Any]:
    """Return boosted symmetric trees for rows of features; things that stand in many pairs count less in each."""
    often = Counter(i for pair in pairs for i in pair)
    size = np.array([(often[i] * often[j]) ** -EVEN for i, j in pairs])
    size /= size.mean()
    cuts = [_cuts(column) for column in features.T]
    binned = [np.searchsorted(c, column, side="left") for c, column in zip(cuts, features.T, strict=True)]
    mean = float((size * same).sum() / size.sum())
    start = float(np.log(mean / (1 - mean)))
    logit = np.full(len(same), start)
    chance = np.random.default_rng(0)
    written = []
    for _ in range(shape.trees):
        share = 1 / (1 + np.exp(-logit))
        pull, bend = size * (same - share), size * share * (1 - share)
        tried = np.sort(chance.choice(features.shape[1], int(shape.tried * features.shape[1]), replace=False))
        asked, leaf = _grow(binned, cuts, [int(f) for f in tried], (pull, bend), shape.depth)
        values = np.array([_value(g, h) for g, h in zip(*_sums(leaf, pull, bend, 1 << len(asked)), strict=True)])
        tree = Tree(
            tuple(f for f, _ in asked), tuple(round(float(cuts[f][c]), 5) for f, c in asked), values.round(4) * STEP
        )
        logit += tree.leaves[tree.leaf_of(features)]
        written.append([tree.features, tree.above, [round(float(v), 5) for v in tree.leaves]])
    return {"start": round(start, 5), "trees": written}


def _cuts(column: Array) -> Array:
    """Return the values above which a question about a feature may lie, rounded as they are written."""
    return np.unique(np.quantile(column, np.linspace(0, 1, BINS + 2)[:-1]).round(5))


def _grow(
    binned: Sequence[NDArray[np.int64]],
    cuts: Sequence[Array],
    tried: Sequence[int],
    slopes: tuple[Array, Array],
    most: int,
) -> tuple[list[tuple[int, int]], NDArray[np.int64]]:
    """Choose the questions of a tree one by one, each the one that gains most; return them and each row's leaf."""
    pull, bend = slopes
    leaf = np.zeros(len(pull), dtype=np.int64)
    asked: list[tuple[int, int]] = []
    for depth in range(most):
        best = max((_gain(leaf, 1 << depth, binned[f], len(cuts[f]), pull, bend), -f) for f in tried)
        (gain, cut), feature = best[0], -best[1]
        if gain <= 0:
            break
        leaf += (binned[feature] > cut).astype(np.int64) << depth
        asked.append((feature, cut))
    return asked, leaf


def _gain(
    leaf: NDArray[np.int64], leaves: int, bins: NDArray[np.int64], cuts: int, pull: Array, bend: Array
) -> tuple[float, int]:
    """Return the gain of the best question about a feature, and the number of its cut."""
    width = cuts + 1
    place = leaf * width + bins
    g = np.bincount(place, pull, leaves * width).reshape(leaves, width)
    h = np.bincount(place, bend, leaves * width).reshape(leaves, width)
    left_g, left_h = g.cumsum(axis=1)[:, :-1], h.cumsum(axis=1)[:, :-1]
    all_g, all_h = g.sum(axis=1, keepdims=True), h.sum(axis=1, keepdims=True)
    right_g, right_h = all_g - left_g, all_h - left_h
    apart = left_g**2 / (left_h + PENALTY) + right_g**2 / (right_h + PENALTY) - all_g**2 / (all_h + PENALTY)
    gain = np.where((left_h < LEAST) | (right_h < LEAST), 0.0, apart).sum(axis=0).round(6)
    cut = int(np.argmax(gain))
    return float(gain[cut]), cut


def _sums(leaf: NDArray[np.int64], pull: Array, bend: Array, leaves: int) -> tuple[Array, Array]:
    return np.bincount(leaf, pull, leaves).astype(float), np.bincount(leaf, bend, leaves).astype(float)


def _value(pull: float, bend: float) -> float:
    return pull / (bend + PENALTY)


def left_out(listed: Sequence[Row]) -> dict[float, float]:
    """Return the CoNLL figure of each threshold, on topics left out in turn."""
    found: dict[float, list[float]] = {t: [] for t in THRESHOLDS}
    topics = sorted({str(row["topic"]) for row in listed}, key=_hash)
    for fold in range(FOLDS):
        left = set(topics[fold::FOLDS])
        inside = [row for row in listed if str(row["topic"]) not in left]
        reports = fit_reports(inside)
        forest = forest_from(fit_pairs(inside, reports))
        part = lay_out([row for row in listed if str(row["topic"]) in left], reports)
        likely = forest.likelihood(part.features)
        scored = dict(zip(part.pairs, (float(s) for s in likely.round(9)), strict=True))
        for threshold in THRESHOLDS:
            groups = average_link(len(part.gold), scored, threshold)
            found[threshold].append(against(groups, part.gold).conll)
    return {t: sum(values) / FOLDS for t, values in found.items()}


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--report", action="store_true", help="print the figure of each threshold")
    options = parser.parse_args()
    listed = rows("ecbplus/train")
    figures = left_out(listed)
    if options.report:
        for threshold, figure in figures.items():
            print(f"{threshold:.2f} {figure:.4f}")
    reports = fit_reports(listed)
    written = {
        "features": FEATURES,
        "tellings": reports,
        "threshold": max(figures, key=lambda t: figures[t]),
        "pairs": fit_pairs(listed, reports),
    }
    TARGET.write_text(json.dumps(written, separators=(",", ":")) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
