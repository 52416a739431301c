"""The child process that picks the text out of pages: `python -m dateline.intake.selecting`.

It answers one page at a time on its standard streams: in, a length (4 bytes, big-endian) and the page in UTF-8; out, a
length and a JSON list of the paragraphs that are the article's, null where the extraction finds none. The parser of
markup is C code that hostile pages can crash or make swell: here nothing but this process can come to harm, and its
memory is capped.
"""

from __future__ import annotations

import json
import resource
import struct
import sys

MEMORY = 2 * 1024**3
"""Bytes of address space the process may take."""


def main() -> None:
    """Answer until the input ends."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    from trafilatura import extract

    read, write = sys.stdin.buffer, sys.stdout.buffer
    while len(head := read.read(4)) == 4:
        source = read.read(struct.unpack(">I", head)[0]).decode("utf-8", "replace")
        found = extract(source, include_comments=False, include_tables=False)
        answer = json.dumps(None if found is None else found.split("\n")).encode()
        write.write(struct.pack(">I", len(answer)) + answer)
        write.flush()


if __name__ == "__main__":
    main()
