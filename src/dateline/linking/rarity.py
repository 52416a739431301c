"""How rare a term is: what a broad sample of news holds, and what the stream has brought so far.

The sample stands in for a number of reports; the stream's own counts fade, so that a term that fills the news of
these weeks weighs less than one that is new, and so that the counts stay within bounds however long the stream runs.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from math import log

import numpy as np
from numpy.typing import NDArray

from dateline.linking.rows import FIRST
from dateline.linking.vocabulary import Numbers, Vocabulary, roomy

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


class _Names(dict[str, float]):
    """Reports that hold each full name: those the sample stands in for, and those of the stream."""

    def __missing__(self, name: str) -> float:
        return _of_the_sample("&" + name)


def _of_the_sample(term: str) -> float:
    return PRIOR * background().get(term, UNLISTED / BASE)


class Rarity:
    """Counts of terms and full names, of the sample and of the stream. `vocabulary` has the numbers of terms."""

    def __init__(self) -> None:
        self.vocabulary = Vocabulary()
        self._sample: NDArray[np.float64] = np.zeros(FIRST)  # by number of term, as is this
        self._held: NDArray[np.float64] = np.zeros(FIRST)
        self._known = 0
        self._names = _Names()
        self._reports = 0.0
        self._faded = False

    def __len__(self) -> int:
        """Return how many terms and names the stream's counts are kept of."""
        return len(self.vocabulary) - 1 + len(self._names)

    def see(self, terms: Numbers, names: Iterable[str]) -> None:
        """Count the terms, each given once, and full names of one more report."""
        self._all()[terms] += 1.0
        for name in names:
            self._names[name] += 1.0
        self._reports += 1.0
        if self._reports >= FADING:
            self._fade()

    def _all(self) -> NDArray[np.float64]:
        """Return the reports that hold each term of the vocabulary."""
        known, count = self._known, len(self.vocabulary)
        if known < count:
            self._held, self._sample = roomy(self._held, count), roomy(self._sample, count)
            more = [_of_the_sample(term) for term in self.vocabulary.terms[known:]]
            self._held[known:count] = self._sample[known:count] = more
            self._known = count
        return self._held

    def _fade(self) -> None:
        """Halve the counts of the stream; forget the terms that stood once."""
        told = self._held - self._sample
        self._held = self._sample + np.where(told > ONCE, told / 2, 0.0)
        kept = _Names()
        for name, number in self._names.items():
            sample = _of_the_sample("&" + name)
            if number - sample > ONCE:
                kept[name] = sample + (number - sample) / 2
        self._names = kept
        self._reports /= 2
        self._faded = True

    def tidy(self) -> None:
        """Give up the numbers of forgotten terms, if any are; numbers given out before hold no more."""
        if self._faded:
            kept = np.flatnonzero(self._held > self._sample)
            self.vocabulary.keep(kept)
            self._held, self._sample = (np.insert(table[kept], 0, 0.0) for table in (self._held, self._sample))
            self._known = len(kept) + 1
            self._faded = False

    def of_name(self, name: str) -> float:
        """Return the inverse document frequency of a full name (Sparck Jones 1972), smoothed by the sample."""
        return max(0.0, log((self._reports + PRIOR) / self._names[name]))

    def of(self, terms: Numbers) -> list[float]:
        """Return the inverse document frequency of each term."""
        reports = self._reports + PRIOR
        return [max(0.0, log(reports / held)) for held in self._all()[terms].tolist()]

    def weigh(self, terms: Numbers, times: NDArray[np.int32]) -> NDArray[np.float64]:
        """Return for each term its damped count times its rarity."""
        rarity = np.log((self._reports + PRIOR) / self._all()[terms])
        damped = 1 + np.log(times)
        weighed: NDArray[np.float64] = damped * np.maximum(0.0, rarity)
        return weighed
