"""Intake: how many pages of a web archive and how many lines of a table become stored reports in a second.

`python -m bench intake [--sample N]`. The texts are those of `load_news`, wrapped in pages with menus, scripts and lists of links
as sites have them. Seconds are of the processor, of this process and of the one that parses pages, the case file included.
The baseline of the same run is `trafilatura` alone on the same pages, text and metadata.
"""

from __future__ import annotations

import gzip
import html
import json
import resource
import tempfile
from collections.abc import Callable
from itertools import cycle, islice
from pathlib import Path

from tests.samples import record

from bench.tasks import Choice, Result, Row, Score, Task, rows
from dateline.intake import Stream, keep, take_in
from dateline.intake.guarded import guarded
from dateline.records import Rejection
from dateline.store import open_case

SAMPLE = 600
LINES = 10


def run(choice: Choice) -> Result:
    """Time intake of a web archive and of a table."""
    count = choice.sample or SAMPLE
    listed = list(islice(cycle(rows("load_news/articles")), count * LINES))
    pages = [page(row, n) for n, row in enumerate(listed[:count])]
    with tempfile.TemporaryDirectory() as folder:
        archive = Path(folder, "pages.warc.gz")
        archive.write_bytes(
            b"".join(
                gzip.compress(record(text.encode(), f"https://site.example/{n}"), mtime=0)
                for n, text in enumerate(pages)
            )
        )
        table = Path(folder, "reports.jsonl")
        table.write_text("".join(json.dumps(line(row, n)) + "\n" for n, row in enumerate(listed)), encoding="utf-8")
        taken = spent(lambda: store(archive, Path(folder, "pages.case"), count))
        read = spent(lambda: take_in([table]))
        kept = spent(lambda: store(table, Path(folder, "table.case"), len(listed)))
    alone = spent(lambda: [extracted(text) for text in pages])
    return Result(
        [
            Score("WARC, pages/s into a case", count / taken, 300.0),
            Score("times trafilatura alone", alone / taken),
            Score("JSONL, reports/s", len(listed) / read, 5000.0),
            Score("JSONL, reports/s into a case", len(listed) / kept),
        ]
    )


def spent(work: Callable[[], object]) -> float:
    """Return seconds of the processor that work takes, in this process and in those it ends."""
    start = seconds()
    work()
    guarded().stop()
    return seconds() - start


def seconds() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def store(path: Path, case: Path, count: int) -> None:
    with open_case(case, "bench") as kept:
        left = [found for found in keep(Stream([path]), kept) if isinstance(found, Rejection)]
        if kept.size().reports != count:
            raise ValueError(f"{kept.size().reports} reports of {count}: {left[:3]}")


def extracted(text: str) -> object:
    from trafilatura import bare_extraction

    return bare_extraction(text, with_metadata=True, include_comments=False, include_tables=False)


def page(row: Row, n: int) -> str:
    """Return a text as a page of a site."""
    menu = "".join(f'<li class="item"><a href="/section/{k}">Section {k}</a></li>' for k in range(40))
    cards = "".join(
        f'<div class="card"><a href="/story/{k}"><img src="/i/{k}.jpg" alt=""><h3>Another story of {k}</h3></a></div>'
        for k in range(15)
    )
    text = "".join(f"<p>{html.escape(part)}</p>\n" for part in row["text"].split("\n") if part.strip())
    title = html.escape(" ".join((row["title"] or "Report").split()))
    return (
        f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{title} | Site</title>'
        f'<meta property="article:published_time" content="2019-03-{1 + n % 28:02}T08:00:00Z">'
        f"<script>{'window.data = {};' * 400}</script></head><body><header><nav><ul>{menu}</ul></nav></header>"
        f'<main><article><h1>{title}</h1><p class="by">By Staff {n}</p>{text}</article></main>'
        f"<aside>{cards}</aside><footer><ul>{menu}</ul><p>All rights reserved, copy {n}.</p></footer></body></html>"
    )


def line(row: Row, n: int) -> Row:
    return {"id": str(n), "title": row["title"], "text": row["text"], "published": f"2019-03-{1 + n % 28:02}"}


TASK = Task("intake", "inputs taken in", run, timed=True)
