"""The desk's list over ten thousand stories: how long the index takes to make, to bring up, and to answer.

`python -m bench desk [--sample N]` (N: stories; default 10,000). The case is made here (`bench.shelves`), and it is one that
`dateline check` finds whole. Server time is what a list costs the processor from the parameters of its address to the page in
bytes; no page and no answer is kept, the arrays of the index and the outlines of countries are. At the end fifty readers
and a writer come to one desk (`bench.readers`), by the clock on the wall.
"""

from __future__ import annotations

import random
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from urllib.parse import parse_qsl, urlencode

import msgspec

from bench import readers
from bench.shelves import fill, templates
from bench.tasks import Choice, Result, Score, Task
from dateline import __version__
from dateline.config import Config
from dateline.review.checking import inspect
from dateline.store import Case, open_case
from dateline.web import asked
from dateline.web.index import Index
from dateline.web.listing import State, view
from dateline.web.pages import environment
from dateline.web.rows import Rows
from dateline.web.visits import Visits

STORIES = 10_000
QUERIES = 200
NOW = "2026-01-01T10:00:00+00:00"


def addresses(count: int) -> list[str]:
    """Return parameters as people give them: half of them words, the others filters, pages and orders."""
    chance = random.Random(3)  # noqa: S311 - a mix, not secrets
    words = (
        "flood",
        "ferry sank",
        '"the Red Cross"',
        "market bomb",
        "governor",
        "cholera wells",
        "army villagers",
        "earth",
    )
    plain: tuple[Callable[[], dict[str, object]], ...] = (
        dict,
        lambda: {"page": chance.randrange(1, 200)},
        lambda: {"sort": chance.choice(("report", "origins", "name"))},
        lambda: {"from": f"{chance.randrange(2002, 2024)}", "to": f"{chance.randrange(2002, 2024)}-06"},
        lambda: {"country": chance.choice(("IN", "CN", "NG", "PK", "PH", "GB"))},
        lambda: {"place": chance.choice(("Lahore", "Beijing", "Karachi", "PK"))},
        lambda: {"box": f"{chance.randrange(-30, 20)},{chance.randrange(-20, 60)},{chance.randrange(20, 60)},{chance.randrange(60, 140)}"},
        lambda: {"measure": "killed", "least": chance.randrange(5, 40)},
        lambda: {"standing": chance.choice(("disputed", "corroborated"))},
        lambda: {"actor": chance.choice(("police", "the red cross", "reuters"))},
    )  # fmt: skip
    made = []
    for n in range(count):
        given = chance.choice(plain)()
        if n % 2:
            given = {"q": chance.choice(words), **given}
        made.append(urlencode(given))
    return made


def server_times(index: Index, visits: Visits, listed: Sequence[str]) -> dict[str, float]:
    """Return the milliseconds that each address costs."""
    template, row = (environment().get_template(name) for name in ("list.html", "row.html"))
    found = {}
    for address in listed:
        start = time.process_time()
        wanted = asked.read(parse_qsl(address))
        visit = visits.look("ann", NOW)
        page = index.answer(wanted.query, visit.changed, wanted.more)
        made = template.render(path="/", **view(wanted, page, visit, State(), Rows(row)))
        made.encode()
        found[address] = 1000 * (time.process_time() - start)
    return found


def p(values: Sequence[float], share: float) -> float:
    """Return the value that a share of the values do not exceed."""
    return sorted(values)[max(0, -(-int(share * 100 * len(values)) // 100) - 1)]


def open_made(place: str | Path, stories: int) -> None:
    """Make a case of so many stories at a place."""
    with open_case(place, f"{__version__} {Config().pipeline}") as case:
        fill(case, templates(), stories)


def run(choice: Choice) -> Result:
    """Make a case and its index, change one story, and ask for a mix of lists."""
    stories = choice.sample or STORIES
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder, "many.case")
        open_made(place, stories)
        with open_case(place, f"{__version__} {Config().pipeline}") as case:
            wrong = inspect(case).wrong
            scores = [Score("things wrong with the case", float(len(wrong)), 0.0, most=True)]
            index, visits = Index(Path(folder, "desk")), Visits(Path(folder, "visits"))
            scores += _timed(case, index, visits)
        return Result([*scores, *_under_load(place)])


def _timed(case: Case, index: Index, visits: Visits) -> Iterator[Score]:
    start = time.process_time()
    visits.note(index.refresh(case))
    yield Score("seconds to index", time.process_time() - start)
    visits.look("ann", NOW)
    one, *rest = case.accounts()
    case.replace_accounts([msgspec.structs.replace(one, actors=one.actors[:-1]), *rest])
    del one, rest  # ten thousand accounts in memory, which no desk holds, would be collected with it
    start = time.process_time()
    visits.note(index.refresh(case))
    yield Score("seconds to index one change", time.process_time() - start, 1.0, most=True)
    listed = addresses(QUERIES)
    start = time.process_time()
    server_times(index, visits, [""])
    yield Score("ms of the first list after it", 1000 * (time.process_time() - start))
    times = server_times(index, visits, listed)
    every, searched = list(times.values()), [ms for address, ms in times.items() if "q=" in address]
    yield Score("ms of a list, p50", p(every, 0.5))
    yield Score("ms of a list, p95", p(every, 0.95), 100.0, most=True)
    yield Score("ms of a search, p95", p(searched, 0.95), 100.0, most=True)


def _under_load(place: Path) -> Iterator[Score]:
    found = readers.load(place)
    yield Score("requests of readers", float(len(found)))
    yield Score("errors readers saw", float(sum(one.status != 200 for one in found)), 0.0, most=True)
    for kind in ("list", "search", "story", "source"):
        own = [1000 * one.seconds for one in found if one.kind == kind]
        yield Score(f"ms of a {kind} under load, p95", p(own, 0.95))
    every = [1000 * one.seconds for one in found]
    yield Score("ms under load, p50", p(every, 0.5))
    yield Score("ms under load, p95", p(every, 0.95), 200.0, most=True)


TASK = Task("desk", "the list over many stories", run, timed=True)
