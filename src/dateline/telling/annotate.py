"""Marked text: a report cut into pieces at the edges of its evidence, so that overlapping spans can all be shown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
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
    for start, end in pairwise(edges):
        over = _over(listed, start, end)
        opens = tuple(name for begin, _, name in listed if begin == start)
        pieces.append(Piece(text[start:end], over, opens))
    return pieces


def _over(listed: Sequence[tuple[int, int, str]], start: int, end: int) -> tuple[str, ...]:
    return tuple(name for begin, stop, name in listed if begin <= start and end <= stop)
