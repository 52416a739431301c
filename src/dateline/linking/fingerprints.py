"""Fingerprints of a text: hashes of its runs of words, and a winnowed few of them to look other texts up by.

Winnowing (Schleimer, Wilkerson, Aiken 2003) keeps the least hash of every stretch of runs, so that any passage shared
of at least `RUN + STRETCH - 1` words is sure to share one.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

RUN = 8
"""Words in a run; runs this long are rarely shared by chance."""

STRETCH = 13
"""Runs of which one is kept; with `RUN`, a shared passage of 20 words always holds one."""

_BASE = np.uint64(0x9E3779B97F4A7C15)
_BACK = np.uint64(pow(0x9E3779B97F4A7C15, -1, 1 << 64))
_MIX = np.uint64(0xD6E8FEB86659FD93)
_SHIFT = np.uint64(32)

GAP = 8
"""Words on either side that an edit may have changed between two shared stretches of one passage."""

STEP = 4
"""Words in a row after an edit from which a shared passage goes on."""

_APOSTROPHES = (0x27, 0x2019)
_PLANE = 1 << 16
UNSEEN = 1
"""Stands for characters that are not there for a reader: soft hyphens, joiners, accents apart from their letter."""

_HIDDEN = "\u00ad\u200b\u200c\u200d\u2060\ufeff"

Hashes = NDArray[np.uint64]
Hashed = NDArray[np.uint32] | Hashes
Places = NDArray[np.int64]


class Words(NamedTuple):
    """The words of a text from `start` on: hash, of 32 bits, where each begins and ends (characters from `start`).

    `folded` holds each character as two texts are compared: small letters without accents, one kind of apostrophe, 0
    between words, 1 for what nobody sees.
    """

    hashes: Hashes
    starts: Places
    ends: Places
    folded: NDArray[np.uint32]
    start: int

    def span(self, first: int, count: int) -> tuple[int, int]:
        """Return where a stretch of words lies in the text, in characters."""
        return self.start + int(self.starts[first]), self.start + int(self.ends[first + count - 1])

    def within(self, spans: Sequence[tuple[int, int]]) -> NDArray[np.bool_]:
        """Tell of each word whether it begins inside one of these stretches of the text, in characters."""
        held = np.zeros(len(self.hashes), dtype=np.bool_)
        if spans:
            for first, last in np.searchsorted(self.starts, np.array(spans) - self.start).tolist():
                held[first:last] = True
        return held


def words_of(text: str, start: int) -> Words:
    """Return the words of a text from a character on: runs of letters, digits and inner apostrophes."""
    codes = np.frombuffer(text[start:].encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    folded = _fold(codes)
    apostrophe = (codes[1:-1] == _APOSTROPHES[0]) | (codes[1:-1] == _APOSTROPHES[1])
    if apostrophe.any():
        inner = apostrophe & (folded[:-2] > 0) & (folded[2:] > 0)
        folded[1:-1][inner] = _APOSTROPHES[0]
    unseen = folded == UNSEEN
    if unseen.any():
        unseen[1:] &= folded[:-1] > 0
        folded[(folded == UNSEEN) & ~unseen] = 0
    inside = np.zeros(len(codes) + 2, dtype=np.bool_)
    np.greater(folded, 0, out=inside[1:-1])
    edges = np.flatnonzero(inside[1:] != inside[:-1])
    starts, ends = edges[::2], edges[1::2]
    hashes = (
        _hashes(folded[~unseen], starts, ends, np.cumsum(unseen)) if unseen.any() else _hashes(folded, starts, ends)
    )
    hashes ^= hashes >> _SHIFT
    hashes *= _MIX
    hashes >>= _SHIFT
    return Words(hashes, starts, ends, folded, start)


def _hashes(letters: NDArray[np.uint32], starts: Places, ends: Places, unseen: Places | None = None) -> Hashes:
    """Return the hash of each word, from its letters alone; `unseen` counts characters that `letters` leaves out."""
    if unseen is not None:
        starts, ends = starts - unseen[starts], ends - unseen[ends - 1]
    powers, backs = _powers(len(letters) + 1)
    total = np.zeros(len(letters) + 1, dtype=np.uint64)
    np.cumsum(letters * powers[: len(letters)], out=total[1:])
    hashes: Hashes = (total[ends] - total[starts]) * backs[starts]
    return hashes


def word_hashes(text: str, start: int) -> Hashes:
    """Return the hash of each word of a text from a character on."""
    return words_of(text, start).hashes


def _fold(codes: NDArray[np.uint32]) -> NDArray[np.uint32]:
    """Return each character in small letters; 0 for those that stand between words."""
    table = _letters()
    if len(codes) and int(codes.max()) >= _PLANE:
        far = codes >= _PLANE
        folded = table[np.where(far, 0, codes)]
        folded[far] = [code if chr(code).isalnum() else 0 for code in codes[far].tolist()]
        return folded
    return table.take(codes)


@cache
def _letters() -> NDArray[np.uint32]:
    """Return the small letter of each character of the basic plane; 0 where it is no letter, digit or underscore."""
    return np.array([_letter(chr(code)) for code in range(_PLANE)], dtype=np.uint32)


def _letter(char: str) -> int:
    if char in _HIDDEN or unicodedata.combining(char):
        return UNSEEN
    if not (char.isalnum() or char == "_"):
        return 0
    bare = unicodedata.normalize("NFD", char)[0]
    low = bare.casefold()
    return ord(low) if len(low) == 1 else ord(char)


class _Powers:
    """Powers of the base and of its inverse modulo 2^64, as many as the longest text so far needed."""

    up = np.ones(1, dtype=np.uint64)
    down = np.ones(1, dtype=np.uint64)


def _powers(count: int) -> tuple[Hashes, Hashes]:
    if len(_Powers.up) < count:
        for name, base in (("up", _BASE), ("down", _BACK)):
            made = np.full(2 * count, base, dtype=np.uint64)
            made[0] = 1
            setattr(_Powers, name, np.cumprod(made, dtype=np.uint64))
    return _Powers.up, _Powers.down


def plain(word: str) -> str:
    """Return a word as two texts are compared: small letters, one kind of apostrophe."""
    return word.casefold().replace("’", "'")


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


class Prints(NamedTuple):
    """The fingerprints of a text, each once, and the first word of the first run that each is of.

    `again` holds fingerprint and first word of the later runs of a text that repeats itself.
    """

    values: Hashes
    places: NDArray[np.int32]
    again: tuple[tuple[int, int], ...] = ()


def winnow(runs: Hashes) -> Prints:
    """Return the least hash of each stretch of runs, each once, in order."""
    count = len(runs) - STRETCH + 1
    if count <= 1:
        place = np.argsort(runs)[:1]
        return Prints(runs[place], place.astype(np.int32))
    least = np.minimum(runs[:-1], runs[1:])  # least of 2, then 4, 8 and, overlapping, 13
    least = np.minimum(least[:-2], least[2:])
    least = np.minimum(least[:-4], least[4:])
    least = np.minimum(least[:count], least[STRETCH - 8 : STRETCH - 8 + count])
    firsts = np.flatnonzero(np.concatenate((_FIRST, least[1:] != least[:-1])))
    values = least[firsts]
    ordered = np.sort(runs)
    if (ordered[1:] == ordered[:-1]).any():
        return _repeated(runs, values)
    places = firsts + (runs[firsts[:, None] + _STRETCH] == values[:, None]).argmax(axis=1)
    return Prints(values, places.astype(np.int32))


def _repeated(runs: Hashes, values: Hashes) -> Prints:
    """Return the fingerprints of a text that repeats itself."""
    listed = dict.fromkeys(values.tolist())
    found = [(value, place) for place, value in enumerate(runs.tolist()) if value in listed]
    first = dict(reversed(found))
    again = tuple((value, place) for value, place in found if first[value] != place)
    places = [first[value] for value in listed]
    return Prints(np.array(list(listed), dtype=np.uint64), np.array(places, dtype=np.int32), again)


_FIRST = np.array([True])
_STRETCH = np.arange(STRETCH)


def shared_runs(
    here: Hashed, there: Hashed, anchors: Iterable[tuple[int, int]], shortest: int
) -> Iterator[tuple[int, int, int]]:
    """Yield the shared stretches of words as (place here, place there, length), in order here, none overlapping.

    Each goes as far as both texts are alike around one of the `anchors`, places here and there of one run of words, and
    on behind a few words that an edit changed; what so belongs together has `shortest` words at least.
    """
    end = 0
    for n, m in sorted(anchors):
        if n < end:
            continue
        before = _before(here[end:n], there[:m])
        held = [(end + i, j, length) for i, j, length in before]
        back = held.pop()[2] if held and held[-1][0] + held[-1][2] == n and held[-1][1] + held[-1][2] == m else 0
        ahead = _ahead(here[n:], there[m:])
        held.append((n - back, m - back, back + ahead[0][2]))
        held += [(n + i, m + j, length) for i, j, length in ahead[1:]]
        last = held[-1][0] + held[-1][2]
        if sum(length for _, _, length in held) >= shortest:
            yield from held
            end = last
        else:
            end = n + max(1, last - n - RUN + 1)


def _ahead(here: Hashed, there: Hashed) -> list[tuple[int, int, int]]:
    """Return the stretches that two texts share from their beginnings on, over a few words that differ."""
    found = []
    n = m = 0
    while True:
        length = _alike(here[n:], there[m:])
        if length:
            found.append((n, m, length))
        n, m = n + length, m + length
        if min(len(here) - n, len(there) - m) < STEP:
            return found
        step = _over(here[n : n + GAP + STEP].tolist(), there[m : m + GAP + STEP].tolist())
        if step is None:
            return found
        n, m = n + step[0], m + step[1]


def _alike(here: Hashed, there: Hashed) -> int:
    """Return with how many words two stretches begin alike."""
    reach = min(len(here), len(there))
    unlike = here[:reach] != there[:reach]
    first = int(unlike.argmax()) if reach else 0
    return first if reach and unlike[first] else reach


def _before(here: Hashed, there: Hashed) -> list[tuple[int, int, int]]:
    """Return the stretches that two texts share up to their ends, over a few words that differ, in order."""
    turned = _ahead(here[::-1], there[::-1])
    return [(len(here) - n - length, len(there) - m - length, length) for n, m, length in reversed(turned)]


def _over(here: list[int], there: list[int]) -> tuple[int, int] | None:
    """Return how many words to leave out on either side, the fewest, so that `STEP` words are alike."""
    held = set(here)
    if sum([word in held for word in there]) < STEP:
        return None
    places: dict[tuple[int, ...], int] = {}
    for m in range(len(there) - STEP + 1):
        places.setdefault(tuple(there[m : m + STEP]), m)
    runs = ((n, places.get(tuple(here[n : n + STEP]))) for n in range(len(here) - STEP + 1))
    return min(((n, m) for n, m in runs if m is not None), key=sum, default=None)
