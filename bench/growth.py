"""Growth: what reconciling one story costs as its reports grow in number, from 10 to 500.

`python -m bench growth`. The reports are made here, of an invented flood told by many outlets with changing counts, days and
voices, so that the story is as tangled as a large one is. Seconds are of the processor, for reconciling alone; the exponent is
the slope of the curve (1: linear) between the smallest and the largest story.
"""

from __future__ import annotations

import math
import resource
import time
from itertools import product

from bench.tasks import Choice, Result, Score, Task
from dateline.linking import find_copies
from dateline.reading import read
from dateline.reconciling import reconcile
from dateline.records import Report, Span, Story

SIZES = (10, 50, 100, 250, 500)
TOWNS = ("Nampula", "Beira", "Quelimane", "Chimoio", "Tete")
VOICES = ("the governor", "the relief office", "police", "Doctor Ana Machava", "the Red Cross", "Reuters")
VERBS = ("swept away", "destroyed", "cut off", "buried")
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday")


def make_reports(count: int) -> list[Report]:
    """Return reports of one flood, no two alike."""
    mixed = list(product(range(7), DAYS, VOICES, VERBS))
    return [_report(n, *mixed[(n * 37) % len(mixed)]) for n in range(count)]


def _report(n: int, more: int, day: str, voice: str, verb: str) -> Report:
    town, other = TOWNS[n % 5], TOWNS[(n + 2) % 5]
    dead, hurt = 20 + n // 25 + more % 3, 60 + n // 10
    title = f"Flood in {town} kills {dead}"
    text = (
        f"{title}\n\nA flood {verb} {10 + more} houses in {town} on {day}, killing {dead} people, {voice} said.\n\n"
        f"At least {hurt} people were injured, {VOICES[(n + 1) % 6]} said. {more + 2} children are still missing near {other}. "
        f"Soldiers from camp {n} will bring tents to {other} on Friday. The mayor of {town} denied that the dike had been "
        f"neglected. Residents of street {n % 40} said that the water rose for {more + 3} hours."
    )
    return Report(
        id=f"g{n:04}",
        text=text,
        raw_sha256="",
        title=Span(0, len(title)),
        lead_start=len(title) + 2,
        published=f"2019-03-{8 + n % 6:02}",
        published_basis="field",
        publisher=f"Outlet {n}",
    )


def run(choice: Choice) -> Result:
    """Time reconciling of growing parts of one story."""
    reports = make_reports(SIZES[-1])
    by_id = {report.id: report for report in reports}
    readings = {report.id: read(report) for report in reports}
    before = _megabytes()
    scores, seconds = [], {}
    for size in SIZES:
        part = reports[:size]
        story = Story(id="g", reports=tuple(r.id for r in part), links=(), copies=find_copies(part))
        start = time.process_time()
        reconcile(story, by_id, readings, "g")
        seconds[size] = time.process_time() - start
        bar = 5.0 if size == SIZES[-1] else None
        scores.append(Score(f"seconds, {size} reports", seconds[size], bar, most=True))
    exponent = math.log(seconds[SIZES[-1]] / seconds[SIZES[0]]) / math.log(SIZES[-1] / SIZES[0])
    scores.append(Score("exponent of growth", exponent, 1.3, most=True))
    scores.append(Score("megabytes more, 500 reports", _megabytes() - before, 300.0, most=True))
    return Result(scores)


def _megabytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


TASK = Task("growth", "the cost of reconciling as a story grows", run, timed=True)
