"""Offsets: from a text to the source it was taken from, and between code points, UTF-8 and UTF-16."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from dateline.records import Run, Span


def in_source(runs: Sequence[Run], span: Span) -> Span | None:
    """Return the characters of the source that show a span of the text; None where the source shows none of it.

    A span that begins or ends inside a character reference takes the whole reference.
    """
    first = bisect_right(runs, span.start, key=lambda run: run[1])
    last = bisect_left(runs, span.end, key=lambda run: run[0]) - 1
    if first > last:
        return None
    start, end = runs[first], runs[last]
    left = start[2] + max(0, span.start - start[0]) if _one_each(start) else start[2]
    right = end[3] - max(0, end[1] - span.end) if _one_each(end) else end[3]
    return Span(left, right)


def to_utf8(text: str, span: Span) -> Span:
    """Return a span of code points as bytes of the text in UTF-8."""
    return _measured(text, span, "utf-8", 1)


def to_utf16(text: str, span: Span) -> Span:
    """Return a span of code points as UTF-16 code units, as browsers count."""
    return _measured(text, span, "utf-16-le", 2)


def from_utf8(text: str, span: Span) -> Span:
    """Return a span of bytes of the text in UTF-8 as code points.

    Raises:
        UnicodeDecodeError: the span begins or ends inside a character.
    """
    return _read_back(text, span, "utf-8", 1)


def from_utf16(text: str, span: Span) -> Span:
    """Return a span of UTF-16 code units as code points.

    Raises:
        UnicodeDecodeError: the span begins or ends inside a character.
    """
    return _read_back(text, span, "utf-16-le", 2)


def _one_each(run: Run) -> bool:
    return run[1] - run[0] == run[3] - run[2]


def _measured(text: str, span: Span, encoding: str, unit: int) -> Span:
    start = len(text[: span.start].encode(encoding)) // unit
    return Span(start, start + len(text[span.start : span.end].encode(encoding)) // unit)


def _read_back(text: str, span: Span, encoding: str, unit: int) -> Span:
    data = text.encode(encoding)
    start = len(data[: span.start * unit].decode(encoding))
    return Span(start, start + len(data[span.start * unit : span.end * unit].decode(encoding)))
