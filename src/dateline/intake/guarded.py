"""The handle on the child process that picks the text out of pages: started when needed, ended when it goes wrong."""

from __future__ import annotations

import atexit
import json
import selectors
import struct
import subprocess
import sys
import time
from functools import cache
from importlib.util import find_spec
from typing import IO

from dateline.errors import InputError, MissingResource

SECONDS = 20.0
"""Time for one page: the longest real ones take below 1 s."""


class Guarded:
    """Paragraphs of pages, from a process of its own."""

    def __init__(self, seconds: float = SECONDS) -> None:
        self._seconds = seconds
        self._child: subprocess.Popen[bytes] | None = None

    def paragraphs(self, source: str) -> list[str] | None:
        """Return the paragraphs of a page's article, None where none are found.

        Raises:
            InputError: the process ended, or was ended because it took too long.
            MissingResource: the library is not installed.
        """
        child = self._started()
        assert child.stdin is not None  # noqa: S101 - it was asked for
        assert child.stdout is not None  # noqa: S101
        page = source.encode("utf-8", "replace")
        until = time.monotonic() + self._seconds
        try:
            child.stdin.write(struct.pack(">I", len(page)) + page)
            child.stdin.flush()
            size = struct.unpack(">I", _exactly(child.stdout, 4, until))[0]
            found: list[str] | None = json.loads(_exactly(child.stdout, size, until))
        except (OSError, EOFError, TimeoutError) as error:
            self.stop()
            why = "takes too long" if isinstance(error, TimeoutError) else "ends the parser"
            raise InputError(f"the page {why}") from error
        return found

    def stop(self) -> None:
        """End the process; the next page starts another."""
        if self._child is not None:
            self._child.kill()
            self._child.communicate()
            self._child = None

    def _started(self) -> subprocess.Popen[bytes]:
        if self._child is None or self._child.poll() is not None:
            if find_spec("trafilatura") is None:
                raise MissingResource("HTML pages need trafilatura: pip install 'dateline[intake]'")
            self._child = subprocess.Popen(  # noqa: S603 - our own interpreter and module
                [sys.executable, "-m", "dateline.intake.selecting"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            )
        return self._child


@cache
def guarded() -> Guarded:
    """Return the one handle of this process."""
    handle = Guarded()
    atexit.register(handle.stop)
    return handle


def _exactly(stream: IO[bytes], size: int, until: float) -> bytes:
    """Read so many bytes before the clock says `until`."""
    parts = []
    with selectors.DefaultSelector() as waiting:
        waiting.register(stream, selectors.EVENT_READ)
        while size:
            if not waiting.select(max(0.0, until - time.monotonic())):
                raise TimeoutError
            part = stream.read1(size)  # type: ignore[attr-defined]
            if not part:
                raise EOFError
            parts.append(part)
            size -= len(part)
    return b"".join(parts)
