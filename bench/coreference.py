"""Coreference within a report, as far as accounts need it: `python -m bench coreference`.

On the articles of PolNeAR's dev part: the share of sources told by a pronoun ("he said") and by a role ("the spokesman
said") whose chain begins with somebody named. On reports of `gvdb`: the share of killed and injured counts of people
that are linked to an actor of the report. No gold says who is meant, so these are shares resolved, not shares right;
the items show what each was resolved to.
"""

from __future__ import annotations

from collections.abc import Iterator

from bench.tasks import Choice, Item, Result, Row, Score, Task, around, chosen, rows
from dateline.reading import read_all
from dateline.records import Reading, Report

SAMPLE = 40
PRONOUNS = frozenset({"he", "she", "they", "it", "who", "we", "i"})


def run(choice: Choice) -> Result:
    items: list[Item] = []
    counts = {kind: [0, 0] for kind in ("pronoun sources", "role sources", "people counted")}
    for row, report, reading in read_rows("polnear/dev", choice):
        for n, a in enumerate(reading.attributions):
            if not a.source:
                continue
            words = a.source[0].of(report.text).split()
            pronoun = words[0].lower() in PRONOUNS and len(words) == 1
            if not pronoun and any(word[:1].isupper() for word in words[1:] or words):
                continue
            name = a.chain[0].name if a.chain else ""
            named = any(part[:1].isupper() for part in name.split())
            tell(counts["pronoun sources" if pronoun else "role sources"], named)
            shown = f"{name!r} {around(report.text, a.source[0].start, a.source[0].end)}"
            items.append(Item(f"polnear {row['id']} {n}", named, shown))
    for row, report, reading in read_rows("gvdb/dev", choice):
        for n, q in enumerate(reading.quantities):
            if q.measure in ("killed", "injured") and q.unit == "people" and q.whom:
                tell(counts["people counted"], q.actor is not None)
                items.append(Item(f"gvdb {row['id']} {n}", q.actor is not None, around(report.text, q.start, q.end)))
    scores = [
        Score(f"{kind} resolved", right / max(1, total), counts=f"{right}/{total}")
        for kind, (right, total) in counts.items()
    ]
    return Result(scores, items)


def read_rows(name: str, choice: Choice) -> Iterator[tuple[Row, Report, Reading]]:
    listed = chosen(rows(name), Choice(choice.part, choice.sample or SAMPLE))
    reports = [Report(id=str(row["id"]), text=row["text"], raw_sha256="") for row in listed]
    yield from zip(listed, reports, read_all(reports), strict=True)


def tell(count: list[int], right: bool) -> None:
    count[0] += right
    count[1] += 1


TASK = Task("coreference", "sources and counts resolved to somebody named", run)
