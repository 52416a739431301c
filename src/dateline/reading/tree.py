"""The parse of a report as plain lists, which are many times quicker to look into than tokens."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from dateline.records import Span

if TYPE_CHECKING:
    from spacy.tokens import Doc

OUTSIDE = -1
"""Number of the quotation of a token that stands in none."""


class Tree(NamedTuple):
    """Tokens by index: their words, their places in the text and in the parse, and the quotations they stand in.

    `left` and `right` are the first and last token of the subtree, `first` and `last` those of the sentence;
    `quotation` numbers `quotations`, which are ranges of tokens (both ends included).
    """

    low: list[str]
    lemma: list[str]
    pos: list[str]
    tag: list[str]
    dep: list[str]
    entity: list[str]
    head: list[int]
    kids: list[list[int]]
    left: list[int]
    right: list[int]
    first: list[int]
    last: list[int]
    start: list[int]
    end: list[int]
    quotation: list[int]
    quotations: list[tuple[int, int]]

    def span(self, first: int, last: int) -> Span:
        """Return the characters from token `first` to token `last`."""
        return Span(self.start[first], self.end[last])


def tree_of(doc: Doc, quotations: Sequence[Span]) -> Tree:
    """Lay out a parse."""
    size = len(doc)
    low, lemma, pos, tag, dep, entity, head, start, end = [], [], [], [], [], [], [], [], []
    for token in doc:
        low.append(token.lower_)
        lemma.append(token.lemma_.lower())
        pos.append(token.pos_)
        tag.append(token.tag_)
        dep.append(token.dep_)
        entity.append(token.ent_type_)
        head.append(token.head.i)
        start.append(token.idx)
        end.append(token.idx + len(token))
    kids: list[list[int]] = [[] for _ in range(size)]
    for i, above in enumerate(head):
        if above != i:
            kids[above].append(i)
    left, right = _edges(head, kids)
    first, last = [0] * size, [0] * size
    for sent in doc.sents:
        for i in range(sent.start, sent.end):
            first[i], last[i] = sent.start, sent.end - 1
    held = [OUTSIDE] * size
    ranges = []
    for quotation in quotations:
        low_token, high_token = bisect_left(start, quotation.start), bisect_left(start, quotation.end) - 1
        if low_token <= high_token:
            held[low_token : high_token + 1] = [len(ranges)] * (high_token + 1 - low_token)
            ranges.append((low_token, high_token))
    return Tree(low, lemma, pos, tag, dep, entity, head, kids, left, right, first, last, start, end, held, ranges)


def _edges(head: list[int], kids: list[list[int]]) -> tuple[list[int], list[int]]:
    """Return the first and last token of every subtree, from the leaves up."""
    size = len(head)
    order = [i for i in range(size) if head[i] == i]
    for i in order:
        order += kids[i]
    left, right = list(range(size)), list(range(size))
    for i in reversed(order):
        above = head[i]
        left[above] = min(left[above], left[i])
        right[above] = max(right[above], right[i])
    return left, right
