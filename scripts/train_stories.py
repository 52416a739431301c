"""Fit src/dateline/data/story_weights.json: whether a report tells of the happening of a story it is compared with.

A logistic regression over the features of `dateline.linking.likeness` and some of their products. It learns from the
stream itself: first each report is put where it belongs and every story it was compared with is an example, then the
fitted model places the reports and every comparison it met on the way is one more (Ross, Gordon, Bagnell 2011).
Trained on half of the stories of the sets of `bench.stories`, told by a hash of their gold id; the same bytes each
time. Run: python -m scripts.train_stories [--all] [--report]
"""

from __future__ import annotations

import argparse
import hashlib
import json
import tempfile
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

import numpy as np
from bench.stories import SETS, b_cubed, texts
from bench.tasks import half

from dateline.config import Config
from dateline.intake import take_in
from dateline.linking.direction import in_time
from dateline.linking.likeness import Features, Model, pairs
from dateline.linking.linker import Candidate, Linker
from dateline.linking.sketch import OpenStory
from dateline.records import Report

TARGET = Path(__file__).parents[1] / "src" / "dateline" / "data" / "story_weights.json"

SHARE = {"newscluster": 2.0, "gva": 1.0, "stories_allsides": 1.0}
"""How much an example of each set counts: the small set would be drowned."""

PENALTY = 15.0
"""Weight of the squares of the (standardised) weights."""

THRESHOLDS = (0.35, 0.4, 0.45, 0.5, 0.55)
ROUNDS = 2

FOR = ("nearest report", "story wording", "title", "full names", "rare names", "same town", "ages", "streets", "tolls")
"""Features that speak for a story: a weight against one of them is an accident of the sample, and is held at zero."""


class Example(NamedTuple):
    """One comparison: its features, the share of the story's reports that are of the report's happening, weight."""

    features: Features
    gold: float
    weight: float


class Set(NamedTuple):
    """A set's reports and their gold clusters."""

    name: str
    gold: dict[str, str]
    reports: tuple[Report, ...]


Decide = Callable[[str, Sequence[Candidate], dict[int, Counter[str]]], OpenStory | None]


def load(name: str) -> Set:
    gold, inputs = texts(name, SETS[name][0], SETS[name][1], None)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "reports.jsonl"
        path.write_text("".join(json.dumps(item) + "\n" for item in inputs), encoding="utf-8")
        return Set(name, gold, take_in([path]).reports)


def part(cluster: str) -> str:
    return half(hashlib.sha256(cluster.encode()).hexdigest())


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


def fitted_to(weights: dict[str, float]) -> Decide:
    model = Model(weights)

    def decide(_: str, candidates: Sequence[Candidate], __: dict[int, Counter[str]]) -> OpenStory | None:
        judged = [(model.likeness(c.features), -n, c.story) for n, c in enumerate(candidates)]
        score, _n, story = max(judged, key=lambda one: one[:2], default=(0.0, 0, None))
        return story if score >= model.threshold else None

    return decide


def logistic(examples: Sequence[Example]) -> dict[str, float]:
    """Return the weights that make the examples likeliest, by Newton's method with an L2 penalty."""
    rows = [e.features | {f"{a} * {b}": e.features[a] * e.features[b] for a, b in pairs(e.features)} for e in examples]
    names = sorted({name for row in rows for name in row})
    place = {name: i for i, name in enumerate(names)}
    table = np.zeros((len(rows), len(names) + 1))
    table[:, -1] = 1.0
    for i, row in enumerate(rows):
        for name, value in row.items():
            table[i, place[name]] = value
    scale = np.maximum(table.std(axis=0), 1e-3)
    scale[-1] = 1.0
    table /= scale
    gold = np.array([e.gold for e in examples])
    weight = np.array([e.weight for e in examples])
    penalty = np.full(len(scale), PENALTY)
    penalty[-1] = 1e-6
    fitted = np.zeros(len(scale))
    for name in FOR:
        penalty[place[name]] = PENALTY
    for n in range(60):
        for name in FOR:
            if n and n % 5 == 0 and fitted[place[name]] < 0:
                penalty[place[name]] = 1e9
        share = 1 / (1 + np.exp(-(table @ fitted)))
        slope = table.T @ (weight * (share - gold)) + penalty * fitted
        curve = (table.T * (weight * share * (1 - share))) @ table + np.diag(penalty)
        fitted -= np.linalg.solve(curve, slope)
    fitted /= scale
    found = {name: round(float(fitted[i]), 3) for name, i in place.items()}
    return {name: value for name, value in found.items() if value} | {"bias": round(float(fitted[-1]), 3)}


def scores(given: Set, weights: dict[str, float]) -> dict[str, tuple[float, float, float]]:
    """Return B-cubed of the reports of each half."""
    found, _ = stream(given, fitted_to(weights))
    result = {}
    for name in ("dev", "held", "all"):
        keys = [key for key, cluster in given.gold.items() if name in ("all", part(cluster)) and key in found]
        result[name] = b_cubed(given.gold, found, keys)
    return result


def fit(sets: Sequence[Set], parts: tuple[str, ...]) -> dict[str, float]:
    examples: list[Example] = []
    weights: dict[str, float] = {}
    for n in range(ROUNDS):
        for given in sets:
            _, made = stream(given, taught if n == 0 else fitted_to(weights))
            examples += [Example(f, g, SHARE[given.name]) for cluster, f, g in made if part(cluster) in parts]
        weights = logistic(examples) | {"threshold": 0.5}
    return weights


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--all", action="store_true", help="train on all stories; nothing is held back")
    parser.add_argument("--report", action="store_true", help="score each threshold")
    parser.add_argument("--threshold", type=float, default=0.42)
    options = parser.parse_args()
    sets = [load(name) for name in SETS]
    weights = fit(sets, ("dev", "held") if options.all else ("dev",))
    written = weights | {"threshold": options.threshold}
    TARGET.write_text(json.dumps(written, indent=0, sort_keys=True) + "\n", encoding="utf-8")
    for threshold in THRESHOLDS if options.report else ():
        for given in sets:
            found = scores(given, weights | {"threshold": threshold})
            shown = "  ".join(f"{name} {p:.3f} {r:.3f} {f:.3f}" for name, (p, r, f) in found.items())
            print(f"{threshold:.2f} {given.name:18} {shown}", flush=True)


if __name__ == "__main__":
    main()
