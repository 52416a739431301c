"""The child process that opens what other people's libraries must parse: pages, documents, feeds, Parquet tables.

It answers one request at a time on its standard streams: in, a letter (`PARSERS`), a length (4 bytes, big-endian) and
the bytes; out, a length and JSON. Hostile inputs can crash a parser written in C, make it swell or send it to fetch
things: only this process can come to harm, its memory and time are capped, and it may neither write nor reach the
network. It imports nothing of the package, so that it starts quickly.
"""

from __future__ import annotations

import io
import json
import os
import resource
import struct
import sys
from collections.abc import Callable, Iterator
from typing import Any

MEMORY = 2 * 1024**3
"""Bytes of address space the process may take."""
SECONDS = 20
"""Processor time for one input: the longest real pages take below 1 s."""
PAGES = 2000
"""Pages of a document that are read."""
ROWS = 256
"""Rows of a Parquet file that are given at once."""
ANSWER = 512 * 1024**2
"""Bytes of the longest answer."""
REFUSED = ("socket.", "subprocess.", "os.exec", "os.fork", "os.posix_spawn", "os.system", "os.remove", "os.rename",
           "os.mkdir", "os.link", "os.symlink", "os.truncate", "os.chmod", "os.kill", "shutil.", "urllib.", "ftplib.",
           "http.", "smtplib.", "webbrowser.")  # fmt: skip
"""Beginnings of the names of events (PEP 578) that no parser has a reason for."""


def main() -> None:
    """Answer until the input ends."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    sys.addaudithook(refuse)
    read = sys.stdin.buffer
    write = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints is no answer
    while len(head := read.read(5)) == 5:
        kind, size = struct.unpack(">cI", head)
        data = read.read(size)
        spent = resource.getrusage(resource.RUSAGE_SELF)
        resource.setrlimit(
            resource.RLIMIT_CPU, (int(spent.ru_utime + spent.ru_stime) + SECONDS, resource.RLIM_INFINITY)
        )
        answer = json.dumps(PARSERS[kind](data), default=str).encode()
        if len(answer) > ANSWER:
            raise MemoryError
        write.write(struct.pack(">I", len(answer)) + answer)
        write.flush()


def refuse(event: str, given: tuple[Any, ...]) -> None:
    """Stop what no parser has a reason for: the network, other programs, writing, and reading besides the libraries.

    Raises:
        PermissionError: it is one of these.
    """
    if event == "open":
        path, _, flags = given
        if isinstance(path, int) or (not flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT) and _is_library(path)):
            return
    elif not event.startswith(REFUSED):
        return
    raise PermissionError(f"a parser may not do this: {event}")


def _is_library(path: object) -> bool:
    folders = (
        sys.prefix,
        sys.base_prefix,
        "/usr/lib",
        "/usr/share",
        "/proc/self",
        "/proc/cpuinfo",
        "/sys/devices",
        "/etc/localtime",
    )
    name = os.path.abspath(os.fsdecode(path))  # type: ignore[arg-type]  # noqa: PTH100 - it must not open what it asks of
    return name.startswith((*folders, *(folder for folder in sys.path if folder)))


def paragraphs(data: bytes) -> list[str] | None:
    """Return the paragraphs of a page's article, None where there are none."""
    from trafilatura import extract

    found = extract(data.decode("utf-8", "replace"), include_comments=False, include_tables=False)
    return None if found is None else found.split("\n")


def quick(data: bytes) -> list[str]:
    """Return the paragraphs of a page's article by a library that is ten times as quick, and less choosy."""
    from resiliparse.extract.html2text import extract_plain_text

    text: str = extract_plain_text(data.decode("utf-8", "replace"), main_content=True, alt_texts=False, links=False)
    return text.split("\n")


def pages(data: bytes) -> dict[str, Any]:
    """Return the text of each page of a PDF document as `pages`, and as `error` why not all were read."""
    from pypdf import PdfReader

    found: list[str] = []
    error = None
    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            return {"pages": [], "error": "an encrypted PDF; save it without its password"}
        for n, page in enumerate(reader.pages):
            if n == PAGES:
                error = f"a PDF of more than {PAGES} pages"
                break
            found.append(page.extract_text())
    except Exception as wrong:
        error = f"a damaged PDF ({' '.join(str(wrong).split())[:200]})"
    return {"pages": found, "error": error}


def feed(data: bytes) -> dict[str, Any]:
    """Return the entries of an RSS or Atom feed as `entries`, and as `error` why not all were read."""
    import feedparser

    read = feedparser.parse(io.BytesIO(data), sanitize_html=False, resolve_relative_uris=False)
    about = read.get("feed", {})
    broken = read.bozo and not isinstance(read.get("bozo_exception"), feedparser.CharacterEncodingOverride)
    return {
        "entries": [_entry(entry, about) for entry in read.entries],
        "error": " ".join(str(read.get("bozo_exception")).split())[:200] if broken else None,
    }


def _entry(entry: Any, about: Any) -> dict[str, Any]:
    markup = max((str(c.get("value") or "") for c in entry.get("content", [])), key=len, default="")
    day = entry.get("published_parsed") or entry.get("updated_parsed")  # in UTC
    return {
        "title": entry.get("title"),
        "markup": max(markup, str(entry.get("summary") or ""), key=len),
        "day": None if day is None else f"{day.tm_year:04}-{day.tm_mon:02}-{day.tm_mday:02}",
        "publisher": (entry.get("source") or {}).get("title") or about.get("title"),
        "url": entry.get("link"),
        "language": about.get("language"),
        "guid": entry.get("id"),
    }


TABLE: list[Iterator[Any]] = []
"""The Parquet table that is open."""


def table(data: bytes) -> dict[str, Any]:
    """Open a Parquet file; `rows` gives what is in it."""
    import pyarrow.parquet

    TABLE.clear()
    try:
        file = pyarrow.parquet.ParquetFile(pyarrow.BufferReader(data))
        TABLE.append(file.iter_batches(batch_size=ROWS, use_threads=False))
    except (pyarrow.ArrowException, OSError, ValueError) as error:
        return {"error": (str(error).splitlines() or ["cut short"])[0][:200]}
    return {"error": None}


def rows(_data: bytes) -> dict[str, Any]:
    """Return the next rows of the open table as `rows`, none at its end, and as `error` why there are no more."""
    import pyarrow

    try:
        batch = next(TABLE[0], None)
        return {"rows": [] if batch is None else batch.to_pylist(), "end": batch is None, "error": None}
    except (pyarrow.ArrowException, OSError, ValueError) as error:
        return {"rows": [], "end": True, "error": (str(error).splitlines() or ["cut short"])[0][:200]}


PARSERS: dict[bytes, Callable[[bytes], Any]] = {
    b"h": paragraphs, b"b": quick, b"p": pages, b"f": feed, b"t": table, b"n": rows,
}  # fmt: skip
"""What answers each letter."""

if __name__ == "__main__":
    main()
