"""Long work: it comes in batches, shows its progress, can be ended, and goes on where it stopped."""

from __future__ import annotations

import fcntl
import gzip
import json
import os
import pty
import resource
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from dateline.errors import StoreError
from dateline.intake import Stream, gather, keep, streaming
from dateline.intake.guarded import _check
from dateline.records import Original, Rejection, Report, Taken
from dateline.store import Case, open_case
from tests.conftest import ROOT, Dateline, report

PAUSE = 0.05


class Shelf:
    """Remembers what it was given; refuses from a number of batches on."""

    def __init__(self, most: int = 10**9) -> None:
        self.batches: list[list[Report]] = []
        self.places: dict[str, Taken] = {}
        self._most = most

    def add(self, reports: Iterable[Report], originals: Iterable[Original], taken: Iterable[Taken]) -> None:
        del originals
        if len(self.batches) >= self._most:
            raise StoreError("full")
        self.batches.append(list(reports))
        self.places |= {one.path: one for one in taken}

    def taken(self, path: str) -> Taken | None:
        return self.places.get(path)

    @property
    def ids(self) -> list[str]:
        return [one.id for batch in self.batches for one in batch]


def lines(path: Path, count: int, start: int = 0, bad: int = 0) -> Path:
    with path.open("a", encoding="utf-8") as file:
        for n in range(start, start + count):
            line = {"id": f"r{n}", "text": f"Flood {n} killed {n} people in Tete."}
            file.write(("not JSON" if bad and n % bad == bad - 1 else json.dumps(line)) + "\n")
    return path


def taken(path: Path, shelf: Shelf | Case) -> list[Report | Rejection]:
    return list(keep(Stream([path]), shelf))


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streaming, "BATCH", 8)
    monkeypatch.setattr(streaming, "STEP", 4)


# ---------------------------------------------------------------- batches


def test_reports_are_kept_in_batches_as_they_come(tmp_path: Path) -> None:
    shelf = Shelf()
    path = lines(tmp_path / "a.jsonl", 50)
    coming = keep(Stream([path]), shelf)
    seen = [next(coming) for _ in range(20)]
    assert len(shelf.batches) == 2
    coming.close()
    assert shelf.ids == [one.id for one in seen if isinstance(one, Report)]


def test_memory_does_not_grow_with_the_input(tmp_path: Path) -> None:
    script = (
        "import pathlib, re, sys\n"
        "from dateline.intake import Stream, keep\n"
        "from dateline.store import open_case\n"
        "with open_case(sys.argv[1], 'x') as case:\n"
        "    for _ in keep(Stream(sys.argv[2:]), case): pass\n"
        "print(re.search('VmHWM:.*?([0-9]+) kB', pathlib.Path('/proc/self/status').read_text())[1])\n"
    )
    used = []
    for count in (500, 8000):
        path = tmp_path / f"{count}.jsonl"
        text = "Soldiers found the bridge open and the road under water. " * 60
        path.write_text("".join(json.dumps({"id": str(n), "text": f"{n} {text}"}) + "\n" for n in range(count)))
        command = [sys.executable, "-c", script, str(tmp_path / f"{count}.case"), str(path)]
        used.append(int(subprocess.run(command, capture_output=True, check=True).stdout))
    assert path.stat().st_size > 24 * 1024**2
    assert used[1] < used[0] + 16 * 1024


def test_a_page_is_kept_no_later_than_its_report(tmp_path: Path) -> None:
    for n in range(20):
        (tmp_path / f"{n}.eml").write_text(
            f"From: a@b.example\nSubject: Flood {n}\nDate: Mon, 04 Mar 2019 08:00:00 +0000\nMIME-Version: 1.0\n"
            f"Content-Type: text/html\n\n<html><body><p>A flood in Tete killed {n} people, police said.</p></body></html>\n"
        )
    place = tmp_path / ".case"
    with open_case(place, "1") as case:
        for n, _ in enumerate(keep(Stream([tmp_path]), case)):
            if n % 5 == 0:
                assert all(case.original(r.original_sha256 or "") is not None for r in case.reports())
        assert len(case.reports()) == 20


# ---------------------------------------------------------------- going on


@pytest.mark.parametrize("most", range(1, 6))
def test_what_was_not_kept_comes_again_and_nothing_else(tmp_path: Path, most: int) -> None:
    path = lines(tmp_path / "a.jsonl", 50, bad=7)
    whole = gather([path])
    shelf = Shelf(most)
    with pytest.raises(StoreError, match="full"):
        taken(path, shelf)
    first = list(shelf.ids)
    shelf._most = 10**9
    told = taken(path, shelf)
    assert sorted(set(shelf.ids)) == sorted(r.id for r in whole.reports)
    assert len(shelf.ids) - len(whole.reports) <= streaming.STEP
    assert len(first) == 8 * most
    assert {one for one in told if isinstance(one, Rejection)} == set(whole.rejections)
    assert len([one for one in told if isinstance(one, Report)]) == len(shelf.ids) - len(first)


def test_what_is_known_is_not_read_again_and_its_rejections_are_told_again(tmp_path: Path) -> None:
    lines(tmp_path / "a.jsonl", 10, bad=5)
    (tmp_path / "b.txt").write_text("Two people died in Tete on Monday.")
    (tmp_path / "c.bin").write_bytes(b"\x00\x01\x02" * 99)
    shelf = Shelf()
    first = taken(tmp_path, shelf)
    count = len(shelf.ids)
    stream = Stream([tmp_path])
    again = list(keep(stream, shelf))
    assert stream.done == stream.size == sum(path.stat().st_size for path in tmp_path.iterdir())
    assert again == [one for one in first if isinstance(one, Rejection)]
    assert len(again) == 3
    assert len(shelf.ids) == count


def test_lines_added_at_the_end_are_all_that_is_read(tmp_path: Path) -> None:
    path = lines(tmp_path / "a.jsonl", 10)
    shelf = Shelf()
    taken(path, shelf)
    lines(path, 3, start=10, bad=12)
    assert [one.id for one in taken(path, shelf) if isinstance(one, Report)] == ["r10", "r12"]
    assert len(shelf.ids) == 12
    (told,) = shelf.places[str(path)].rejections
    assert told.path.endswith("a.jsonl:12")


@pytest.mark.parametrize(
    "change",
    [
        lambda data: data.replace(b"Flood 3", b"Storm 3"),
        lambda data: b"\n" + data,
        lambda data: data[: len(data) // 2],
        gzip.compress,
    ],
    ids=["changed", "shifted", "cut", "packed"],
)
def test_an_input_that_changed_is_read_anew(tmp_path: Path, change: object) -> None:
    path = lines(tmp_path / "a.jsonl", 10)
    shelf = Shelf()
    taken(path, shelf)
    assert callable(change)
    path.write_bytes(change(path.read_bytes()))
    shelf.batches.clear()
    taken(path, shelf)
    assert sorted(shelf.ids) == sorted(r.id for r in gather([path]).reports)


def test_a_last_line_without_an_end_may_still_grow(tmp_path: Path) -> None:
    path = lines(tmp_path / "a.jsonl", 3)
    path.write_bytes(path.read_bytes() + b'{"id": "last", "text": "Two died."')
    shelf = Shelf()
    assert isinstance(taken(path, shelf)[-1], Rejection)
    with path.open("ab") as file:
        file.write(b"}\n")
    taken(path, shelf)
    assert "last" in shelf.ids


def test_what_wants_a_library_is_tried_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(b"%PDF-1.7 nothing")
    monkeypatch.setattr("dateline.intake.guarded.find_spec", lambda _name: None)
    _check.cache_clear()
    shelf = Shelf()
    (lacking,) = taken(path, shelf)
    monkeypatch.undo()
    _check.cache_clear()
    (damaged,) = taken(path, shelf)
    assert isinstance(lacking, Rejection)
    assert isinstance(damaged, Rejection)
    assert "pip install" in lacking.reason
    assert "pip install" not in damaged.reason


def test_a_case_goes_on_where_it_stopped(tmp_path: Path, place: str) -> None:
    path = lines(tmp_path / "a.jsonl", 60, bad=9)
    whole = gather([path])
    with open_case(place, "1") as case:
        coming = keep(Stream([path]), case)
        for _ in range(30):
            next(coming)
        coming.close()
        before = case.size().reports
        assert 0 < before < len(whole.reports)
        stream = Stream([path])
        rest = [one for one in keep(stream, case) if isinstance(one, Report)]
        assert len(rest) <= len(whole.reports) - before + 4
        assert case.reports() == sorted(whole.reports, key=lambda r: r.id)


# ---------------------------------------------------------------- Ctrl-C and progress


def many(tmp_path: Path) -> Path:
    return lines(tmp_path / "a.jsonl", 400)


@pytest.mark.parametrize("workers", ["1", "2"])
def test_ctrl_c_tells_what_is_kept_and_the_same_command_goes_on(tmp_path: Path, workers: str) -> None:
    case, path = tmp_path / "a.case", lines(tmp_path / "a.jsonl", 300)
    command = [sys.executable, "-m", "dateline", "account", str(path), "--case", str(case), "--workers", workers]
    running = subprocess.Popen(
        [*command, "--json", "-"], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True
    )
    wait_for(case, lambda kept: kept.size().readings > 0)
    os.killpg(running.pid, signal.SIGINT)
    out, error = running.communicate(timeout=120)
    assert (running.returncode, out) == (130, b"")
    assert error.count(b"\n") == 1
    with open_case(case, "1") as kept:
        size = kept.size()
    assert size.reports == 300
    assert f"300 reports and {size.readings} readings" in error.decode()
    assert 0 < size.readings < 300


def test_workers_leave_with_a_run_that_is_killed(tmp_path: Path) -> None:
    case, path = tmp_path / "a.case", lines(tmp_path / "a.jsonl", 300)
    command = [sys.executable, "-m", "dateline", "account", str(path), "--case", str(case), "--workers", "2"]
    running = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    wait_for(case, lambda kept: kept.size().readings > 0)
    children = Path(f"/proc/{running.pid}/task/{running.pid}/children").read_text().split()
    assert len(children) >= 2
    running.kill()
    running.communicate(timeout=60)  # standard error ends when the last process that has it does
    for _ in range(200):
        if not any(Path(f"/proc/{pid}").exists() for pid in children):
            return
        time.sleep(PAUSE)
    raise AssertionError("workers are left")


def wait_for(case: Path, ready: object) -> None:
    assert callable(ready)
    for _ in range(2400):
        if case.exists() and case.stat().st_size:
            try:
                with open_case(case, "1", create=False) as kept:
                    if ready(kept):
                        return
            except StoreError:
                pass
        time.sleep(PAUSE)
    raise AssertionError("it never came so far")


def test_ctrl_c_without_a_case_says_that_nothing_is_kept(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "slow.jsonl")
    command = [sys.executable, "-m", "dateline", "account", str(tmp_path / "slow.jsonl")]
    running = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    with (tmp_path / "slow.jsonl").open("wb"):  # it has opened its end
        running.send_signal(signal.SIGINT)
        out, error = running.communicate(timeout=60)
    assert (running.returncode, out) == (130, b"")
    assert error == b"dateline: stopped; nothing is kept without --case\n"


def on_a_terminal(command: list[str]) -> tuple[int, str]:
    """Run a command with a terminal for standard error; return its exit code and what it showed there."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 120, 0, 0))
    running = subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=theirs, env={**os.environ, "TERM": "xterm"}
    )
    os.close(theirs)
    return running.wait(), b"".join(parts(ours)).decode()


def parts(ours: int) -> Iterator[bytes]:
    while True:
        try:
            part = os.read(ours, 4096)
        except OSError:
            part = b""
        if not part:
            os.close(ours)
            return
        yield part


def test_progress_is_shown_on_a_terminal_and_nowhere_else(dateline: Dateline, tmp_path: Path) -> None:
    path = lines(tmp_path / "a.jsonl", 30, bad=10)
    code, shown = on_a_terminal([sys.executable, "-m", "dateline", "account", str(path)])
    assert code == 1
    for told in ("Taking in", "Reading", "Linking", "Reconciling stories", "/s", "3 rejected", "0:00:"):
        assert told in shown, told
    plain = dateline("account", path)
    assert plain.returncode == 1
    assert plain.stderr.count(b"\n") == 3
    assert b"Reading" not in plain.stderr


# ---------------------------------------------------------------- a full disk


def test_a_full_disk_is_an_error_in_words_and_costs_nothing_kept(dateline: Dateline, tmp_path: Path) -> None:
    case = tmp_path / "a.case"
    first, second = lines(tmp_path / "a.jsonl", 5), lines(tmp_path / "b.jsonl", 4000, start=100)
    assert dateline("account", first, "--case", case).returncode == 0
    limit = case.stat().st_size + 100_000
    done = subprocess.run(
        [sys.executable, "-m", "dateline", "account", str(second), "--case", str(case)],
        cwd=ROOT, capture_output=True, check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)),
    )  # fmt: skip
    assert done.returncode == 2
    assert done.stderr.count(b"\n") == 1
    assert b"make room" in done.stderr
    assert dateline("check", case).returncode == 0
    with open_case(case, "1") as kept:
        assert {f"r{n}" for n in range(5)} <= {r.id for r in kept.reports()}
        kept.add([report(id="after")])


def test_output_that_cannot_be_written_is_an_error_in_words(tmp_path: Path) -> None:
    path = lines(tmp_path / "a.jsonl", 2)
    for option in (["--json", "-"], ["--html", "-"], []):
        with Path("/dev/full").open("wb") as full:
            done = subprocess.run(
                [sys.executable, "-m", "dateline", "account", str(path), *option],
                cwd=ROOT, stdout=full, stderr=subprocess.PIPE, check=False,
            )  # fmt: skip
        assert done.returncode == 2, option
        assert done.stderr.count(b"\n") == 1
        assert b"standard output: cannot be written" in done.stderr
