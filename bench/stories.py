"""Stories beside gold clusters: B-cubed and pairwise F1 with one setting for all sets, as a stream would be linked.

`python -m bench stories` on `newscluster`, `gva` (each text once, gold = incident) and every set named `stories_*`.
Whole sets: a half would take reports out of their stories.
"""

from __future__ import annotations

import json
import tempfile
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from pathlib import Path

from bench.tasks import DATA, Choice, Item, Result, Row, Score, Task, read_rows
from dateline.config import Config
from dateline.intake import take_in
from dateline.linking import link

SETS = {
    "newscluster": ("event_id", "date", 0.94, 0.906),
    "gva": ("incident_id", "dct", 0.94, 0.908),
    "stories_allsides": ("cluster", "date", 0.95, 0.95),
}
"""Field of the gold cluster and of the day, bar, and the best figure known."""


def b_cubed(
    gold: dict[str, str], found: dict[str, str], keys: Collection[str] | None = None
) -> tuple[float, float, float]:
    """Return B-cubed precision, recall and F1 (Bagga & Baldwin 1998), averaged over `keys` (None: all)."""
    by_gold, by_found = defaultdict(set), defaultdict(set)
    for key, cluster in gold.items():
        by_gold[cluster].add(key)
        by_found[found[key]].add(key)
    keys = gold.keys() if keys is None else keys
    precision = sum(len(by_gold[gold[k]] & by_found[found[k]]) / len(by_found[found[k]]) for k in keys) / len(keys)
    recall = sum(len(by_gold[gold[k]] & by_found[found[k]]) / len(by_gold[gold[k]]) for k in keys) / len(keys)
    return precision, recall, 2 * precision * recall / (precision + recall)


def pairwise(gold: dict[str, str], found: dict[str, str]) -> tuple[float, float, float]:
    def pairs(sizes: Iterable[int]) -> int:
        return sum(n * (n - 1) // 2 for n in sizes)

    both = pairs(Counter((gold[k], found[k]) for k in gold).values())
    precision = both / max(1, pairs(Counter(found[k] for k in gold).values()))
    recall = both / max(1, pairs(Counter(gold.values()).values()))
    return precision, recall, 2 * precision * recall / max(1e-9, precision + recall)


def texts(name: str, cluster: str, day: str, sample: int | None) -> tuple[dict[str, str], list[Row]]:
    """Return the gold cluster of each text, and the texts as input records, each once."""
    path = {"gva": "gva/docs.jsonl.gz"}.get(name, f"{name}/all.jsonl.gz")
    files = [DATA / path] if (DATA / path).exists() else sorted((DATA / name).glob("*.jsonl.gz"))
    gold: dict[str, str] = {}
    inputs = []
    for row in [row for file in files for row in read_rows(file)][:sample]:
        key = str(row["id"])
        if key not in gold:
            gold[key] = str(row[cluster])
            published = (row.get(day) or row.get("published") or "")[:10] or None
            inputs.append({"id": key, "text": row["text"], "title": row.get("title"), "published": published})
    return gold, inputs


def run(choice: Choice) -> Result:
    """Link each set and compare; `choice.part` plays no part."""
    scores: list[Score] = []
    items: list[Item] = []
    for name, (cluster, day, bar, published) in SETS.items():
        gold, inputs = texts(name, cluster, day, choice.sample)
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "reports.jsonl"
            path.write_text("".join(json.dumps(item) + "\n" for item in inputs), encoding="utf-8")
            reports = take_in([path]).reports
        found = {rid: story.id for story in link(reports, Config()) for rid in story.reports}
        gold = {key: value for key, value in gold.items() if key in found}
        precision, recall, both = b_cubed(gold, found)
        scores += [
            Score(f"{name} B-cubed F1", both, bar, published, counts=f"P {precision:.3f} R {recall:.3f}"),
            Score(f"{name} pairwise F1", pairwise(gold, found)[2]),
        ]
        items += compared(name, gold, found, {str(row["id"]): row["title"] or row["text"] for row in inputs})
    return Result(scores, items)


def compared(name: str, gold: dict[str, str], found: dict[str, str], titles: dict[str, str]) -> list[Item]:
    """Return one item a text: right where its story holds just the texts of its gold cluster."""
    by_gold, by_found = defaultdict(set), defaultdict(set)
    for key, value in gold.items():
        by_gold[value].add(key)
        by_found[found[key]].add(key)
    items = []
    for key, value in gold.items():
        lost, added = by_gold[value] - by_found[found[key]], by_found[found[key]] - by_gold[value]
        shown = "; ".join(
            f"{word} {' '.join(titles[min(keys)].split())[:70]!r} ({len(keys)})"
            for word, keys in (("without", lost), ("with", added))
            if keys
        )
        items.append(Item(f"{name} {key}", not lost and not added, f"{' '.join(titles[key].split())[:70]!r} {shown}"))
    return items


TASK = Task("stories", "reports grouped into stories", run)
