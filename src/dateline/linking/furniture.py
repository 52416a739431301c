"""Furniture: words of the page around the news, which its publisher puts on every page and nobody copies.

Some of it shows by its form: lines without a sentence (menus, lists of other stories), sentences of the page (cookies,
subscriptions, rights). The rest shows by who carries it: texts of one publisher that are otherwise unlike.
"""

from __future__ import annotations

import re
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from dateline.linking.fingerprints import Words, word_hashes
from dateline.reading.boilerplate import is_boilerplate
from dateline.wording import FUNCTION_WORDS

FEW = 8
"""Words up to which a line that ends in no full stop is a heading, a menu or a caption."""

CAPITALS = 0.7
"""Share of capitalised words from which a longer line that ends in no full stop is a row of headings."""

PARAGRAPH = 40
"""Words from which a line is a paragraph, of which only the sentences of the page are furniture."""

LETTERS = 4
"""Letters from which a word tells what a text is about."""

ENOUGH = 15
"""Different words that tell what a text is about, below which two texts cannot be called unlike."""

UNLIKE = 0.12
"""Share of the fewer such words below which two texts are unlike: few of one happening, half of those of two."""

LINES = 1 << 12
"""Lines whose furniture is kept at hand: a copy has the lines of its origin, a page those of its outlet."""

CLOSING = ")]\"”’'"
"""What may stand behind a full stop."""

STOPS = (".", "!", "?", "…")

_LINE = re.compile(r"[^\n]+")
_SENTENCE = re.compile(r"[^.!?]+[.!?]*[\s”\"]*")
_WORD = re.compile(r"[^\W\d_][\w'’]*")

Mask = NDArray[np.bool_]


def furniture(text: str, words: Words) -> Mask:
    """Tell of each word whether it stands in furniture that shows by its form."""
    return words.within(_pieces(text, words.start))


def _pieces(text: str, start: int) -> list[tuple[int, int]]:
    return [
        (line.start() + first, line.start() + last)
        for line in _LINE.finditer(text, start)
        for first, last in _of_line(line.group())
    ]


@lru_cache(maxsize=LINES)
def _of_line(line: str) -> tuple[tuple[int, int], ...]:
    """Return where furniture stands in a line."""
    if not _is_ended(line) and _is_heading(_WORD.findall(line)):
        return ((0, len(line)),)
    if not is_boilerplate(line):
        return ()
    if len(_WORD.findall(line)) < PARAGRAPH:
        return ((0, len(line)),)
    return tuple(sentence.span() for sentence in _SENTENCE.finditer(line) if is_boilerplate(sentence.group()))


def _is_ended(line: str) -> bool:
    """Tell whether a line ends in a full stop, or in one and what closes behind it."""
    return line.rstrip().rstrip(CLOSING)[-1:] in STOPS


def _is_heading(words: list[str]) -> bool:
    return len(words) <= FEW or sum(word[0].isupper() for word in words) >= CAPITALS * len(words)


def unlike(one: Words, rest_one: Mask, other: Words, rest_other: Mask) -> bool:
    """Tell whether what two texts do not share is about different things."""
    here, there = _telling(one, rest_one), _telling(other, rest_other)
    fewer = min(len(here), len(there))
    return fewer >= ENOUGH and len(here & there) < UNLIKE * fewer


def _telling(words: Words, rest: Mask) -> set[int]:
    """Return the hashes of the different words that tell what a part of a text is about."""
    return set(words.hashes[rest & (words.ends - words.starts >= LETTERS)].tolist()) - _EMPTY


_EMPTY = set(word_hashes(" ".join(sorted(FUNCTION_WORDS)), 0).tolist())
