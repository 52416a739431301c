"""Fit src/dateline/data/pairing_weights.json: which statements tell of one happening (`dateline.reconciling.pairing`).

On the train part of ECB+: the reports of a subtopic are read as one story, and pairs of statements that share a word or
a kind are rows; a pair is of one happening where its event words stand in one gold cluster. Boosted symmetric trees
(Friedman 2001). The same bytes each time. Run: python -m scripts.train_pairing [--report], the latter for the dev part.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from pathlib import Path
from typing import NamedTuple

import numpy as np
from bench.tasks import Row, rows
from numpy.typing import NDArray
from scripts.train_sameness import Shape, fit_trees

from dateline.config import Config
from dateline.pipeline import read_paths
from dateline.reconciling.align import Comparer
from dateline.reconciling.forest import forest_from
from dateline.reconciling.names import gather_names
from dateline.reconciling.said import Said, find_parties, lay_out
from dateline.records import Reading, Report

TARGET = Path(__file__).parents[1] / "src" / "dateline" / "data" / "pairing_weights.json"

SHAPE = Shape(trees=150, depth=3, tried=0.4)
"""Few and shallow: the pairs are some thousands."""

PRECISIONS = (0.75, 0.80, 0.85, 0.90)


class Rows(NamedTuple):
    """Pairs of statements (by number), their features, and whether they are of one happening."""

    pairs: list[tuple[int, int]]
    features: NDArray[np.float64]
    same: NDArray[np.float64]


def lay_out_part(part: str) -> Rows:
    """Return the rows of a part of ECB+."""
    gold = {str(row["id"]): row for row in rows(f"ecbplus/{part}")}
    pairs: list[tuple[int, int]] = []
    table: list[list[float]] = []
    same: list[float] = []
    first = 0
    for reports, readings in _stories(gold):
        names = gather_names(readings)
        said = lay_out(reports, readings, names, (), find_parties(readings.values(), names))
        by_id = {report.id: report for report in reports}
        marked = [_cluster(s, by_id[s.report], readings[s.report], gold[s.report]) for s in said]
        comparer = Comparer(said)
        for i, j in _pairs(said, marked):
            pairs.append((first + i, first + j))
            table.append(comparer.features(i, j, (said[i].deeds[0], said[j].deeds[0])))
            same.append(float(marked[i] == marked[j]))
        first += len(said)
    return Rows(pairs, np.array(table), np.array(same))


def _stories(gold: Mapping[str, Row]) -> Iterator[tuple[list[Report], dict[str, Reading]]]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "reports.jsonl"
        path.write_text(
            "".join(json.dumps({"id": key, "text": row["text"]}) + "\n" for key, row in sorted(gold.items())),
            encoding="utf-8",
        )
        outcome = read_paths([path], Config())
    told: dict[str, list[Report]] = defaultdict(list)
    for report in sorted(outcome.reports, key=lambda r: r.id):
        told[str(gold[report.id]["subtopic"])].append(report)
    for subtopic in sorted(told):
        yield told[subtopic], {report.id: outcome.readings[report.id] for report in told[subtopic]}


def _cluster(s: Said, report: Report, reading: Reading, row: Row) -> str | None:
    """Return the gold cluster of the main event word of a statement."""
    if not s.statement.events:
        return None
    event = reading.events[s.statement.events[0]]
    start, end = event.start - report.body_start, event.end - report.body_start
    marked = (g for g in row["gold"] if g["kind"] == "event" and g["in_selected_sentence"])
    return next((str(g["cluster"]) for g in marked if g["start"] < end and start < g["end"]), None)


def _pairs(said: Sequence[Said], marked: Sequence[str | None]) -> Iterator[tuple[int, int]]:
    held = [i for i, cluster in enumerate(marked) if cluster is not None]
    for i, j in combinations(held, 2):
        a, b = said[i], said[j]
        if a.report == b.report and a.statement.span.overlaps(b.statement.span):
            continue
        if a.words & b.words or a.deeds[0].kinds & b.deeds[0].kinds:
            yield i, j


def report_on(likely: NDArray[np.float64], same: NDArray[np.float64]) -> None:
    """Print the recall at given precisions."""
    order = np.argsort(-likely, kind="stable")
    right = np.cumsum(same[order])
    precision, recall = right / np.arange(1, len(same) + 1), right / same.sum()
    for wanted in PRECISIONS:
        reached = np.nonzero(precision >= wanted)[0]
        if len(reached):
            print(f"precision {wanted:.2f}: recall {recall[reached[-1]]:.3f} from {likely[order][reached[-1]]:.3f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--report", action="store_true", help="print recall at given precisions on the dev part")
    options = parser.parse_args()
    train = lay_out_part("train")
    written = fit_trees(train.pairs, train.features, train.same, SHAPE)
    TARGET.write_text(json.dumps(written, separators=(",", ":")) + "\n", encoding="utf-8")
    if options.report:
        dev = lay_out_part("dev")
        report_on(forest_from(written).likelihood(dev.features), dev.same)


if __name__ == "__main__":
    main()
