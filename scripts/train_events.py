"""Fit src/dateline/data/event_weights.json: which PLOVER root a verb has, if any.

A multinomial logistic regression, trained on the development half of `plover_pairs` (the verb told of each pair) and on
`plover_gsr` (the verb marked in each sentence); verbs that the table does not know, of the development halves of other
sets, are examples of what has no root. Words enter only where several reports share them. The same bytes each time.
Run: python -m scripts.train_events
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from bench.events import meets, span_of
from bench.tasks import Choice, Row, chosen, rows

from dateline.reading.actors import read_actors
from dateline.reading.events import Told, field_of, told_by
from dateline.reading.language import parse
from dateline.reading.places import read_places
from dateline.reading.roots import NONE, codes
from dateline.reading.times import read_times
from dateline.records import Actor, Report, Span

TARGET = Path(__file__).parents[1] / "src" / "dateline" / "data" / "event_weights.json"
SHARED = 3
"""Reports in which a feature must hold to get a weight."""

PENALTY = 0.6
ROUNDS = 300
BACKGROUND = ("re3d/all", "india_police_events/all")
SPARED = 4
"""Of so many verbs without a root in other reports, one is an example."""

PRIVATE = frozenset({"AGREE", "AID", "CONSULT", "COOPERATE", "SUPPORT", "YIELD", "REQUEST", "REJECT"})
"""Roots of verbs that people use of one another as well ("shared a house"); without any actor they have none."""

OLDER = {
    "DEMAND": "REQUEST",
    "DISAPPROVE": "ACCUSE",
    "INVESTIGATE": "ACCUSE",
    "FIGHT": "ASSAULT",
    "RETREAT": "YIELD",
    "CONCEDE": "YIELD",
}
"""Roots of an earlier version of PLOVER under the later ones."""


class Example(NamedTuple):
    """The features of a verb, its root, how much it counts, and the report it is from."""

    features: Sequence[str]
    root: str
    weight: float
    report: str


def verbs_of(listed: Sequence[Row]) -> Iterator[tuple[Row, list[Told], Sequence[Actor]]]:
    reports = [Report(id=str(row["id"]), text=row["text"], raw_sha256="") for row in listed]
    for row, report, doc in zip(listed, reports, parse(reports), strict=True):
        times = read_times(doc, report)
        places = read_places(doc, report, times)
        actors = read_actors(doc, report, places)
        field = field_of(actors, places, times)
        told = [told_by(token, field) for token in doc if token.pos_ in ("VERB", "AUX")]
        yield row, [t for t in told if t is not None], actors


def of_pairs(part: str) -> Iterator[Example]:
    listed = [row for row in chosen(rows("plover_pairs/plv_train"), Choice(part)) if row["gold"].get("gold_root")]
    for row, told, actors in verbs_of(listed):
        source, target = span_of(row["gold"].get("source")), span_of(row["gold"].get("target"))
        ranked = sorted(told, key=lambda t: (-nearness(t, actors, source, target), t.frame.verb.i))
        if ranked and nearness(ranked[0], actors, source, target) >= 1:
            yield Example(ranked[0].features, row["gold"]["gold_root"], 1.0, str(row["id"]))


def nearness(told: Told, actors: Sequence[Actor], source: Span | None, target: Span | None) -> float:
    """Say how surely a verb is told of a pair, as `bench.events` does; a verb that the table knows goes before."""
    verb = told.frame.verb
    at = Span(verb.idx, verb.idx + len(verb))
    outside = not any(side is not None and side.covers(at) for side in (source, target))
    known = told.row is not None and told.row.root is not None
    return 4 * meets(actors, told.actor, source) + 2 * meets(actors, told.recipient, target) + outside + 0.5 * known


def of_marked() -> Iterator[Example]:
    listed = [{**row, "id": row["id"]} for row in rows("plover_gsr/all")]
    for row, told, _ in verbs_of(listed):
        marked = set(str(row.get("eventText") or "").lower().split())
        first = next((t for t in told if t.frame.verb.lower_ in marked), None)
        if first is not None:
            yield Example(first.features, OLDER.get(row["event"], row["event"]), 1.0, str(row["id"]))


def of_background() -> Iterator[Example]:
    for name in BACKGROUND:
        seen = 0
        for row, told, _ in verbs_of(chosen(rows(name), Choice("dev", 150))):
            for one in told:
                if one.row is None or one.row.root is None:
                    seen += 1
                    if seen % SPARED == 0:
                        yield Example(one.features, NONE, 0.5, str(row["id"]))
                elif one.row.root in PRIVATE and one.actor is None and one.recipient is None:
                    yield Example(one.features, NONE, 0.3, str(row["id"]))


def fit(examples: Sequence[Example]) -> dict[str, Any]:
    """Return roots and weights, by accelerated gradient steps on the penalised likelihood."""
    shared: Counter[str] = Counter()
    for _, features in sorted({(e.report, f) for e in examples for f in e.features}):
        shared[features] += 1
    names = sorted(f for f, n in shared.items() if n >= SHARED)
    place = {f: i for i, f in enumerate(names)}
    roots = sorted({e.root for e in examples} | {NONE})
    table = np.zeros((len(examples), len(names)))
    gold = np.zeros((len(examples), len(roots)))
    for i, e in enumerate(examples):
        table[i, [place[f] for f in set(e.features) if f in place]] = 1.0
        gold[i, roots.index(e.root)] = 1.0
    size = np.array([e.weight for e in examples])[:, None]
    weights = np.zeros((len(names), len(roots)))
    ahead, step = weights.copy(), 1.0 / (0.5 * float((table**2 * size).sum(axis=1).max()) * 12 + PENALTY)
    for n in range(ROUNDS):
        logits = table @ ahead
        shares = np.exp(logits - logits.max(axis=1, keepdims=True))
        shares /= shares.sum(axis=1, keepdims=True)
        new = ahead - step * (table.T @ (size * (shares - gold)) + PENALTY * ahead)
        ahead = new + n / (n + 3) * (new - weights)
        weights = new
    kept = {
        f: {str(c): round(float(w), 2) for c, w in enumerate(weights[i]) if abs(w) >= 0.03} for f, i in place.items()
    }
    return {"roots": roots, "weights": {f: row for f, row in kept.items() if row}}


def rules() -> Iterator[Example]:
    """Return what the table says of each verb by itself, so that a rare one is believed."""
    for verb, code in sorted(codes().verbs.items()):
        if code.root is not None and " " not in verb:
            told = f"t={code.root}"
            yield Example(["bias", told, f"{told} s=completed", "s=completed", "dep=ROOT"], code.root, 0.5, verb)


def examples_of(part: str) -> list[Example]:
    return [*of_pairs(part), *of_marked(), *of_background(), *rules()]


def main() -> None:
    write(fit(examples_of("dev")))


def write(fitted: dict[str, Any]) -> None:
    TARGET.write_text(json.dumps(fitted, indent=0, sort_keys=True) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
