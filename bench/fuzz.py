"""Intake of broken inputs: whether every one is read or listed, and none ends or hangs the run.

`python -m bench fuzz [--sample N] [--errors]`. N inputs (20,000), each a small one of some format with a few of its bytes
changed, cut out, doubled, moved or made long, and one in twenty bytes of no kind behind the beginning of a format. They
are made from the number of the input, so that one that fails can be made again: `fuzz.made(number)`. An input is right
where it gives reports or rejections, the reports can be stored, and it takes no more than `LIMIT` seconds.
"""

from __future__ import annotations

import random
import tempfile
from collections import Counter
from pathlib import Path
from time import process_time

import msgspec
from tests.samples import BEGINNINGS, SAMPLES, mutated

from bench.tasks import Choice, Item, Result, Score, Task
from dateline.intake import take_in
from dateline.intake.streaming import DEFECT

COUNT = 20_000
LIMIT = 25.0
"""Seconds of the processor of this process for one input; the process that parses has a cap of its own."""


def made(number: int) -> tuple[str, bytes]:
    """Return the format and the bytes of an input."""
    chosen = random.Random(number)  # noqa: S311 - no secret
    if number % 20 == 0:
        return "bytes", chosen.choice(BEGINNINGS) + chosen.randbytes(chosen.randrange(400))
    kind = chosen.choice(sorted(SAMPLES))
    return kind, mutated(SAMPLES[kind], chosen)


def tried(number: int, folder: Path) -> tuple[str, str | None]:
    """Take an input in; return what became of it, and what went wrong."""
    kind, data = made(number)
    path = folder / "input"
    path.write_bytes(data)
    start = process_time()
    try:
        batch = take_in([path])
        msgspec.json.encode((batch.reports, batch.rejections, batch.originals))
        for report in batch.reports:
            report.text.encode()
        if defects := [r.reason for r in batch.rejections if DEFECT in r.reason]:
            return kind, defects[0]
    except Exception as error:
        return kind, f"{type(error).__name__}: {error}"
    if process_time() - start > LIMIT:
        return kind, "takes too long"
    if not batch.reports and not batch.rejections:
        return kind, "neither read nor listed"
    return ("read" if batch.reports else "listed"), None


def run(choice: Choice) -> Result:
    """Take in broken inputs."""
    count = choice.sample or COUNT
    ends: Counter[str] = Counter()
    items = []
    with tempfile.TemporaryDirectory() as folder:
        for number in range(count):
            end, wrong = tried(number, Path(folder))
            if wrong is None:
                ends[end] += 1
            else:
                items.append(Item(str(number), False, f"{end}: {wrong}"))
    return Result(
        [
            Score("inputs", count),
            Score("that end or hang the run, or are lost", len(items), 0.0, most=True),
            Score("read", ends["read"]),
            Score("listed with a reason", ends["listed"]),
        ],
        items,
    )


TASK = Task("fuzz", "broken inputs", run)
