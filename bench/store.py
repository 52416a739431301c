"""The store under attack: killed runs, many writers, a full disk, flipped bytes.

`python -m bench store [--sample N]` (N: runs killed; default 200). The reports are made here, told in lines of JSON and in
mail. With DATELINE_TEST_POSTGRESQL set, killed runs and writers are tried on that server too.

* Killed runs: a process takes reports in, reads, links, reconciles and keeps accounts, and is ended with SIGKILL at a random
  moment of a stage chosen at random. What it was told to be kept must be there, what is there must be whole, and the run
  that goes on must end with the bytes of one that was never disturbed.
* Writers: eight processes add 1,000 reports each, a tenth of them given by two, while four read without a pause.
* A full disk: the limit on the size of files stands for it.
* Flips: one byte of the file changes, anywhere; what is told must then be the same as before, or an error.
"""

from __future__ import annotations

import json
import os
import random
import resource
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from bench.growth import make_reports
from bench.tasks import Choice, Result, Score, Task
from dateline import pipeline
from dateline.codec import dump, encode, to_json
from dateline.config import Config
from dateline.errors import DatelineError, StoreError
from dateline.intake import streaming
from dateline.progress import Stage, unwatched
from dateline.records import Report
from dateline.review import Wanted, draft
from dateline.review.checking import inspect
from dateline.store import Case, open_case

T = TypeVar("T")

KILLS = 200
FLIPS = 1000
WRITERS, READERS, EACH = 8, 4, 1000
VERSION = "bench"
CONFIG = Config()
STAGES = ("Taking in", "Reading", "Linking", "Reconciling stories", "keeping accounts")


class Run(NamedTuple):
    """What a run tells: its accounts and all that its case keeps, as bytes; when each stage began, in seconds."""

    told: bytes
    kept: dict[str, bytes]
    began: list[tuple[str, float]]


# ---------------------------------------------------------------- what is taken in


def inputs(folder: Path, count: int) -> Path:
    """Write reports of a flood, half of them as lines of JSON, half as mail that holds pages."""
    folder.mkdir()
    listed = make_reports(count)
    lines = (
        {"id": r.id, "text": r.text, "published": r.published, "source": r.publisher, "desk": f"d{n % 2}"}
        for n, r in enumerate(listed[::2])
    )
    (folder / "a.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    for report in listed[1::2]:
        title, *parts = report.text.split("\n\n")
        day = date.fromisoformat(report.published or "").strftime("%d %b %Y")
        (folder / f"{report.id}.eml").write_text(
            f"From: {report.publisher} <news@outlet.example>\nSubject: {title}\nDate: {day} 08:00:00 +0000\n"
            "MIME-Version: 1.0\nContent-Type: text/html; charset=utf-8\n\n"
            f"<html><body>{''.join(f'<p>{part}</p>' for part in parts)}</body></html>\n",
            encoding="utf-8",
        )
    return folder


@contextmanager
def small_batches() -> Iterator[None]:
    """Keep little at a time, so that a small run is ended at many places."""
    before = streaming.BATCH, pipeline.BATCH
    streaming.BATCH, pipeline.BATCH = 3, 3
    try:
        yield
    finally:
        streaming.BATCH, pipeline.BATCH = before


def whole_run(folder: Path, place: str, tell: Callable[[str], None] = lambda _: None) -> Run:
    """Take in, read and tell, as `dateline account --case` does; `tell` hears what is kept, when it is."""
    began: list[tuple[str, float]] = []
    start = time.monotonic()

    def begin(name: str) -> None:
        began.append((name, time.monotonic() - start))
        tell(f"stage {name}")

    def look(found: Iterator[T], stage: Stage, /) -> Iterator[T]:
        begin(stage.name)
        return unwatched(found, stage)

    with small_batches(), open_case(place, VERSION) as case:
        heard(case, tell)
        read = pipeline.read_paths([folder], CONFIG, case, look)
        made = pipeline.build_accounts(read, CONFIG, None, case, case.judgements(), look)
        begin(STAGES[-1])
        case.replace_accounts(made.accounts)
        begin("end")
        return Run(dump([to_json(account) for account in made.accounts]), contents(case), began)


def heard(case: Case, tell: Callable[[str], None]) -> None:
    """Have a case say what it keeps as soon as it is kept."""
    add, keep = case.add, case.keep

    def added(*args: Any) -> list[Report]:
        found = add(*args)
        tell(" ".join(["kept", *(f"report {report.id}" for report in found)]))
        return found

    def read(pairs: Any) -> None:
        listed = list(pairs)
        keep(listed)
        tell(" ".join(["kept", *(f"reading {report.id}" for report, _ in listed)]))

    vars(case).update(add=added, keep=read)


def contents(case: Case) -> dict[str, bytes]:
    """Return all that a case keeps, by name."""
    reports = case.reports()
    found = {f"report {report.id}": encode(report) for report in reports}
    found |= {f"reading {rid}": encode(reading) for rid, reading in case.readings(reports).items()}
    pages = (case.original(r.original_sha256) for r in reports if r.original_sha256 is not None)
    found |= {f"page {page.sha256}": page.packed for page in pages if page is not None}
    found |= {f"account {n}": encode(account) for n, account in enumerate(case.accounts())}
    found |= {f"judgement {entry.sha256}": encode(entry.judgement) for entry in case.judgements()}
    return {**found, "group by": str(case.group_by()).encode()}


# ---------------------------------------------------------------- killed runs


class Killed(NamedTuple):
    """What became of runs that were killed: a count of each, the stages they were killed in, and what went wrong."""

    counts: Counter[str]
    stages: Counter[str]
    wrong: list[str]


def kill_runs(folder: Path, places: Callable[[str], str], trials: int, seed: int = 1) -> Killed:
    """Kill runs at random moments and go on with each."""
    chance = random.Random(seed)  # noqa: S311 - trials, not secrets
    whole_run(folder, places("warm"))  # what is loaded once is loaded
    calm = whole_run(folder, places("calm"))
    lengths = {name: calm.began[n + 1][1] - at for n, (name, at) in enumerate(calm.began[:-1])}
    counts: Counter[str] = Counter(lost=0, half=0, other=0)
    stages: Counter[str] = Counter()
    wrong = []
    for trial in range(trials):
        stage = chance.choice(STAGES)
        moment = chance.uniform(0, lengths[stage])
        place = places(f"kill{trial}")
        told, done = killed(partial(whole_run, folder, place), stage, moment)
        last = next((line for line in reversed(told) if line.startswith("stage ")), "stage start")
        stages["ended before" if done else last.removeprefix("stage ")] += 1
        said = [name for line in told if line.startswith("kept ") for name in names(line)]
        with suppress(FileNotFoundError), open_case(place, VERSION) as case:
            there = contents(case)
            lost = [name for name in said if name not in there]
            half = [n for n, body in there.items() if not n.startswith("account") and body != calm.kept.get(n, body)]
            counts["lost"] += len(lost)
            counts["half"] += len(half) + len(inspect(case).wrong)
            wrong += [f"trial {trial}, {stage} at {moment:.3f} s: {name}" for name in (*lost, *half)]
        again = whole_run(folder, place)
        if (again.told, again.kept) != (calm.told, calm.kept):
            counts["other"] += 1
            wrong.append(f"trial {trial}, {stage} at {moment:.3f} s: goes on to another result")
    return Killed(counts, stages, wrong)


def names(line: str) -> list[str]:
    """Return the names in a line of what was kept."""
    words = line.split()[1:]
    return [f"{kind} {name}" for kind, name in zip(words[::2], words[1::2], strict=True)]


def killed(work: Callable[[Callable[[str], None]], object], stage: str, seconds: float) -> tuple[list[str], bool]:
    """Do work in a process that is killed so many seconds after a stage began.

    Return the lines it told, and whether it was done before.
    """
    out, into = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(out)
        code = 1
        with suppress(BaseException):
            work(lambda line: void(os.write(into, line.encode() + b"\n")))
            code = 0
        os._exit(code)
    os.close(into)
    lines = []
    with open(out, encoding="utf-8") as told:  # noqa: PTH123 - a pipe
        for line in told:
            lines.append(line.rstrip("\n"))
            if lines[-1] == f"stage {stage}":
                break
        time.sleep(seconds)
        os.kill(pid, signal.SIGKILL)
        _, status = os.waitpid(pid, 0)
        lines += told.read().split("\n")[:-1]  # a line that was cut was not told
    if os.WIFEXITED(status) and os.WEXITSTATUS(status):
        raise RuntimeError(f"a run broke by itself: {lines[-1:]}")
    return lines, os.WIFEXITED(status)


def void(_: object) -> None:
    """Return nothing."""


# ---------------------------------------------------------------- many writers


class Crowd(NamedTuple):
    """What many writers left: reports kept, those that should be, processes that failed, the longest read in seconds."""

    kept: int
    given: int
    failed: int
    reads: int
    longest: float


def crowd(place: str, writers: int = WRITERS, readers: int = READERS, each: int = EACH) -> Crowd:
    """Have many processes add reports at once, while others read."""
    with open_case(place, VERSION):
        pass
    pids = [forked(partial(write, place, k, writers, each)) for k in range(writers)]
    with tempfile.TemporaryDirectory() as folder:
        stop = Path(folder, "stop")
        looking = [forked(partial(watch, place, stop, Path(folder, str(k)))) for k in range(readers)]
        failed = sum(os.waitpid(pid, 0)[1] != 0 for pid in pids)
        stop.touch()
        failed += sum(os.waitpid(pid, 0)[1] != 0 for pid in looking)
        seen = [json.loads(path.read_text()) for path in Path(folder).iterdir() if path != stop]
    with open_case(place, VERSION) as case:
        kept = Counter((r.id, r.text) for r in case.reports())
        wrong = inspect(case).wrong
    expected = {(f"{k}-{n}", text(k, n)) for k in range(writers) for n in range(each)}
    exact = sum(kept[key] == 1 for key in expected) if set(kept) == expected and not wrong else -1
    return Crowd(
        exact, writers * each, failed, sum(len(s) for s in seen), max((max(s) for s in seen if s), default=0.0)
    )


def write(place: str, writer: int, writers: int, each: int) -> None:
    """Add the reports of one writer, and the first tenth of the next one's, a few at a time."""
    chance = random.Random(writer)  # noqa: S311 - trials, not secrets
    todo = [(writer, n) for n in range(each)] + [((writer + 1) % writers, n) for n in range(each // 10)]
    chance.shuffle(todo)
    with open_case(place, VERSION) as case:
        while todo:
            part = [todo.pop() for _ in range(min(len(todo), chance.randint(1, 20)))]
            case.add([made(*one) for one in part])


def watch(place: str, stop: Path, out: Path) -> None:
    """Read until told to stop; what was seen may only grow. Write how long each read took, in seconds."""
    seconds = []
    seen = 0
    while not stop.exists():
        start = time.monotonic()
        with open_case(place, VERSION, create=False) as case:
            size = len(case.reports())
        seconds.append(time.monotonic() - start)
        if size < seen:
            raise RuntimeError(f"{size} reports after {seen}")
        seen = size
    out.write_text(json.dumps(seconds))


def made(writer: int, n: int) -> Report:
    return Report(id=f"{writer}-{n}", text=text(writer, n), raw_sha256="0" * 64)


def text(writer: int, n: int) -> str:
    return f"Writer {writer} tells of flood {n}. " * 20


def forked(work: Callable[[], object]) -> int:
    """Do work in a process of its own; what goes wrong there is its exit code, and told."""
    pid = os.fork()
    if pid:
        return pid
    try:
        work()
    except BaseException as error:
        print(f"{type(error).__name__}: {error}", file=sys.stderr, flush=True)
        os._exit(1)
    os._exit(0)


# ---------------------------------------------------------------- a full disk


class Full(NamedTuple):
    """What became of a case on a full disk: reports said to be kept, those gone, whether the error was a typed one."""

    said: int
    lost: int
    typed: bool


def fill(place: str, room: int) -> Full:
    """Add reports until files may not grow by more than `room` bytes."""
    with open_case(place, VERSION) as case:
        case.add([made(99, n) for n in range(50)])
    limit = Path(place).stat().st_size + room
    out, into = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(out)
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
        code = 1
        try:
            with open_case(place, VERSION) as case:
                for n in range(2000):
                    case.add([made(0, n)])
                    os.write(into, f"{n}\n".encode())
        except StoreError:
            code = 7
        except BaseException as error:
            os.write(into, f"{type(error).__name__}: {error}\n".encode())
        os._exit(code)
    os.close(into)
    with open(out, encoding="utf-8") as told:  # noqa: PTH123 - a pipe
        said = told.read().split()
    typed = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 7
    with open_case(place, VERSION) as case:
        kept = {report.id for report in case.reports()}
        lost = sum(f"0-{n}" not in kept for n in said) + sum(f"99-{n}" not in kept for n in range(50))
        lost += len(inspect(case).wrong)
        case.add([made(1, 0)])
    return Full(len(said), lost, typed)


# ---------------------------------------------------------------- flipped bytes


def flip(folder: Path, file: Path, trials: int, seed: int = 2) -> tuple[Counter[str], list[str]]:
    """Change one byte of a case at a time; return how many changes were detected, harmless, wrong or no typed error."""
    chance = random.Random(seed)  # noqa: S311 - trials, not secrets
    place = folder / "whole.case"
    whole_run(file, str(place))
    with open_case(place, VERSION) as case:
        last = pipeline.last_run(case)
        figure = next(f for account in last.accounts for f in account.figures)
        wanted = Wanted(verdict="accept", names=(figure.id,), user="A", reason="seen", at="2019-04-01T08:00:00Z")
        case.append(draft(wanted, last.accounts, last.by_id, ()))
        case.replace_accounts(last.accounts, "desk")
    before, copy = place.read_bytes(), folder / "flipped.case"
    right = told(place)
    counts: Counter[str] = Counter(wrong=0, untyped=0)
    wrong = []
    for trial in range(trials):
        at, bit = chance.randrange(len(before)), chance.randrange(1, 256)
        for ending in ("-wal", "-shm"):
            copy.with_name(copy.name + ending).unlink(missing_ok=True)
        copy.write_bytes(before[:at] + bytes([before[at] ^ bit]) + before[at + 1 :])
        try:
            outcome = "harmless" if told(copy) == right else "wrong"
        except DatelineError:
            outcome = "detected"
        except Exception as error:
            outcome = "untyped"
            wrong.append(f"trial {trial}: byte {at} of {len(before)}: {type(error).__name__}: {error}")
        if outcome == "wrong":
            wrong.append(f"trial {trial}: byte {at} of {len(before)} changed by {bit:#x}: another result")
        counts[outcome] += 1
    return counts, wrong


def told(place: Path) -> tuple[bytes, dict[str, bytes]]:
    """Return what a case tells, made anew from what it keeps, and all that it keeps.

    A reading that is not found any more is none of it: it is made again, and is the same.
    """
    with open_case(place, VERSION, create=False) as case:
        field = case.group_by()
        kept = {name: body for name, body in contents(case).items() if not name.startswith("reading ")}
        made = pipeline.build_accounts(pipeline.read_paths((), CONFIG, case), CONFIG, field, case, case.judgements())
        return dump([to_json(account) for account in made.accounts]), kept


# ---------------------------------------------------------------- the task


def run(choice: Choice) -> Result:
    """Attack a file, and a server where there is one."""
    kills = choice.sample or KILLS
    scale = kills / KILLS
    scores = []
    with tempfile.TemporaryDirectory() as folder:
        base = Path(folder)
        given = inputs(base / "in", 16)
        for name, place in stores(base):
            found = kill_runs(given, place, kills)
            for line in found.wrong[:5]:
                print(f"  {name}: {line}", file=sys.stderr)
            where = ", ".join(f"{stage} {n}" for stage, n in sorted(found.stages.items()))
            scores += [
                Score(f"{name}: {kills} kills, kept reports lost", found.counts["lost"], 0, most=True, counts=where),
                Score(f"{name}: half reports", found.counts["half"], 0, most=True),
                Score(f"{name}: resumed to another result", found.counts["other"], 0, most=True),
            ]
            all_of = crowd(place("crowd"), each=max(10, round(EACH * scale)))
            scores += [
                Score(f"{name}: of {all_of.given} reports not once", all_of.given - all_of.kept, 0, most=True),
                Score(f"{name}: writers, readers that failed", all_of.failed, 0, most=True),
                Score(f"{name}: longest of {all_of.reads} reads, s", all_of.longest),
            ]
        filled = [fill(str(base / f"full{n}.case"), n * 40_000) for n in range(1, 11)]
        scores.append(Score("full disk: kept reports lost", sum(f.lost for f in filled), 0, most=True))
        scores.append(Score("full disk: no typed error", sum(not f.typed for f in filled), 0, most=True))
        counts, wrong = flip(base, given, max(10, round(FLIPS * scale)))
        for line in wrong[:5]:
            print(f"  flips: {line}", file=sys.stderr)
        shown = f"detected {counts['detected']}, harmless {counts['harmless']}"
        scores.append(Score("flips: another result", counts["wrong"], 0, most=True, counts=shown))
        scores.append(Score("flips: no typed error", counts["untyped"], 0, most=True))
    return Result(scores)


def stores(folder: Path) -> Iterator[tuple[str, Callable[[str], str]]]:
    """Yield each kind of store with what names new cases in it."""
    yield "SQLite", lambda name: str(folder / f"{name}.case")
    server = os.environ.get("DATELINE_TEST_POSTGRESQL")
    if server:
        yield "PostgreSQL", lambda name: schema(server, name)


def schema(server: str, name: str) -> str:
    """Return the address of a schema of a server, made anew where it is not there yet."""
    import psycopg

    name = name.replace("-", "_")
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE SCHEMA IF NOT EXISTS {name}".encode())
    return f"{server}{'&' if '?' in server else '?'}options=-csearch_path%3D{name}"


TASK = Task("store", "cases that are attacked", run, timed=True)
