"""Spans of tokens: joining, trimming and cutting stretches of text."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from itertools import accumulate
from typing import TYPE_CHECKING

from dateline.records import Span

if TYPE_CHECKING:
    from spacy.tokens import Token


def spans_of(tokens: Iterable[Token]) -> list[Span]:
    """Return tokens as spans, neighbours joined."""
    found: list[Span] = []
    last = -2
    for token in sorted(tokens, key=lambda t: t.i):
        if token.is_space:
            continue
        end = token.idx + len(token)
        if found and token.i - last <= 1 + int(last >= 0 and token.doc[last + 1].is_space):
            found[-1] = Span(found[-1].start, end)
        else:
            found.append(Span(token.idx, end))
        last = token.i
    return found


def trimmed(text: str, spans: Sequence[Span]) -> list[Span]:
    """Cut spaces, stops and commas from the edges, and drop what is left empty; nearby pieces are one."""
    joined: list[Span] = []
    for span in sorted(spans):
        if joined and not text[joined[-1].end : span.start].strip(" ,-–—"):
            joined[-1] = Span(joined[-1].start, max(joined[-1].end, span.end))
        else:
            joined.append(span)
    found = []
    for span in joined:
        start, end = span.start, span.end
        while start < end and (text[start].isspace() or text[start] in ",;:.-–—)"):
            start += 1
        while end > start and (text[end - 1].isspace() or text[end - 1] in ",;:.-–—("):
            end -= 1
        if end - start > 2:
            found.append(Span(start, end))
    return found


def without(text: str, spans: Sequence[Span], taken: Sequence[Span]) -> list[Span]:
    """Cut the spans taken by source and cue out of the content."""
    left = list(spans)
    for cut in taken:
        pieces = []
        for span in left:
            if not span.overlaps(cut):
                pieces.append(span)
                continue
            if span.start < cut.start:
                pieces.append(Span(span.start, cut.start))
            if cut.end < span.end:
                pieces.append(Span(cut.end, span.end))
        left = pieces
    return trimmed(text, left) if left != list(spans) else left


def apart(spans: Sequence[Span]) -> tuple[Span, ...]:
    """Return spans in order, those that overlap joined."""
    found: list[Span] = []
    for span in sorted(set(spans)):
        if found and span.start < found[-1].end:
            found[-1] = Span(found[-1].start, max(found[-1].end, span.end))
        else:
            found.append(span)
    return tuple(found)


class Overlaps:
    """Spans, of which those that overlap another are found without a look at them all."""

    def __init__(self, spans: Iterable[Span]) -> None:
        self._spans = sorted(spans)
        self._reach = list(accumulate((span.end for span in self._spans), max))

    def of(self, span: Span) -> list[Span]:
        """Return the spans that overlap `span`, in order."""
        found = []
        at = bisect_left(self._spans, span.end, key=lambda other: other.start) - 1
        while at >= 0 and self._reach[at] > span.start:
            if self._spans[at].end > span.start:
                found.append(self._spans[at])
            at -= 1
        return found[::-1]


def by_sentence(spans: Iterable[Span], sentences: Overlaps) -> list[Span]:
    """Return spans cut where one sentence ends and the next begins; scraps are left out."""
    found = []
    for span in spans:
        parts = [meet(span, sentence) for sentence in sentences.of(span)]
        found += [part for part in parts if part is not None and part.end - part.start > 2] or [span]
    return found


def meet(one: Span, other: Span) -> Span | None:
    """Return what two spans share, None where they share nothing."""
    start, end = max(one.start, other.start), min(one.end, other.end)
    return Span(start, end) if start < end else None
