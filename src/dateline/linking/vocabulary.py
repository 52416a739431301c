"""Vocabulary: a number for each term a stream has brought, so that whole reports are counted and weighed as arrays."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeAlias, TypeVar
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from dateline.linking.rows import FIRST, SLOTS, Spots
from dateline.wording import FUNCTION_WORDS, stem

KNOWN = 1 << 17
"""Words, and runs of capitalised words, whose terms are kept at hand."""

NOTHING = 0
"""Number of what says nothing."""

Numbers: TypeAlias = NDArray[np.int32]
Mask: TypeAlias = NDArray[np.bool_]


def plain(word: str) -> str:
    """Return a word without its genitive, in small letters; empty where it says nothing."""
    bare = word.removesuffix("'s").removesuffix("’s").casefold()
    return "" if len(bare) < 2 or bare in FUNCTION_WORDS or (bare.isdigit() and len(bare) < 3) else bare


class Vocabulary:
    """Terms by number, `number` of each. Names (capitalised inside a sentence) are terms of their own, marked "=".

    A term that is asked for its number gets one.
    """

    def __init__(self) -> None:
        self.terms = [""]
        self.number = _Numbers(self.terms)
        self._of_word = _Words(self.number)
        self._slots: Spots = np.zeros(FIRST, dtype=np.int32)  # by number, as is this
        self._is_name: Mask = np.zeros(FIRST, dtype=np.bool_)
        self._hashed = 0

    def __len__(self) -> int:
        return len(self.terms)

    def numbers(self, words: Iterable[str]) -> Iterator[int]:
        """Yield for each word of a text the number of its term."""
        return map(self._of_word.__getitem__, words)

    def hashed(self, numbers: Numbers) -> tuple[Spots, Mask]:
        """Return the slots that terms are hashed to where they look stories up, and which of them are names."""
        known, count = self._hashed, len(self.terms)
        if known < count:
            self._slots, self._is_name = roomy(self._slots, count), roomy(self._is_name, count)
            more = self.terms[known:]
            self._slots[known:count] = [crc32(term.encode("utf-8", "surrogatepass")) % SLOTS for term in more]
            self._is_name[known:count] = [term[:1] == "=" for term in more]
            self._hashed = count
        return self._slots[numbers], self._is_name[numbers]

    def keep(self, numbers: NDArray[np.intp]) -> None:
        """Forget all terms but these, which count up from one in this order; no number of before holds."""
        self.terms[:] = ["", *[self.terms[number] for number in numbers.tolist()]]
        self.number.clear()
        self.number.update({term: number for number, term in enumerate(self.terms)})
        self._of_word.clear()
        self._hashed = 0


Table = TypeVar("Table", bound=np.generic)


def roomy(table: NDArray[Table], count: int) -> NDArray[Table]:
    """Return a table with room for so many rows at least; the room doubles when it is full."""
    if len(table) >= count:
        return table
    new = np.zeros(max(count, 2 * len(table)), dtype=table.dtype)
    new[: len(table)] = table
    return new


class _Numbers(dict[str, int]):
    """The number of each term, a new one if need be."""

    def __init__(self, terms: list[str]) -> None:
        super().__init__({term: number for number, term in enumerate(terms)})
        self._terms = terms

    def __missing__(self, term: str) -> int:
        number = self[term] = len(self._terms)
        self._terms.append(term)
        return number


class _Words(dict[str, int]):
    """The number of the term that each word met counts as."""

    def __init__(self, number: _Numbers) -> None:
        self._number = number

    def __missing__(self, word: str) -> int:
        if len(self) >= KNOWN:
            self.clear()
        bare = plain(word)
        value = self[word] = self._number[stem(bare)] if bare else NOTHING
        return value
