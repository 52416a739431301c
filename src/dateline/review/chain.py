"""The log of judgements: append-only rows, each of which carries the hash of the one before.

A row is canonical JSON (keys sorted, no blanks, UTF-8), its hash the SHA-256 of those bytes. Changing, removing or
swapping rows breaks the chain from there on. Cutting off the end, or writing the whole log anew, shows only against a
hash noted elsewhere.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import msgspec

from dateline.codec import decode
from dateline.errors import RecordError
from dateline.records import Judgement

FIRST = "0" * 64
"""What the first row carries for the hash of the one before."""

LATER = ("measure", "scope", "where")
"""Parts of a correction that came later than the form of a row."""


class Row(NamedTuple):
    """A row as it is stored."""

    number: int
    sha256: str
    body: bytes


class Entry(NamedTuple):
    """A judgement with the hash of its row."""

    judgement: Judgement
    sha256: str


def canonical(judgement: Judgement) -> bytes:
    """Return a judgement as the bytes that are hashed.

    What corrections and anchors came to say later is left out where nothing is said: older rows stay as they are.
    """
    plain = msgspec.to_builtins(judgement)
    if plain["correction"] is not None:
        plain["correction"] = {k: v for k, v in plain["correction"].items() if v is not None or k not in LATER}
    for anchor in plain["anchors"]:
        if anchor["title"] is None:
            del anchor["title"]
    return msgspec.json.encode(plain, order="sorted")


def seal(judgement: Judgement, after: Row | None) -> Row:
    """Return the row that a judgement is after the last one."""
    number = 1 if after is None else after.number + 1
    sealed = msgspec.structs.replace(judgement, number=number, previous=FIRST if after is None else after.sha256)
    body = canonical(sealed)
    return Row(number, _sha256(body), body)


def check(rows: Sequence[Row], head: str | None = None) -> list[str]:
    """Return what is wrong with a log, in its order; `head` is a hash that some row must have."""
    found = []
    previous = FIRST
    for place, row in enumerate(rows, start=1):
        if row.number != place:
            found.append(f"judgement {place} is missing: row {row.number} stands in its place")
            return found
        if _sha256(row.body) != row.sha256:
            found.append(f"judgement {place} was changed: its bytes do not have its hash")
        else:
            found += _wrong(row, previous)
        previous = row.sha256
    if head is not None and head not in (FIRST, *(row.sha256 for row in rows)):
        found.append(f"no judgement has the hash {head}: rows were removed at the end, or all were written anew")
    return found


def _wrong(row: Row, previous: str) -> list[str]:
    try:
        judgement = decode(row.body, Judgement)
    except RecordError as error:
        return [f"judgement {row.number} is not readable: {error}"]
    if canonical(judgement) != row.body or judgement.number != row.number:
        return [f"judgement {row.number} is not as it was written"]
    if judgement.previous != previous:
        return [f"judgement {row.number} does not follow the row before it"]
    return []


def entries(rows: Iterable[Row]) -> tuple[Entry, ...]:
    """Return the judgements of rows that were checked."""
    return tuple(Entry(decode(row.body, Judgement), row.sha256) for row in rows)


def in_force(log: Sequence[Entry]) -> tuple[Entry, ...]:
    """Return the judgements that were not taken back; taking back a revocation brings its judgement back."""
    gone: set[str] = set()
    kept = []
    for entry in reversed(log):
        if entry.sha256 in gone:
            continue
        if entry.judgement.revokes is not None:
            gone.add(entry.judgement.revokes)
        else:
            kept.append(entry)
    return tuple(reversed(kept))


def _sha256(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()
