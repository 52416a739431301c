"""Stories beside gold clusters: B-cubed and pairwise P/R/F1 with one setting for all sets.

`python -m bench.stories [--sample N]` on `newscluster`, `gva` (each text once, gold = incident) and `stories_allsides`.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import tempfile
import time
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

from dateline.config import Config
from dateline.intake import take_in
from dateline.linking import link

DATA = Path(os.environ.get("DATELINE_DATA", Path(__file__).parents[1] / ".." / "shared" / "data"))


def b_cubed(gold: dict[str, str], found: dict[str, str]) -> tuple[float, float, float]:
    by_gold, by_found = defaultdict(set), defaultdict(set)
    for key, cluster in gold.items():
        by_gold[cluster].add(key)
        by_found[found[key]].add(key)
    precision = sum(len(by_gold[gold[k]] & by_found[found[k]]) / len(by_found[found[k]]) for k in gold) / len(gold)
    recall = sum(len(by_gold[gold[k]] & by_found[found[k]]) / len(by_gold[gold[k]]) for k in gold) / len(gold)
    return precision, recall, 2 * precision * recall / (precision + recall)


def pairwise(gold: dict[str, str], found: dict[str, str]) -> tuple[float, float, float]:
    def pairs(sizes: Any) -> int:
        return sum(n * (n - 1) // 2 for n in sizes)

    both = pairs(Counter((gold[k], found[k]) for k in gold).values())
    precision = both / max(1, pairs(Counter(found[k] for k in gold).values()))
    recall = both / max(1, pairs(Counter(gold.values()).values()))
    return precision, recall, 2 * precision * recall / max(1e-9, precision + recall)


def rows(name: str) -> list[dict[str, Any]]:
    path = {"gva": "gva/docs.jsonl.gz"}.get(name, f"{name}/all.jsonl.gz")
    files = [DATA / path] if (DATA / path).exists() else sorted((DATA / name).glob("*.jsonl.gz"))
    return [json.loads(line) for file in files for line in gzip.open(file, "rt", encoding="utf-8")]


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--sample", type=int, default=0)
    args = parser.parse_args()
    for name, cluster, day in (
        ("newscluster", "event_id", "date"),
        ("gva", "incident_id", "dct"),
        ("stories_allsides", "cluster", "date"),
    ):
        gold, inputs = {}, []
        for row in rows(name)[: args.sample or None]:
            key = str(row["id"])
            if key not in gold:
                gold[key] = str(row[cluster])
                inputs.append(
                    {
                        "id": key,
                        "text": row["text"],
                        "title": row.get("title"),
                        "published": (row.get(day) or row.get("published") or "")[:10] or None,
                    }
                )
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "reports.jsonl"
            path.write_text("".join(json.dumps(item) + "\n" for item in inputs), encoding="utf-8")
            reports = take_in([path]).reports
        start = time.process_time()
        stories = link(reports, Config())
        seconds = time.process_time() - start
        found = {rid: story.id for story in stories for rid in story.reports}
        gold = {k: v for k, v in gold.items() if k in found}
        bp, br, bf = b_cubed(gold, found)
        pp, pr, pf = pairwise(gold, found)
        print(
            f"{name:18} {len(gold):5} reports  B3 {bp:.3f}/{br:.3f}/{bf:.3f}  pairs {pp:.3f}/{pr:.3f}/{pf:.3f}  {len(gold) / seconds:.0f} reports/s"
        )


if __name__ == "__main__":
    main()
