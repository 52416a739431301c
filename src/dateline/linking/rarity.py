"""How rare a term is: what a broad sample of news holds, and what the stream has brought so far.

The sample stands in for a number of reports; the stream's own counts fade, so that a term that fills the news of
these weeks weighs less than one that is new, and so that the counts stay within bounds however long the stream runs.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from itertools import chain
from math import log

BASE = 10_000
"""Reports that the counts of word_frequencies.json are out of."""

UNLISTED = 2.0
"""Reports of `BASE` that a term not listed is taken to stand in."""

PRIOR = 1500.0
"""Reports that the sample stands in for beside those of the stream."""

FADING = 20_000
"""Reports after which the stream's counts are halved and those that stood once are forgotten."""


@cache
def background() -> dict[str, float]:
    """Return the share of news reports that hold each listed term."""
    listed = json.loads(files("dateline.data").joinpath("word_frequencies.json").read_text(encoding="utf-8"))
    return {term: number / BASE for term, number in listed.items()}


class Rarity:
    """Counts of terms, of the sample and of the stream."""

    def __init__(self) -> None:
        self._known = background()
        self._seen: dict[str, float] = {}
        self._reports = 0.0

    def see(self, terms: Iterable[str], names: Iterable[str]) -> None:
        """Count the terms and full names of one more report."""
        seen = self._seen
        for term in chain(terms, ("&" + name for name in names)):
            seen[term] = seen.get(term, 0.0) + 1.0
        self._reports += 1.0
        if self._reports >= FADING:
            self._seen = {term: number / 2 for term, number in seen.items() if number > 1.0}
            self._reports /= 2

    def of(self, term: str) -> float:
        """Return the inverse document frequency of a term (Sparck Jones 1972), smoothed by the sample."""
        held = self._seen.get(term, 0.0) + PRIOR * self._known.get(term, UNLISTED / BASE)
        return max(0.0, log((self._reports + PRIOR) / held))

    def weigh(self, counts: Mapping[str, int]) -> list[tuple[float, str]]:
        """Return each term with its damped count times its rarity."""
        seen, known, total, unlisted = self._seen, self._known, self._reports + PRIOR, UNLISTED / BASE
        return [
            ((1 + log(number)) * max(0.0, log(total / (seen.get(term, 0.0) + PRIOR * known.get(term, unlisted)))), term)
            for term, number in counts.items()
        ]
