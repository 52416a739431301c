"""The parse of a report as plain lists, which are many times quicker to look into than tokens."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from dateline.records import Span

if TYPE_CHECKING:
    from spacy.strings import StringStore
    from spacy.tokens import Doc

OUTSIDE = -1
"""Number of the quotation of a token that stands in none."""


class Tree(NamedTuple):
    """Tokens by index: their words, their places in the text and in the parse, and the quotations they stand in.

    `left` and `right` are the first and last token of the subtree, `first` and `last` those of the sentence;
    `quotation` numbers `quotations`, which are ranges of tokens (both ends included); `quoted` are all quotations of
    the text as characters.
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
    quoted: Sequence[Span]

    def span(self, first: int, last: int) -> Span:
        """Return the characters from token `first` to token `last`."""
        return Span(self.start[first], self.end[last])

    def quotation_from(self, token: int) -> int | None:
        """Return the first token from `token` on that stands in a quotation, or None."""
        if self.quotation[token] != OUTSIDE:
            return token
        number = bisect_left(self.quotations, (token, 0))
        return self.quotations[number][0] if number < len(self.quotations) else None

    def at(self, offset: int) -> int:
        """Return the token that holds a character, or the last one before it."""
        return max(0, bisect_right(self.start, offset) - 1)


def tree_of(doc: Doc, quotations: Sequence[Span]) -> Tree:
    """Lay out a parse."""
    words = _Words(doc.vocab.strings)
    names = doc.to_array(["LOWER", "LEMMA", "POS", "TAG", "DEP", "ENT_TYPE"]).T.tolist() if len(doc) else [[]] * 6
    places = doc.to_array(["HEAD", "IDX", "LENGTH"]).astype("int64").T.tolist() if len(doc) else [[]] * 3
    low, lemma, pos, tag, dep, entity = ([words[key] for key in column] for column in names)
    offsets, start, lengths = places
    head = [i + offset for i, offset in enumerate(offsets)]
    kids: list[list[int]] = [[] for _ in head]
    for i, above in enumerate(head):
        if above != i:
            kids[above].append(i)
    left, right = _edges(head, kids)
    first, last = [0] * len(head), [0] * len(head)
    for sent in doc.sents:
        size = sent.end - sent.start
        first[sent.start : sent.end] = [sent.start] * size
        last[sent.start : sent.end] = [sent.end - 1] * size
    quotation, ranges = _in_tokens(quotations, start)
    return Tree(
        low=low,
        lemma=[words.lower(word) for word in lemma],
        pos=pos,
        tag=tag,
        dep=dep,
        entity=entity,
        head=head,
        kids=kids,
        left=left,
        right=right,
        first=first,
        last=last,
        start=start,
        end=[begin + length for begin, length in zip(start, lengths, strict=True)],
        quotation=quotation,
        quotations=ranges,
        quoted=quotations,
    )


class _Words(dict[int, str]):
    """Words by the keys that stand for them in a parse."""

    def __init__(self, strings: StringStore) -> None:
        super().__init__()
        self._strings = strings
        self._low: dict[str, str] = {}

    def __missing__(self, key: int) -> str:
        word = self[key] = self._strings[key]
        return word

    def lower(self, word: str) -> str:
        return self._low.get(word) or self._low.setdefault(word, word.lower())


def _edges(head: Sequence[int], kids: Sequence[Sequence[int]]) -> tuple[list[int], list[int]]:
    """Return the first and last token of every subtree, from the leaves up."""
    order = [i for i, above in enumerate(head) if above == i]
    for i in order:
        order += kids[i]
    left, right = list(range(len(head))), list(range(len(head)))
    for i in reversed(order):
        above = head[i]
        left[above] = min(left[above], left[i])
        right[above] = max(right[above], right[i])
    return left, right


def _in_tokens(quotations: Sequence[Span], start: Sequence[int]) -> tuple[list[int], list[tuple[int, int]]]:
    """Return the number of each token's quotation, and each quotation as a range of tokens."""
    held = [OUTSIDE] * len(start)
    ranges: list[tuple[int, int]] = []
    for quotation in quotations:
        first, last = bisect_left(start, quotation.start), bisect_left(start, quotation.end) - 1
        if first <= last:
            held[first : last + 1] = [len(ranges)] * (last + 1 - first)
            ranges.append((first, last))
    return held, ranges
