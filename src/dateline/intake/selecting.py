"""The child process that picks the text out of pages, documents and feeds: `python -m dateline.intake.selecting`.

It answers one input at a time on its standard streams: in, a letter (`h` for HTML in UTF-8, `b` for HTML in
bulk, `p` for PDF, `f` for a feed in XML), a length (4 bytes, big-endian) and the bytes; out, a length and JSON: of a
page a list of the paragraphs that are the article's, null where there are none, of a document
{"pages": [text, …], "error": why it could not be read to the end}, of a feed {"title", "language", "entries", "error"}.
Hostile inputs can crash a parser written in C, make it swell or keep it busy: only this process can come to harm, with
its memory and time capped.
"""

from __future__ import annotations

import io
import json
import resource
import struct
import sys
from collections.abc import Callable
from typing import Any

MEMORY = 2 * 1024**3
"""Bytes of address space the process may take."""
SECONDS = 20
"""Processor time for one input: the longest real pages take below 1 s."""
PAGES = 2000
"""Pages of a document that are read."""


def main() -> None:
    """Answer until the input ends."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    read, write = sys.stdin.buffer, sys.stdout.buffer
    while len(head := read.read(5)) == 5:
        kind, size = struct.unpack(">cI", head)
        data = read.read(size)
        spent = resource.getrusage(resource.RUSAGE_SELF)
        resource.setrlimit(
            resource.RLIMIT_CPU, (int(spent.ru_utime + spent.ru_stime) + SECONDS, resource.RLIM_INFINITY)
        )
        answer = json.dumps(PARSERS[kind](data)).encode()
        write.write(struct.pack(">I", len(answer)) + answer)
        write.flush()


def paragraphs(data: bytes) -> list[str] | None:
    """Return the paragraphs of a page's article."""
    from trafilatura import extract

    found = extract(data.decode("utf-8", "replace"), include_comments=False, include_tables=False)
    return None if found is None else found.split("\n")


def quick(data: bytes) -> list[str]:
    """Return the paragraphs of a page's article by a library that is ten times as quick, and less choosy."""
    from resiliparse.extract.html2text import extract_plain_text

    text: str = extract_plain_text(data.decode("utf-8", "replace"), main_content=True, alt_texts=False, links=False)
    return text.split("\n")


def pages(data: bytes) -> dict[str, Any]:
    """Return the text of each page of a PDF document."""
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
    """Return what a feed in XML tells of itself and of each item; days are those of the library, which are in UTC."""
    import feedparser

    read = feedparser.parse(io.BytesIO(data), sanitize_html=False, resolve_relative_uris=False)
    about = read.get("feed", {})
    broken = read.bozo and not isinstance(read.get("bozo_exception"), feedparser.CharacterEncodingOverride)
    return {
        "title": about.get("title"),
        "language": about.get("language"),
        "entries": [_entry(entry) for entry in read.entries],
        "error": " ".join(str(read.get("bozo_exception")).split()) if broken else None,
    }


def _entry(entry: Any) -> dict[str, Any]:
    contents = [str(content.get("value") or "") for content in entry.get("content", [])]
    parsed = entry.get("published_parsed") or entry.get("updated_parsed")
    return {
        "title": entry.get("title"),
        "markup": max([*contents, str(entry.get("summary") or "")], key=len),
        "day": None if parsed is None else f"{parsed.tm_year:04}-{parsed.tm_mon:02}-{parsed.tm_mday:02}",
        "publisher": (entry.get("source") or {}).get("title"),
        "url": entry.get("link"),
        "guid": entry.get("id"),
    }


PARSERS: dict[bytes, Callable[[bytes], Any]] = {b"h": paragraphs, b"b": quick, b"p": pages, b"f": feed}
"""What answers each letter."""

if __name__ == "__main__":
    main()
