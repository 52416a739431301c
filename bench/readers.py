"""Fifty readers and a writer at one desk: a real `dateline serve` on loopback, asked as fast as it answers.

Every reader goes from a list or a search to a story that stands on it, mostly near the top, and from there to one of its
reports, over a connection of its own and without a pause; meanwhile another process takes stories into the case. Answers
other than 200 and broken connections are errors.

`python -m bench.readers write CASE` is the writer, `python -m bench.readers read PORT` are the readers.
"""

from __future__ import annotations

import asyncio
import json
import random
import re
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple
from urllib.request import urlopen

from bench.shelves import copies, templates
from dateline import __version__
from dateline.config import Config
from dateline.store import open_case
from dateline.web.guard import SESSION

READERS = 50
SECONDS = 20.0
WARM = 5.0
"""Seconds that readers ask before it counts."""
READY = 180
"""Seconds until the list must be ready."""
MOST = 40_000
"""Requests at most."""
LISTS = 40
"""Different lists that are asked for."""
BATCH, PAUSE = 4, 1.0
"""Stories taken in at once, and seconds between."""
_STORY = re.compile(rb'<h2><a href="(/story/[^"#/?]+)" data-row>')
_SOURCE = re.compile(rb'href="(/story/[^"/]+/source/[^"#]+)"')


class Asked(NamedTuple):
    """A request: what kind of page, the seconds until its last byte, and its status; 0 for a broken connection."""

    kind: str
    seconds: float
    status: int


# ---------------------------------------------------------------- the readers


async def _get(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, path: str) -> tuple[int, bytes]:
    asked = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: text/html\r\nCookie: {SESSION}={'s' * 32}\r\n\r\n"
    writer.write(asked.encode())
    await writer.drain()
    head = await reader.readuntil(b"\r\n\r\n")
    length = re.search(rb"content-length: (\d+)", head, re.IGNORECASE)
    body = await reader.readexactly(int(length[1])) if length else b""
    return int(head.split(b" ", 2)[1]), body


async def _read(port: int, number: int, addresses: Sequence[str], until: float, found: list[Asked]) -> None:
    chance = random.Random(number)  # noqa: S311 - a mix, not secrets
    connection = None

    async def ask(kind: str, path: str) -> bytes:
        nonlocal connection
        start = time.monotonic()
        try:
            if connection is None:
                connection = await asyncio.open_connection("127.0.0.1", port)
            status, body = await _get(*connection, path)
        except (OSError, asyncio.IncompleteReadError):
            status, body, connection = 0, b"", None
        found.append(Asked(kind, time.monotonic() - start, status))
        return body

    while time.monotonic() < until and len(found) < MOST:
        address = chance.choice(addresses)
        page = await ask("search" if "q=" in address else "list", f"/?{address}")
        stories = [one.decode() for one in _STORY.findall(page)]
        for _ in range(2):
            if stories:
                story = stories[int(len(stories) * chance.random() ** 2)]
                told = await ask("story", story)
                if sources := [one.decode().replace("&amp;", "&") for one in _SOURCE.findall(told)]:
                    await ask("source", chance.choice(sources[:6]))
    if connection is not None:
        connection[1].close()


async def _all(port: int, seconds: float) -> list[Asked]:
    from bench.desk import addresses

    found: list[Asked] = []
    listed = addresses(LISTS)
    until = time.monotonic() + seconds
    await asyncio.gather(*(_read(port, n, listed, until, found) for n in range(READERS)))
    return found


# ---------------------------------------------------------------- the writer


def write(place: str) -> None:
    """Take stories into a case, a few at once, until ended."""
    made = templates(8)
    with open_case(place, f"{__version__} {Config().pipeline}") as case:
        first = 1_000_000
        print("ready", flush=True)
        while True:
            told = list(copies(made, BATCH, first))
            case.add([report for _, reports in told for report in reports])
            case.update_accounts([], [account for account, _ in told], case.judged(), case.judged())
            first += BATCH
            time.sleep(PAUSE)


# ---------------------------------------------------------------- all together


def load(place: Path) -> list[Asked]:
    """Serve a case, have it written to and read, and return what readers asked after they had warmed up."""
    with _running("-m", "dateline", "serve", str(place), "--port", "0") as (_, line):
        port = int(line.rstrip("/\n").rsplit(":", 1)[1])
        _wait(port, _stories(place))
        with _running("-m", "bench.readers", "write", str(place)):
            command = [sys.executable, "-m", "bench.readers", "read", str(port)]
            out = subprocess.run(command, check=True, capture_output=True, timeout=SECONDS + WARM + 120).stdout
    return [Asked(*one) for one in json.loads(out)]


def _stories(place: Path) -> int:
    with open_case(place, f"{__version__} {Config().pipeline}", create=False) as case:
        return len(case.account_marks())


def _wait(port: int, stories: int) -> None:
    """Wait until the list holds all stories: the index of a new case is made while it is served."""
    for _ in range(READY):
        with urlopen(f"http://127.0.0.1:{port}/api/stories") as answer:
            if json.loads(answer.read())["total"] >= stories:
                return
        time.sleep(1)
    raise TimeoutError("the list was not ready")


@contextmanager
def _running(*command: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    with subprocess.Popen([sys.executable, *command], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None  # noqa: S101 - it is piped
        try:
            yield process, process.stdout.readline()
        finally:
            process.terminate()
            process.wait(timeout=30)


def main() -> None:
    """Be the writer or the readers."""
    what, where = sys.argv[1:]
    if what == "write":
        write(where)
    asyncio.run(_all(int(where), WARM))
    print(json.dumps(asyncio.run(_all(int(where), SECONDS))))


if __name__ == "__main__":
    main()
