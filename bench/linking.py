"""Linking as a stream: reports a second, cost per report as the stream grows, and memory.

`python -m bench linking [--sample N]` streams N reports (default 20,000): the long stream of `load_news` and the sets of
`bench.stories`, mixed; each round after the first varies the texts by leaving out other sentences and renaming, so that
it brings new stories. A window of 30 days holds LIVE reports. Copies are also timed alone.
"""

from __future__ import annotations

import re
import resource
import time
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from itertools import count, islice

from bench.stories import SETS, texts
from bench.tasks import Choice, Result, Row, Score, Task, rows
from dateline.config import Config
from dateline.linking import Linker, find_copies
from dateline.records import Report, Span

SAMPLE = 20_000
LIVE = 100_000
"""Reports of a window; 10,000 and fewer are streamed within the first days."""

START = date(2015, 1, 1)
MARKS = (10_000, 30_000, 100_000, 300_000)
STEP = 2_000
_NAME = re.compile(r"(?<=[a-z,] )([A-Z][a-z]{3,})\b")


def run(choice: Choice) -> Result:
    total = choice.sample or SAMPLE
    live = min(LIVE, total)
    cost, memory = streamed(total, live)
    first = sum(cost[:STEP_COUNT]) / max(1, len(cost[:STEP_COUNT]))
    scores = [Score(f"linking, reports/s, {live} live", 1 / (sum(cost[-STEP_COUNT:]) / len(cost[-STEP_COUNT:])), 500.0)]
    for mark in MARKS:
        if mark <= total:
            n = mark // STEP
            near = cost[max(0, n - STEP_COUNT) : n]
            scores.append(Score(f"ms a report at {mark}", 1000 * sum(near) / len(near)))
    last = cost[-STEP_COUNT:]
    scores += [
        Score("last cost to that at 10,000", sum(last) / len(last) / first, 1.2, most=True),
        Score("peak memory, MB", memory),
        Score("copies, reports/s", copies(min(total, 5_000)), 2000.0),
    ]
    return Result(scores)


STEP_COUNT = 10_000 // STEP


def streamed(total: int, live: int) -> tuple[list[float], float]:
    """Link a stream; return CPU seconds a report for each `STEP` reports, and peak memory in MB."""
    linker = Linker(Config())
    cost = []
    daily = max(1, live // Config().window_days)
    given = stream(daily)
    spent, done = 0.0, 0
    while done < total:
        batch = list(islice(given, min(daily, STEP - done % STEP, total - done)))
        start = time.process_time()
        linker.take(batch)
        spent += time.process_time() - start
        done += len(batch)
        if done % STEP == 0 or done == total:
            cost.append(spent / (done % STEP or STEP))
            spent = 0.0
    return cost, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def copies(total: int) -> float:
    given = list(islice(stream(1000), total))
    start = time.process_time()
    find_copies(given)
    return total / (time.process_time() - start)


def stream(daily: int) -> Iterator[Report]:
    """Yield reports without end, so many a day."""
    sources = mixed()
    for n in count():
        row = sources[n % len(sources)]
        yield varied(row, n, n // len(sources), (START + timedelta(n // daily)).isoformat())


@cache
def mixed() -> list[Row]:
    found = [{"title": r["title"], "text": r["text"]} for r in rows("load_news/articles")]
    others = [r for name, s in SETS.items() for r in texts(name, s.cluster, s.day, None)[1]]
    for n, row in enumerate(others):
        found.insert(min(len(found), 5 * n), {"title": row["title"], "text": row["text"][:1500]})
    return found


def varied(row: Row, n: int, turn: int, day: str) -> Report:
    """Return a text as a report; in a later turn other sentences are left out and names are other names."""
    title, body = " ".join((row["title"] or "").split()), row["text"]
    if turn:
        sentences = body.split(". ")
        body = ". ".join(s for i, s in enumerate(sentences) if (i + turn) % 3)
        body, title = (_NAME.sub(lambda m: renamed(m.group(), turn), part) for part in (body, title))
    text = f"{title}\n\n{body}" if title else body
    start = len(text) - len(body)
    return Report(
        id=f"{n:07}",
        text=text,
        raw_sha256="",
        lead_start=start,
        title=Span(0, len(title)) if title else None,
        published=day,
        published_basis="field",
    )


@cache
def renamed(name: str, turn: int) -> str:
    """Return another name of the same length, the same for a name in each turn."""
    shift = 3 * turn + len(name)
    letters = "aeiou" if turn % 2 else "oiuea"
    return name[0] + "".join(
        letters["aeiou".index(c)] if c in "aeiou" else "bcdfghjklmnpqrstvwxyz"[(ord(c) + shift) % 21] for c in name[1:]
    )


TASK = Task("linking", "stories and copies as a stream", run, timed=True)
