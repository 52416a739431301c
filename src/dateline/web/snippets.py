"""Where the words of a search stand: a few lines of a report, verbatim, and which of their characters were sought."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Sequence

from dateline.records import Record
from dateline.web.queries import Word

LENGTH = 240
"""Characters shown."""
BEFORE = 70
"""Characters shown before the first word found."""
MOST = 400
"""Places looked at in one story."""
NEAR = 40
"""Places held against each for how many words stand near it."""

_WORD = re.compile(r"[^\W_]+")


class Snippet(Record, frozen=True):
    """Characters `start` to `end` of a report; `marks` are stretches of `text` (half-open) that were sought.

    `name` is what the report's publisher is called.
    """

    report: str
    start: int
    end: int
    text: str
    marks: tuple[tuple[int, int], ...]
    name: str = ""


def snippet(text: str, starts: Sequence[tuple[str, int]], wanted: Sequence[Word]) -> Snippet | None:
    """Return the part of joined reports that holds most of the words, the first of those that hold as many.

    `starts` are the reports' ids with the place where each begins, in order; they end where the next begins.
    """
    patterns = [pattern for word in wanted if (pattern := _pattern(word)) is not None]
    plain = folded(text)
    found = sorted(
        (start, end, number)
        for number, pattern in enumerate(patterns)
        for start, end in _places(pattern, plain)
        if end <= _report(start, starts, len(text))[2]
    )
    if not found:
        return None
    best, at = 0, found[0]
    for n, hit in enumerate(found[:MOST]):
        last = min(hit[0] + LENGTH - BEFORE, _report(hit[0], starts, len(text))[2])
        held = {number for _, end, number in found[n : n + NEAR] if end <= last}
        if len(held) > best:
            best, at = len(held), hit
    report, low, high = _report(at[0], starts, len(text))
    start = _opening(text, max(low, at[0] - BEFORE), at[0], low)
    end = _closing(text, min(high, start + LENGTH), max(at[1], start + 1), high)
    marks = tuple((s - start, e - start) for s, e in _joined([(s, e) for s, e, _ in found]) if s >= start and e <= end)
    return Snippet(report, start - low, end - low, text[start:end], marks)


def folded(text: str) -> str:
    """Return text in small letters without diacritics, each character in its place.

    >>> folded("Čas İzmir")
    'cas izmir'
    """
    return text.lower() if text.isascii() else text.translate(_PLAIN)


class _Plain(dict[int, str]):
    def __missing__(self, code: int) -> str:
        char = chr(code)
        base = unicodedata.normalize("NFKD", char)[:1].lower()
        self[code] = base if len(base) == 1 else char
        return self[code]


_PLAIN = _Plain()


def _pattern(word: Word) -> re.Pattern[str] | None:
    tokens = _WORD.findall(folded(word.text))
    if not tokens:
        return None
    end = r"[^\W_]*" if word.open else r"(?![^\W_])"
    if not word.forms:
        return re.compile(r"[\W_]+".join(map(re.escape, tokens)) + end)
    (token,) = tokens
    stem = _shared(token, *word.forms)  # a pattern that begins plain is found quickly
    rests = [re.escape(form[len(stem) :]) + r"(?![^\W_])" for form in word.forms]
    return re.compile(f"{re.escape(stem)}(?:{'|'.join([*rests, re.escape(token[len(stem) :]) + end])})")


def _shared(*words: str) -> str:
    """Return what all of these words begin with."""
    first, last = min(words), max(words)
    return first[: next((n for n, (a, b) in enumerate(zip(first, last, strict=False)) if a != b), len(first))]


def _places(pattern: re.Pattern[str], plain: str) -> list[tuple[int, int]]:
    """Return where a word stands, as a word: looking behind here is quicker than in a pattern, which begins plain."""
    found = []
    for match in pattern.finditer(plain):
        start, end = match.span()
        if start == 0 or not plain[start - 1].isalnum():
            found.append((start, end))
            if len(found) == MOST:
                break
    return found


def _report(place: int, starts: Sequence[tuple[str, int]], size: int) -> tuple[str, int, int]:
    """Return the report that a place lies in, and where it begins and ends; a character lies between two."""
    n = max(1, bisect_right(starts, place, key=lambda one: one[1]))
    return starts[n - 1][0], starts[n - 1][1], starts[n][1] - 1 if n < len(starts) else size


def _opening(text: str, start: int, latest: int, low: int) -> int:
    """Return where a word begins, at or behind `start`."""
    if start == low or text[start - 1].isspace():
        return start
    gap = next((n for n in range(start, latest) if text[n].isspace()), start - 1)
    return gap + 1


def _closing(text: str, end: int, earliest: int, high: int) -> int:
    """Return where a word ends, at or before `end`."""
    if end == high or text[end].isspace():
        return max(end, earliest)
    return next((n for n in range(end, earliest, -1) if text[n - 1].isspace()), end + 1) - 1


def _joined(stretches: list[tuple[int, int]]) -> list[tuple[int, int]]:
    made: list[tuple[int, int]] = []
    for start, end in stretches:
        if made and start < made[-1][1]:
            made[-1] = (made[-1][0], max(end, made[-1][1]))
        else:
            made.append((start, end))
    return made
