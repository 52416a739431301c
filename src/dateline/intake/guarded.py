"""The handle on the child process that opens what other people's libraries must parse (`selecting`)."""

from __future__ import annotations

import atexit
import json
import os
import select
import struct
import subprocess
import sys
import threading
from collections.abc import Iterator
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from time import monotonic
from typing import Any

from dateline.errors import InputError, MissingResource
from dateline.intake.given import Allowance

CHILD = Path(__file__).with_name("selecting.py")
DEADLINE = 120.0
"""Seconds of the clock in which the process must answer: one that waits for something takes no processor time."""
SETTINGS = {
    "ARROW_DEFAULT_MEMORY_POOL": "system",
    "OMP_NUM_THREADS": "1",
    "MALLOC_TOP_PAD_": str(16 * 1024**2),
    "MALLOC_TRIM_THRESHOLD_": str(64 * 1024**2),
    "MALLOC_MMAP_THRESHOLD_": str(64 * 1024**2),
}
"""Environment of the process: memory that one page took is kept for the next, where the C library is glibc."""
PIECE = 1 << 20
"""Bytes written or read at once."""


class Guarded:
    """What the child process finds in pages, documents, feeds and tables; threads wait for their turn.

    Every method raises:
        InputError: the process ended: the input broke it, took too much time or memory, or left it without an answer.
        MissingResource: the library is not installed.
    """

    def __init__(self) -> None:
        self._child: subprocess.Popen[bytes] | None = None
        self._turn = threading.Lock()
        self._answered = 0

    def paragraphs(self, source: str, *, bulk: bool = False) -> list[str] | None:
        """Return the paragraphs of a page's article, None where there are none; in bulk sooner, with less care."""
        _check("resiliparse" if bulk else "trafilatura", "HTML pages need")
        found: list[str] | None = self._ask(b"b" if bulk else b"h", source.encode("utf-8", "replace"))
        return found

    def document(self, data: bytes) -> dict[str, Any]:
        """Return what a PDF document holds: `pages`, the text of each, and `error`, why not all were read."""
        _check("pypdf", "PDF documents need")
        found: dict[str, Any] = self._ask(b"p", data)
        return found

    def feed(self, data: bytes) -> dict[str, Any]:
        """Return what an RSS or Atom feed holds: `entries`, and `error`, why not all were read."""
        _check("feedparser", "feeds need")
        found: dict[str, Any] = self._ask(b"f", data)
        return found

    def rows(self, data: bytes) -> Iterator[object]:
        """Yield the rows of a Parquet file, in a process of its own: it stays open while they are taken.

        Raises:
            InputError: the file is damaged, or unpacks to too much; or as every method.
        """
        _check("pyarrow", "Parquet files need")
        own = Guarded()
        allowance = Allowance(lambda: len(data))
        try:
            found: dict[str, Any] = own._ask(b"t", data)
            while found["error"] is None and not found.get("end"):
                found = own._ask(b"n", b"")
                allowance.spend(own._answered)
                yield from found["rows"]
        finally:
            own.stop()
        if found["error"] is not None:
            raise InputError(f"a damaged Parquet file ({found['error']})")

    def _ask(self, kind: bytes, data: bytes) -> Any:
        with self._turn:
            return self._answer(kind, data)

    def _answer(self, kind: bytes, data: bytes) -> Any:
        child = self._started()
        assert child.stdin is not None  # noqa: S101 - it was asked for
        assert child.stdout is not None  # noqa: S101
        until = monotonic() + DEADLINE
        try:
            _write(child.stdin.fileno(), struct.pack(">cI", kind, len(data)) + data, until)
            size = struct.unpack(">I", _read(child.stdout.fileno(), 4, until))[0]
            self._answered = size
            return json.loads(_read(child.stdout.fileno(), size, until))
        except TimeoutError as error:
            self.stop()
            raise InputError(f"its parser gave no answer in {DEADLINE:g} seconds; save its text") from error
        except (OSError, EOFError) as error:
            self.stop()
            raise InputError("its parser takes too long, too much memory, or breaks; save its text") from error

    def stop(self) -> None:
        """End the process; the next page starts another."""
        if self._child is not None:
            self._child.kill()
            self._child.communicate()
            self._child = None

    def _started(self) -> subprocess.Popen[bytes]:
        if self._child is not None and self._child.poll() is not None:
            self.stop()
        if self._child is None:
            self._child = subprocess.Popen(  # noqa: S603 - this program itself
                [sys.executable, "-P", str(CHILD)],
                bufsize=0,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env={**os.environ, **SETTINGS},
            )
            assert self._child.stdin is not None  # noqa: S101 - it was asked for
            os.set_blocking(self._child.stdin.fileno(), False)
        return self._child


@cache
def _check(library: str, need: str) -> None:
    if find_spec(library) is None:
        raise MissingResource(f"{need} {library}: pip install 'dateline[intake]'")


@cache
def guarded() -> Guarded:
    """Return the one handle of this process."""
    handle = Guarded()
    atexit.register(handle.stop)
    return handle


def _write(file: int, data: bytes, until: float) -> None:
    left = memoryview(data)
    while left:
        _wait(file, select.POLLOUT, until)
        left = left[os.write(file, left[:PIECE]) :]


def _read(file: int, size: int, until: float) -> bytes:
    data = b""
    while len(data) < size:
        _wait(file, select.POLLIN, until)
        part = os.read(file, min(size - len(data), PIECE))
        if not part:
            raise EOFError
        data += part
    return data


def _wait(file: int, event: int, until: float) -> None:
    ready = select.poll()
    ready.register(file, event)
    if not ready.poll(max(0.0, until - monotonic()) * 1000):
        raise TimeoutError
