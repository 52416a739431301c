"""Speed: CPU time of the job, as ratios to the bare language pipeline over the same texts in the same run.

"Pipeline" is spaCy's as dateline runs it (`reading/forms.py`); "as shipped" is the model's own, all components.

`python -m bench speed [--sample N]` on reports of `gva`: the ratios, reports and words a second by the clock for one
process and for two (the start of the second included), and peak memory.
"""

from __future__ import annotations

import json
import resource
import tempfile
import time
from collections import deque
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import msgspec
import spacy

from bench.tasks import Choice, Result, Row, Score, Task, rows
from dateline.config import Config
from dateline.gazetteer import gazetteer
from dateline.pipeline import make_accounts, read_paths, take_paths
from dateline.reading.language import parse, pipeline

T = TypeVar("T")
SAMPLE = 200


def run(choice: Choice) -> Result:
    """Run the whole job on some reports, once in one process and once in two."""
    config = Config()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "reports.jsonl"
        path.write_text("".join(json.dumps(row) + "\n" for row in texts(choice.sample or SAMPLE)), encoding="utf-8")
        taken, intake, _ = timed(lambda: take_paths([path], config))
        pipeline(config.pipeline)
        gazetteer()
        list(parse(taken.reports[:5]))
        _, bare, _ = timed(lambda: deque(parse(taken.reports), maxlen=0))
        stock = spacy.load(config.pipeline)
        _, shipped, _ = timed(lambda: deque(stock.pipe((r.text for r in taken.reports), batch_size=32), maxlen=0))
        read, reading, clock = timed(lambda: read_paths([path], config))
        done, rest, _ = timed(lambda: make_accounts(read, config))
        _, _, clock_two = timed(lambda: read_paths([path], msgspec.structs.replace(config, workers=2)))
    words = sum(len(r.text.split()) for r in taken.reports)
    count = len(taken.reports)
    return Result(
        [
            Score("reading to pipeline, CPU", reading / bare, 1.3, most=True, counts=f"{count} reports, {words} words"),
            Score("reading to pipeline as shipped, CPU", reading / shipped),
            Score("whole job to pipeline, CPU", (reading + rest) / bare, 1.5, most=True),
            Score("intake to pipeline, CPU", intake / bare),
            Score("pipeline alone, words/s", words / bare),
            Score("reading, reports/s", count / clock),
            Score("reading, words/s", words / clock),
            Score("reading by two processes, reports/s", count / clock_two),
            Score("reading by two processes, words/s", words / clock_two),
            Score("peak memory, MiB", resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
            Score("rejections", len(done.rejections), 0.0, most=True),
        ]
    )


def timed(work: Callable[[], T]) -> tuple[T, float, float]:
    """Return what `work` gives, its CPU seconds in this process, and its seconds by the clock."""
    start, begin = time.process_time(), time.perf_counter()
    done = work()
    return done, time.process_time() - start, time.perf_counter() - begin


def texts(count: int) -> list[Row]:
    """Return the first texts of the set, each once."""
    found: dict[str, Row] = {}
    for row in rows("gva/docs"):
        fields = {
            "id": row["id"],
            "title": row["title"],
            "text": row["text"],
            "published": row["dct"],
            "url": row["url"],
        }
        found.setdefault(row["id"], fields)
        if len(found) >= count:
            break
    return list(found.values())


TASK = Task("speed", "cost of reading and of the whole job", run, timed=True)
