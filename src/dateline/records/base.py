"""What all records share: immutability, spans, and evidence with its address."""

from __future__ import annotations

import hashlib
from threading import Lock
from typing import TypeVar

import msgspec

from dateline.errors import RecordError

S = TypeVar("S", bound=msgspec.Struct)


class Record(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Base of all records: immutable, compared by value, unknown fields refused."""


class Span(Record, frozen=True, order=True):
    """Characters `start` to `end` of one report's stored text (code points, half-open, never empty)."""

    start: int
    end: int

    def __post_init__(self) -> None:
        check_span(self.start, self.end)

    def of(self, text: str) -> str:
        """Return the characters the span covers."""
        return text[self.start : self.end]

    def overlaps(self, other: Span) -> bool:
        """Tell whether the two spans share at least one character."""
        return self.start < other.end and other.start < self.end

    def covers(self, other: Span) -> bool:
        """Tell whether `other` lies wholly inside this span."""
        return self.start <= other.start and other.end <= self.end


class Evidence(Record, frozen=True, order=True):
    """A quotation with its address: `quote == report.text[start:end]`."""

    report: str
    start: int
    end: int
    quote: str

    def __post_init__(self) -> None:
        check_span(self.start, self.end)
        if len(self.quote) != self.end - self.start:
            raise RecordError(f"report {self.report}, {self.start}-{self.end}: quote has {len(self.quote)} characters")


_prepared: set[type] = set()
_preparing = Lock()


def prepared(kind: type[S]) -> type[S]:
    """Return a kind of record that may be decoded by any number of threads.

    What msgspec must know of a kind it finds out when one is first decoded; two threads that do so at once end the
    process (msgspec 0.22). So one does, and the others wait for it.
    """
    if kind not in _prepared:
        with _preparing:
            msgspec.json.Decoder(kind)
            _prepared.add(kind)
    return kind


def check_span(start: int, end: int) -> None:
    """Refuse a span that is empty or runs backwards.

    Raises:
        RecordError: it does.
    """
    if not 0 <= start < end:
        raise RecordError(f"span {start}-{end} is empty or runs backwards")


def check_evidence(owner: str, evidence: tuple[Evidence, ...]) -> None:
    """Refuse what states something and rests on nothing; `owner` is what the message calls it.

    Raises:
        RecordError: it does.
    """
    if not evidence:
        raise RecordError(f"{owner} states something and has no evidence")


def id_of(kind: str, *parts: str) -> str:
    """Return an id made of what it names: "d-0f…", the same for the same parts."""
    return f"{kind}-{hashlib.sha256(' '.join(parts).encode('utf-8', 'surrogatepass')).hexdigest()[:10]}"
