"""Speed: CPU time of the whole main job, as a ratio to the bare language pipeline over the same texts in the same run.

`python -m bench.speed [--sample N]` on reports of `gva`: reports and words a second, CPU seconds of each room, peak memory.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import resource
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from dateline.config import Config
from dateline.gazetteer import gazetteer
from dateline.pipeline import Outcome, make_accounts, read_paths, take_paths
from dateline.reading.language import parse, pipeline

DATA = Path(os.environ.get("DATELINE_DATA", Path(__file__).parents[1] / ".." / "shared" / "data"))
T = TypeVar("T")


def timed(work: Callable[[], T]) -> tuple[T, float]:
    start = time.process_time()
    done = work()
    return done, time.process_time() - start


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--sample", type=int, default=200)
    sample = parser.parse_args().sample
    rows: dict[str, dict[str, str]] = {}
    with gzip.open(DATA / "gva" / "docs.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            rows.setdefault(
                row["id"],
                {
                    "id": row["id"],
                    "title": row["title"],
                    "text": row["text"],
                    "published": row["dct"],
                    "url": row["url"],
                },
            )
            if len(rows) >= sample:
                break
    config = Config()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "reports.jsonl"
        path.write_text("".join(json.dumps(row) + "\n" for row in rows.values()), encoding="utf-8")
        taken, intake = timed(lambda: take_paths([path], config))
        pipeline(config.pipeline)
        gazetteer()
        list(parse(taken.reports[:5]))
        _, bare = timed(lambda: list(parse(taken.reports)))
        read, reading = timed(lambda: read_paths([path], config))
        done, rest = timed(lambda: make_accounts(read, config))
    report(taken, done, {"intake": intake, "reading": reading, "linking and reconciling": rest}, bare)


def report(taken: Outcome, done: Outcome, seconds: dict[str, float], bare: float) -> None:
    words = sum(len(r.text.split()) for r in taken.reports)
    whole = seconds["reading"] + seconds["linking and reconciling"]
    print(
        f"{len(taken.reports)} reports, {words} words, {len(done.accounts)} accounts, {len(done.rejections)} rejections"
    )
    print(f"bare pipeline {bare:.2f} s CPU ({words / bare:.0f} words/s)")
    for name, value in seconds.items():
        print(f"{name} {value:.2f} s CPU, ratio to the pipeline {value / bare:.2f}")
    print(
        f"whole job {whole:.2f} s CPU, ratio {whole / bare:.2f}, {len(taken.reports) / whole:.1f} reports/s, {words / whole:.0f} words/s"
    )
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MiB")


if __name__ == "__main__":
    main()
