"""What every task of the benchmark shares: its data, its two halves, and the form of its result.

A task is a module of this package with `TASK`: a name, what it measures, and a function from a `Choice` to a `Result`.
The data folder is that of the environment variable DATELINE_DATA (default: ../shared/data beside the repository).
"""

from __future__ import annotations

import gzip
import hashlib
import json
import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

DATA = Path(os.environ.get("DATELINE_DATA", Path(__file__).parents[2] / "shared" / "data"))

Row = dict[str, Any]


class Choice(NamedTuple):
    """Which records of a data set are scored: a half ("dev" or "held") or "all", and at most how many of them."""

    part: str = "held"
    sample: int | None = None


class Score(NamedTuple):
    """One figure: higher is better unless `bar` is a most; `published` is the best figure found in print for it."""

    metric: str
    value: float
    bar: float | None = None
    published: float | None = None
    most: bool = False
    counts: str = ""

    def met(self) -> bool:
        """Tell whether the bar is reached; True where there is none."""
        return self.bar is None or (self.value <= self.bar if self.most else self.value >= self.bar)


class Item(NamedTuple):
    """One thing scored: an id that stays the same between revisions, whether it came out right, and what was seen."""

    id: str
    right: bool
    shown: str


class Result(NamedTuple):
    """What a task found: its figures, and the things they were counted from."""

    scores: Sequence[Score]
    items: Sequence[Item] = ()


class Task(NamedTuple):
    """A task of the benchmark."""

    name: str
    measures: str
    run: Callable[[Choice], Result]
    timed: bool = False
    """Whether its figures change from run to run, so that they are no floor."""


def rows(name: str) -> list[Row]:
    """Return the records of a gzipped JSON lines file of the data folder."""
    return list(read_rows(DATA / f"{name}.jsonl.gz"))


def read_rows(path: Path) -> Iterator[Row]:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        yield from (json.loads(line) for line in file)


def chosen(listed: Sequence[Row], choice: Choice, key: str = "id") -> list[Row]:
    """Return the records of a half, told by a hash of the id and spread by it."""
    keyed = sorted((hashlib.sha256(str(row[key]).encode()).hexdigest(), i) for i, row in enumerate(listed))
    wanted = [i for digest, i in keyed if choice.part in ("all", half(digest))]
    return [listed[i] for i in wanted[: choice.sample]]


def half(digest: str) -> str:
    """Return the half a record belongs to: read the "dev" half as much as you like, the "held" half never."""
    return "held" if int(digest[-1], 16) % 2 == 1 else "dev"


def f1(hits: float, said: float, gold: float) -> tuple[float, float, float]:
    """Return precision, recall and F1 of counts."""
    precision, recall = hits / max(1.0, said), hits / max(1.0, gold)
    return precision, recall, 2 * precision * recall / max(1e-9, precision + recall)


def around(text: str, start: int, end: int, reach: int = 60) -> str:
    """Return a span with its neighbourhood, the span in brackets, on one line."""
    shown = f"{text[max(0, start - reach) : start]}[{text[start:end]}]{text[end : end + reach]}"
    return " ".join(shown.split())
