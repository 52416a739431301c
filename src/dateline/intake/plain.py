"""Plain text files: bytes to text, text to one report."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator

from charset_normalizer import from_bytes

from dateline.errors import InputError, Undecodable
from dateline.intake.build import Raw, build
from dateline.intake.given import Given
from dateline.records import Rejection, Report

BOMS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
"""Byte order marks, longest first where one begins with another; the mark is no part of the text."""

SAMPLE = 65_536
"""Bytes looked at to tell binary content and to guess an encoding."""
CONTROL_SHARE = 0.02
"""Share of control characters from which bytes are binary; text holds none but tabs, breaks and the odd form feed."""
MIXED_SHARE = 0.12
"""Share of bytes above 0x7F below which text in no Unicode encoding is taken for Windows-1252."""
BROKEN = 3
"""Well-formed UTF-8 sequences for each broken one from which the file is UTF-8 with damage."""

_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_UTF8 = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_KINDS = (
    (b"SQLite format 3\x00", "a database, not a report; name a case file with --case"),
    (b"PK\x03\x04", "an office document; save it as text"),
    (b"\xd0\xcf\x11\xe0", "an office document; save it as text"),
    (b"{\\rtf", "an RTF document; save it as text"),
)


def decode(data: bytes) -> str:
    """Return the text of `data`, nothing changed but the byte order mark left out.

    UTF-8, UTF-16 and UTF-32 with their marks, UTF-8 without, then single-byte encodings; bytes that break UTF-8 text
    become U+FFFD.

    Raises:
        Undecodable: `data` is empty, binary, or in no encoding that can be told.
    """
    if not data.strip():
        raise Undecodable("the file is empty")
    for mark, encoding in BOMS:
        if data.startswith(mark):
            return _with_text(data[len(mark) :].decode(encoding, errors="replace"))
    head = data[:SAMPLE].lstrip()
    for magic, reason in _KINDS:
        if head[: len(magic)].lower() == magic.lower():
            raise Undecodable(reason)
    sample = data[:SAMPLE]
    if b"\x00" in sample or len(_CONTROL.findall(sample)) > CONTROL_SHARE * len(sample):
        raise Undecodable("binary content, not text")
    try:
        return _with_text(data.decode("utf-8"))
    except UnicodeDecodeError:
        return _with_text(_single_byte(data))


def read_plain(given: Given) -> Iterator[Report | Rejection]:
    """Yield the one report that a text is, or why it is none."""
    try:
        data = given.whole()
        text = decode(data)
    except InputError as error:
        yield Rejection(path=given.path, reason=str(error))
        return
    yield build(Raw(text=text, path=given.path, file_name=given.name, sha256=hashlib.sha256(data).hexdigest()))


def _single_byte(data: bytes) -> str:
    whole = len(_UTF8.findall(data))
    text = data.decode("utf-8", errors="replace")
    if whole >= BROKEN * max(1, text.count("\ufffd")):
        return text
    high = sum(byte > 0x7F for byte in data)
    if high <= MIXED_SHARE * len(data):
        try:
            return data.decode("cp1252")
        except UnicodeDecodeError:
            pass
    best = from_bytes(data[:SAMPLE]).best()
    if best is None:
        raise Undecodable("no known text encoding; save it as UTF-8")
    return data.decode(best.encoding, errors="replace")


def _with_text(text: str) -> str:
    if not text.strip("\ufeff\u200b \t\r\n\x0b\x0c\x00\u00a0"):
        raise Undecodable("the file holds no text")
    return text
