"""Fit src/dateline/data/place_weights.json: which names are places, and which of the places of a name is meant.

Both models are linear: recognition a logistic regression over candidates, resolution a conditional logit over the
places of a name (McFadden 1974). Trained on the development halves of the sets of `bench.places`; the same bytes each
time. Words enter as features only where many reports share them. Run: python -m scripts.train_places
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec
import numpy as np
from bench.places import NEAR_KM, NOT_PLACES, SETS, report_of
from bench.tasks import Choice, chosen, rows

from dateline.gazetteer import Entry, gazetteer
from dateline.geometry import distance_km
from dateline.reading import places
from dateline.reading.language import fold, parse
from dateline.reading.resolution import (
    Hints,
    Named,
    context_features,
    context_of,
    fixed_features,
    merge,
    options_of,
    own_parts,
    settle,
)
from dateline.reading.times import read_times
from dateline.reading.toponyms import candidates, features, find_toponyms, weights

TARGET = Path(__file__).parents[1] / "src" / "dateline" / "data" / "place_weights.json"
LEXICAL = ("word=", "first=", "last=", "prev=", "next=", "of=", "under=", "run ends=")
THRESHOLD = -1.0
"""Logit from which a name is taken for a place's; an analyst is hurt less by a name too many than by one too few."""

SHARED = 5
"""Reports in which a feature must hold to get a weight."""


class Example(NamedTuple):
    """One report's candidates, their features, and which of them are gold."""

    listed: Sequence[object]
    held: list[list[str]]
    gold: list[bool]
    words: frozenset[str]
    name: str


def examples(part: str) -> list[Example]:
    found = []
    known = gazetteer()
    for name in SETS:
        listed = chosen(rows(f"{name}/all"), Choice(part))
        reports = [report_of(row) for row in listed]
        for row, report, doc in zip(listed, reports, parse(reports), strict=True):
            text = fold(report.text)
            some = candidates(doc, text, known, [(t.start, t.end) for t in read_times(doc, report)])
            gold = {
                (g["start"] + report.body_start, g["end"] + report.body_start)
                for g in row["gold"]
                if g.get("type") not in NOT_PLACES
            }
            inside = [i for i, c in enumerate(some) if c.start >= report.body_start]
            held = features(doc, text, report.body_start, known, some)
            found.append(
                Example(
                    [some[i] for i in inside],
                    [held[i] for i in inside],
                    [(some[i].start, some[i].end) in gold for i in inside],
                    frozenset(re.findall(r"\b[a-z]+\b", text)),
                    name,
                )
            )
    return found


def vocabulary(found: Sequence[Example]) -> dict[str, int]:
    """Return the features that enough reports share; a word by itself must be an ordinary one somewhere."""
    reports: Counter[str] = Counter()
    ordinary: Counter[str] = Counter()
    for example in found:
        reports.update({f for fs in example.held for f in fs})
        ordinary.update(example.words)
    kept = sorted(
        f
        for f, n in reports.items()
        if n >= SHARED and not (f.startswith(LEXICAL) and ordinary[f.split("=", 1)[1]] < SHARED)
    )
    return {f: i for i, f in enumerate(kept)}


def logistic(table: np.ndarray, gold: np.ndarray, penalty: float) -> np.ndarray:
    """Return the weights of a logistic regression with an L2 penalty, by Newton's method."""
    weights = np.zeros(table.shape[1])
    for _ in range(12):
        share = 1.0 / (1.0 + np.exp(-(table @ weights)))
        slope = table.T @ (share - gold) + penalty * weights
        curve = (table * (share * (1.0 - share))[:, None]).T @ table + penalty * np.eye(table.shape[1])
        weights -= np.linalg.solve(curve, slope)
    return weights


def recognition(found: Sequence[Example], penalty: float = 1.0) -> dict[str, float]:
    names = vocabulary(found)
    held = [[names[f] for f in fs if f in names] for e in found for fs in e.held]
    table = np.zeros((len(held), len(names)))
    for row, columns in enumerate(held):
        table[row, columns] = 1.0
    gold = np.array([g for e in found for g in e.gold], dtype=float)
    weights = logistic(table, gold, penalty)
    return {f: round(float(weights[i]), 3) for f, i in names.items() if abs(weights[i]) >= 0.0005}


# ---------------------------------------------------------------- resolution


class Choosing(NamedTuple):
    """One report's names, the places each may stand for, and which of them lie where gold says."""

    merged: dict[str, Named]
    options: dict[str, list[Entry]]
    hints: Hints
    gold: dict[str, list[bool]]
    weight: dict[str, int]


def choosings(part: str) -> list[Choosing]:
    """Return every report twice: with the address of its publisher, and without, as many come."""
    found = []
    known = gazetteer()
    for name in SETS:
        listed = chosen(rows(f"{name}/all"), Choice(part))
        reports = [report_of(row) for row in listed]
        for row, report, doc in zip(listed, reports, parse(reports), strict=True):
            text = fold(report.text)
            blocked = [(t.start, t.end) for t in read_times(doc, report)]
            seen = [c for c, _ in find_toponyms(doc, text, report.body_start, known, blocked)]
            named = [places._named(text, c, known) for c in seen]
            merged = merge(named)
            options = options_of(merged, known)
            at = {
                (c.start - report.body_start, c.end - report.body_start): n.folded
                for c, n in zip(seen, named, strict=True)
            }
            gold: dict[str, list[bool]] = {}
            weight: Counter[str] = Counter()
            for g in row["gold"]:
                key = at.get((g["start"], g["end"]))
                if key is None or g.get("lat") is None:
                    continue
                near = [distance_km(e.lat, e.lon, g["lat"], g["lon"]) <= NEAR_KM for e in options[key]]
                if any(near) and not all(near) and key not in gold:
                    gold[key] = near
                if key in gold:
                    weight[key] += 1
            people = places._demonyms(text, seen)
            found += [
                Choosing(merged, options, places._hints(one, text, people, known), gold, dict(weight))
                for one in (report, msgspec.structs.replace(report, url=None))
            ]
    return found


def resolution(found: Sequence[Choosing], penalty: float = 1.0, rounds: int = 4) -> dict[str, float]:
    """Fit the conditional logit; each round takes its context from the shares of the round before."""
    known = gazetteer()
    weights: dict[str, float] = {"inhabitants": 4.0, "container holds it": 3.0, "kind country": 2.0}
    for _ in range(rounds):
        groups: list[tuple[list[dict[str, float]], list[bool], float]] = []
        for c in found:
            shares = settle(c.merged, c.options, known, c.hints, weights, turns=2)
            context = context_of(c.options, shares, c.hints)
            for key, gold in sorted(c.gold.items()):
                entries = c.options[key]
                own = own_parts(entries, shares[key])
                listed = [
                    fixed_features(c.merged[key], e, entries, known, c.hints) | context_features(e, o, context)
                    for e, o in zip(entries, own, strict=True)
                ]
                groups.append((listed, gold, min(3, c.weight[key])))
        weights = conditional(groups, penalty)
    return weights


def conditional(groups: Sequence[tuple[list[dict[str, float]], list[bool], float]], penalty: float) -> dict[str, float]:
    """Return the weights that make the gold places of each group likeliest, by Newton-like steps with an L2 penalty."""
    names = sorted({name for listed, _, _ in groups for features in listed for name in features})
    place = {name: i for i, name in enumerate(names)}
    tables = []
    for listed, gold, weight in groups:
        table = np.zeros((len(listed), len(names)))
        for i, held in enumerate(listed):
            for name, value in held.items():
                table[i, place[name]] = value
        tables.append((table, np.array(gold), weight))
    fitted = np.zeros(len(names))
    for _ in range(25):
        slope = penalty * fitted
        curve = penalty * np.eye(len(names))
        for table, gold, weight in tables:
            score = table @ fitted
            share = np.exp(score - score.max())
            share /= share.sum()
            right = share * gold
            right /= max(1e-9, right.sum())
            mean = share @ table
            slope += weight * (mean - right @ table)
            curve += weight * ((table * share[:, None]).T @ table - np.outer(mean, mean))
        fitted -= 0.7 * np.linalg.solve(curve, slope)
    return {name: round(float(fitted[i]), 3) for name, i in place.items()}


def main() -> None:
    found = examples("dev")
    fitted = {"recognition": recognition(found) | {"threshold": THRESHOLD}, "resolution": {}}
    write(fitted)
    weights.cache_clear()
    fitted["resolution"] = resolution(choosings("dev"))
    write(fitted)


def write(fitted: dict[str, dict[str, float]]) -> None:
    TARGET.write_text(json.dumps(fitted, indent=0, sort_keys=True) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
