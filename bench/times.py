"""Times beside annotated texts: `python -m bench times [--errors]`.

TempEval-3 (news of TimeBank and AQUAINT, TIMEX3) and WikiWars (articles on wars, TIMEX2). A hit and an annotated time
match where they overlap, one to one, the longest overlap first. A value is right where it is written the same.

WikiWars follows TIMEX2, so before comparing: a time zone behind a clock time and the empty parts of a value ("-XX") are
dropped. An annotated span within another needs no hit of its own, and a hit that falls on it alone is not counted as
wrong. Spans annotated without a value (no anchor) count for spans, not for values.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from bench.tasks import Choice, Item, Result, Row, Score, Task, around, chosen, f1, rows
from dateline.reading.language import parse
from dateline.reading.times import read_times
from dateline.records import Report, Time

SETS = {"tempeval3": ("tempeval3/train_timebank", "tempeval3/train_aquaint"), "wikiwars": ("wikiwars/train",)}
BARS = {
    ("tempeval3", "relaxed"): 0.92,
    ("tempeval3", "value"): 0.82,
    ("wikiwars", "relaxed"): 0.92,
    ("wikiwars", "value"): 0.80,
}
PUBLISHED = {
    ("tempeval3", "relaxed"): 0.950,
    ("tempeval3", "strict"): 0.921,
    ("tempeval3", "value"): 0.82,
    ("wikiwars", "relaxed"): 0.940,
    ("wikiwars", "strict"): 0.815,
    ("wikiwars", "value"): 0.83,
}
"""As the README of each data folder gives them; those of TempEval-3 are for its test texts, not for these."""

ZONE = re.compile(r"(T\d\d(?::\d\d)*)(?:Z|[+-]\d\d(?::?\d\d)?)$")
EMPTY = re.compile(r"(?:-XX)+$")


class Pair(NamedTuple):
    """One thing scored: an annotated time with the hit it got, or a hit alone."""

    name: str
    gold: Row | None
    hit: Time | None
    text: str

    @property
    def strict(self) -> bool:
        """Whether the hit has the annotated span."""
        gold, hit = self.gold, self.hit
        return gold is not None and hit is not None and (gold["start"], gold["end"]) == (hit.start, hit.end)

    @property
    def valued(self) -> bool:
        """Whether the pair counts for values."""
        return self.gold is None or self.gold["value"] is not None

    @property
    def right(self) -> bool:
        """Whether the hit has the annotated value, where there is one."""
        if self.gold is None or self.hit is None:
            return False
        wanted = self.gold["value"]
        return wanted is None or plain(wanted, self.name) == plain(self.hit.value, self.name)

    def shown(self) -> str:
        """Return what was annotated, what was found, and where."""
        gold, hit, text = self.gold, self.hit, self.text
        wanted = f"{gold.get('type')} {gold['value']}" if gold else "-"
        found = f"{hit.type} {hit.value} {text[hit.start : hit.end]!r}" if hit else "-"
        start, end = (gold["start"], gold["end"]) if gold else (hit.start, hit.end) if hit else (0, 0)
        return f"{wanted} | {found} | {around(text, start, end)}"


def plain(value: str, name: str) -> str:
    """Return a value as it is compared."""
    return EMPTY.sub("", ZONE.sub(r"\1", value)) if name == "wikiwars" else value


def pairs(name: str, row: Row, hits: Sequence[Time]) -> Iterator[Pair]:
    """Match the hits in one text with its annotated times."""
    listed: list[Row] = row["gold"]["timex"]
    gold = [t for t in listed if not any(_within(t, other) for other in listed)]
    inner = [t for t in listed if t not in gold]
    text = row["text"]
    overlaps = sorted(
        (-shared, i, j)
        for i, t in enumerate(gold)
        for j, hit in enumerate(hits)
        if (shared := min(t["end"], hit.end) - max(t["start"], hit.start)) > 0
    )
    met: dict[int, int] = {}
    used: set[int] = set()
    for _, i, j in overlaps:
        if i not in met and j not in used:
            met[i] = j
            used.add(j)
    for i, t in enumerate(gold):
        yield Pair(name, t, hits[met[i]] if i in met else None, text)
    for j, hit in enumerate(hits):
        if j not in used and not any(t["start"] < hit.end and hit.start < t["end"] for t in inner):
            yield Pair(name, None, hit, text)


def _within(inner: Row, outer: Row) -> bool:
    return (
        inner is not outer
        and outer["start"] <= inner["start"]
        and inner["end"] <= outer["end"]
        and outer["end"] - outer["start"] > inner["end"] - inner["start"]
    )


def compared(choice: Choice) -> dict[str, list[tuple[str, list[Pair]]]]:
    """Return, for each set, the pairs of each text."""
    found: dict[str, list[tuple[str, list[Pair]]]] = {}
    for name, files in SETS.items():
        listed = chosen([row for file in files for row in rows(file)], choice)
        reports = [report_of(row) for row in listed]
        found[name] = [
            (row["id"], list(pairs(name, row, read_times(doc, report))))
            for row, report, doc in zip(listed, reports, parse(reports), strict=True)
        ]
    return found


def report_of(row: Row) -> Report:
    return Report(id=row["id"], text=row["text"], raw_sha256="", published=row["dct"], published_basis="field")


def scored(name: str, listed: Sequence[Pair]) -> list[Score]:
    hit, gold = sum(p.hit is not None for p in listed), sum(p.gold is not None for p in listed)
    both = [p for p in listed if p.hit is not None and p.gold is not None]
    with_value = [p for p in listed if p.valued]
    counted = {
        "relaxed": (len(both), hit, gold),
        "strict": (sum(p.strict for p in both), hit, gold),
        "value": (
            sum(p.right for p in both if p.valued),
            sum(p.hit is not None for p in with_value),
            sum(p.gold is not None for p in with_value),
        ),
        "type": (sum(p.gold["type"] == p.hit.type for p in both if p.gold and p.hit), hit, gold),
    }
    if name == "wikiwars":
        del counted["type"]  # TIMEX2 has no types
    return [
        Score(
            f"{name} {kind} F1",
            f1(*counts)[2],
            BARS.get((name, kind)),
            PUBLISHED.get((name, kind)),
            counts=f"{counts[0]} right of {counts[1]} found, {counts[2]} annotated",
        )
        for kind, counts in counted.items()
    ]


def run(choice: Choice) -> Result:
    scores: list[Score] = []
    items: list[Item] = []
    for name, texts in compared(choice).items():
        scores += scored(name, [pair for _, found in texts for pair in found])
        for key, found in texts:
            for pair in found:
                place = pair.gold["start"] if pair.gold else f"+{pair.hit.start if pair.hit else 0}"
                items.append(Item(f"{name}/{key}/{place}", pair.right, pair.shown()))
    return Result(scores, items)


TASK = Task("times", "spans and values of times in news (TempEval-3) and in history (WikiWars)", run)
