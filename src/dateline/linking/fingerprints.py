"""Fingerprints of a text: hashes of its runs of words, and a winnowed few of them to look other texts up by.

Winnowing (Schleimer, Wilkerson, Aiken 2003) keeps the least hash of every stretch of runs, so that any passage shared
of at least `RUN + STRETCH - 1` words is sure to share one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

RUN = 8
"""Words in a run; runs this long are rarely shared by chance."""

STRETCH = 13
"""Runs of which one is kept; with `RUN`, a shared passage of 20 words always holds one."""

WORD = re.compile(r"\w+(?:['’]\w+)*")

_BASE = np.uint64(0x9E3779B97F4A7C15)
_MIX = np.uint64(0xD6E8FEB86659FD93)
_SHIFT = np.uint64(32)

Hashes = NDArray[np.uint64]


class _Hashed(dict[str, int]):
    """Hashes of words met, kept because most words come again."""

    def __missing__(self, word: str) -> int:
        if len(self) >= 1 << 18:
            self.clear()
        value = self[word] = crc32(plain(word).encode("utf-8", "surrogatepass"))
        return value


_hashed = _Hashed()


def plain(word: str) -> str:
    """Return a word as two texts are compared: small letters, one kind of apostrophe."""
    return word.casefold().replace("’", "'")


def word_hashes(text: str, start: int) -> Hashes:
    """Return the hash of each word of a text from a character on."""
    return np.array([_hashed[word] for word in WORD.findall(text, start)], dtype=np.uint64)


def run_hashes(words: Hashes) -> Hashes:
    """Return the hash of each run of words, by its first word."""
    count = len(words) - RUN + 1
    if count <= 0:
        return np.zeros(0, dtype=np.uint64)
    total = words[:count].copy()
    for k in range(1, RUN):
        total *= _BASE
        total += words[k : k + count]
    total ^= total >> _SHIFT
    total *= _MIX
    total ^= total >> _SHIFT
    return total


def winnow(runs: Hashes) -> list[int]:
    """Return the least hash of each stretch of runs, each once, in order of their value."""
    count = len(runs) - STRETCH + 1
    if count <= 1:
        return [int(runs.min())] if len(runs) else []
    least = np.minimum(runs[:-1], runs[1:])  # least of 2, then 4, 8 and, overlapping, 13
    least = np.minimum(least[:-2], least[2:])
    least = np.minimum(least[:-4], least[4:])
    least = np.minimum(least[:count], least[STRETCH - 8 : STRETCH - 8 + count])
    found: list[int] = np.unique(least).tolist()
    return found


def shared_runs(here: Hashes, there: Hashes, shortest: int) -> Iterator[tuple[int, int, int]]:
    """Yield the shared stretches of words as (place here, place there, length), in order here, none overlapping.

    Each begins at the first place of its opening run in the other text, as far as both texts go on alike.
    """
    mine, other = run_hashes(here), run_hashes(there)
    if not len(mine) or not len(other):
        return
    values, first = np.unique(other, return_index=True)
    at = np.minimum(np.searchsorted(values, mine), len(values) - 1)
    held = np.flatnonzero(values[at] == mine)
    end = 0
    for n in held.tolist():
        if n < end:
            continue
        m = int(first[at[n]])
        reach = min(len(here) - n, len(there) - m)
        unlike = np.flatnonzero(here[n : n + reach] != there[m : m + reach])
        length = int(unlike[0]) if len(unlike) else reach
        if length >= shortest:
            yield n, m, length
            end = n + length
