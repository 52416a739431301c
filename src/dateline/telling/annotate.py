"""Marked text: a report cut into pieces at the edges of its evidence, so that overlapping spans can all be shown."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

from dateline.records import Record, Span


class Piece(Record, frozen=True):
    """A run of characters that the same marks cover. `opens` are the marks that begin with it."""

    text: str
    marks: tuple[str, ...]
    opens: tuple[str, ...]


def cut(text: str, marks: Iterable[tuple[Span, str]]) -> list[Piece]:
    """Cut `text` at the edges of `marks` (span and name); the pieces joined are the text, character for character.

    >>> [(p.text, p.marks) for p in cut("abcd", [(Span(1, 3), "m"), (Span(2, 4), "n")])]
    [('a', ()), ('b', ('m',)), ('c', ('m', 'n')), ('d', ('n',))]
    """
    listed = sorted({(span.start, min(span.end, len(text)), name) for span, name in marks if span.start < len(text)})
    edges = sorted({0, len(text), *(e for start, end, _ in listed for e in (start, end))})
    pieces = []
    over: list[tuple[int, str]] = []
    n = 0
    for start, end in pairwise(edges):
        over = [(stop, name) for stop, name in over if stop > start]
        first = n
        while n < len(listed) and listed[n][0] == start:
            over.append(listed[n][1:])
            n += 1
        opens = tuple(name for _, _, name in listed[first:n])
        pieces.append(Piece(text[start:end], tuple(name for _, name in over), opens))
    return pieces
