"""Score quantities against annotated reports: `python -m bench.quantities [--sample N] [--errors] [--only NAME]`.

The data folder is that of the environment variable DATELINE_DATA (default: ../shared/data beside the repository).
Half of each set (by a hash of its id) is for development; `--held-out` scores the other half.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import os
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from dateline.reading.language import parse
from dateline.reading.quantities import read_quantities
from dateline.reading.tolls import report_toll
from dateline.records import Quantity, Report

Row = dict[str, Any]
Score = tuple[str, int, int]

IDMC_TERMS = {
    "Displaced": {"displaced"},
    "Forced to Flee": {"displaced"},
    "Relocated": {"displaced", "evacuated"},
    "Evacuated": {"evacuated"},
    "Homeless": {"homeless"},
    "In Relief Camp": {"sheltered"},
    "Sheltered": {"sheltered"},
    "Destroyed Housing": {"destroyed"},
    "Uninhabitable Housing": {"destroyed", "damaged", "displaced"},
    "Partially Destroyed Housing": {"damaged"},
}
IDMC_UNITS = {"people": "People", "households": "Households", "houses": "Households"}


def rows(name: str) -> list[Row]:
    folder = Path(os.environ.get("DATELINE_DATA", Path(__file__).parents[2] / "shared" / "data"))
    with gzip.open(folder / f"{name}.jsonl.gz", "rt", encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def chosen(listed: list[Row], sample: int | None, held_out: bool) -> list[Row]:
    """One half by hash of the id, at most `sample` rows of it, spread by that hash."""
    keyed = sorted((hashlib.sha256(str(row["id"]).encode()).hexdigest(), i) for i, row in enumerate(listed))
    half = [i for key, i in keyed if (int(key[-1], 16) % 2 == 1) == held_out]
    return [listed[i] for i in half[:sample]]


def report_of(row: Row) -> Report:
    """Return a report with its title apart, where the row has one."""
    text, title = row["text"], row.get("title") or ""
    if title and text.startswith(title):
        text = text[len(title) :]
    head = title + "\n\n" if title else ""
    return Report(id=str(row["id"]), text=head + text, raw_sha256="", body_start=len(head), lead_start=len(head))


def readings(listed: list[Row]) -> Iterator[tuple[Row, Report, tuple[Quantity, ...]]]:
    reports = [report_of(row) for row in listed]
    for row, report, doc in zip(listed, reports, parse(reports), strict=True):
        yield row, report, read_quantities(doc, report, (), ())


def show(kind: str, row: Row, report: Report, said: object, gold: object, found: Iterable[Quantity]) -> None:
    print(f"-- {kind} {row['id']}: said {said}, gold {gold}\n   {' '.join(report.text[:600].split())}")
    for q in found:
        trigger = q.trigger.of(report.text) if q.trigger else None
        print(f"      {report.text[q.start : q.end]!r} {q.best} {q.unit} {q.measure} whom={q.whom!r}", end=" ")
        print(q.scope, q.status, repr(trigger), q.counts_attacker)


def idmc(listed: list[Row], errors: bool) -> list[Score]:
    right = figures = total = 0
    for row, report, found in readings(listed):
        for fact in row["gold"]:
            total += 1
            same = [q for q in found if fact["quantity"] in (q.number, q.low, q.best)]
            figures += bool(same)
            good = any(IDMC_UNITS.get(q.unit) == fact["unit"] and q.measure in IDMC_TERMS[fact["term"]] for q in same)
            right += good
            if errors and not good:
                show("idmc", row, report, None, (fact["quantity"], fact["term"], fact["unit"]), found)
    return [("idmc figure, unit and measure", right, total), ("idmc figure alone", figures, total)]


def tolls(name: str, listed: list[Row], gold: Callable[[Row], tuple[int, int]], errors: bool) -> list[Score]:
    killed = injured = 0
    for row, report, found in readings(listed):
        wanted = gold(row)
        said = tuple(
            int(toll.number) if toll else 0
            for toll in (report_toll(report.text, found, m) for m in ("killed", "injured"))
        )
        killed += said[0] == wanted[0]
        injured += said[1] == wanted[1]
        if errors and said != wanted:
            show(name, row, report, said, wanted, (q for q in found if q.measure in ("killed", "injured")))
    return [(f"{name} killed, exact", killed, len(listed)), (f"{name} injured, exact", injured, len(listed))]


def gvdb_gold(row: Row) -> tuple[int, int]:
    return row["gold"]["n_victims_killed"], row["gold"]["n_victims_injured_only"]


def gva_gold() -> Callable[[Row], tuple[int, int]]:
    incidents = {row["incident_id"]: row["gold"] for row in rows("gva/incidents")}
    return lambda row: (int(incidents[row["incident_id"]]["n_killed"]), int(incidents[row["incident_id"]]["n_injured"]))


def muc(listed: list[Row], errors: bool) -> list[Score]:
    """Human target counts: (number, head word) of targets with a death or injury effect, micro-averaged."""
    hits = said_total = gold_total = 0
    for row, report, found in readings(listed):
        gold = muc_gold(row)
        said = {
            (int(q.number), re.split(r" OF ", q.whom.upper())[0].split()[-1])
            for q in found
            if q.whom and q.number and q.measure in ("killed", "injured", "kidnapped")
        }
        hits += sum(any(n == m and (head in names or not names) for m, names in gold) for n, head in said)
        said_total += len(said)
        gold_total += len(gold)
        if errors:
            show("muc", row, report, sorted(said), gold, found)
    precision, recall = hits / max(1, said_total), hits / max(1, gold_total)
    f1 = 2 * precision * recall / max(1e-9, precision + recall)
    print(f"   muc precision {precision:.3f} recall {recall:.3f} F1 {f1:.3f}")
    return []


def muc_gold(row: Row) -> list[tuple[int, frozenset[str]]]:
    found = set()
    for template in row["gold"]:
        slots = template["slots_raw"]
        hurt = " ".join(effect for effect in slots.get("hum_tgt_effect", []) if not effect.startswith("NO "))
        for raw in slots.get("hum_tgt_number", []):
            match = re.match(r"\D{0,2}(\d+)(?:\s*-\s*\d+)?:\s*(.*)", raw)
            if match:
                names = re.findall(r'"([^"]+)"', match[2])
                if any(name in hurt for name in names):
                    found.add((int(match[1]), frozenset(name.split()[-1] for name in names)))
    return sorted(found, key=lambda item: (item[0], sorted(item[1])))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sample", type=int, default=200)
    parser.add_argument("--errors", action="store_true")
    parser.add_argument("--held-out", action="store_true")
    parser.add_argument("--only", choices=["idmc", "gvdb", "gva", "muc"])
    options = parser.parse_args()

    def pick(name: str) -> list[Row]:
        return chosen(rows(name), options.sample, options.held_out)

    runs: dict[str, Callable[[], list[Score]]] = {
        "idmc": lambda: idmc(pick("idmc_displacement/idmc_labelled"), options.errors),
        "gvdb": lambda: tolls("gvdb", pick("gvdb/dev"), gvdb_gold, options.errors),
        "gva": lambda: tolls("gva", pick("gva/docs"), gva_gold(), options.errors),
        "muc": lambda: muc(pick("muc34/dev"), options.errors),
    }
    for name, run in runs.items():
        if options.only in (None, name):
            for label, right, total in run():
                print(f"{label:35} {right:4}/{total:<4} {right / max(1, total):.3f}")


if __name__ == "__main__":
    main()
