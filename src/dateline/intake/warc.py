"""Web archives (WARC 1.0 and 1.1, ISO 28500): each page, text or document in one becomes an input.

What is cut short or damaged is told: a record shorter than it says, a digest that does not fit, an end that is none.
"""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from importlib.util import find_spec
from typing import TYPE_CHECKING, TypeAlias, TypeVar

from dateline.errors import InputError, MissingResource
from dateline.intake.given import FREE, SWELLS, Given
from dateline.intake.page import Fetched, page_report
from dateline.records import Original, Rejection, Report

if TYPE_CHECKING:
    from fastwarc.warc import WarcRecord

Found: TypeAlias = Report | Rejection | Original | Given

Step = TypeVar("Step")

RECORD = 32 * 1024**2
"""Bytes of the largest record that is read."""
PAYLOAD = 64 * 1024**2
"""Bytes that a packed answer may unpack to."""
PAGES = ("text/html", "application/xhtml+xml")
OTHERS = ("text/plain", "application/pdf", "application/rss+xml", "application/atom+xml", "application/feed+json")
"""Media types read besides pages: texts, documents, feeds."""
MARKS = (b"WARC/1.0\r\n", b"WARC/1.1\r\n", b"WARC/0.18\r\n")
"""How web archives begin."""
END = b"\r\n\r\n"
"""What ends each record."""


def is_warc(given: Given) -> bool:
    """Tell web archives by their first bytes, by name where there are none; a compressed one is unpacked first."""
    cut = given.name.endswith(".warc") and any(mark.startswith(given.head) for mark in MARKS)
    return cut or given.head.startswith(MARKS)


def read_warc(given: Given) -> Iterator[Found]:
    """Yield what each record is: a report, an input of another kind, or why neither."""
    if find_spec("fastwarc") is None:
        raise MissingResource("WARC files need fastwarc: pip install 'dateline[intake]'")
    from fastwarc.warc import ArchiveIterator, WarcRecordType

    kinds = WarcRecordType.response | WarcRecordType.resource | WarcRecordType.conversion
    stream = _Tail(given.stream())
    skipped: Counter[str] = Counter()
    records = ArchiveIterator(stream, record_types=kinds, parse_http=False, fsspec_args=False)
    while (record := _whole(lambda: next(records, None))) is not None:
        yield from _whole(partial(_one, record, given, skipped))
    stream.drain()
    if stream.last != END:
        yield Rejection(path=given.path, reason="cut short: it does not end where a record ends")
    if skipped:
        told = ", ".join(f"{name} {count}" for name, count in sorted(skipped.items()))
        yield Rejection(path=given.path, reason=f"records that hold no page or text: {told}")


def _one(record: WarcRecord, given: Given, skipped: Counter[str]) -> Iterable[Found]:
    url = _header(record, "WARC-Target-URI").strip("<>")
    path = f"{given.path}!{url or record.record_id or 'record'}"
    if wrong := _damage(record):
        return [Rejection(path=path, reason=wrong)]
    if not record.is_http:
        return _held(record, given, Fetched(path, url or None, bulk=True), skipped)
    try:
        record.parse_http(auto_decode="all")
    except (OSError, ValueError) as error:
        return [Rejection(path=path, reason=f"a damaged answer ({error})")]
    status = record.http_headers.status_code if record.http_headers is not None else None
    if status != 200:
        skipped[f"status {status}"] += 1
        return ()
    day = _header(record, "WARC-Date")[:10] or None
    return _held(record, given, Fetched(path, url or None, day, record.http_charset, bulk=True), skipped)


def _held(record: WarcRecord, given: Given, fetched: Fetched, skipped: Counter[str]) -> Iterable[Found]:
    kind = record.http_content_type if record.is_http else _header(record, "Content-Type")
    kind = (kind or "").partition(";")[0].strip().lower()
    if kind not in PAGES and kind not in OTHERS:
        skipped[kind or "no media type"] += 1
        return ()
    most = min(PAYLOAD, max(FREE, SWELLS * record.content_length))
    data = record.reader.read(most + 1)
    if len(data) > most:
        return [Rejection(path=fetched.path, reason=f"unpacks to more than {most // 1024**2} MB")]
    if kind in PAGES:
        return page_report(data, fetched)
    return [Given(fetched.path, io.BytesIO(data), given.depth + 1, given.allowance)]


def _damage(record: WarcRecord) -> str | None:
    """Return what is wrong with a record, None where nothing is."""
    stated = _header(record, "Content-Length")
    if not stated.isdecimal():
        return "a record without its length"
    if int(stated) > RECORD:
        return f"a record larger than {RECORD // 1024**2} MB"
    record.freeze()
    if record.content_length != int(stated):
        return f"cut short: {record.content_length} of {stated} bytes"
    if cut := _header(record, "WARC-Truncated"):
        return f"cut when it was fetched ({cut})"
    if _header(record, "WARC-Block-Digest").startswith("sha1:") and not record.verify_block_digest():
        return "damaged: its digest does not fit"
    return None


def _header(record: WarcRecord, name: str) -> str:
    return record.headers.get(name) or ""


def _whole(step: Callable[[], Step]) -> Step:
    """Take a step of the library, whose panics are no exceptions like others.

    Raises:
        InputError: the library broke.
    """
    try:
        return step()
    except BaseException as error:
        if type(error).__name__ == "PanicException":
            raise InputError("damaged, read as far as it goes (its parser breaks)") from error
        raise


class _Tail(io.RawIOBase):
    """A stream that remembers its last bytes."""

    def __init__(self, stream: io.BufferedReader) -> None:
        self._stream = stream
        self._at = 0
        self.last = b""

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        part = self._stream.read1(size)
        self._at += len(part)
        if part:
            self.last = (self.last + part[-len(END) :])[-len(END) :]
        return part

    def tell(self) -> int:
        return self._at

    def drain(self) -> None:
        """Read what is left."""
        while self.read(1 << 20):
            pass
