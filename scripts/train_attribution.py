"""Fit src/dateline/data/attribution_weights.json: cue words, their sources, and what stands behind and before them.

All models are conditional logits over named features (McFadden 1974), fitted by L-BFGS with an L2 penalty on the first
annotator of `polnear/train`; the same bytes each time. A feature gets a weight only where many articles share it, so
that no article's text is kept. Run: python -m scripts.train_attribution
"""

from __future__ import annotations

import json
from array import array
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from bench.attribution import report_of
from bench.tasks import Row, rows

from dateline.reading import cuewords, saying, stretches, voicing
from dateline.reading.cues import cues
from dateline.reading.language import parse
from dateline.reading.quotations import find_quotations
from dateline.reading.tree import Tree, tree_of

TARGET = Path(__file__).parents[1] / "src" / "dateline" / "data" / "attribution_weights.json"
SHARED = 4
"""Articles in which a feature must hold to get a weight."""
PENALTY = {"cue": 5.0, "source": 3.0, "behind": 3.0, "before": 3.0}
ROUNDS = 120
SMALL = 0.02
"""Weights below this are left out."""


Marked = dict[str, Any]
"""One attribution as its annotator marked it: spans of source, cue and content."""


class Choosing(NamedTuple):
    """Options, each with the numbers of its features, and which of them is right."""

    options: list[array[int]]
    right: int
    article: int


class Examples:
    """What one model is fitted on: choices, and the features in them by number."""

    def __init__(self) -> None:
        self.numbers: dict[str, int] = {}
        self.choices: list[Choosing] = []

    def add(self, options: Sequence[Sequence[str]], right: int, article: int) -> None:
        """Add one choice: its options, which of them is right, and the article it is from."""
        numbers = self.numbers
        held = [array("i", [numbers.setdefault(feature, len(numbers)) for feature in o]) for o in options]
        self.choices.append(Choosing(held, right, article))


def examples(read: Iterable[tuple[Row, Any]]) -> dict[str, Examples]:
    found: dict[str, Examples] = defaultdict(Examples)
    for article, (row, doc) in enumerate(read):
        tree = tree_of(doc, find_quotations(row["text"]))
        listed = set(cuewords.candidates(tree))
        marked = gold_cues(tree, listed, row["gold"][0]["attributions"])
        covered = {i for tokens, _ in marked.values() for i in tokens} - set(marked)
        for i in sorted(listed - covered):
            found["cue"].add([cuewords.features(tree, i), []], 0 if i in marked else 1, article)
        for i, (_, gold) in sorted(marked.items()):
            _of_cue(tree, i, gold, article, found)
    return found


def gold_cues(tree: Tree, listed: set[int], gold: Sequence[Marked]) -> dict[int, tuple[list[int], Marked]]:
    """Return the candidate that stands for each gold cue, with the cue's tokens."""
    found: dict[int, tuple[list[int], Marked]] = {}
    for marked in gold:
        if not marked["content"]:
            continue
        tokens = tokens_of(tree, marked["cue"])
        inside = [i for i in tokens if i in listed]
        roots = [i for i in inside if tree.head[i] not in tokens or tree.head[i] == i]
        known = cues().groups
        good = [i for i in inside if tree.low[i] == "according"]
        good += [i for i in roots if tree.lemma[i] in known]
        good += [i for i in inside if tree.pos[i] == "VERB" and tree.lemma[i] in known]
        at = next(iter([*good, *roots, *inside]), None)
        if at is not None and at not in found:
            found[at] = (tokens, marked)
    return found


def _of_cue(tree: Tree, at: int, gold: Marked, article: int, found: dict[str, Examples]) -> None:
    source, content = set(tokens_of(tree, gold["source"])), set(tokens_of(tree, gold["content"]))
    content -= source | set(tokens_of(tree, gold["cue"]))
    voices = voicing.candidates(tree, at)
    phrases = [voicing.phrase(tree, i, at) if i != voicing.NOBODY else stretches.NOTHING for i in voices]
    right = headed(tree, voices, source)
    right = closest(phrases, source) if right is None else right
    if right is None:
        return
    plain = stretches.cue_of(tree, at)
    found["source"].add(voicing.features(tree, plain, voices), right, article)
    cue = stretches.with_source(plain, phrases[right])
    starts = stretches.starts_behind(tree, cue)
    edges = (starts, stretches.ends_behind(tree, cue, starts))
    listed = stretches.options(tree, cue, *edges)
    behind = closest(listed, {i for i in content if i > at})
    if behind is None:
        return
    found["behind"].add(saying.features(tree, cue, edges, listed, "?"), behind, article)
    other = saying.side(starts, listed[behind])
    edges = (stretches.starts_before(tree, cue), stretches.ends_before(tree, cue))
    listed = stretches.options(tree, cue, *edges)
    before = closest(listed, {i for i in content if i < at})
    if before is not None:
        found["before"].add(saying.features(tree, cue, edges, listed, other), before, article)


def headed(tree: Tree, voices: Sequence[int], source: set[int]) -> int | None:
    """Return which candidate is the head of the gold source: within it, and under nothing of it."""
    inside = [n for n, i in enumerate(voices) if i in source]
    return next((n for n in inside if tree.head[voices[n]] not in source), None)


def closest(stretches: Sequence[tuple[int, int]], gold: set[int]) -> int | None:
    """Return which stretch shares most with gold tokens; the empty one where there are none, None if all are poor."""
    if not gold:
        return next(n for n, (first, _) in enumerate(stretches) if first < 0)
    best, at = 0.35, None
    for n, (first, last) in enumerate(stretches):
        if first < 0:
            continue
        shared = sum(first <= i <= last for i in gold)
        share = shared / (len(gold) + last - first + 1 - shared)
        if share > best:
            best, at = share, n
    return at


def tokens_of(tree: Tree, spans: Iterable[dict[str, Any]]) -> list[int]:
    found: list[int] = []
    for span in spans:
        first = max(0, bisect_right(tree.start, span["start"]) - 1)
        first += tree.end[first] <= span["start"]
        found += range(first, bisect_left(tree.start, span["end"]))
    return [i for i in found if tree.pos[i] != "SPACE"]


# ---------------------------------------------------------------- fitting


def fit(held: Examples, penalty: float) -> dict[str, float]:
    """Return the weights that make the right options likeliest."""
    articles = np.zeros(len(held.numbers), dtype=np.int32)
    latest = np.full(len(held.numbers), -1, dtype=np.int32)
    for choosing in held.choices:
        for option in choosing.options:
            seen = np.unique(np.asarray(option, dtype=np.int32))
            new = seen[latest[seen] != choosing.article]
            articles[new] += 1
            latest[new] = choosing.article
    listed = sorted((f, n) for f, n in held.numbers.items() if articles[n] >= SHARED)
    column = np.full(len(held.numbers), -1, dtype=np.int32)
    column[[n for _, n in listed]] = np.arange(len(listed))
    options = [column[np.asarray(o, dtype=np.int32)] for c in held.choices for o in c.options]
    options = [o[o >= 0] for o in options]
    groups = np.array([len(c.options) for c in held.choices])
    right = np.concatenate([[0], np.cumsum(groups)[:-1]]) + np.array([c.right for c in held.choices])
    sizes = np.array([len(o) for o in options])
    fitted = lbfgs(Table(np.concatenate(options), sizes, groups, right, len(listed)), penalty)
    named = zip((f for f, _ in listed), fitted.tolist(), strict=True)
    return {f: round(weight, 2) for f, weight in named if abs(weight) >= SMALL}


class Table(NamedTuple):
    """Options one after the other: their features in `columns`, `sizes` of them each; `groups` options a choice."""

    columns: np.ndarray
    sizes: np.ndarray
    groups: np.ndarray
    right: np.ndarray
    width: int


def slope(table: Table, weights: np.ndarray, penalty: float) -> tuple[float, np.ndarray]:
    """Return the penalised surprise at the right options, and its gradient."""
    option = np.repeat(np.arange(len(table.sizes)), table.sizes)
    score = np.bincount(option, weights=weights[table.columns], minlength=len(table.sizes))
    starts = np.concatenate([[0], np.cumsum(table.groups)[:-1]])
    score -= np.repeat(np.maximum.reduceat(score, starts), table.groups)
    total = np.log(np.add.reduceat(np.exp(score), starts))
    share = np.exp(score - np.repeat(total, table.groups))
    surprise = float(np.sum(total - score[table.right])) + penalty / 2 * float(weights @ weights)
    share[table.right] -= 1.0
    gradient = np.bincount(table.columns, weights=share[option], minlength=table.width) + penalty * weights
    return surprise, gradient


def lbfgs(table: Table, penalty: float, memory: int = 8) -> np.ndarray:
    """Return the minimum of `slope`, by limited-memory BFGS with halved steps (Nocedal and Wright 2006)."""
    weights = np.zeros(table.width)
    value, gradient = slope(table, weights, penalty)
    kept: list[tuple[np.ndarray, np.ndarray]] = []
    for _ in range(ROUNDS):
        direction = -_scaled(gradient, kept)
        step = 1.0 if kept else 1.0 / max(1.0, float(np.abs(gradient).sum()) ** 0.5)
        downhill = float(direction @ gradient)
        while True:
            moved = weights + step * direction
            new, steep = slope(table, moved, penalty)
            if new <= value + 1e-4 * step * downhill or step < 1e-8:
                break
            step /= 2
        if float((moved - weights) @ (steep - gradient)) > 1e-10:
            kept = [*kept[-memory + 1 :], (moved - weights, steep - gradient)]
        done = value - new < 1e-6 * abs(value)
        weights, value, gradient = moved, new, steep
        if done:
            break
    return weights


def _scaled(gradient: np.ndarray, kept: Sequence[tuple[np.ndarray, np.ndarray]]) -> np.ndarray:
    turned = gradient.copy()
    shares = []
    for moved, change in reversed(kept):
        share = float(moved @ turned) / float(moved @ change)
        turned -= share * change
        shares.append(share)
    if kept:
        moved, change = kept[-1]
        turned *= float(moved @ change) / float(change @ change)
    for (moved, change), share in zip(kept, reversed(shares), strict=True):
        turned += (share - float(change @ turned) / float(moved @ change)) * moved
    return turned


def parsed(listed: Sequence[Row]) -> Iterator[tuple[Row, Any]]:
    yield from zip(listed, parse(report_of(row) for row in listed), strict=True)


def main() -> None:
    found = examples(parsed(rows("polnear/train")))
    write({name: fit(found[name], penalty) for name, penalty in PENALTY.items()})


def write(fitted: dict[str, dict[str, float]]) -> None:
    TARGET.write_text(json.dumps(fitted, indent=0, sort_keys=True) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
