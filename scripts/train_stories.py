"""Fit src/dateline/data/story_weights.json: whether a report tells of the happening of a story it is compared with.

Boosted oblivious trees over the features of `dateline.linking.likeness`. They learn from the stream itself: first each
report is put where it belongs and every story it was compared with is an example, then the fitted model places the
reports and every comparison it met on the way is one more (Ross, Gordon, Bagnell 2011). Trained on the training parts
of the sets of `bench.stories` only, one of them streamed whole and in parts, so that dense and sparse streams are both
known, and all of them as small files too: a story alone, or beside the two it is most easily taken for, as an analyst
may bring them. The same bytes each time. Run: python -m scripts.train_stories [--report]

`--report` also tells how five models do, each on the fifth of the stories that it has not seen.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import tempfile
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from bench.stories import SETS, b_cubed, part, texts
from numpy.typing import NDArray

from dateline.config import Config
from dateline.intake import take_in
from dateline.linking.direction import in_time, order
from dateline.linking.likeness import Features
from dateline.linking.linker import Candidate, Linker
from dateline.linking.model import UNIT, Model
from dateline.linking.sketch import OpenStory
from dateline.records import Report

TARGET = Path(__file__).parents[1] / "src" / "dateline" / "data" / "story_weights.json"

SHARE = {"newscluster": 2.0}
"""How much an example of a set counts: the small one would be drowned."""

THIN = 7
"""Parts in which the set of few reports a story is streamed, besides whole."""

BESIDE = 2
"""Stories beside one in a small file: those it is most often compared with."""

FEW = 5
"""Reports of each story of a small file, the first."""

SMALL = 0.3
"""How much an example of a small file counts: each report stands in several."""

FOLDS = 5
THRESHOLD = 0.4
THRESHOLDS = (0.36, 0.4, 0.44, 0.48, 0.52)

TREES = 240
DEPTH = 5
RATE = 0.12
PENALTY = 8.0
"""Weight of the squares of the leaves."""

BINS = 32
"""Values of a feature that a tree may ask about, and two."""

SPEAKS = dict.fromkeys(
    (
        "nearest report", "story wording", "furthest report", "title", "full names", "rare names", "same town", "ages",
        "streets", "tolls", "ahead", "copied", "covered", "nearest covered", "title told", "its title told",
        "own words",
    ),
    1,
) | dict.fromkeys(("towns apart", "streets differ", "ages differ", "regions differ"), -1)  # fmt: skip
"""Features that speak for a story (1) or against it: a question whose answers say otherwise is not asked."""


class Example(NamedTuple):
    """One comparison: gold cluster, features, the share of the story's reports that are of that cluster, weight."""

    cluster: str
    features: Features
    gold: float
    weight: float


class Set(NamedTuple):
    """Reports streamed together, their gold clusters, and how much an example of them counts."""

    name: str
    gold: dict[str, str]
    reports: tuple[Report, ...]
    weight: float = 1.0

    def usable(self, cluster: str) -> bool:
        """Tell whether a cluster is of the training part."""
        return part(self.name, cluster) == "dev"


Decide = Callable[[str, Sequence[Candidate], dict[int, Counter[str]]], OpenStory | None]


def load(name: str) -> Set:
    gold, inputs = texts(name, SETS[name].cluster, SETS[name].day, None)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "reports.jsonl"
        path.write_text("".join(json.dumps(item) + "\n" for item in inputs), encoding="utf-8")
        return Set(name, gold, take_in([path]).reports)


def fold(cluster: str, folds: int) -> int:
    return int(hashlib.sha256(cluster.encode()).hexdigest(), 16) % folds


def streams() -> Iterator[Set]:
    """Yield the sets as they are streamed; the one that is split by texts without those held back."""
    for name, source in SETS.items():
        given = load(name)
        if source.held is None:
            yield given
            continue
        for n in (None, *range(THIN)):
            gold = {
                key: cluster
                for key, cluster in given.gold.items()
                if given.usable(cluster) and n in (None, fold(cluster, THIN))
            }
            yield Set(name, gold, tuple(report for report in given.reports if report.id in gold))


def small_files(given: Set) -> Iterator[Set]:
    """Yield each story of the training part alone, where it has several reports, and beside those likest to it."""
    near = _confused(given)
    told: dict[str, list[Report]] = defaultdict(list)
    for report in sorted(given.reports, key=order):
        told[given.gold[report.id]].append(report)
    for cluster in sorted(filter(given.usable, told)):
        beside = [other for other, _ in sorted(near[cluster].items(), key=lambda one: (-one[1], one[0]))]
        for others in (beside[:0], beside[:BESIDE]):
            reports = tuple(report for name in (cluster, *others) for report in told[name][:FEW])
            if len(reports) > 1:
                yield Set(given.name, {r.id: given.gold[r.id] for r in reports}, reports, SMALL)


def _confused(given: Set) -> dict[str, Counter[str]]:
    """Return how often the reports of each cluster are compared with those of others, of the training part."""
    near: dict[str, Counter[str]] = defaultdict(Counter)

    def decide(gold: str, candidates: Sequence[Candidate], inside: dict[int, Counter[str]]) -> OpenStory | None:
        for other, number in sum((inside[c.story.number] for c in candidates), Counter[str]()).items():
            if other != gold and given.usable(other):
                near[gold][other] += number
                near[other][gold] += number
        return taught(gold, candidates, inside)

    stream(given, decide)
    return near


def stream(given: Set, decide: Decide) -> tuple[dict[str, str], list[tuple[str, Features, float]]]:
    """Link a set with `decide` in the place of the model; return the stories and the comparisons made."""
    config = Config()
    linker = Linker(config)
    found: dict[str, str] = {}
    inside: dict[int, Counter[str]] = defaultdict(Counter)
    made = []
    for batch in in_time(given.reports):
        if batch[0].published is not None:
            linker.close_before(date.fromisoformat(batch[0].published[:10]).toordinal() - config.window_days)
        for report, copy in zip(linker.see(batch), [linker.shelve(report) for report in batch], strict=True):
            gold = given.gold[report.report]
            candidates = linker.candidates(report, copy)
            for c in candidates:
                held = inside[c.story.number]
                made.append((gold, c.features, held[gold] / sum(held.values())))
            story = decide(gold, candidates, inside)
            if story is None:
                story = linker.open(report)
            else:
                linker.join(report, story)
            inside[story.number][gold] += 1
            found[report.report] = story.id
    return found, made


def taught(gold: str, candidates: Sequence[Candidate], inside: dict[int, Counter[str]]) -> OpenStory | None:
    """Put a report where it belongs."""
    return next((c.story for c in candidates if inside[c.story.number][gold]), None)


def fitted_to(models: Sequence[Model], threshold: float = THRESHOLD) -> Decide:
    """Let the models decide, each on the reports of the clusters of its fold."""

    def decide(gold: str, candidates: Sequence[Candidate], _: dict[int, Counter[str]]) -> OpenStory | None:
        likely = models[fold(gold, len(models))].likeness([c.features for c in candidates])
        best = max(range(len(likely)), key=lambda n: (likely[n], -n), default=None)
        return None if best is None or likely[best] < threshold else candidates[best].story

    return decide


def boosted(examples: Sequence[Example]) -> dict[str, Any]:
    """Return trees that make the examples likely, each fitted to what those before it leave (Newton steps)."""
    names = sorted({name for example in examples for name in example.features})
    table = np.array([[example.features.get(name, 0.0) for name in names] for example in examples])
    gold = np.array([example.gold for example in examples])
    weight = np.array([example.weight for example in examples])
    edges = [_edges(column) for column in table.T]
    binned = np.stack([np.searchsorted(at, column) for at, column in zip(edges, table.T, strict=True)], axis=1)
    share = float(weight @ gold) / float(weight.sum())
    bias = round(UNIT * float(np.log(share / (1 - share))))
    logit = np.full(len(gold), bias)
    trees = []
    for _ in range(TREES):
        likely = 1 / (1 + np.exp(-logit / UNIT))
        slope, curve = weight * (gold - likely), weight * likely * (1 - likely)
        leaf = np.zeros(len(gold), dtype=np.int64)
        asks, above = [], []
        for level in range(DEPTH):
            feature, cut = _question(binned, leaf, 1 << level, (slope, curve), (names, edges))
            asks.append(feature)
            above.append(round(float(edges[feature][cut]), 5))
            leaf |= (binned[:, feature] > cut).astype(np.int64) << level
        held = np.bincount(leaf, curve, 1 << DEPTH) + PENALTY
        leaves = np.round(UNIT * RATE * np.bincount(leaf, slope, 1 << DEPTH) / held).astype(np.int64)
        logit += leaves[leaf]
        trees.append({"asks": asks, "above": above, "leaves": leaves.tolist()})
    usual = [round(float(value), 4) for value in np.median(table, axis=0)]
    return {"bias": bias, "features": names, "threshold": THRESHOLD, "trees": trees, "usual": usual}


def _edges(column: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the values that part a feature's into bins about as full as one another, 0 in one of its own."""
    values = np.unique(column)
    if len(values) <= BINS:
        return (values[:-1] + values[1:]) / 2
    parts = np.quantile(column[column != 0], np.linspace(0, 1, BINS)[1:-1])
    return np.unique(np.round(np.append(parts, 1e-5), 5))


def _question(
    binned: NDArray[np.int64],
    leaf: NDArray[np.int64],
    leaves: int,
    steps: tuple[NDArray[np.float64], NDArray[np.float64]],
    known: tuple[list[str], list[NDArray[np.float64]]],
) -> tuple[int, int]:
    """Return the feature and the bin above which the leaves are best parted, all by the same question."""
    names, edges = known
    best, chosen = -1.0, (0, 0)
    for n, (name, at) in enumerate(zip(names, edges, strict=True)):
        if not len(at):
            continue
        width = len(at) + 1
        place = leaf * width + binned[:, n]
        slope, curve = (np.bincount(place, step, leaves * width).reshape(leaves, width).cumsum(1) for step in steps)
        low, high = slope[:, :-1], slope[:, -1:] - slope[:, :-1]
        few, many = curve[:, :-1], curve[:, -1:] - curve[:, :-1]
        below, beyond = low / (few + PENALTY), high / (many + PENALTY)
        gain = (low * below + high * beyond).sum(0)
        if name in SPEAKS:
            gain[(np.minimum(few, many) * (below - beyond) * SPEAKS[name]).sum(0) > 0] = -1.0
        cut = int(gain.argmax())
        if gain[cut] > best:
            best, chosen = float(gain[cut]), (n, cut)
    return chosen


def collected(sets: Sequence[Set], decide: Decide) -> list[Example]:
    examples = []
    for given in sets:
        _, made = stream(given, decide)
        share = given.weight * SHARE.get(given.name, 1.0)
        examples += [Example(cluster, f, g, share) for cluster, f, g in made if given.usable(cluster)]
    return examples


def fit(examples: Sequence[Example], folds: int) -> list[Model]:
    """Return a model for each fold, fitted to the other folds; one fold: one model, fitted to all."""
    return [Model(boosted([e for e in examples if folds == 1 or fold(e.cluster, folds) != n])) for n in range(folds)]


def report(sets: Sequence[Set], models: Sequence[Model]) -> None:
    """Print B-cubed of the training parts for each threshold, the parts of a set together."""
    for threshold in THRESHOLDS:
        met: dict[tuple[str, str], list[tuple[int, float, float]]] = defaultdict(list)
        for given in sets:
            found, _ = stream(given, fitted_to(models, threshold))
            gold = {key: cluster for key, cluster in given.gold.items() if key in found}
            keys = [key for key, cluster in gold.items() if given.usable(cluster)]
            precision, recall, _ = b_cubed(gold, found, keys)
            form = " in small files" if given.weight < 1 else ""
            if not form and (given.name, "") in met:
                form = " in parts"
            met[given.name, form].append((len(keys), precision, recall))
        for (name, form), parts in met.items():
            total = sum(n for n, _, _ in parts)
            precision, recall = (sum(part[0] * part[i] for part in parts) / total for i in (1, 2))
            f1 = 2 * precision * recall / (precision + recall)
            print(f"{threshold:.2f} {name + form:32} {precision:.3f} {recall:.3f} {f1:.4f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--report", action="store_true", help="score each threshold on stories not trained on")
    options = parser.parse_args()
    sets = list(streams())
    sets += [small for name in SETS for small in small_files(next(given for given in sets if given.name == name))]
    examples = collected(sets, taught)
    examples += collected(sets, fitted_to(fit(examples, FOLDS)))
    if options.report:
        report(sets, fit(examples, FOLDS))
    written = json.dumps(boosted(examples), separators=(",", ":"), sort_keys=True)
    TARGET.write_text(written.replace("},{", "},\n{") + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
