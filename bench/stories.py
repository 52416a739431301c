"""Stories beside gold clusters: B-cubed and pairwise F1 with one setting for all sets, as a stream would be linked.

`python -m bench stories` on `newscluster`, `gva` (each text once, gold = incident) and `stories_allsides`. The weights
are trained on one part of each set ("dev"), and the bars stand on the other ("held"). Where a set comes in two files
the held one is streamed by itself; else the whole set is streamed, and B-cubed is averaged over the reports of the held
clusters, told by a hash of their names. Figures of "all" are of whole sets, of which half was seen in training.
"""

from __future__ import annotations

import hashlib
import json
import tempfile
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

from bench.tasks import DATA, Choice, Item, Result, Row, Score, Task, half, read_rows, rows
from dateline.config import Config
from dateline.intake import take_in
from dateline.linking import link


class Source(NamedTuple):
    """Fields of the gold cluster and of the day, bar of the held part, best figure known, file of the held part."""

    cluster: str
    day: str
    bar: float
    published: float
    held: str | None = None


SETS = {
    "newscluster": Source("event_id", "date", 0.94, 0.906),
    "gva": Source("incident_id", "dct", 0.94, 0.908),
    "stories_allsides": Source("cluster", "date", 0.95, 0.932, "val"),
}


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


def part(name: str, cluster: str) -> str:
    """Return the part of a set that a cluster is of: "dev", which the weights are trained on, or "held"."""
    if SETS[name].held is not None:
        return "held" if cluster in _held(name) else "dev"
    return half(hashlib.sha256(cluster.encode()).hexdigest())


@cache
def _held(name: str) -> frozenset[str]:
    return frozenset(str(row[SETS[name].cluster]) for row in rows(f"{name}/{SETS[name].held}"))


def run(choice: Choice) -> Result:
    """Link each set and compare, the part chosen and the whole."""
    scores: list[Score] = []
    items: list[Item] = []
    for name, source in SETS.items():
        gold, inputs = texts(name, source.cluster, source.day, choice.sample)
        found = linked(inputs)
        gold = {key: value for key, value in gold.items() if key in found}
        if choice.part != "all":
            own = {key: value for key, value in gold.items() if part(name, value) == choice.part}
            alone = found if source.held is None else linked([row for row in inputs if row["id"] in own])
            beside = gold if source.held is None else own
            if own:
                bar = source.bar if choice.part == "held" else None
                scores.append(_b_cubed(f"{name} {choice.part}", beside, alone, own, bar, source.published))
                items += compared(name, beside, alone, own, inputs)
        else:
            items += compared(name, gold, found, gold, inputs)
        scores += [
            _b_cubed(f"{name} all", gold, found, gold),
            Score(f"{name} all pairwise F1", pairwise(gold, found)[2]),
        ]
    return Result(scores, items)


def linked(inputs: Sequence[Row]) -> dict[str, str]:
    """Return the story of each text."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "reports.jsonl"
        path.write_text("".join(json.dumps(item) + "\n" for item in inputs), encoding="utf-8")
        reports = take_in([path]).reports
    return {rid: story.id for story in link(reports, Config()) for rid in story.reports}


def _b_cubed(
    name: str,
    gold: dict[str, str],
    found: dict[str, str],
    keys: Collection[str],
    bar: float | None = None,
    published: float | None = None,
) -> Score:
    precision, recall, both = b_cubed(gold, found, keys)
    return Score(f"{name} B-cubed F1", both, bar, published, counts=f"P {precision:.3f} R {recall:.3f} of {len(keys)}")


def compared(
    name: str, gold: dict[str, str], found: dict[str, str], keys: Collection[str], inputs: Sequence[Row]
) -> list[Item]:
    """Return one item for each text of `keys`: right where its story holds just the texts of its gold cluster."""
    titles = {str(row["id"]): row["title"] or row["text"] for row in inputs}
    by_gold, by_found = defaultdict(set), defaultdict(set)
    for key, value in gold.items():
        by_gold[value].add(key)
        by_found[found[key]].add(key)
    items = []
    for key in keys:
        value = gold[key]
        lost, added = by_gold[value] - by_found[found[key]], by_found[found[key]] - by_gold[value]
        shown = "; ".join(
            f"{word} {' '.join(titles[min(keys)].split())[:70]!r} ({len(keys)})"
            for word, keys in (("without", lost), ("with", added))
            if keys
        )
        items.append(Item(f"{name} {key}", not lost and not added, f"{' '.join(titles[key].split())[:70]!r} {shown}"))
    return items


TASK = Task("stories", "reports grouped into stories", run)
