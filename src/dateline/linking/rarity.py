"""How rare a term is: what a broad sample of news holds, and what the stream has brought so far.

The sample stands in for a number of reports; the stream's own counts fade, so that a term that fills the news of
these weeks weighs less than one that is new, and so that the counts stay within bounds however long the stream runs.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from math import log

import numpy as np
from numpy.typing import NDArray

BASE = 10_000
"""Reports that the counts of word_frequencies.json are out of."""

UNLISTED = 2.0
"""Reports of `BASE` that a term not listed is taken to stand in."""

PRIOR = 1500.0
"""Reports that the sample stands in for beside those of the stream."""

FADING = 20_000
"""Reports after which the stream's counts are halved and those that stood once are forgotten."""

ONCE = 1.01
"""Reports of the stream, give or take rounding, up to which a term is forgotten when the counts are halved."""


@cache
def background() -> dict[str, float]:
    """Return the share of news reports that hold each listed term."""
    listed = json.loads(files("dateline.data").joinpath("word_frequencies.json").read_text(encoding="utf-8"))
    return {term: number / BASE for term, number in listed.items()}


class _Held(dict[str, float]):
    """Reports that hold each term: those the sample stands in for, and those of the stream."""

    def __missing__(self, term: str) -> float:
        return PRIOR * background().get(term, UNLISTED / BASE)


class Rarity:
    """Counts of terms, of the sample and of the stream."""

    def __init__(self) -> None:
        self._held = _Held()
        self._reports = 0.0

    def __len__(self) -> int:
        """Return how many terms the stream's counts are kept of."""
        return len(self._held)

    def see(self, terms: Iterable[str], names: Iterable[str]) -> None:
        """Count the terms and full names of one more report."""
        held = self._held
        for term in terms:
            held[term] += 1.0
        for name in names:
            held["&" + name] += 1.0
        self._reports += 1.0
        if self._reports >= FADING:
            self._fade()

    def _fade(self) -> None:
        """Halve the counts of the stream; forget the terms that stood once."""
        known = background()
        kept = _Held()
        for term, number in self._held.items():
            sample = PRIOR * known.get(term, UNLISTED / BASE)
            if number - sample > ONCE:
                kept[term] = sample + (number - sample) / 2
        self._held = kept
        self._reports /= 2

    def of(self, term: str) -> float:
        """Return the inverse document frequency of a term (Sparck Jones 1972), smoothed by the sample."""
        return max(0.0, log((self._reports + PRIOR) / self._held[term]))

    def weigh(self, counts: Mapping[str, int]) -> NDArray[np.float64]:
        """Return for each term its damped count times its rarity."""
        rarity = np.log((self._reports + PRIOR) / np.array([self._held[term] for term in counts]))
        damped = 1 + np.log(np.fromiter(counts.values(), dtype=np.float64, count=len(counts)))
        weighed: NDArray[np.float64] = damped * np.maximum(0.0, rarity)
        return weighed
