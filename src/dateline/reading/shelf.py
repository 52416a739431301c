"""A shelf: spans laid out by place, so that those that touch a stretch of text are found without looking at all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from dateline.records import Span

BIN = 512
"""Characters a bin holds; a mention is in one or two, a long quotation in several."""


class Shelf:
    """Spans with a number each, by the bins they touch."""

    def __init__(self, items: Iterable[tuple[int, int, int]]) -> None:
        self._bins: dict[int, list[tuple[int, int, int]]] = defaultdict(list)
        for start, end, number in items:
            for place in range(start // BIN, (end - 1) // BIN + 1):
                self._bins[place].append((start, end, number))

    def touching(self, span: Span) -> list[tuple[int, int, int]]:
        """Return (start, end, number) of what shares a character with `span`, in order."""
        found = {
            item
            for place in range(span.start // BIN, (span.end - 1) // BIN + 1)
            for item in self._bins.get(place, ())
            if item[0] < span.end and span.start < item[1]
        }
        return sorted(found)

    def inside(self, span: Span) -> list[tuple[int, int, int]]:
        """Return (start, end, number) of what lies wholly in `span`, in order."""
        return [item for item in self.touching(span) if span.start <= item[0] and item[1] <= span.end]
