"""Linking as a stream: reports a second, cost per report as the stream grows, memory, and all of it beside a baseline.

`python -m bench linking [--sample N]` streams N reports (default 20,000) of `bench.newsstream`, so many a day that the
window of 30 days holds 100,000 (or N, if that is fewer). Seconds are of the processor, in one process; making the reports
is not counted. The machine's pace changes from minute to minute, so the steady figures are the ratios to the baseline,
`bench.plain` (TF-IDF, single pass, inverted index), which takes turns with the linker on the same reports, with as many
live. Copies are timed alone, on short reports (about 240 words) and on long ones (500 to 1,000); linking is timed on long
ones too. Memory is what the process has grown by since before the stream (resident set).

Every 10,000 reports there is a mark: pace, cost beside that of the first 10,000, memory, reports live, stories open, closed
stories kept. With `--sample 300000` the window of 100,000 is full at a third of the run and slides from then on, and the
archive of closed stories fills at about half of it: what memory does after that shows what a long stream costs.
"""

from __future__ import annotations

import resource
import sys
import time
from collections.abc import Sequence
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from bench.newsstream import bands, made, sources, stream
from bench.plain import Plain
from bench.tasks import Choice, Result, Score, Task
from dateline.config import Config
from dateline.linking import Linker, find_copies
from dateline.linking.archive import ARCHIVED
from dateline.records import Report

SAMPLE = 20_000
LIVE = 100_000
STEP = 2_000
MARK = 10_000
"""Reports after which pace, memory and what is kept are noted; a pace is that of as many reports before."""

FULL = 0.97
"""Share of the reports live and of the closed stories kept, at most, from which memory must grow no more."""

ROUNDS = 10
EACH = 100
"""Reports of a round in which linker and baseline take turns."""

COPIES = 4_000


class Noted(NamedTuple):
    """A stream at a mark: CPU seconds a report since the mark before, MB grown by, what is kept."""

    reports: int
    cost: float
    memory: float
    kept: dict[str, int]

    def score(self, first: float) -> Score:
        """Show a mark, its cost as a multiple of the `first`."""
        live, opened, closed = (self.kept[name] for name in ("reports", "open stories", "closed stories"))
        shown = (
            f"cost x {self.cost / first:.2f}, {self.memory:.0f} MB, {live} live, {opened} open, {closed} closed kept"
        )
        return Score(f"reports/s at {self.reports}", 1 / self.cost, counts=shown)


class Streamed(NamedTuple):
    """A linker that has taken a stream, the marks on the way, the share of copies."""

    linker: Linker
    marks: list[Noted]
    copies: float


def run(choice: Choice) -> Result:
    total = choice.sample or SAMPLE
    live = min(LIVE, total)
    scores = [copied(min(total, COPIES), 1), copied(min(total, COPIES) // 3, 3)]
    scores.append(lengthy(min(total, COPIES)))
    done = streamed(total, live)
    first, last = done.marks[0], done.marks[-1]
    scores += [mark.score(first.cost) for mark in done.marks]
    scores += [
        Score(f"linking, reports/s, {live} live", 1 / last.cost, 500.0, counts=f"{done.copies:.0%} copies"),
        Score(f"last cost to that at {first.reports}", last.cost / first.cost, 1.2, most=True),
        *growth(done.marks),
        Score("peak memory of the process, MB", resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
    ]
    return Result([*scores, beside(done.linker, total, live)])


def growth(marks: Sequence[Noted]) -> list[Score]:
    """Return by how much memory grew once the window and the archive were full, if they ever were."""
    most = {name: FULL * max(mark.kept[name] for mark in marks) for name in ("reports", "closed stories")}
    full = [mark for mark in marks if mark.kept["closed stories"] and all(mark.kept[n] >= most[n] for n in most)]
    if len(full) < 2 or full[-1].kept["closed stories"] < FULL * ARCHIVED:
        return []
    shown = f"{full[0].memory:.0f} MB at {full[0].reports}, {full[-1].memory:.0f} MB at {full[-1].reports}"
    return [
        Score(
            "memory at the end to that once all was full",
            full[-1].memory / full[0].memory,
            1.1,
            most=True,
            counts=shown,
        )
    ]


def streamed(total: int, live: int) -> Streamed:
    """Link a stream; show each mark as it is reached."""
    linker = Linker(Config())
    daily = max(1, live // Config().window_days)
    given = stream(daily)
    sources(), bands(), made(2 * len(sources()), daily)
    before = resident()
    marks: list[Noted] = []
    spent, done, copies = 0.0, 0, 0
    while done < total:
        batch = list(islice(given, min(daily, STEP - done % STEP, total - done)))
        start = time.process_time()
        placed = linker.take(batch)
        spent += time.process_time() - start
        done += len(batch)
        copies += sum(one.copy is not None for one in placed)
        if done % MARK == 0 or done == total:
            marks.append(Noted(done, spent / (done % MARK or MARK), resident() - before, linker.kept()))
            spent = 0.0
            shown = marks[-1].score(marks[0].cost)
            print(f"{shown.metric}: {shown.value:.0f}; {shown.counts}", file=sys.stderr, flush=True)
    return Streamed(linker, marks, copies / total)


def resident() -> float:
    """Return the MB of this process that lie in memory, or the most that did where the system does not tell."""
    told = Path("/proc/self/statm")
    if told.exists():
        return int(told.read_text(encoding="ascii").split()[1]) * resource.getpagesize() / 1e6
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def copied(total: int, parts: int) -> Score:
    """Time copies alone, on reports of so many texts each."""
    given = list(islice(stream(1000, 0, parts), total))
    words = sum(len(report.text.split()) for report in given) / total
    start = time.process_time()
    found = find_copies(given)
    pace = total / (time.process_time() - start)
    name = "copies, reports/s, " + ("short" if parts == 1 else "long")
    return Score(name, pace, 2000.0, counts=f"{words:.0f} words, {len(found) / total:.0%} copies")


def lengthy(total: int) -> Score:
    """Time linking on long reports, once a window of them is live."""
    days = Config().window_days
    daily = max(1, total // (3 * days))
    given = list(islice(stream(daily, 0, 3), 2 * days * daily))
    words = sum(len(report.text.split()) for report in given) / len(given)
    linker = Linker(Config())
    for n in range(days):
        linker.take(given[n * daily : (n + 1) * daily])
    start = time.process_time()
    for n in range(days, 2 * days):
        linker.take(given[n * daily : (n + 1) * daily])
    pace = days * daily / (time.process_time() - start)
    return Score("linking, reports/s, long", pace, counts=f"{words:.0f} words, {days * daily} live")


def beside(linker: Linker, total: int, live: int) -> Score:
    """Let linker and baseline take turns on the reports that come next, both with the same reports live."""
    daily = max(1, live // Config().window_days)
    plain = Plain()
    for report in islice(stream(daily, total - live), live):
        plain.add(report)
    ours, theirs = 0.0, 0.0
    given = stream(daily, total)
    for _ in range(ROUNDS):
        batch: list[Report] = list(islice(given, EACH))
        start = time.process_time()
        linker.take(batch)
        middle = time.process_time()
        for report in batch:
            plain.take(report)
        ours += middle - start
        theirs += time.process_time() - middle
    shown = f"{1000 * ours / (ROUNDS * EACH):.2f} ms to {1000 * theirs / (ROUNDS * EACH):.2f} ms"
    return Score("cost to the baseline's", ours / theirs, most=True, counts=shown)


TASK = Task("linking", "stories and copies as a stream", run, timed=True)
