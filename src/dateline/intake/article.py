"""The article of a page: the blocks an extraction library picked, found again where they stand in the page."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import accumulate

from dateline.intake.markup import Block

MISSES = 200
"""Picked paragraphs that are looked for in the whole page, not only after the last one found."""
HALF = 0.5
"""Share of a block that must be picked for the block to be the article's."""
WORDS = 8
"""Fewest words of a paragraph of an article where no library picked it."""
LINKED = 0.5
"""Share of a block's characters that are links from which it is a list of links."""

_DROPPED = re.compile(r"[\W_]+")
MARK = "\x00"
"""What stands between two texts that are looked at together."""
_DROPPED_ASCII = bytes(n for n in range(128) if not chr(n).isalnum())
_DROPPED_UNMARKED = _DROPPED_ASCII.replace(MARK.encode(), b"")


def picked(blocks: Sequence[Block], paragraphs: Sequence[str]) -> list[Block]:
    """Return the blocks that hold the picked paragraphs, in the order of the page."""
    names = keys([block.text for block in blocks])
    starts = [0, *accumulate(map(len, names))]
    whole = "".join(names)
    covered = [0] * len(blocks)
    at, misses = 0, 0
    for wanted in filter(None, keys(paragraphs)):
        found = whole.find(wanted, at)
        if found < 0 and misses < MISSES:
            misses += 1
            found = whole.find(wanted)
        if found < 0:
            continue
        at = found + len(wanted)
        first, last = bisect_right(starts, found) - 1, bisect_left(starts, at)
        for n in range(first, last):
            covered[n] += min(at, starts[n + 1]) - max(found, starts[n])
    return [
        block for block, mine, name in zip(blocks, covered, names, strict=True) if name and mine >= HALF * len(name)
    ]


def dense(blocks: Sequence[Block]) -> list[Block]:
    """Return the paragraphs that read as prose, where no library picked any, and the headings between them."""
    prose = [n for n, block in enumerate(blocks) if _is_prose(block)]
    if not prose:
        return []
    return [
        block
        for n, block in enumerate(blocks[prose[0] : prose[-1] + 1], start=prose[0])
        if _is_prose(block) or (block.heading and not block.aside and block.linked < LINKED)
    ]


def key(text: str) -> str:
    """Return what of a text every extraction keeps: its letters and digits, without marks upon them."""
    if text.isascii():
        return text.encode().translate(None, _DROPPED_ASCII).decode()
    return _DROPPED.sub("", unicodedata.normalize("NFKD", text))


def keys(texts: Sequence[str]) -> list[str]:
    """Return the key of each text."""
    whole = MARK.join(texts)
    if not whole.isascii() or whole.count(MARK) >= len(texts):
        return list(map(key, texts))
    return whole.encode().translate(None, _DROPPED_UNMARKED).decode().split(MARK)


def _is_prose(block: Block) -> bool:
    return not block.aside and block.linked < LINKED and len(block.text.split()) >= WORDS
